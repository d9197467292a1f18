"""What people do to a plan: write in it, arrange its parts, and be there together.

Writers of one plan wait for each other at its row. What is deleted stays in the bin for thirty days."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.text import capfirst

from nhveilig.accounts.models import User
from nhveilig.editing import services as editing
from nhveilig.editing.changes import FieldChange, SavedField, Writer
from nhveilig.editing.exceptions import CannotBeUndone
from nhveilig.editing.fields import UnitField, cleaned_before, value_of
from nhveilig.editing.history import History
from nhveilig.editing.rows import FormRow
from nhveilig.exceptions import PortalError
from nhveilig.units.services import take_in_unit
from themes.editing.notices import know_owner
from themes.models import (
    Activity,
    ImplementationPlan,
    IntendedResult,
    PlanEdit,
    PlanText,
    Presence,
    Project,
)
from themes.models.plans import OrderedPart, Part
from themes.parts.exceptions import PlanIsClosed
from themes.parts.forms import ReferenceField
from themes.parts.queries import PartRow, find_part, find_present
from themes.parts.registry import PART_KINDS, PLAN_FIELDS, PartKind, UnknownPart, key_of, kind_of, owner_of

Status, Kind = ImplementationPlan.Status, PlanEdit.Kind
# The part that the history names for what belongs to the plan itself.
WHOLE_PLAN = ""
OWNER = "owner"
# A change may be stored somewhat later than the moment it bears.
OVERLAP = timedelta(seconds=5)


def save_field(
    *, plan: ImplementationPlan, part: str, field: str, text: str, expected_version: int, **by: Any
) -> SavedField:
    """Put `text` in one field; `by` as in `save_fields`. Raises SaveRefused, RowIsGone, UnknownPart, PlanIsClosed."""
    [saved] = save_fields(plan=plan, changes=[FieldChange(part, field, text, expected_version)], **by)
    return saved


@transaction.atomic
def save_fields(
    *,
    plan: ImplementationPlan,
    changes: Sequence[FieldChange],
    editor: User,
    session: UUID | None = None,
    on_behalf_of: User | None = None,
) -> list[SavedField]:
    """Put many texts in their fields: all of them, or none with every error named. Raises as `save_field` does."""
    changes = [_cleaned(change, editor) for change in changes]
    lock_open_plan(plan=plan, editor=editor)
    rows = {key: _row(plan, key, changes) for key in sorted({change.part for change in changes})}
    by = Writer(editor, session, on_behalf_of=on_behalf_of)
    saved = editing.save_fields(rows=rows, changes=changes, by=by)
    for one in saved:
        if one.changed and one.field == OWNER:
            know_owner(rows[one.part].row, plan, by)
    return saved


def _cleaned(change: FieldChange, editor: User) -> FieldChange:
    """Before the lock: a long text takes a while, and everybody who writes in the plan would wait for it."""
    kind = PART_KINDS.get(change.part.partition("-")[0])
    field = kind and kind.fields.get(change.field)
    if isinstance(field, UnitField):
        return replace(change, text=take_in_unit(text=change.text, editor=editor))
    return replace(change, text=cleaned_before(field, change.text))


def lock_open_plan(*, plan: ImplementationPlan, editor: User) -> None:
    """Count one change to the plan and make other writers wait for this transaction. Raises PlanIsClosed."""
    open_plans = ImplementationPlan.objects.filter(pk=plan.pk, status__in=[Status.CONCEPT, Status.RETURNED])
    if not open_plans.update(version=F("version") + 1, changed_at=timezone.now(), changed_by=editor):
        raise PlanIsClosed(ImplementationPlan.objects.get(pk=plan.pk).get_status_display())


def _row(plan: ImplementationPlan, key: str, changes: Sequence[FieldChange]) -> PartRow:
    texts = [(change.field, change.text) for change in changes if change.part == key]
    return PartRow.of(plan, find_present(plan, key, texts))


def undo_edit(
    *, edit: PlanEdit, editor: User, version: int | None = None, on_behalf_of: User | None = None
) -> SavedField:
    """Put the old text of `edit` back; that is itself an edit, and can be undone. `version` is that of what stands
    there now, for who saw that others changed it since; without it such a field is refused.

    Raises CannotBeUndone, and what `save_field` raises.
    """
    if not edit.part:
        raise CannotBeUndone("Periode en deadline zet u zelf terug, bij Ambitie en aanleiding.")
    editing.refuse_act(edit)
    seen = edit.version if version is None else version
    return save_field(
        plan=edit.plan,
        part=edit.part,
        field=edit.field,
        text=edit.old,
        expected_version=seen,
        editor=editor,
        on_behalf_of=on_behalf_of,
    )


@transaction.atomic
def set_properties(
    *, plan: ImplementationPlan, changes: Sequence[FieldChange], editor: User, on_behalf_of: User | None = None
) -> list[str]:
    """Store what the writer changed, as typed; returns the names of those fields.

    Raises SaveRefused and PlanIsClosed; nothing is stored then.
    """
    now = ImplementationPlan.objects.select_for_update().get(pk=plan.pk)
    if not now.is_open:
        raise PlanIsClosed(now.get_status_display())
    row = FormRow(now, PLAN_FIELDS, History(PlanEdit, {"plan": plan}), WHOLE_PLAN)
    by = Writer(editor, on_behalf_of=on_behalf_of)
    saved = editing.save_fields(rows={WHOLE_PLAN: row}, changes=changes, by=by)
    return [one.field for one in saved if one.changed]


class CannotBeMoved(PortalError):
    """The part has no place of its own to move to."""


class CannotBeDeleted(PortalError):
    """A text of the plan is emptied, not deleted."""

    sentence = "Dit tekstdeel hoort bij elk plan. Maak het leeg als u het niet gebruikt."


@transaction.atomic
def add_part(
    *,
    plan: ImplementationPlan,
    kind: str,
    editor: User,
    session: UUID | None = None,
    texts: dict[str, str] | None = None,
    on_behalf_of: User | None = None,
) -> Part:
    """A new part at the end of its kind, with these texts in its fields.

    Raises PlanIsClosed, UnknownPart, and FieldRefused for a text that cannot stand in its field.
    """
    found = PART_KINDS.get(kind)
    fields = found.fields if found else {}
    texts = {name: cleaned_before(fields.get(name), text) for name, text in (texts or {}).items()}
    lock_open_plan(plan=plan, editor=editor)
    if found is None or found.model is PlanText:
        raise UnknownPart
    part = found.model(plan=plan, order=_last_order(plan, found) + 1, **_values(plan, found, texts))
    part.save(force_insert=True)
    by = Writer(editor, session, on_behalf_of=on_behalf_of)
    if OWNER in texts:
        know_owner(part, plan, by)
    keep_acts(plan, [part], Kind.CREATED, by)
    return part


def _values(plan: ImplementationPlan, kind: PartKind, texts: dict[str, str]) -> dict[str, object]:
    found = {}
    for name, text in texts.items():
        field = kind.fields.get(name)
        if isinstance(field, ReferenceField):
            found[f"{name}_id"] = field.read_in(plan, text)
        elif field:
            found[name] = value_of(field, text)
    return found


def _last_order(plan: ImplementationPlan, kind: PartKind) -> int:
    return kind.model.objects.filter(plan=plan).aggregate(last=Max("order"))["last"] or 0


def taken_along(part: Part) -> list[Part]:
    """What goes to the bin with `part`, or went there in the same act: the targets of a result or activity, the
    deelprojecten of a project. What merely stands under a project stays in the plan, under no project."""
    if isinstance(part, IntendedResult | Activity):
        return list(part.targets.filter(deleted_at=part.deleted_at))
    if isinstance(part, Project):
        below = list(part.children.filter(deleted_at=part.deleted_at))
        return [*below, *(lower for child in below for lower in taken_along(child))]
    return []


@transaction.atomic
def delete_part(*, plan: ImplementationPlan, part: str, editor: User, on_behalf_of: User | None = None) -> list[Part]:
    """Put the part and what goes along in the bin; returns them. Twice is once.

    Raises PlanIsClosed, UnknownPart, and CannotBeDeleted for a text.
    """
    lock_open_plan(plan=plan, editor=editor)
    found = find_part(plan, part)
    if isinstance(found, PlanText):
        raise CannotBeDeleted
    if found.deleted_at:
        return []
    gone = [found, *taken_along(found)]
    editing.mark_rows(gone, deleted_at=timezone.now(), deleted_by=editor)
    keep_acts(plan, gone, Kind.DELETED, Writer(editor, on_behalf_of=on_behalf_of))
    return gone


@transaction.atomic
def restore_part(*, plan: ImplementationPlan, part: str, editor: User, on_behalf_of: User | None = None) -> list[Part]:
    """Take the part out of the bin, with what went there along with it; returns them.

    Raises PlanIsClosed, UnknownPart, and RowIsGone when the part it belongs to is itself in the bin.
    """
    lock_open_plan(plan=plan, editor=editor)
    found = find_part(plan, part)
    if not found.deleted_at:
        return []
    if owner := owner_of(found):
        find_present(plan, owner)
    back = [found, *taken_along(found)]
    editing.mark_rows(back, deleted_at=None, deleted_by=None)
    keep_acts(plan, back, Kind.RESTORED, Writer(editor, on_behalf_of=on_behalf_of))
    return back


@transaction.atomic
def move_part(
    *, plan: ImplementationPlan, part: str, before: str | None, editor: User, on_behalf_of: User | None = None
) -> None:
    """Put the part just before another of its kind, or at the end with None.

    Raises PlanIsClosed, UnknownPart, RowIsGone, and CannotBeMoved between kinds.
    """
    lock_open_plan(plan=plan, editor=editor)
    moved = _movable(plan, part)
    others = [one for one in type(moved).objects.present().filter(plan=plan).order_by("order", "pk") if one != moved]
    place = len(others) if before is None else _place_of(plan, before, moved, others)
    others.insert(place, moved)
    changed = [one for order, one in enumerate(others, start=1) if one.order != order]
    for order, one in enumerate(others, start=1):
        one.order = order
    if changed:
        type(moved).objects.bulk_update(changed, ["order"])
        keep_acts(plan, [moved], Kind.MOVED, Writer(editor, on_behalf_of=on_behalf_of))


def _movable(plan: ImplementationPlan, key: str) -> OrderedPart:
    part = find_present(plan, key)
    if not isinstance(part, OrderedPart):
        raise CannotBeMoved("De tekstdelen van een plan staan in een vaste volgorde.")
    return part


def _place_of(plan: ImplementationPlan, before: str, moved: OrderedPart, others: list[OrderedPart]) -> int:
    other = find_part(plan, before)
    if type(other) is not type(moved):
        raise CannotBeMoved("Verplaats dit onderdeel naar een plaats tussen onderdelen van dezelfde soort.")
    if other == moved:
        return min(moved.order, len(others) + 1) - 1
    return others.index(other) if other in others else len(others)


def empty_bin(*, now: datetime) -> int:
    """Remove for good what has been in the bin for thirty days; how many parts that were."""
    return editing.empty_bin(*(kind.model.objects.all() for kind in PART_KINDS.values()), now=now)


def keep_acts(plan: ImplementationPlan, parts: list[Part], kind: str, by: Writer) -> None:
    """That these parts came, went or moved."""
    acts = [(key_of(part), f"{capfirst(kind_of(part).label)}: {part}") for part in parts]
    History(PlanEdit, {"plan": plan}).keep_acts(kind, acts, by)


def leave(*, plan: ImplementationPlan, user: User, session: UUID) -> None:
    """Forget this tab: it was closed."""
    Presence.objects.filter(plan=plan, user=user, session=session).delete()


def edits_of_others(plan: ImplementationPlan, session: UUID, since: datetime) -> list[PlanEdit]:
    """What other tabs did to the plan from then on, oldest first."""
    found = PlanEdit.objects.filter(plan=plan, ended_at__gte=since - OVERLAP).exclude(session=session)
    return list(found.select_related("editor", "on_behalf_of").order_by("ended_at", "pk"))
