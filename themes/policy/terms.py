"""What has to be done before a plan can begin, and when: counted back from its first day.

The law says that the councils are heard before the plan is adopted (article 38b of the Politiewet 2012) and who
adopts it (article 39), and names no days: these leave the councils ten weeks.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Term:
    when: str
    what: str
    on: date


def terms_of(start_year: int, municipalities: int = 0) -> list[Term]:
    before = start_year - 1
    councils = f"de {municipalities} gemeenteraden" if municipalities else "de gemeenteraden"
    return [
        Term(f"december {before - 1}", "Thema’s kiezen", date(before - 1, 12, 31)),
        Term(f"half augustus {before}", f"Ontwerp naar {councils}", date(before, 8, 15)),
        Term(f"vóór 1 november {before}", "Elke burgemeester heeft de eigen raad gehoord", date(before, 10, 31)),
        Term(f"eind november {before}", "Vaststellen door burgemeesters en hoofdofficier", date(before, 11, 30)),
        Term(f"december {before}", "Toezenden aan de minister en de korpschef", date(before, 12, 31)),
    ]
