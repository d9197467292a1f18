"""What lies in the bin of a plan, as it went there: what was deleted in one act comes back in one."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.editing.models import KEPT_IN_BIN
from themes.models import Comment, ImplementationPlan, Project, ResultTarget
from themes.models.plans import Part
from themes.parts.names import NamedPart, named, named_parts, parts_of_kind
from themes.parts.registry import PART_KINDS, PartKind, key_of


@dataclass
class Binned:
    """`along` comes back with it; `waits_for` has to come back first. `kept_until` is the last whole day."""

    part: NamedPart
    deleted_by: str
    deleted_at: datetime
    kept_until: date
    along: list[NamedPart] = field(default_factory=list)
    waits_for: str = ""


def bin_of(plan: ImplementationPlan) -> list[Binned]:
    """What was deleted last comes first. One query for each kind of part."""
    parts = {key_of(part): part for kind in PART_KINDS.values() for part in _in_bin(plan, kind)}
    below: dict[str, list[str]] = defaultdict(list)
    for key, part in parts.items():
        if _went_along(part, parts):
            below[_owner(part)].append(key)
    acts = [
        _binned(plan, parts, key, _under(key, below)) for key, part in parts.items() if not _went_along(part, parts)
    ]
    return sorted(acts, key=lambda act: act.deleted_at, reverse=True)


def _in_bin(plan: ImplementationPlan, kind: PartKind) -> list[Part]:
    return list(parts_of_kind(plan, kind).exclude(deleted_at=None).select_related("deleted_by"))


def _owner(part: Part) -> str:
    """The key of the part it belongs to; empty for what belongs to the plan."""
    if isinstance(part, ResultTarget) and (part.result_id or part.activity_id):
        return f"result-{part.result_id}" if part.result_id else f"activity-{part.activity_id}"
    if isinstance(part, Project) and part.parent_id:
        return f"project-{part.parent_id}"
    return ""


def _went_along(part: Part, parts: dict[str, Part]) -> bool:
    owner = parts.get(_owner(part))
    return owner is not None and owner.deleted_at == part.deleted_at


def _under(key: str, below: dict[str, list[str]]) -> list[str]:
    return [found for lower in below[key] for found in (lower, *_under(lower, below))]


def _binned(plan: ImplementationPlan, parts: dict[str, Part], key: str, along: list[str]) -> Binned:
    part, owner = parts[key], parts.get(_owner(parts[key]))
    return Binned(
        part=named(plan, part),
        deleted_by=name_of(part.deleted_by),
        deleted_at=part.deleted_at,
        kept_until=kept_until(part.deleted_at),
        along=[named(plan, parts[one]) for one in along],
        waits_for=named(plan, owner).full_name if owner else "",
    )


def kept_until(deleted_at: datetime) -> date:
    return timezone.localdate(deleted_at + KEPT_IN_BIN)


@dataclass(frozen=True)
class BinnedComment:
    comment: Comment
    part: NamedPart
    kept_until: date


def binned_comments(plan: ImplementationPlan, author: User) -> list[BinnedComment]:
    """Their own. One query, and one for each kind of part."""
    comments = list(Comment.objects.filter(plan=plan).binned_by(author))
    parts = named_parts(plan, {comment.part for comment in comments})
    return [BinnedComment(one, parts[one.part], kept_until(one.deleted_at)) for one in comments]
