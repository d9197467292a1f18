"""A concept budget as a page of inputs: each side a table, with what its posts add up to.

The browser adds up while somebody types (static/js/budget/grid.js), from the keys that stand beside each sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest

from nhveilig.editing.fields import text_of
from nhveilig.editing.grids import Refused, seen_text
from nhveilig.editing.models import Versioned
from nhveilig.editing.rows import standing
from nhveilig.figures.formats import signed
from nhveilig.figures.sums import NOTHING, Outcome, outcome
from nhveilig.figures.values import Figure, Total, decimals_needed
from themes.budgets.cells import NEW
from themes.budgets.forms import GroupForm, LineForm
from themes.budgets.names import Names
from themes.budgets.queries import budget_url
from themes.budgets.services import part_of
from themes.budgets.validators import group_sum, groups_of, lines_of, published_total, side_sum, sums_of, together
from themes.models import Budget, BudgetGroup, BudgetLine, BudgetSide, BudgetTotal

HEADS = {
    "title": "Post",
    "amount": "Bedrag",
    "grant": "Geldbron",
    "covered_by": "Gedekt door",
    "theme": "Thema",
    "note": "Toelichting",
}
COLUMNS = {
    BudgetSide.INCOME: ("title", "amount", "grant", "note"),
    BudgetSide.EXPENSES: ("title", "amount", "covered_by", "theme", "note"),
}
OTHERWISE = ("title", "amount", "covered_by", "note")
FIELDS = {**LineForm.base_fields, "subtotal": GroupForm.base_fields["subtotal"]}
PARTS_WORDS = "som van de posten"


@dataclass(frozen=True)
class GridCell:
    """`text` is in the input and `seen` what is stored: they differ where a text was refused. `sums` are the cells that
    should add up to it."""

    key: str
    name: str
    label: str
    text: str
    seen: str
    version: int
    is_refused: bool = False
    sums: str = ""
    outcome: Outcome = NOTHING
    hint: str = ""

    @property
    def is_amount(self) -> bool:
        return self.name in {"amount", "subtotal"}

    @property
    def head(self) -> str:
        return HEADS.get(self.name, "Gepubliceerd")


@dataclass(frozen=True)
class Sum:
    """What cells add up to, less what others do; the keys of both go along for the browser."""

    text: str
    plus: str
    minus: str = ""


@dataclass(frozen=True)
class GridRow:
    """A post, or room for a new one. Where it can go stands with it, so that its menu knows."""

    part: str
    name: str
    cells: list[GridCell]
    urls: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GridGroup:
    """Posts that stand loose under their side have no sum of their own."""

    head: GridRow
    lines: list[GridRow]
    new: GridRow
    subtotal: GridCell | None
    computed: Sum


@dataclass(frozen=True)
class GridSide:
    side: BudgetSide
    heads: list[str]
    groups: list[GridGroup]
    new: GridRow | None
    total: GridCell
    computed: Sum

    @property
    def is_used(self) -> bool:
        return bool(self.groups) or self.side in COLUMNS


class Grid:
    """Expects a budget read with `with_figures()`. `refused` has texts to show again."""

    def __init__(self, budget: Budget, refused: Refused | None = None) -> None:
        self.budget, self.refused = budget, refused or Refused()
        self.names = Names(budget)
        self._seen: list[tuple[str, int, str]] = []

    @cached_property
    def sides(self) -> list[GridSide]:
        return [self._side(side) for side in BudgetSide]

    @property
    def seen(self) -> str:
        """Of the cells that were made."""
        return seen_text(self._seen) if self.sides else ""

    @property
    def offered(self) -> dict[str, list[str]]:
        """The names to choose from, by the id of their list."""
        return {f"keuze-{name}": list(known) for name, known in self.names.offered.items()}

    @cached_property
    def balance(self) -> list[tuple[str, Sum]]:
        """Baten, lasten, and what is left."""
        sums = sums_of(self.budget)
        income, expenses = (self._sum(sums[side], lines_of(self.budget, side)) for side in COLUMNS)
        both = together(sums, tuple(COLUMNS))
        first, second = (sums[side].value or Decimal(0) for side in COLUMNS)
        left = signed(first - second, _decimals(first - second)) if both.is_complete else "n.t.b."
        return [("Baten", income), ("Lasten", expenses), ("Verschil", Sum(left, income.plus, expenses.plus))]

    def _side(self, side: BudgetSide) -> GridSide:
        groups, columns = groups_of(self.budget, side), COLUMNS.get(side, OTHERWISE)
        lines = lines_of(self.budget, side)
        total = published_total(self.budget, side) or BudgetTotal(budget=self.budget, side=side)
        label = f"Gepubliceerd totaal van de {side}"
        return GridSide(
            side=side,
            heads=[HEADS[name] for name in columns],
            groups=[self._group(group, columns) for group in groups],
            new=None if groups else self._new(f"{NEW}-{side}", f"de {side}", columns),
            total=self._sum_cell(total, "amount", label, lines),
            computed=self._sum(side_sum(self.budget, side), lines),
        )

    def _group(self, group: BudgetGroup, columns: Sequence[str]) -> GridGroup:
        lines, has_sum = list(group.lines.all()), group.title or group.subtotal is not None
        head = [self._cell(group, "title", f"Groep {group}, naam", hint="Groep zonder naam")]
        return GridGroup(
            head=GridRow(part_of(group), f"Groep {group}", head, self._urls(group)),
            lines=[self._line(line, columns) for line in lines],
            new=self._new(f"{NEW}-{group.pk}", str(group), columns),
            subtotal=self._sum_cell(group, "subtotal", f"Gepubliceerd subtotaal {group}", lines) if has_sum else None,
            computed=self._sum(group_sum(group), lines),
        )

    def _line(self, line: BudgetLine, columns: Sequence[str]) -> GridRow:
        cells = [self._cell(line, name, f"{line}, {HEADS[name].lower()}") for name in columns]
        return GridRow(part_of(line), str(line), cells, self._urls(line))

    def _urls(self, row: BudgetGroup | BudgetLine) -> dict[str, str]:
        kind = "group" if isinstance(row, BudgetGroup) else "line"
        acts = ("change", "move", "delete", "restore")
        return {act: budget_url(self.budget, f"{kind}-{act}", pk=row.pk) for act in acts}

    def _new(self, part: str, where: str, columns: Sequence[str]) -> GridRow:
        label = f"Nieuwe post bij {where}"
        cells = [
            self._made(f"{part}-{name}", name, f"{label}, {HEADS[name].lower()}", "", 0, hint=hint)
            for name, hint in zip_longest(columns, ["Nieuwe post"], fillvalue="")
        ]
        return GridRow(part, label, cells)

    def _cell(self, row: Versioned, name: str, label: str, **more: object) -> GridCell:
        is_there = row.pk is not None
        text = self.names.shown(name, text_of(FIELDS[name], standing(row, name))) if is_there else ""
        return self._made(f"{part_of(row)}-{name}", name, label, text, row.version_of(name), **more)

    def _sum_cell(self, row: Versioned, name: str, label: str, lines: Sequence[BudgetLine]) -> GridCell:
        published = getattr(row, name)
        figure = Figure.blank() if published is None else Figure(published)
        found = (
            outcome(figure, [(PARTS_WORDS, [line.figure for line in lines])], 0) if published is not None else NOTHING
        )
        return self._cell(row, name, label, sums=f"p {_keys(lines)}" if lines else "", outcome=found)

    def _made(self, key: str, name: str, label: str, seen: str, version: int, **more: object) -> GridCell:
        version = self.refused.stale.get(key, version)
        self._seen.append((key, version, seen))
        typed = self.refused.typed.get(key, seen)
        return GridCell(key, name, label, typed, seen, version, is_refused=key in self.refused.keys, **more)

    @staticmethod
    def _sum(computed: Total, lines: Sequence[BudgetLine]) -> Sum:
        return Sum(computed.text(_decimals(computed.value)) or "0", _keys(lines))


def _decimals(amount: Decimal | None) -> int:
    """As the browser shows it."""
    return 0 if amount is None else decimals_needed([Figure(amount)])


def _keys(lines: Sequence[BudgetLine]) -> str:
    return " ".join(f"{part_of(line)}-amount" for line in lines)
