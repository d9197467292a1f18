"""A part once more, with what hangs on it."""

from django.db import transaction
from django.db.models import F

from nhveilig.accounts.models import User
from nhveilig.editing.changes import Writer
from nhveilig.exceptions import PortalError
from themes.editing.services.parts import Kind, keep_acts, lock_open_plan
from themes.models import Activity, ImplementationPlan, IntendedResult, Project
from themes.models.plans import OrderedPart, Part
from themes.parts.queries import find_present
from themes.parts.registry import kind_of

# What a copy has of its own: nobody wrote in it yet, it goes on from nothing, and nothing became of it.
_OWN = {"id", "version", "versions", "deleted_at", "deleted_by_id", "origin_id", "code", "outcome"}
COPY = " (kopie)"


class CannotBeCopied(PortalError):
    """A text of the plan stands in it once."""

    sentence = "Dit tekstdeel staat één keer in elk plan. U kunt het niet dupliceren."


@transaction.atomic
def duplicate_part(
    *, plan: ImplementationPlan, part: str, editor: User, on_behalf_of: User | None = None
) -> OrderedPart:
    """A copy just below the part, with its targets or deelprojecten; what was reported on it stays behind.

    Raises PlanIsClosed, UnknownPart, RowIsGone, and CannotBeCopied for a text.
    """
    lock_open_plan(plan=plan, editor=editor)
    found = find_present(plan, part)
    if not isinstance(found, OrderedPart):
        raise CannotBeCopied
    type(found).objects.filter(plan=plan, order__gt=found.order).update(order=F("order") + 1)
    copies = _copied(found, order=found.order + 1, **_named_anew(found))
    keep_acts(plan, copies, Kind.CREATED, Writer(editor, on_behalf_of=on_behalf_of))
    return copies[0]


def _named_anew(part: OrderedPart) -> dict[str, str]:
    """So that one sees which is which; the name is cut where it would not fit."""
    title = getattr(part, "title", "")
    longest = part._meta.get_field("title").max_length if title else 0
    return {"title": title[: longest - len(COPY)] + COPY} if title else {}


def _copied(part: OrderedPart, **other: object) -> list[OrderedPart]:
    """The copy, followed by those of what hangs on it."""
    names = {field.attname for field in part._meta.concrete_fields} - _OWN
    copy = type(part)(**{name: getattr(part, name) for name in names})
    for name, value in other.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)
    name, below = _below(part)
    return [copy, *(lower for one in below for lower in _copied(one, **{name: copy}))]


def _below(part: Part) -> tuple[str, list[OrderedPart]]:
    """What hangs on it, and by which column."""
    if isinstance(part, Activity | IntendedResult):
        return kind_of(part).code, list(part.targets.present())
    return "parent", list(part.children.present()) if isinstance(part, Project) else []
