"""Putting back what stood in a field of a budget before somebody changed it. That is itself an edit."""

from collections.abc import Mapping

from django.forms import Field

from nhveilig.accounts.models import User
from nhveilig.accounts.names import SOMEBODY
from nhveilig.editing.changes import FieldChange, SavedField
from nhveilig.editing.exceptions import CannotBeUndone, RowIsGone
from nhveilig.editing.models import Edit
from nhveilig.editing.services import refuse_act
from themes.budgets.forms import GroupForm, LineForm, TotalForm, WordsForm
from themes.budgets.services.budgets import change_budget
from themes.budgets.services.rows import Row, change_row, change_total
from themes.models import Budget, BudgetGroup, BudgetLine

ROWS = {"group": BudgetGroup.objects.all(), "line": BudgetLine.objects.select_related("group")}


def restore_edit(*, budget: Budget, edit: Edit, version: int | None, editor: User) -> list[SavedField]:
    """Put the old text of `edit` back. `version` is that of what stands there now, for who saw that others changed it
    since; without it such a field is refused. Expects a budget read with `with_figures()`.

    Raises CannotBeUndone, SaveRefused, RowIsGone and BudgetIsAdopted.
    """
    refuse_act(edit)
    kind, _, place = edit.part.partition("-")
    given = {"budget": budget, "editor": editor}
    changes = [FieldChange(edit.part, edit.field, edit.old, edit.version if version is None else version)]
    if kind == "total":
        return change_total(side=place, changes=changes, fields=TotalForm.base_fields, **given)
    if not kind:
        return change_budget(changes=changes, fields=WordsForm.base_fields, **given)
    row = ROWS[kind].filter(pk=place).first()
    if row is None:
        raise RowIsGone(edit.label, SOMEBODY)
    fields = _fields(budget, row)
    if edit.field not in fields:
        raise CannotBeUndone("Dit veld is er nu niet. Zet met de hand terug wat u nodig hebt.")
    return change_row(row=row, changes=changes, fields=fields, **given)


def _fields(budget: Budget, row: Row) -> Mapping[str, Field]:
    return LineForm(budget=budget, row=row).fields if isinstance(row, BudgetLine) else GroupForm.base_fields
