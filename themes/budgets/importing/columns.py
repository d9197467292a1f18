"""A file of budgets: its columns, with what may stand in them, and the same budgets as a sheet."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tablib import Dataset

from nhveilig.figures.formats import without_trailing_zeros
from nhveilig.sheets.cells import plain
from nhveilig.sheets.layouts import Column
from themes.budgets.validators import OUTCOMES, groups_of, published_total
from themes.models import Budget, BudgetLine, BudgetOutcome, BudgetSide

YEAR, KIND, NUMBER, SIDE, GROUP = "jaar", "soort", "nummer", "zijde", "groep"
POST, AMOUNT, NOTE, GRANT, ROLE = "post", "bedrag", "toelichting", "geldbron", "rij"
SIGN, TITLE, SOURCE = "teken van de baten", "titel", "bron"
# Not columns: what a printed table says beside them.
SCALE = "schaal"

COLUMNS = (
    Column(YEAR, "Het jaar waar de begroting over gaat.", ("begrotingsjaar",)),
    Column(KIND, "begroting, wijziging, realisatie of raming.", ("soort begroting", "versie")),
    Column(NUMBER, "Het nummer van een wijziging.", required=False),
    Column(SIDE, "baten, lasten, toevoegingen, onttrekkingen, activa, passiva; van een totaal ook saldo, resultaat."),
    Column(GROUP, "De groep waar de post onder staat; leeg als de post los onder de zijde staat.", required=False),
    Column(POST, "De naam van de post. Bij een totaal: de woorden die erbij staan.", ("omschrijving", "naam")),
    Column(AMOUNT, "In euro’s, of n.t.b. als het bedrag nog niet bekend is.", ("waarde",)),
    Column(ROLE, "post, subtotaal of totaal; leeg: het portaal ziet het aan de woorden.", ("rol",), required=False),
    Column(NOTE, "Wat er bij de post moet staan.", ("opmerking",), required=False),
    Column(GRANT, "De naam van de geldbron, zoals die in het portaal staat.", required=False),
    Column(SIGN, "positief of negatief; leeg: het portaal ziet het aan de bedragen.", required=False),
    Column(TITLE, "Hoe een nieuwe begroting heet; leeg is soort en jaar.", required=False),
    Column(SOURCE, "Waar een nieuwe begroting vandaan komt.", required=False),
)  # fmt: skip
POSITIVE, NEGATIVE = "positief", "negatief"
# In the corner of a printed table of ours.
CORNER = f"{POST} (bedragen in euro’s, baten zijn {POSITIVE})"
ABSENT = "-"

Values = list[object]


class Role:
    POST, SUBTOTAL, TOTAL = "post", "subtotaal", "totaal"


def long_dataset(budgets: Sequence[Budget]) -> Dataset:
    """A row for each post, subtotal and total. Expects budgets read with `with_figures()`."""
    dataset = Dataset(headers=[column.name for column in COLUMNS], title="Tabel")
    for budget in budgets:
        about = [budget.year, budget.kind, budget.number]
        for side, group, post, amount, role, line in _rows(budget):
            more = [line.note, str(line.grant or "")] if line else ["", ""]
            ends = [POSITIVE, budget.title, budget.source]
            dataset.append([*about, side, group, post, _written(amount), role, *more, *ends])
    return dataset


Printed = tuple[str, str, str, Decimal | None, str, BudgetLine | None]


def _rows(budget: Budget) -> Iterator[Printed]:
    """(side, group, words, amount, role, post): in the order in which they are printed."""
    for side in BudgetSide:
        for group in groups_of(budget, side):
            for line in group.lines.all():
                yield side.value, group.title, line.title, line.amount, Role.POST, line
            if group.subtotal is not None:
                yield side.value, group.title, f"Subtotaal {group}", group.subtotal, Role.SUBTOTAL, None
        if total := published_total(budget, side):
            yield side.value, "", total.label, total.amount, Role.TOTAL, None
    for outcome in OUTCOMES:
        if total := published_total(budget, outcome):
            yield BudgetOutcome(outcome).value, "", total.label, total.amount, Role.TOTAL, None


def wide_dataset(budgets: Sequence[Budget]) -> Dataset:
    """Posts below each other, the versions side by side. Expects budgets read with `with_figures()`."""
    dataset = Dataset(headers=[SIDE, GROUP, CORNER, ROLE, *(budget.name for budget in budgets)], title="Tabel")
    found = [_by_place(budget) for budget in budgets]
    for place, shown in _in_order(found).items():
        amounts = [_written(one[place][1]) if place in one else ABSENT for one in found]
        dataset.append([*shown, *amounts])
    return dataset


Place = tuple[object, ...]


def _by_place(budget: Budget) -> dict[Place, tuple[Values, Decimal | None]]:
    """What stands in each row of the sheet; the second post of one name in a group is another row."""
    found: dict[Place, tuple[Values, Decimal | None]] = {}
    for side, group, words, amount, role, _ in _rows(budget):
        named, times = (side, plain(group), plain(words), role), 0
        while (*named, times) in found:
            times += 1
        found[*named, times] = [side, group, words, role], amount
    return found


def _in_order(found: Sequence[dict[Place, tuple[Values, Decimal | None]]]) -> dict[Place, Values]:
    """Every row once: sides in their order, posts of a later version below those of the one before, totals last."""
    rows = {place: shown for one in found for place, (shown, _) in one.items()}
    sides = [*BudgetSide.values, *OUTCOMES]
    groups = list(dict.fromkeys(place[:2] for place in rows))
    roles = (Role.POST, Role.SUBTOTAL, Role.TOTAL)

    def order(place: Place) -> tuple[int, bool, int, int]:
        side, _, _, role, _ = place
        return sides.index(side), role == Role.TOTAL, groups.index(place[:2]), roles.index(role)

    return {place: rows[place] for place in sorted(rows, key=order)}


def _written(amount: Decimal | None) -> object:
    return "n.t.b." if amount is None else without_trailing_zeros(amount)
