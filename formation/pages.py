"""What the pages about strength say around the table: the outcome first, and whether the totals are right."""

from collections.abc import Sequence
from dataclasses import dataclass

from formation.checks import StrengthTotal, figures_by_category, reconcile
from formation.models import WHOLE_UNIT_SERIES, StaffCategory, StrengthRow, StrengthTable
from formation.periods import day, on
from formation.tables import difference
from nhveilig.figures.formats import fte, number, signed
from nhveilig.figures.values import Figure
from nhveilig.regions.models import PoliceUnit


@dataclass(frozen=True)
class Overview:
    """The eenheid as a whole: what it has on the last reference date, and what changed since the first."""

    police_unit: PoliceUnit
    tables: tuple[StrengthTable, ...]

    @property
    def lead(self) -> str:
        """`Op 1-1-2022 is er 3.494,60 fte, evenveel als op 31-12-2018.` Empty without a published total."""
        last = self.tables[-1]
        total = next((c.code for c in last.categories.all() if c.role == StaffCategory.Role.TOTAL), "")
        figure = self._figures(last).get(total)
        if figure is None or not figure.is_known:
            return ""
        sentence = f"{on(last)} telt de eenheid {fte(figure.value, last.decimals)}"
        return f"{sentence[0].upper()}{sentence[1:]}{self._compared(self._figures(self.tables[0]).get(total), figure)}."

    def _compared(self, before: Figure | None, after: Figure) -> str:
        change = difference(before, after) if len(self.tables) > 1 else None
        if change is None:
            return ""
        since = on(self.tables[0])
        if change == 0:
            return f", evenveel als {since}"
        return f", {fte(abs(change), self.tables[-1].decimals)} {'meer' if change > 0 else 'minder'} dan {since}"

    def stats(self) -> list[dict[str, str]]:
        """Each category on the last date with its change, for components/stats.html."""
        last = self.tables[-1]
        before, after = self._figures(self.tables[0]), self._figures(last)
        return [
            {
                "label": f"{category.name.capitalize()} (fte)",
                "value": after[category.code].text(last.decimals),
                "note": self._note(before.get(category.code), after[category.code]),
            }
            for category in last.categories.all()
            if category.code in after
        ]

    def _note(self, before: Figure | None, after: Figure) -> str:
        change = difference(before, after) if len(self.tables) > 1 else None
        if change is None:
            return ""
        since = day(self.tables[0])
        return f"{signed(change, self.tables[-1].decimals)} sinds {since}" if change else f"gelijk aan {since}"

    def _figures(self, table: StrengthTable) -> dict[str, Figure]:
        rows = (row for row in table.rows.all() if row.role == StrengthRow.Role.TOTAL)
        return next((figures_by_category(row) for row in rows), {})


def overviews(tables: Sequence[StrengthTable]) -> list[Overview]:
    """One for each eenheid, in the order of the tables. Expects `for_overview()` or `with_figures()`."""
    per_unit: dict[PoliceUnit, list[StrengthTable]] = {}
    for table in tables:
        per_unit.setdefault(table.police_unit, []).append(table)
    return [Overview(unit, tuple(last_two(found))) for unit, found in per_unit.items()]


def last_two(tables: Sequence[StrengthTable]) -> list[StrengthTable]:
    """The newest table of the eenheid as a whole and the one before it, from its widest series. Oldest first."""
    series = {table.series for table in tables}
    widest = next((name for name in WHOLE_UNIT_SERIES if name in series), None)
    found = [table for table in tables if widest is None or table.series == widest]
    return sorted(found, key=lambda table: table.reference_date)[-2:]


@dataclass(frozen=True)
class TotalsCheck:
    """What adding up the published table gives."""

    checked: int
    differences: list[StrengthTotal]

    def lines(self) -> list[str]:
        return [
            f"{found.where}, {found.what}: gepubliceerd {number(found.published)}, berekend {number(found.computed)} "
            f"(verschil {signed(found.difference)}). {found.explanation}".strip()
            for found in self.differences
        ]


def totals_check(tables: Sequence[StrengthTable]) -> TotalsCheck:
    found = [total for table in tables for total in reconcile(table)]
    return TotalsCheck(len(found), [total for total in found if not total.agrees])
