"""Groups and posts of a concept budget: adding, changing, moving, deleting and putting back.

Whoever changes a row says which version they saw; the check stands in the UPDATE itself, so that of two people who
save at once one is told what the other did.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.db.models import F, Max
from django.utils import timezone

from nhveilig.accounts.models import User
from themes.budgets.exceptions import BudgetIsAdopted, RowChanged, RowIsGone
from themes.models import Budget, BudgetGroup, BudgetLine, BudgetTotal
from themes.models.budgets import KEPT

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
    return line


@transaction.atomic
def change_row(*, budget: Budget, row: Row, values: Values, expected_version: int, editor: User) -> None:
    """Store `values` in a group or a post. The same values again are stored already, whatever the version.

    Raises BudgetIsAdopted, RowIsGone, and RowChanged with the row as it stands now.
    """
    lock_concept(budget, editor)
    fields = {name: value for name, value in values.items() if name != "covered_by"}
    if "group" in fields and fields["group"].pk != row.group_id:
        fields["order"] = _after(BudgetLine.objects.filter(group=fields["group"]))
    update_row(row, fields, expected_version, editor, same=lambda current: has_values(current, values))
    if "covered_by" in values:
        row.covered_by.set(values["covered_by"])


def update_row(row: models.Model, fields: Values, expected_version: int, editor: User, *, same) -> None:
    """`same` says of the row as it stands now whether it holds these values already."""
    seen = type(row).objects.filter(pk=row.pk, version=expected_version, deleted_at=None)
    if seen.update(**fields, version=F("version") + 1, **_by(editor)):
        return
    current = type(row).objects.filter(pk=row.pk, deleted_at=None).select_related("changed_by").first()
    if current is None:
        raise RowIsGone
    if not same(current):
        raise RowChanged(current)


def has_values(row: models.Model, values: Values) -> bool:
    return all(_value(row, name) == _comparable(value) for name, value in values.items())


def _value(row: models.Model, name: str) -> Any:
    field = row._meta.get_field(name)
    return {one.pk for one in getattr(row, name).all()} if field.many_to_many else getattr(row, name)


def _comparable(value: Any) -> Any:
    return {one.pk for one in value} if isinstance(value, models.QuerySet | list) else value


@transaction.atomic
def move_row(*, budget: Budget, row: Row, down: bool, editor: User) -> None:
    """One place up or down among its neighbours; at the end it stays where it is. Raises BudgetIsAdopted."""
    lock_concept(budget, editor)
    neighbours = list(_neighbours(row))
    place = next((i for i, one in enumerate(neighbours) if one.pk == row.pk), None)
    if place is None:
        raise RowIsGone
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
    now = timezone.now()
    type(row).objects.filter(pk=row.pk, deleted_at=None).update(deleted_at=now, version=F("version") + 1, **_by(editor))
    _empty_bin(budget)


def _empty_bin(budget: Budget) -> None:
    long_ago = timezone.now() - KEPT
    BudgetLine.objects.filter(group__budget=budget, deleted_at__lt=long_ago).delete()
    BudgetGroup.objects.filter(budget=budget, deleted_at__lt=long_ago).delete()


@transaction.atomic
def restore_row(*, budget: Budget, row: Row, editor: User) -> None:
    """Take a group or a post out of the bin, to where it stood. Raises BudgetIsAdopted."""
    lock_concept(budget, editor)
    type(row).objects.filter(pk=row.pk).update(deleted_at=None, version=F("version") + 1, **_by(editor))


@transaction.atomic
def change_total(
    *, budget: Budget, side: str, label: str, amount, expected_version: int, editor: User
) -> BudgetTotal | None:
    """The published total of a side; no amount takes it away. `expected_version` is 0 where there was none.

    Raises BudgetIsAdopted and RowChanged.
    """
    lock_concept(budget, editor)
    current = BudgetTotal.objects.filter(budget=budget, side=side).first()
    if current and current.version != expected_version and (current.label, current.amount) != (label, amount):
        raise RowChanged(current)
    if amount is None:
        BudgetTotal.objects.filter(budget=budget, side=side).delete()
        return None
    total = current or BudgetTotal(budget=budget, side=side, version=0)
    total.label, total.amount, total.version = label, amount, total.version + 1
    total.save()
    return total


def _by(editor: User) -> dict[str, Any]:
    return {"changed_by": editor, "changed_at": timezone.now()}


def _after(rows: models.QuerySet) -> int:
    return (rows.aggregate(last=Max("order"))["last"] or 0) + 1
