"""Many cells of a budget at once, as its grid sends them: all of them are stored, or none.

A cell is a field of a part (`line-12`, `group-3`, `total-baten`). `new-3` is a post to be added to group 3, and
`new-lasten` one to a side that has no group yet; of several, `new-3-2` is the second.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.editing.changes import FieldChange, ReadyField, SavedField, Writer
from nhveilig.editing.exceptions import CannotBeUndone, FieldProblem, RowIsGone, SaveRefused
from nhveilig.editing.history import History
from nhveilig.editing.models import Edit
from nhveilig.editing.rows import FormRow
from nhveilig.editing.services import preview_fields, save_fields
from themes.budgets.forms import CELL_KEY, GroupForm, LineForm, TotalForm
from themes.budgets.names import Names
from themes.budgets.queries import row_of
from themes.budgets.services import TotalRow, add_budget_row, lock_concept, restore_edit
from themes.budgets.validators import published_total
from themes.models import Budget, BudgetGroup, BudgetLine, BudgetOutcome, BudgetSide, BudgetTotal

NEW = "new"


def change_of(key: str, text: str, version: int) -> FieldChange:
    """Expects a key that `CELL_KEY` matches."""
    return FieldChange(*CELL_KEY.fullmatch(key).groups(), text, version)


def key_of(one: Any) -> str:
    """Of a change, a problem, a conflict or what was saved: its cell in the page."""
    return f"{one.part}-{one.field}"


@dataclass
class NamedRow(FormRow):
    """A row that shows and takes what it refers to by name; its history keeps the numbers."""

    names: Names | None = None

    def text(self, field: str) -> str:
        return self.names.shown(field, super().text(field))

    def read(self, field: str, text: str) -> tuple[Any, str]:
        value, stands = super().read(field, self.names.text(field, text))
        return value, self.names.shown(field, stands)

    def _keep(self, changes: Sequence[ReadyField], by: Writer) -> dict[str, int]:
        name = self.names.text
        stored = [replace(one, old=name(one.field, one.old), new=name(one.field, one.new)) for one in changes]
        return super()._keep(stored, by)


class NewRow(NamedRow):
    """A post that is added once it is known that everything of it can be stored."""

    def where(self, field: str) -> str:
        named = self.row.title or "nieuwe post"
        return f"{named} (nieuw bij {self.row.group}), {str(self.fields[field].label).lower()}"

    def values(self, changes: Sequence[FieldChange]) -> dict[str, Any]:
        return {one.field: self.read(one.field, one.text)[0] for one in changes if one.part == self.part}


class _Rows:
    """The rows of one budget as they stand, by the key of their part."""

    def __init__(self, budget: Budget) -> None:
        self.budget = Budget.objects.with_figures().get(pk=budget.pk)
        self.names, self.history = Names(self.budget), History.of(self.budget)
        self.groups = {group.pk: group for group in self.budget.groups.all()}
        self.lines = {line.pk: line for group in self.groups.values() for line in group.lines.all()}
        self._fields: dict[bool, Mapping] = {}
        self._began: dict[str, BudgetGroup] = {}

    def of(self, part: str) -> FormRow:
        """Raises RowIsGone."""
        kind, _, place = part.partition("-")
        make = {"line": self._line, "group": self._group, "total": self._total, NEW: self._new}[kind]
        return make(part, place)

    def _line(self, part: str, place: str) -> FormRow:
        line = self.lines.get(int(place)) or self._gone(part)
        is_income = self.groups[line.group_id].side == BudgetSide.INCOME
        return NamedRow(line, self._fields_of(line, is_income=is_income), self.history, part, self.names)

    def _fields_of(self, line: BudgetLine, *, is_income: bool) -> Mapping:
        """The same for every post of one kind of side: it takes a form to know them."""
        if is_income not in self._fields:
            self._fields[is_income] = LineForm(budget=self.budget, row=line).fields
        return self._fields[is_income]

    def _group(self, part: str, place: str) -> FormRow:
        group = self.groups.get(int(place)) or self._gone(part)
        return FormRow(group, GroupForm.base_fields, self.history, part)

    def _total(self, part: str, place: str) -> FormRow:
        if place not in {*BudgetSide.values, *BudgetOutcome.values}:
            self._gone(part)
        label = f"Totaal {place}"
        row = published_total(self.budget, place) or BudgetTotal(budget=self.budget, side=place, label=label)
        return TotalRow(row, TotalForm.base_fields, self.history, part)

    def _new(self, part: str, place: str) -> FormRow:
        home, _, _ = place.partition("-")
        group = self.groups.get(int(home)) if home.isdecimal() else self._new_group(home)
        line = BudgetLine(group=group or self._gone(f"group-{home}"))
        fields = self._fields_of(line, is_income=line.group.side == BudgetSide.INCOME)
        return NewRow(line, fields, part=part, names=self.names)

    def _new_group(self, side: str) -> BudgetGroup:
        """The one group for all that is added to a side without any."""
        if side not in BudgetSide.values:
            self._gone(side)
        first = next((group for group in self.groups.values() if group.side == side), None)
        return first or self._began.setdefault(side, BudgetGroup(budget=self.budget, side=side))

    def _gone(self, part: str) -> Any:
        kind = part.partition("-")[0]
        row = row_of(self.budget, part) if kind in {"line", "group"} else None
        raise RowIsGone(str(row or "Deze rij"), name_of(getattr(row, "deleted_by", None)))


@dataclass(frozen=True)
class SavedCells:
    """What became of the cells, and by the key it had the number of each post that was added."""

    cells: list[SavedField]
    added: Mapping[str, int]


def preview_cells(*, budget: Budget, changes: Sequence[FieldChange]) -> list[SavedField]:
    """What `save_cells` would change, and nothing else. Raises what it would raise."""
    rows, changes = _checked(_Rows(budget), changes)
    return preview_fields(rows=rows, changes=changes, by=Writer(None))


@transaction.atomic
def save_cells(
    *, budget: Budget, changes: Sequence[FieldChange], editor: User, on_behalf_of: User | None = None
) -> SavedCells:
    """Raises SaveRefused with everything that is wrong, RowIsGone and BudgetIsAdopted."""
    lock_concept(budget, editor)
    by = Writer(editor, on_behalf_of=on_behalf_of)
    rows, changes = _checked(_Rows(budget), changes)
    new = {part: row for part, row in rows.items() if isinstance(row, NewRow)}
    if new:
        preview_fields(rows=rows, changes=changes, by=by)
    old = {part: row for part, row in rows.items() if part not in new}
    saved = save_fields(rows=old, changes=[one for one in changes if one.part in old], by=by)
    return SavedCells(saved, {part: _add(budget, row, changes, by) for part, row in new.items()})


def _checked(rows: _Rows, changes: Sequence[FieldChange]) -> tuple[dict[str, FormRow], list[FieldChange]]:
    """The rows that change. Raises SaveRefused for a field that a row does not have."""
    filled = {change.part for change in changes if change.text.strip()}
    changes = [one for one in changes if one.part in filled or not one.part.startswith(f"{NEW}-")]
    found = {part: rows.of(part) for part in dict.fromkeys(change.part for change in changes)}
    changes = [*changes, *_titles(found, changes)]
    if unknown := [one for one in changes if one.field not in found[one.part].fields]:
        raise SaveRefused([_no_place(one, found[one.part]) for one in unknown], [])
    return found, changes


def _no_place(change: FieldChange, row: FormRow) -> FieldProblem:
    message = "Dit hoort niet bij deze rij. Laad de pagina opnieuw."
    return FieldProblem(change.part, change.field, str(row.row), change.text, message)


def _titles(rows: Mapping[str, FormRow], changes: Sequence[FieldChange]) -> Iterator[FieldChange]:
    """Every new post needs a name: of one that has none, an empty one, which is refused."""
    named = {one.part: one.text.strip() for one in changes if one.field == "title"}
    for part, row in rows.items():
        if isinstance(row, NewRow):
            row.row.title = named.get(part, "")
            if part not in named:
                yield FieldChange(part, "title", "", 0)


def _add(budget: Budget, row: NewRow, changes: Sequence[FieldChange], by: Writer) -> int:
    who = {"editor": by.user, "on_behalf_of": by.on_behalf_of}
    group = row.row.group
    if group.pk is None:
        add_budget_row(budget=budget, row=group, values={"side": group.side}, **who)
    values = row.values(changes) | {"group": group}
    return add_budget_row(budget=budget, row=BudgetLine(), values=values, **who).pk


@transaction.atomic
def undo_edits(
    *, budget: Budget, edits: Sequence[Edit], editor: User, on_behalf_of: User | None = None
) -> list[SavedField]:
    """Put back what stood in cells before `edits`: of all of them, or of none.

    Raises CannotBeUndone, RowIsGone and BudgetIsAdopted. Expects a budget read with `with_figures()`.
    """
    who = {"editor": editor, "on_behalf_of": on_behalf_of}
    newest_first = sorted(edits, key=lambda edit: edit.pk, reverse=True)
    try:
        saved = [one for edit in newest_first for one in restore_edit(budget=budget, edit=edit, version=None, **who)]
    except SaveRefused as refusal:
        told = " ".join(f"{one.where}: dit is daarna nog eens gewijzigd." for one in refusal.conflicts) or str(refusal)
        raise CannotBeUndone(f"{told} Kijk bij de geschiedenis wat er eerder stond.") from None
    names = Names(budget)
    return [replace(one, text=names.shown(one.field, one.text)) for one in saved]
