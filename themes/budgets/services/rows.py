"""Groups and posts of a concept budget: adding, changing, moving, deleting and putting back.

Writers of one budget wait for each other at its row. What they change is saved, kept and put back as everything else
that people edit.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.db.models import F, Max
from django.forms import Field
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.names import SOMEBODY
from nhveilig.editing.changes import FieldChange, ReadyField, SavedField, Writer
from nhveilig.editing.history import History
from nhveilig.editing.models import Edit
from nhveilig.editing.rows import FormRow
from nhveilig.editing.services import delete_to_bin, empty_bin, lock_row, restore, save_fields
from themes.budgets.exceptions import BudgetIsAdopted, RowIsGone
from themes.models import Budget, BudgetGroup, BudgetLine, BudgetTotal

Row = BudgetGroup | BudgetLine
Values = Mapping[str, Any]


def lock_concept(budget: Budget, editor: User) -> None:
    """Count a change to the budget, and let no other change in until the transaction ends. Raises BudgetIsAdopted."""
    concepts = Budget.objects.filter(pk=budget.pk, status=Budget.Status.CONCEPT, deleted_at=None)
    if not concepts.update(version=F("version") + 1, changed_by=editor, changed_at=timezone.now()):
        raise BudgetIsAdopted


@transaction.atomic
def add_group(*, budget: Budget, values: Values, editor: User) -> BudgetGroup:
    """A group at the end of its side. Raises BudgetIsAdopted."""
    lock_concept(budget, editor)
    group = BudgetGroup(budget=budget, **values, **_by(editor))
    group.order = _after(BudgetGroup.objects.filter(budget=budget))
    group.save()
    _note_new(budget, group, editor)
    return group


@transaction.atomic
def add_line(*, budget: Budget, values: Values, editor: User) -> BudgetLine:
    """A post at the end of its group. Raises BudgetIsAdopted."""
    lock_concept(budget, editor)
    fields = {name: value for name, value in values.items() if name != "covered_by"}
    line = BudgetLine(**fields, **_by(editor))
    line.order = _after(BudgetLine.objects.filter(group=line.group))
    line.save()
    line.covered_by.set(values.get("covered_by", []))
    _note_new(budget, line, editor)
    return line


def _note_new(budget: Budget, row: Row, editor: User) -> None:
    History.of(budget).keep_acts(Edit.Kind.CREATED, [(part_of(row), str(row))], Writer(editor))


@transaction.atomic
def change_row(
    *, budget: Budget, row: Row, changes: Sequence[FieldChange], fields: Mapping[str, Field], editor: User
) -> list[SavedField]:
    """Store what was typed in a group or a post; `fields` are those of its form.

    Raises BudgetIsAdopted, RowIsGone, and SaveRefused with what others made of the same fields.
    """
    lock_concept(budget, editor)
    edited = FormRow(lock_row(row), fields, History.of(budget), part_of(row))
    saved = save_fields(rows={edited.part: edited}, changes=changes, by=Writer(editor))
    if any(one.changed and one.field == "group" for one in saved):
        _to_the_end(edited.row)
    return saved


def part_of(row: Row) -> str:
    """Its key in the history of the budget."""
    return f"{'group' if isinstance(row, BudgetGroup) else 'line'}-{row.pk}"


def _to_the_end(line: BudgetLine) -> None:
    line.order = _after(BudgetLine.objects.filter(group=line.group_id).exclude(pk=line.pk))
    line.save(update_fields=["order"])


@transaction.atomic
def move_row(*, budget: Budget, row: Row, down: bool, editor: User) -> None:
    """One place up or down among its neighbours; at the end it stays where it is. Raises BudgetIsAdopted."""
    lock_concept(budget, editor)
    neighbours = list(_neighbours(row))
    place = next((i for i, one in enumerate(neighbours) if one.pk == row.pk), None)
    if place is None:
        raise RowIsGone(str(row), SOMEBODY)
    other = min(max(place + (1 if down else -1), 0), len(neighbours) - 1)
    neighbours.insert(other, neighbours.pop(place))
    for order, one in enumerate(neighbours, start=1):
        one.order = order
    type(row).objects.bulk_update(neighbours, ["order"])


def _neighbours(row: Row) -> models.QuerySet:
    if isinstance(row, BudgetGroup):
        return BudgetGroup.objects.present().filter(budget=row.budget_id, side=row.side).order_by("order", "pk")
    return BudgetLine.objects.present().filter(group=row.group_id).order_by("order", "pk")


@transaction.atomic
def delete_row(*, budget: Budget, row: Row, editor: User) -> None:
    """Put a group (with its posts) or a post in the bin. Twice is once. Raises BudgetIsAdopted."""
    lock_concept(budget, editor)
    delete_to_bin(row=row, by=Writer(editor), history=History.of(budget), part=part_of(row))
    _empty_bin(budget)


def _empty_bin(budget: Budget) -> None:
    lines, groups = BudgetLine.objects.filter(group__budget=budget), BudgetGroup.objects.filter(budget=budget)
    empty_bin(lines, groups, now=timezone.now())


@transaction.atomic
def restore_row(*, budget: Budget, row: Row, editor: User) -> None:
    """Take a group or a post out of the bin, to where it stood. Raises BudgetIsAdopted."""
    lock_concept(budget, editor)
    restore(row=row, by=Writer(editor), history=History.of(budget), part=part_of(row))


@transaction.atomic
def change_total(
    *, budget: Budget, side: str, changes: Sequence[FieldChange], fields: Mapping[str, Field], editor: User
):
    """The published total of a side; no amount takes it away. Raises BudgetIsAdopted and SaveRefused."""
    lock_concept(budget, editor)
    total = BudgetTotal.objects.filter(budget=budget, side=side).first() or BudgetTotal(budget=budget, side=side)
    row = TotalRow(total, fields, History.of(budget), f"total-{side}")
    return save_fields(rows={row.part: row}, changes=changes, by=Writer(editor))


class TotalRow(FormRow):
    """A total that may not be there yet, and is not there any more without an amount."""

    def write(self, changes: Sequence[ReadyField], by: Writer) -> Mapping[str, Any]:
        given = {one.field: one.value for one in changes}
        if given.get("amount", self.row.amount) is None:
            self._keep(changes, by)
            self.row.delete()
            return {}
        if self.row.pk is None:
            self.row.version = 0
            self.row.amount, self.row.label = given["amount"], given.get("label", "")
            self.row.save()
        return super().write(changes, by)


def _by(editor: User) -> dict[str, Any]:
    return {"changed_by": editor, "changed_at": timezone.now()}


def _after(rows: models.QuerySet) -> int:
    return (rows.aggregate(last=Max("order"))["last"] or 0) + 1
