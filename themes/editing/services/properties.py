"""What belongs to the plan itself and not to a part: for which period its ambition is, and when it has to be ready."""

from collections.abc import Sequence

from django.db import transaction

from nhveilig.accounts.models import User
from nhveilig.editing import services as editing
from nhveilig.editing.changes import FieldChange, Writer
from nhveilig.editing.history import History
from nhveilig.editing.rows import FormRow
from themes.models import ImplementationPlan, PlanEdit
from themes.parts.exceptions import PlanIsClosed
from themes.parts.registry import PLAN_FIELDS

# The part that the history names for what belongs to the plan itself.
WHOLE_PLAN = ""


@transaction.atomic
def set_properties(*, plan: ImplementationPlan, changes: Sequence[FieldChange], editor: User) -> list[str]:
    """Store what the writer changed, as typed; returns the names of those fields.

    Raises SaveRefused and PlanIsClosed; nothing is stored then.
    """
    now = ImplementationPlan.objects.select_for_update().get(pk=plan.pk)
    if not now.is_open:
        raise PlanIsClosed(now.get_status_display())
    row = FormRow(now, PLAN_FIELDS, History(PlanEdit, {"plan": plan}), WHOLE_PLAN)
    saved = editing.save_fields(rows={WHOLE_PLAN: row}, changes=changes, by=Writer(editor))
    return [one.field for one in saved if one.changed]
