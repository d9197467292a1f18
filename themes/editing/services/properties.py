"""What belongs to the plan itself and not to a part: for which period its ambition is, and when it has to be ready."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.exceptions import PortalError
from themes.editing.services.saving import lock_open_plan
from themes.models import ImplementationPlan, PlanEdit
from themes.parts.exceptions import FieldConflict, FieldProblem, SaveRefused
from themes.parts.fields import Field
from themes.parts.registry import PLAN_FIELDS

# The part that the history names for what belongs to the plan itself.
WHOLE_PLAN = ""


@dataclass(frozen=True)
class _Change:
    field: Field
    value: object
    old: str
    new: str


@transaction.atomic
def set_properties(
    *, plan: ImplementationPlan, ambition_period: str, deadline: str, seen: Mapping[str, str], editor: User
) -> list[str]:
    """Store what the writer changed, as typed; returns the names of those fields.

    `seen` holds by field the text the writer began with: one that was left as it was keeps what a colleague made of it.
    Raises SaveRefused and PlanIsClosed; nothing is stored then.
    """
    lock_open_plan(plan=plan, editor=editor)
    now = ImplementationPlan.objects.get(pk=plan.pk)
    typed = {"ambition_period": ambition_period, "deadline": deadline}
    checked = [_checked(now, PLAN_FIELDS[name], text, seen.get(name, ""), editor) for name, text in typed.items()]
    problems = [one for one in checked if isinstance(one, FieldProblem)]
    conflicts = [one for one in checked if isinstance(one, FieldConflict)]
    if problems or conflicts:
        raise SaveRefused(problems, conflicts)
    changes = [one for one in checked if one]
    _write(now, changes, editor, timezone.now())
    return [one.field.name for one in changes]


def _checked(
    plan: ImplementationPlan, field: Field, typed: str, seen: str, editor: User
) -> _Change | FieldProblem | FieldConflict | None:
    """None for what stays as it is."""
    standing = field.text(getattr(plan, field.name))
    try:
        value = field.read(typed, plan)
    except PortalError as error:
        return FieldProblem(WHOLE_PLAN, field.name, field.label, typed, str(error))
    new = field.text(value)
    if new in (seen, standing):
        return None
    return _Change(field, value, standing, new) if seen == standing else _conflict(plan, field, new, standing, editor)


def _conflict(plan: ImplementationPlan, field: Field, mine: str, theirs: str, editor: User) -> FieldConflict:
    edits = PlanEdit.objects.filter(plan=plan, field=field.name).of_part(WHOLE_PLAN)
    last = edits.newest_first().first()
    return FieldConflict(
        part=WHOLE_PLAN,
        field=field.name,
        where=field.label,
        mine=mine,
        theirs=theirs,
        version=plan.version,
        changed_by=name_of(last and last.editor),
        changed_at=last and last.ended_at,
        same_person=bool(last and last.editor_id == editor.pk),
    )


def _write(plan: ImplementationPlan, changes: list[_Change], editor: User, now: datetime) -> None:
    for change in changes:
        setattr(plan, change.field.name, change.value)
        PlanEdit.objects.create(
            plan=plan,
            part=WHOLE_PLAN,
            field=change.field.name,
            old=change.old,
            new=change.new,
            editor=editor,
            started_at=now,
            ended_at=now,
        )
    if changes:
        plan.save(update_fields=[change.field.name for change in changes])
