"""Who has a plan open now, in which part, and what the others changed meanwhile."""

from datetime import datetime, timedelta
from uuid import UUID

from nhveilig.accounts.models import User
from nhveilig.editing import discussing
from nhveilig.editing.discussing import Present
from themes.models import ImplementationPlan, PlanEdit, Presence

# A change may be stored somewhat later than the moment it bears.
OVERLAP = timedelta(seconds=5)


def note_presence(*, plan: ImplementationPlan, user: User, session: UUID, part: str, now: datetime) -> list[Present]:
    """Note where this tab is, and return where the others are. Who fell silent is forgotten."""
    return discussing.note_presence(
        model=Presence, place={"plan": plan}, user=user, session=session, part=part, now=now
    )


def leave(*, plan: ImplementationPlan, user: User, session: UUID) -> None:
    """Forget this tab: it was closed."""
    Presence.objects.filter(plan=plan, user=user, session=session).delete()


def edits_of_others(plan: ImplementationPlan, session: UUID, since: datetime) -> list[PlanEdit]:
    """What other tabs did to the plan from then on, oldest first."""
    found = PlanEdit.objects.filter(plan=plan, ended_at__gte=since - OVERLAP).exclude(session=session)
    return list(found.select_related("editor").order_by("ended_at", "pk"))
