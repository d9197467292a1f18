"""A strength table as a page of inputs."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.forms import Form

from formation.editing.sums import ACROSS, DOWN, SUBTOTALS, Outcome, Sum, key_of, outcome, sums_of
from formation.models import StaffCategory, StrengthRow, StrengthTable
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import without_trailing_zeros
from nhveilig.figures.parsing import typed_figure
from nhveilig.figures.values import Figure

# In the page a sum is one letter and its parts; the browser knows the same letters.
KEY = re.compile(r"[0-9]{1,18}-[0-9]{1,18}")
LETTERS = {ACROSS: "r", DOWN: "o", SUBTOTALS: "s"}


NOTHING = Outcome("", "")


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
        """What the reader was shown, for the form to send back: by key the version and the text."""
        cells = {cell.key: [cell.version, cell.seen] for row in self.rows for cell in row.cells}
        return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))

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
    parents = {row.unit_id: row.unit.parent_id for row in table.rows.all()}
    rows = [
        GridRow(row, _level(row.unit_id, parents), [page.cell(row, category) for category in page.categories])
        for row in table.rows.all()
    ]
    return Grid(page.categories, rows)


class _Page:
    """All that a cell needs to know of the table, gathered once."""

    def __init__(self, table: StrengthTable, typed: Mapping[str, str], refused: frozenset, stale: Mapping[str, int]):
        self.decimals, self.categories = table.decimals, list(table.categories.all())
        self.typed, self.refused, self.stale = typed, refused, stale
        cells = [cell for row in table.rows.all() for cell in row.cells.all()]
        self.figures = {f"{cell.row_id}-{cell.category_id}": cell.figure for cell in cells}
        self.versions = {f"{cell.row_id}-{cell.category_id}": cell.version for cell in cells}
        self.sums, self.explained = sums_of(table), _explained(table)

    def cell(self, row: StrengthRow, category: StaffCategory) -> GridCell:
        key = key_of(row, category)
        figure, sums = self.figures.get(key, Figure.blank()), self.sums.get(key, [])
        seen = typed_figure(figure, self.decimals)
        reasons = self.explained.get((row.unit_id, category.code), set()) if sums else set()
        return GridCell(
            key=key,
            label=f"{row.unit.name}, {category.name}",
            text=self.typed.get(key, seen),
            seen=seen,
            version=self.stale.get(key, self.versions.get(key, 0)),
            role=category.role,
            sums="|".join(f"{LETTERS[one.label]} {' '.join(one.parts)}" for one in sums),
            explained=" ".join(f"{without_trailing_zeros(reason):f}" for reason in reasons),
            outcome=outcome(figure, [self._parts(one) for one in sums], self.decimals, reasons),
            is_refused=key in self.refused,
        )

    def _parts(self, of: Sum) -> tuple[str, list[Figure]]:
        return of.label, [self.figures[key] for key in of.parts if key in self.figures]


def _explained(table: StrengthTable) -> dict[tuple[int, str], set[Decimal]]:
    found: dict[tuple[int, str], set[Decimal]] = {}
    for one in table.explanations.all():
        found.setdefault((one.unit_id, one.category_code), set()).add(one.difference)
    return found


def _level(unit_id: int, parents: dict[int, int | None]) -> int:
    level, parent = 1, parents[unit_id]
    while parent in parents:
        level, parent = level + 1, parents[parent]
    return level


class UnreadableRequest(PortalError):
    """What the page sent is not what this page sends, or a reason that is too long."""

    def __init__(self, form: Form | None = None) -> None:
        in_words = form and form.errors.get("reason")
        super().__init__(
            f"Reden van de wijziging: {in_words[0]}"
            if in_words
            else "Dit verzoek is niet te lezen. Laad de pagina opnieuw en probeer het nog eens."
        )


def seen_from(text: str) -> dict[str, tuple[int, str]]:
    """What `Grid.seen` said. Raises UnreadableRequest."""
    try:
        found = {key: (int(version), str(shown)) for key, (version, shown) in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        raise UnreadableRequest from None
    if not all(KEY.fullmatch(key) for key in found):
        raise UnreadableRequest
    return found
