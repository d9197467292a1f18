"""Of what people must be reminded on a day. Whether they were reminded of it already, the sender looks at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.figures.formats import date_long
from themes.members.queries import deciders_of, leaders_of, mayors_of
from themes.models import Activity, ImplementationPlan, PlanStep
from themes.parts.sections import ACTIVITIES
from themes.parts.views import plan_url
from themes.progress.standings import SubjectStanding
from themes.workflow.queries import consultation_of, municipalities_asked
from themes.workflow.transitions import Status, transition_of

# A notice of a step that could not be sent is tried again for this long.
STEP_IS_NEWS = timedelta(days=7)
NO_OWNER = "no-owner-"
STEP = "step-"


@dataclass(frozen=True)
class Due:
    """One thing to tell one person. `about` makes it the same thing the next time; `path` is the page it leads to.

    `asked`: of what the mail has a link that says “niets veranderd”, the longest ago first.
    """

    plan: ImplementationPlan
    user: User
    about: str
    subject: str
    text: str
    path: str
    asked: tuple[SubjectStanding, ...] = ()


@dataclass(frozen=True)
class Notice:
    """What to tell, before it is known to whom."""

    plan: ImplementationPlan
    about: str
    subject: str
    text: str
    path: str
    asked: tuple[SubjectStanding, ...] = ()

    def to(self, people: Iterable[User]) -> Iterator[Due]:
        for user in people:
            yield Due(self.plan, user, self.about, self.subject, self.text, self.path, self.asked)


def due_on(today: date) -> list[Due]:
    """Everything that could be said on `today`, plan by plan."""
    plans = ImplementationPlan.objects.exclude(status=Status.ADOPTED).for_list()
    found = [due for plan in plans for due in _of_plan(plan, today)]
    return [*(due for step in _recent_steps() for due in due_of_step(step)), *found]


def _of_plan(plan: ImplementationPlan, today: date) -> Iterator[Due]:
    if plan.is_open:
        yield from _deadline(plan, today)
        yield from _without_owner(plan, today)
    elif plan.status == Status.CONSULTATION:
        yield from _consultation(plan, today)


def _deadline(plan: ImplementationPlan, today: date) -> Iterator[Due]:
    if plan.deadline is None or plan.deadline > today + timedelta(days=14):
        return
    day, left = date_long(plan.deadline), (plan.deadline - today).days
    if left < 0:
        stage, text = "past", f"Dit plan had op {day} gereed moeten zijn en ligt nog niet ter review."
    else:
        stage = "3" if left <= 3 else "14"
        text = f"Dit plan moet {_in_days(left)} gereed zijn: op {day}."
    about = f"deadline-{stage}-{plan.deadline}"
    yield from Notice(plan, about, "gereed maken", text, plan_url(plan, "plan-edit")).to(leaders_of(plan))


def _in_days(days: int) -> str:
    return {0: "vandaag", 1: "morgen"}.get(days, f"over {days} dagen")


def _without_owner(plan: ImplementationPlan, today: date) -> Iterator[Due]:
    count = Activity.objects.present().filter(plan=plan, owner="").count()
    # A plan of a year that is over is not going to get owners any more.
    if not count or plan.year < today.year:
        return
    text = (
        "1 activiteit heeft nog geen eigenaar."
        if count == 1
        else f"{count} activiteiten hebben nog geen eigenaar. Zonder eigenaar kan het plan niet ter review."
    )
    path = f"{plan_url(plan, 'plan-edit')}?deel={ACTIVITIES}"
    yield from Notice(plan, f"{NO_OWNER}{today}", "eigenaren van activiteiten", text, path).to(leaders_of(plan))


def _consultation(plan: ImplementationPlan, today: date) -> Iterator[Due]:
    left = (plan.consultation_ends_on - today).days
    if left > 7:
        return
    ends = date_long(plan.consultation_ends_on)
    if left < 0:
        text = f"De gemeenten konden reageren tot en met {ends}. Het plan kan nu worden vastgesteld."
        about, path = f"consultation-over-{plan.consultation_ends_on}", plan_url(plan, "plan-steps")
        yield from Notice(plan, about, "reactietermijn voorbij", text, path).to(deciders_of(plan))
        return
    text = f"Uw gemeente gaf nog geen oordeel over dit plan. Dat kan tot en met {ends}."
    about = f"consultation-{'1' if left <= 1 else '7'}-{plan.consultation_ends_on}"
    silent = mayors_of(plan, consultation_of(plan).silent)
    yield from Notice(plan, about, "uw reactie", text, plan_url(plan)).to(silent)


def _recent_steps() -> Iterator[PlanStep]:
    """The last step of each plan, as long as it is news."""
    since = timezone.now() - STEP_IS_NEWS
    found = PlanStep.objects.filter(taken_at__gte=since).order_by("plan_id", "-taken_at", "-pk")
    newest: dict[int, PlanStep] = {}
    for step in found.select_related("plan__theme__plan__police_unit", "taken_by"):
        newest.setdefault(step.plan_id, step)
    yield from newest.values()


def due_of_step(step: PlanStep) -> list[Due]:
    """Who must know of a step at once; nobody of one that somebody moved on from already."""
    plan = step.plan
    if step.to_status != plan.status or step.to_status not in _STEP_NOTICES:
        return []
    audience, subject, text = _STEP_NOTICES[step.to_status](step)
    page = "plan-detail" if step.to_status == Status.CONSULTATION else "plan-steps"
    notice = Notice(plan, f"{STEP}{step.pk}", subject, text, plan_url(plan, page))
    return list(notice.to(audience.exclude(pk=step.taken_by_id)))


def _did(step: PlanStep) -> str:
    return f"{name_of(step.taken_by)} {transition_of(step).verb}"


def _to_review(step: PlanStep) -> tuple[QuerySet[User], str, str]:
    return deciders_of(step.plan), "ter review", f"{_did(step)}. U kunt het lezen, teruggeven of voorleggen."


def _returned(step: PlanStep) -> tuple[QuerySet[User], str, str]:
    return leaders_of(step.plan), "teruggegeven", f"{_did(step)}. De toelichting: {step.reason}"


def _consulted(step: PlanStep) -> tuple[QuerySet[User], str, str]:
    text = f"{_did(step)}. U kunt reageren tot en met {date_long(step.ends_on)}."
    return mayors_of(step.plan, municipalities_asked(step.plan)), "ter consultatie", text


def _adopted(step: PlanStep) -> tuple[QuerySet[User], str, str]:
    return leaders_of(step.plan), "vastgesteld", f"{_did(step)}."


_STEP_NOTICES = {
    Status.REVIEW: _to_review,
    Status.RETURNED: _returned,
    Status.CONSULTATION: _consulted,
    Status.ADOPTED: _adopted,
}
