"""When what must happen, counted back from the day on which one wants to adopt; and what is tight in that.

The law names no terms (Politiewet 2012, article 38b and 39). The weeks are those in which the rounds of 2012, 2018 and
2023 went, of which the short ones left three weeks or less between the last day and the adoption.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from nhveilig.figures.formats import counted, date_long

WEEKS_OF_ROUND, WEEKS_FOR_ANSWERS = 14, 5
FEWEST_WEEKS_OF_ROUND, FEWEST_DAYS_FOR_ANSWERS = 8, 21
# In which most raden do not meet.
RECESS = (7, 8)


@dataclass(frozen=True)
class Step:
    day: date
    what: str


def opens_on(adoption: date) -> date:
    return adoption - timedelta(weeks=WEEKS_OF_ROUND + WEEKS_FOR_ANSWERS)


def last_day(adoption: date) -> date:
    return adoption - timedelta(weeks=WEEKS_FOR_ANSWERS)


def steps_of(opens: date, last: date, adoption: date) -> list[Step]:
    week = timedelta(weeks=1)
    return [
        Step(opens - 4 * week, "De burgemeesters lezen het plan voordat het naar de raden gaat"),
        Step(opens, "De 95%-versie gaat met een pakket naar elke griffie"),
        Step(last, "Laatste dag waarop een raad kan reageren"),
        Step(max(last, adoption - 2 * week), "De antwoorden zijn klaar en het plan is aangepast"),
        Step(adoption, "De burgemeesters en de hoofdofficier stellen het plan vast"),
        Step(adoption + week, "Elke raad krijgt zijn antwoord"),
        Step(adoption + 2 * week, "Het plan is openbaar, en naar de minister en de korpschef"),
    ]


def warnings_of(opens: date, last: date, adoption: date) -> list[str]:
    """What is tight; each a sentence with what one can do about it."""
    return [words for words in (_little_time_to_hear(opens, last), _little_time_to_answer(last, adoption)) if words]


def _little_time_to_answer(last: date, adoption: date) -> str:
    days = (adoption - last).days
    if days >= FEWEST_DAYS_FOR_ANSWERS:
        return ""
    return (
        f"Tussen de laatste dag en de vaststelling {'zit' if days == 1 else 'zitten'} {counted(days, 'dag', 'dagen')}. "
        f"Om alle punten te beantwoorden is ten minste {FEWEST_DAYS_FOR_ANSWERS} dagen nodig: kies als laatste dag "
        f"{date_long(adoption - timedelta(days=FEWEST_DAYS_FOR_ANSWERS))} of eerder."
    )


def _little_time_to_hear(opens: date, last: date) -> str:
    days = [opens + timedelta(days=number) for number in range((last - opens).days + 1)]
    weeks = sum(day.month not in RECESS for day in days) / 7
    if weeks >= FEWEST_WEEKS_OF_ROUND:
        return ""
    recess = ", het zomerreces (juli en augustus) niet meegeteld" if any(day.month in RECESS for day in days) else ""
    return (
        f"De raden hebben {counted(round(weeks), 'week', 'weken')}{recess}. Een raad vergadert vaak eens in de vier "
        f"weken, na een commissie: reken op ten minste {FEWEST_WEEKS_OF_ROUND} weken. Stuur het plan eerder, of kies "
        "een latere laatste dag."
    )
