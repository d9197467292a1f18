"""A strength table as a page of inputs, with what to say about its totals and who changed what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from formation.models import StaffCategory, StrengthCellEdit, StrengthRow, StrengthTable
from formation.presenters import level_of
from formation.validators import ACROSS, DOWN, SUBTOTALS, StrengthTotal, key_of, keyed_sums, reconcile
from nhveilig.accounts.names import name_of
from nhveilig.editing.grids import seen_text
from nhveilig.figures.formats import number, signed, without_trailing_zeros
from nhveilig.figures.parsing import typed_figure
from nhveilig.figures.sums import NOTHING, Outcome, outcome
from nhveilig.figures.values import Figure, decimals_needed

# In the page a sum is one letter and its parts; the browser knows the same letters.
LETTERS = {ACROSS: "r", DOWN: "o", SUBTOTALS: "s"}


@dataclass(frozen=True)
class GridCell:
    """`text` is in the input and `seen` what the table holds: they differ where a text was refused."""

    key: str
    label: str
    text: str
    seen: str
    version: int
    role: str
    sums: str = ""
    explained: str = ""
    outcome: Outcome = NOTHING
    is_refused: bool = False


@dataclass(frozen=True)
class GridRow:
    row: StrengthRow
    level: int
    cells: list[GridCell]


@dataclass(frozen=True)
class Grid:
    categories: list[StaffCategory]
    rows: list[GridRow]

    @property
    def seen(self) -> str:
        """What the reader was shown."""
        return seen_text((cell.key, cell.version, cell.seen) for row in self.rows for cell in row.cells)

    @property
    def differing(self) -> int:
        return sum(cell.outcome.state == "differs" for row in self.rows for cell in row.cells)


def grid_of(
    table: StrengthTable,
    typed: Mapping[str, str] | None = None,
    refused: frozenset[str] = frozenset(),
    stale: Mapping[str, int] | None = None,
) -> Grid:
    """Expects a table read with `with_figures()`.

    `typed` are texts to show instead of what the table holds; `stale` the versions their editors saw.
    """
    page = _Page(table, typed or {}, refused, stale or {})
    by_unit = {row.unit_id: row for row in table.rows.all()}
    rows = [
        GridRow(row, level_of(row, by_unit), [page.cell(row, category) for category in page.categories])
        for row in by_unit.values()
    ]
    return Grid(page.categories, rows)


class _Page:
    """All that a cell needs to know of the table, gathered once."""

    def __init__(self, table: StrengthTable, typed: Mapping[str, str], refused: frozenset, stale: Mapping[str, int]):
        self.categories = list(table.categories.all())
        self.typed, self.refused, self.stale = typed, refused, stale
        cells = [cell for row in table.rows.all() for cell in row.cells.all()]
        self.figures = {f"{cell.row_id}-{cell.category_id}": cell.figure for cell in cells}
        self.versions = {f"{cell.row_id}-{cell.category_id}": cell.version for cell in cells}
        self.sums, self.explained = keyed_sums(table), _explained(table)

    def cell(self, row: StrengthRow, category: StaffCategory) -> GridCell:
        key = key_of(row, category)
        figure, sums = self.figures.get(key, Figure.blank()), self.sums.get(key, [])
        seen = typed_figure(figure, category.decimals)
        reasons = self.explained.get((row.unit_id, category.code), set()) if sums else set()
        return GridCell(
            key=key,
            label=f"{row.unit.name}, {category.name}",
            text=self.typed.get(key, seen),
            seen=seen,
            version=self.stale.get(key, self.versions.get(key, 0)),
            role=category.role,
            sums="|".join(f"{LETTERS[label]} {' '.join(parts)}" for label, parts in sums),
            explained=" ".join(f"{without_trailing_zeros(reason):f}" for reason in reasons),
            outcome=outcome(figure, [(label, self._known(parts)) for label, parts in sums], category.decimals, reasons),
            is_refused=key in self.refused,
        )

    def _known(self, keys: Iterable[str]) -> list[Figure]:
        return [self.figures[key] for key in keys if key in self.figures]


def _explained(table: StrengthTable) -> dict[tuple[int, str], set[Decimal]]:
    found: dict[tuple[int, str], set[Decimal]] = {}
    for one in table.explanations.all():
        found.setdefault((one.unit_id, one.category_code), set()).add(one.difference)
    return found


@dataclass(frozen=True)
class HistoryLine:
    edit: StrengthCellEdit
    where: str
    by: str
    old: str
    new: str
    undone: bool


def edits_of(table: StrengthTable) -> QuerySet[StrengthCellEdit]:
    """The newest first, with all that a line of the history shows: one query."""
    return table.edits.select_related("cell__row__unit", "cell__category", "edited_by", "on_behalf_of", "undone_by")


def history_line(edit: StrengthCellEdit) -> HistoryLine:
    decimals = edit.cell.category.decimals
    return HistoryLine(
        edit=edit,
        where=f"{edit.cell.row.unit.name}, {edit.cell.category.name}",
        by=name_of(edit.edited_by, edit),
        old=_shown(edit.old_figure, decimals),
        new=_shown(edit.new_figure, decimals),
        undone=hasattr(edit, "undone_by"),
    )


def _shown(figure: Figure, decimals: int) -> str:
    return typed_figure(figure, decimals) or "leeg"


@dataclass(frozen=True)
class TotalLine:
    """A total that differs from a sum of its parts, in words; `key` says which one to the form."""

    total: StrengthTotal
    key: str
    name: str
    published: str
    computed: str
    difference: str


def total_lines(table: StrengthTable) -> list[TotalLine]:
    """One line for a total and an amount, also when more than one sum differs by it: one reason explains them all.

    Expects a table read with `with_figures()`.
    """
    categories = {category.code: category for category in table.categories.all()}
    differing = [total for total in reconcile(table) if not total.agrees]
    lines = [_total_line(total, categories[total.category]) for total in differing]
    return list({line.key: line for line in reversed(lines)}.values())[::-1]


def _total_line(total: StrengthTotal, category: StaffCategory) -> TotalLine:
    decimals = decimals_needed([Figure(total.published), Figure(total.computed)], at_least=category.decimals)
    return TotalLine(
        total=total,
        key=f"{total.unit_id} {total.category} {total.difference:f}",
        name=f"{total.unit}, {category}",
        published=number(total.published, decimals),
        computed=number(total.computed, decimals),
        difference=signed(total.difference, decimals),
    )
