"""Who has a plan open now, in which part, and what the others changed meanwhile."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from themes.models import ImplementationPlan, PlanEdit, Presence

# A tab tells of itself three times as often.
SILENT_AFTER = timedelta(seconds=60)
LONGEST_KEY = 40
# A change may be stored somewhat later than the moment it bears.
OVERLAP = timedelta(seconds=5)


@dataclass(frozen=True)
class Present:
    """Somebody else in the plan; `same_person` when it is another tab of the one who asks."""

    name: str
    part: str
    same_person: bool


def note_presence(*, plan: ImplementationPlan, user: User, session: UUID, part: str, now: datetime) -> list[Present]:
    """Note where this tab is, and return where the others are. Who fell silent is forgotten."""
    Presence.objects.filter(seen_at__lt=now - SILENT_AFTER).delete()
    Presence.objects.update_or_create(
        plan=plan, user=user, session=session, defaults={"part": part[:LONGEST_KEY], "seen_at": now}
    )
    others = Presence.objects.now_in(plan, now - SILENT_AFTER).exclude(session=session).order_by("pk")
    return [Present(name_of(one.user), one.part, one.user_id == user.pk) for one in others]


def leave(*, plan: ImplementationPlan, user: User, session: UUID) -> None:
    """Forget this tab: it was closed."""
    Presence.objects.filter(plan=plan, user=user, session=session).delete()


def edits_of_others(plan: ImplementationPlan, session: UUID, since: datetime) -> list[PlanEdit]:
    """What other tabs did to the plan from then on, oldest first."""
    found = PlanEdit.objects.filter(plan=plan, ended_at__gte=since - OVERLAP).exclude(session=session)
    return list(found.select_related("editor").order_by("ended_at", "pk"))
