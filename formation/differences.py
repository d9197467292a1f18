"""Published totals that are not the sum of their parts, in sentences a reader can follow."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from formation.models import StrengthTable
from formation.validators import reconcile
from nhveilig.figures.formats import fte


def difference_notes(tables: Sequence[StrengthTable]) -> list[str]:
    """One sentence for each explanation, with every total it is about. Expects tables read with `with_figures()`."""
    return [note for table in tables for note in _notes_of(table)]


def _notes_of(table: StrengthTable) -> Iterable[str]:
    names = {category.code: category.name for category in table.categories.all()}
    groups: dict[tuple[Decimal, str], dict[str, list[str]]] = {}
    for total in reconcile(table):
        if not total.agrees:
            places = groups.setdefault((total.difference, total.explanation), {})
            places.setdefault(total.unit, []).append(names[total.category])
    for (difference, explanation), places in groups.items():
        where = ", ".join(f"{unit} ({' en '.join(dict.fromkeys(found))})" for unit, found in places.items())
        more = "meer" if difference > 0 else "minder"
        yield f"{where}: gepubliceerd is {fte(abs(difference))} {more} dan de som van de delen. {explanation}".strip()
