"""The only way in which the text of a plan changes: field by field, each save naming the version it began from.

Writers of one plan wait for each other at its row, so what is read after that is what stands there. A save of what
already stands there changes nothing, however old the version it names: it may be sent twice, or arrive late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.exceptions import PortalError
from themes.models import ImplementationPlan, PlanEdit
from themes.models.plans import Part
from themes.parts.exceptions import FieldConflict, FieldProblem, PartIsGone, PlanIsClosed, SaveRefused
from themes.parts.fields import Field
from themes.parts.references import load_part, read_value
from themes.parts.registry import UnknownPart, kind_of, stored, version_of

Status = ImplementationPlan.Status
# Saves that follow each other within this are one edit in the history.
SITTING = timedelta(minutes=30)


@dataclass(frozen=True)
class FieldChange:
    """A text for one field of one part (`activity-12`). `expected_version` is the one its editor saw."""

    part: str
    field: str
    text: str
    expected_version: int


@dataclass(frozen=True)
class SavedField:
    """What stands in a field now. `changed` is False when it already stood there."""

    part: str
    field: str
    text: str
    version: int
    changed: bool


@dataclass(frozen=True)
class _Ready:
    """A field that changes: what will be stored, and what stands there until then."""

    saved: SavedField
    value: object
    old: str


@dataclass(frozen=True)
class _Writing:
    """Who writes in which plan, in which sitting."""

    plan: ImplementationPlan
    editor: User
    session: UUID | None
    now: datetime


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
    writing = _Writing(plan, editor, session, timezone.now())
    parts = _parts(plan, changes)
    checked = [_checked(plan, parts[change.part], change) for change in changes]
    _refuse_what_cannot_be(writing, parts, checked)
    for key, part in parts.items():
        _write(writing, part, [one for one in checked if isinstance(one, _Ready) and one.saved.part == key])
    return [one.saved if isinstance(one, _Ready) else one for one in checked]


def lock_open_plan(*, plan: ImplementationPlan, editor: User) -> None:
    """Count one change to the plan and make other writers wait for this transaction. Raises PlanIsClosed."""
    open_plans = ImplementationPlan.objects.filter(pk=plan.pk, status__in=[Status.CONCEPT, Status.RETURNED])
    if not open_plans.update(version=F("version") + 1, changed_at=timezone.now(), changed_by=editor):
        raise PlanIsClosed(ImplementationPlan.objects.get(pk=plan.pk).get_status_display())


def find_part(plan: ImplementationPlan, key: str) -> Part:
    """The part of `plan` with this key, in the bin or not. Raises UnknownPart."""
    return load_part(plan, key)


def _parts(plan: ImplementationPlan, changes: Sequence[FieldChange]) -> dict[str, Part]:
    parts = {
        key: load_part(plan, key, [(change.field, change.text) for change in changes if change.part == key])
        for key in sorted({change.part for change in changes})
    }
    for part in parts.values():
        if part.deleted_at:
            raise PartIsGone(str(part), name_of(part.deleted_by))
    return parts


def _checked(
    plan: ImplementationPlan, part: Part, change: FieldChange
) -> _Ready | SavedField | FieldProblem | FieldChange:
    """The change, ready to be stored; what already stands there; the problem with it; or, when somebody else was there
    first, the change itself."""
    field = _field_of(part, change)
    standing, version = stored(part, field), version_of(part, change.field)
    try:
        value = read_value(part, field, change.text, plan)
    except PortalError as error:
        return FieldProblem(change.part, change.field, f"{part}, {field.label.lower()}", change.text, str(error))
    text = field.text(value)
    if text == standing:
        return SavedField(change.part, change.field, standing, version, changed=False)
    if version != change.expected_version:
        return change
    return _Ready(SavedField(change.part, change.field, text, version + 1, changed=True), value, standing)


def _field_of(part: Part, change: FieldChange) -> Field:
    try:
        return kind_of(part).fields[change.field]
    except KeyError:
        raise UnknownPart from None


def _refuse_what_cannot_be(writing: _Writing, parts: dict[str, Part], checked: list) -> None:
    problems = [one for one in checked if isinstance(one, FieldProblem)]
    stale = [one for one in checked if isinstance(one, FieldChange)]
    if problems or stale:
        raise SaveRefused(problems, [_conflict(writing, parts[change.part], change) for change in stale])


def _conflict(writing: _Writing, part: Part, change: FieldChange) -> FieldConflict:
    field = kind_of(part).fields[change.field]
    last = PlanEdit.objects.select_related("editor").filter(pk=_state(part, change.field).get("edit")).first()
    return FieldConflict(
        part=change.part,
        field=change.field,
        where=f"{part}, {field.label.lower()}",
        mine=change.text,
        theirs=stored(part, field),
        version=version_of(part, change.field),
        changed_by=name_of(last and last.editor),
        changed_at=last and last.ended_at,
        same_person=bool(last and last.editor_id == writing.editor.pk),
    )


def _state(part: Part, field: str) -> dict:
    return part.versions.get(field, {})


def _write(writing: _Writing, part: Part, changes: list[_Ready]) -> None:
    if not changes:
        return
    names = [part._meta.get_field(change.saved.field).attname for change in changes]
    for name, change in zip(names, changes, strict=True):
        setattr(part, name, change.value)
    for change in changes:
        part.versions[change.saved.field] = {
            "version": change.saved.version,
            "edit": _edit(writing, part, change),
            "session": writing.session and writing.session.hex,
            "by": writing.editor.pk,
            "at": writing.now.isoformat(),
        }
    part.version += 1
    part.save(update_fields=[*names, "versions", "version"])


def _edit(writing: _Writing, part: Part, change: _Ready) -> int:
    """The number of the edit in the history: that of this sitting, grown, or a new one."""
    saved, label = change.saved, str(part)[:400]
    if going_on := _edit_of_this_sitting(writing, _state(part, saved.field)):
        grown = PlanEdit.objects.filter(pk=going_on)
        if grown.update(new=saved.text, label=label, version=saved.version, ended_at=writing.now):
            return going_on
    edit = PlanEdit(
        plan=writing.plan,
        part=saved.part,
        field=saved.field,
        label=label,
        old=change.old,
        new=saved.text,
        version=saved.version,
        session=writing.session,
        editor=writing.editor,
        started_at=writing.now,
        ended_at=writing.now,
    )
    edit.save(force_insert=True)
    return edit.pk


def _edit_of_this_sitting(writing: _Writing, state: dict) -> int | None:
    same = writing.session and state.get("session") == writing.session.hex and state.get("by") == writing.editor.pk
    if not same or writing.now - datetime.fromisoformat(state["at"]) > SITTING:
        return None
    return state["edit"]
