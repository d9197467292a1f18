"""Adding, moving, deleting and putting back the parts of a plan. What is deleted stays in the bin for thirty days."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import capfirst

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.editing import services as editing
from nhveilig.editing.changes import Writer
from nhveilig.editing.fields import value_of
from nhveilig.editing.history import History
from nhveilig.editing.services import mark_rows
from nhveilig.exceptions import PortalError
from themes.editing.services.saving import find_part, lock_open_plan
from themes.models import Activity, ImplementationPlan, IntendedResult, PlanEdit, PlanText, Project, ResultTarget
from themes.models.plans import OrderedPart, Part
from themes.parts.exceptions import PartIsGone
from themes.parts.fields import ReferenceField
from themes.parts.registry import PART_KINDS, PartKind, UnknownPart, key_of, kind_of

Kind = PlanEdit.Kind


class CannotBeMoved(PortalError):
    """The part has no place of its own to move to."""


class CannotBeDeleted(PortalError):
    """A text of the plan is emptied, not deleted."""


@transaction.atomic
def add_part(
    *,
    plan: ImplementationPlan,
    kind: str,
    editor: User,
    session: UUID | None = None,
    texts: dict[str, str] | None = None,
) -> Part:
    """A new part at the end of its kind, with these texts in its fields.

    Raises PlanIsClosed, UnknownPart, and FieldRefused for a text that cannot stand in its field.
    """
    lock_open_plan(plan=plan, editor=editor)
    found = PART_KINDS.get(kind)
    if found is None or found.model is PlanText:
        raise UnknownPart
    part = found.model(plan=plan, order=_last_order(plan, found) + 1, **_values(plan, found, texts or {}))
    part.save(force_insert=True)
    _keep(plan, [part], Kind.CREATED, editor, session)
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
    """What goes to the bin with `part`: the targets of a result or activity, the deelprojecten of a project.

    What merely stands under a project stays in the plan, under no project.
    """
    if isinstance(part, IntendedResult | Activity):
        return list(part.targets.present())
    if isinstance(part, Project):
        below = list(part.children.present())
        return [*below, *(lower for child in below for lower in taken_along(child))]
    return []


@transaction.atomic
def delete_part(*, plan: ImplementationPlan, part: str, editor: User, session: UUID | None = None) -> list[Part]:
    """Put the part and what goes along in the bin; returns them. Twice is once.

    Raises PlanIsClosed, UnknownPart, and CannotBeDeleted for a text.
    """
    lock_open_plan(plan=plan, editor=editor)
    found = find_part(plan, part)
    if isinstance(found, PlanText):
        raise CannotBeDeleted("Dit tekstdeel hoort bij elk plan. Maak het leeg als u het niet gebruikt.")
    if found.deleted_at:
        return []
    gone = [found, *taken_along(found)]
    mark_rows(gone, deleted_at=timezone.now(), deleted_by=editor)
    _keep(plan, gone, Kind.DELETED, editor, session)
    return gone


@transaction.atomic
def restore_part(*, plan: ImplementationPlan, part: str, editor: User, session: UUID | None = None) -> list[Part]:
    """Take the part out of the bin, with what went there along with it; returns them.

    Raises PlanIsClosed, UnknownPart, and PartIsGone when the part it belongs to is itself in the bin.
    """
    lock_open_plan(plan=plan, editor=editor)
    found = find_part(plan, part)
    if not found.deleted_at:
        return []
    _refuse_without_owner(found)
    back = [found, *_gone_along(found)]
    mark_rows(back, deleted_at=None, deleted_by=None)
    _keep(plan, back, Kind.RESTORED, editor, session)
    return back


def _refuse_without_owner(part: Part) -> None:
    owner = None
    if isinstance(part, ResultTarget):
        owner = part.result or part.activity
    elif isinstance(part, Project):
        owner = part.parent
    if owner and owner.deleted_at:
        raise PartIsGone(str(owner), name_of(owner.deleted_by))


def _gone_along(part: Part) -> list[Part]:
    """What was put in the bin in the same act as `part`."""
    same = {"deleted_at": part.deleted_at}
    if isinstance(part, IntendedResult | Activity):
        return list(part.targets.filter(**same))
    if isinstance(part, Project):
        below = list(part.children.filter(**same))
        return [*below, *(lower for child in below for lower in _gone_along(child))]
    return []


@transaction.atomic
def move_part(
    *, plan: ImplementationPlan, part: str, before: str | None, editor: User, session: UUID | None = None
) -> None:
    """Put the part just before another of its kind, or at the end with None.

    Raises PlanIsClosed, UnknownPart, PartIsGone, and CannotBeMoved between kinds.
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
        _keep(plan, [moved], Kind.MOVED, editor, session)


def _movable(plan: ImplementationPlan, key: str) -> OrderedPart:
    part = find_part(plan, key)
    if not isinstance(part, OrderedPart):
        raise CannotBeMoved("De tekstdelen van een plan staan in een vaste volgorde.")
    if part.deleted_at:
        raise PartIsGone(str(part), name_of(part.deleted_by))
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


def _keep(plan: ImplementationPlan, parts: list[Part], kind: str, editor: User, session: UUID | None) -> None:
    acts = [(key_of(part), f"{capfirst(kind_of(part).label)}: {part}") for part in parts]
    History(PlanEdit, {"plan": plan}).keep_acts(kind, acts, Writer(editor, session))
