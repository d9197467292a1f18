"""The texts of a plan, as the kit saves them: writers of one plan wait for each other at its row."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.editing import services as editing
from nhveilig.editing.changes import FieldChange, SavedField, Writer
from themes.models import ImplementationPlan
from themes.models.plans import Part
from themes.parts.exceptions import PartIsGone, PlanIsClosed
from themes.parts.rows import PartRow, load_part

Status = ImplementationPlan.Status


def save_field(
    *, plan: ImplementationPlan, part: str, field: str, text: str, expected_version: int, editor: User, session=None
) -> SavedField:
    """Put `text` in one field. Raises SaveRefused, PartIsGone, UnknownPart and PlanIsClosed."""
    change = FieldChange(part, field, text, expected_version)
    [saved] = save_fields(plan=plan, changes=[change], editor=editor, session=session)
    return saved


@transaction.atomic
def save_fields(
    *, plan: ImplementationPlan, changes: Sequence[FieldChange], editor: User, session: UUID | None = None
) -> list[SavedField]:
    """Put many texts in their fields: all of them, or none with every error named. Raises as `save_field` does."""
    lock_open_plan(plan=plan, editor=editor)
    rows = {key: _row(plan, key, changes) for key in sorted({change.part for change in changes})}
    return editing.save_fields(rows=rows, changes=changes, by=Writer(editor, session))


def lock_open_plan(*, plan: ImplementationPlan, editor: User) -> None:
    """Count one change to the plan and make other writers wait for this transaction. Raises PlanIsClosed."""
    open_plans = ImplementationPlan.objects.filter(pk=plan.pk, status__in=[Status.CONCEPT, Status.RETURNED])
    if not open_plans.update(version=F("version") + 1, changed_at=timezone.now(), changed_by=editor):
        raise PlanIsClosed(ImplementationPlan.objects.get(pk=plan.pk).get_status_display())


def find_part(plan: ImplementationPlan, key: str) -> Part:
    """The part of `plan` with this key, in the bin or not. Raises UnknownPart."""
    return load_part(plan, key)


def _row(plan: ImplementationPlan, key: str, changes: Sequence[FieldChange]) -> PartRow:
    part = load_part(plan, key, [(change.field, change.text) for change in changes if change.part == key])
    if part.deleted_at:
        raise PartIsGone(str(part), name_of(part.deleted_by))
    return PartRow.of(plan, part)
