"""Totals follow their parts: what was their sum, or empty, is so again after a change. What somebody typed instead
stays, with the reason for it.

A total that follows has no history of its own: it is that of its parts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import F

from formation.models import StaffCategory, StrengthCell, StrengthRow, StrengthTable
from formation.services.decimals import show_whole
from formation.validators import key_of, keyed_sums
from nhveilig.editing.changes import SavedField
from nhveilig.editing.exceptions import FieldProblem, SaveRefused
from nhveilig.editing.rows import FIGURE
from nhveilig.figures.formats import number, without_trailing_zeros
from nhveilig.figures.parsing import typed_figure
from nhveilig.figures.values import Figure, combined_qualifier, total

# Totals of totals: over categories, basisteams, districten, the eenheid.
DEEPEST = 6
BLANK = Figure.blank()
# By the key of a cell.
Figures = Mapping[str, Figure]


@dataclass(frozen=True)
class Difference:
    """A total that was typed and is not the sum of its parts."""

    key: str
    figure: Figure
    computed: Decimal

    @property
    def amount(self) -> Decimal:
        return self.figure.value - self.computed


class Totals:
    """The totals of a table as it stands, to see what a change does to them."""

    def __init__(self, table: StrengthTable) -> None:
        self.table = StrengthTable.objects.with_figures().get(pk=table.pk)
        self.sums = {key: [parts for _, parts in sums] for key, sums in keyed_sums(self.table).items()}
        cells = (cell for row in self.table.rows.all() for cell in row.cells.all())
        self.cells = {f"{cell.row_id}-{cell.category_id}": cell for cell in cells}
        self.figures = {key: cell.figure for key, cell in self.cells.items()}

    @cached_property
    def _places(self) -> dict[str, tuple[StrengthRow, StaffCategory]]:
        rows, categories = self.table.rows.all(), self.table.categories.all()
        return {key_of(row, category): (row, category) for row in rows for category in categories}

    def following(self, changed: Figures) -> dict[str, Figure]:
        """What totals become when these cells are changed. A total that is emptied follows again."""
        figures, found = self.figures | dict(changed), {}
        for _ in range(DEEPEST):
            sums = self._sums(figures, changed, found)
            moved = {key: figure for key, figure in sums if figure != figures.get(key, BLANK)}
            if not moved:
                break
            figures |= moved
            found |= moved
        return found

    def _sums(self, figures: Figures, changed: Figures, found: Figures) -> Iterator[tuple[str, Figure]]:
        """Of totals that nobody typed and of which a part is another now."""
        for key, sums in self.sums.items():
            if changed.get(key, BLANK) != BLANK:
                continue
            was = BLANK if key in changed else self.figures.get(key, BLANK)
            parts = next((parts for parts in sums if was in (BLANK, sum_of(self.figures, parts))), [])
            if key in changed or any(part in changed or part in found for part in parts):
                yield key, sum_of(figures, parts)

    def differing(self, changed: Figures) -> list[Difference]:
        """Of the totals that are typed, those that are not the sum of their parts then, and nobody said why."""
        figures = self.figures | dict(changed) | self.following(changed)
        found = [
            Difference(key, figure, computed)
            for key, figure in changed.items()
            for parts in self.sums.get(key, ())
            if figure.is_known and (computed := sum_of(figures, parts).value) not in (None, figure.value)
        ]
        explained = {(one.unit_id, one.category_code, one.difference) for one in self.table.explanations.all()}
        return [one for one in found if (*self._named(one.key), one.amount) not in explained]

    def _named(self, key: str) -> tuple[int, str]:
        row, category = self._places[key]
        return row.unit_id, category.code

    def explain(self, changed: Figures, reason: str) -> None:
        """Keep `reason` with every total that was typed and differs. Raises SaveRefused without one."""
        differing = self.differing(changed)
        if not reason.strip():
            self.refuse(differing)
        for one in differing:
            unit_id, code = self._named(one.key)
            place = {"unit_id": unit_id, "category_code": code, "difference": one.amount}
            self.table.explanations.get_or_create(**place, defaults={"text": reason.strip()})

    def refuse(self, differing: Iterable[Difference]) -> None:
        """Raises SaveRefused when there is any."""
        problems = {one.key: self._problem(one) for one in differing}
        if problems:
            raise SaveRefused(list(problems.values()), [])

    def _problem(self, one: Difference) -> FieldProblem:
        row, category = self._places[one.key]
        message = (
            f"De delen tellen op tot {number(without_trailing_zeros(one.computed))}. Schrijf bij “Reden van de "
            "wijziging” waarom dit totaal anders is, of maak de cel leeg: dan volgt het de delen."
        )
        return FieldProblem(one.key, FIGURE, f"{row}, {category}", typed_figure(one.figure, category.decimals), message)

    def follow(self, changed: Figures) -> list[SavedField]:
        """Store what totals become now that these cells were changed, for who holds the lock of the table."""
        told, following, new = self.told(changed), self.following(changed), []
        for key, figure in following.items():
            row, category = self._places[key]
            show_whole(category, figure)
            if key not in self.cells:
                new.append(StrengthCell(row=row, category=category, value=figure.value, qualifier=figure.qualifier))
        StrengthCell.objects.bulk_create(new)
        StrengthCell.objects.bulk_update(
            [self._changed(self.cells[key], figure) for key, figure in following.items() if key in self.cells],
            ["value", "qualifier", "version"],
        )
        return told

    def _changed(self, cell: StrengthCell, figure: Figure) -> StrengthCell:
        # Who emptied a total changed its version since it was read.
        cell.value, cell.qualifier, cell.version = figure.value, figure.qualifier, F("version") + 1
        return cell

    def told(self, changed: Figures) -> list[SavedField]:
        """What totals become when these cells are changed."""
        return [self._told(key, figure, key in changed) for key, figure in self.following(changed).items()]

    def _told(self, key: str, figure: Figure, emptied: bool) -> SavedField:
        row, category = self._places[key]
        cell = self.cells.get(key)
        old, text = (typed_figure(one, category.decimals) for one in (cell.figure if cell else BLANK, figure))
        version = cell.version + 1 + emptied if cell else 1
        return SavedField(key, FIGURE, text, version, changed=True, where=f"{row}, {category}", old=old)


def sum_of(figures: Figures, parts: Iterable[str]) -> Figure:
    """Blank as long as a part is open, and where nothing is."""
    there = [figures[part] for part in parts if part in figures]
    added = total(there)
    if added.value is None or not added.is_complete:
        return BLANK
    return Figure(added.value, combined_qualifier(one for one in there if one.is_known))
