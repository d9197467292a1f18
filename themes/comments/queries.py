"""The comments on a plan as its writers read them: threads under the part they are about; and who they are."""

from collections import defaultdict

from django.db.models import QuerySet

from nhveilig.accounts.models import User
from nhveilig.editing.comments.models import CommentQuerySet
from themes.members.queries import deciders_of, writers_of
from themes.models import Comment, ImplementationPlan
from themes.parts.presenters import NamedPart, named_parts
from themes.parts.registry import PART_KINDS


def discussed(plan: ImplementationPlan, threads: CommentQuerySet) -> list[tuple[NamedPart, list[Comment]]]:
    """Each part with the threads about it, oldest first; the plan as a whole first, then by kind of part. Two queries,
    and one for each kind of part."""
    by_part: dict[str, list[Comment]] = defaultdict(list)
    for thread in threads.threads():
        by_part[thread.part].append(thread)
    parts = named_parts(plan, by_part)
    return [(parts[key], by_part[key]) for key in sorted(by_part, key=_place)]


def _place(key: str) -> tuple[int, int]:
    code, _, number = key.partition("-")
    kinds = list(PART_KINDS)
    return (kinds.index(code) if code in kinds else -1), int(number) if number.isdecimal() else 0


def people_of(plan: ImplementationPlan) -> QuerySet[User]:
    """Who reads the comments on a plan, and so can be named in one: its writers, and who decides on it."""
    found = writers_of(plan).values("pk").union(deciders_of(plan).values("pk"))
    return User.objects.filter(pk__in=found).order_by("last_name", "first_name", "username")
