"""Of what people must be reminded on a day. Whether they were reminded of it already, the sender looks at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.figures.formats import counted, date_long
from themes.members.queries import deciders_of, leaders_of, mayors_of
from themes.models import Activity, ImplementationPlan, PlanStep, Reaction
from themes.parts.sections import ACTIVITIES
from themes.parts.views import plan_url
from themes.progress.matrix import MatrixColumn, columns_on
from themes.progress.queries import MissingReports, missing_reports, per_municipality, with_subjects
from themes.progress.standings import FRESH_FOR, SubjectStanding
from themes.workflow.queries import consultation_of, municipalities_asked
from themes.workflow.transitions import Status, verb_of

# A notice of a step that could not be sent is tried again for this long.
STEP_IS_NEWS = timedelta(days=7)
NO_OWNER = "no-owner-"
STEP = "step-"
OBJECTION = "objection-"
# Told when it happens, beside the daily round.
AT_ONCE = (STEP, OBJECTION)


@dataclass(frozen=True)
class Due:
    """One thing to tell one person. `about` makes it the same thing the next time; `path` is the page it leads to.

    `asked`: of what the mail has a link that says “niets veranderd”, the longest ago first.
    """

    plan: ImplementationPlan
    about: str
    subject: str
    text: str
    path: str
    asked: tuple[SubjectStanding, ...] = ()
    # Nobody until `to` says who.
    user: User | None = None

    def to(self, people: Iterable[User]) -> list["Due"]:
        return [replace(self, user=user) for user in people]


def due_on(today: date) -> list[Due]:
    """Everything that could be said on `today`."""
    plans = ImplementationPlan.objects.exclude(status=Status.ADOPTED).for_list()
    found = [due for plan in plans for due in _of_plan(plan, today)]
    happened = [due for step in _recent_steps() for due in due_of_step(step)]
    objected = [due for one in _recent_objections() for due in due_of_reaction(one)]
    return [*happened, *objected, *found, *_progress_due_on(today)]


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
    yield from Due(plan, about, "gereed maken", text, plan_url(plan, "plan-edit")).to(leaders_of(plan))


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
    yield from Due(plan, f"{NO_OWNER}{today}", "eigenaren van activiteiten", text, path).to(leaders_of(plan))


def _consultation(plan: ImplementationPlan, today: date) -> Iterator[Due]:
    left = (plan.consultation_ends_on - today).days
    if left > 7:
        return
    ends = date_long(plan.consultation_ends_on)
    if left < 0:
        text = f"De gemeenten konden reageren tot en met {ends}. Het plan kan nu worden vastgesteld."
        about, path = f"consultation-over-{plan.consultation_ends_on}", plan_url(plan, "plan-steps")
        yield from Due(plan, about, "reactietermijn voorbij", text, path).to(deciders_of(plan))
        return
    text = f"Uw gemeente gaf nog geen oordeel over dit plan. Dat kan tot en met {ends}."
    about = f"consultation-{'1' if left <= 1 else '7'}-{plan.consultation_ends_on}"
    silent = mayors_of(plan, consultation_of(plan).silent)
    yield from Due(plan, about, "uw reactie", text, plan_url(plan)).to(silent)


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
    audience, subject, text = _STEP_NOTICES[step.to_status]
    page = "plan-detail" if step.to_status == Status.CONSULTATION else "plan-steps"
    did = f"{name_of(step.taken_by)} {verb_of(step)}. {text(step)}".strip()
    due = Due(plan, f"{STEP}{step.pk}", subject, did, plan_url(plan, page))
    return due.to(audience(plan).exclude(pk=step.taken_by_id))


def _recent_objections() -> Iterable[Reaction]:
    since = timezone.now() - STEP_IS_NEWS
    objections = Reaction.objects.filter(changed_at__gte=since, stance=Reaction.Stance.OBJECTS, answer="")
    return objections.select_related("plan__theme__plan__police_unit", "municipality")


def due_of_reaction(reaction: Reaction) -> list[Due]:
    """Who leads the theme must know of an objection at once; of what else municipalities say, the page tells."""
    if reaction.stance != Reaction.Stance.OBJECTS:
        return []
    path = f"{plan_url(reaction.plan, 'reactions')}#reactie-{reaction.pk}"
    text = f"{reaction.municipality} maakt bezwaar: {reaction.text}"
    about = f"{OBJECTION}{reaction.pk}"
    return Due(reaction.plan, about, f"bezwaar van {reaction.municipality}", text, path).to(leaders_of(reaction.plan))


# By where the step leads: who hears of it, under which subject, and what else they are told.
_STEP_NOTICES = {
    Status.REVIEW: (deciders_of, "ter review", lambda step: "U kunt het lezen, teruggeven of voorleggen."),
    Status.RETURNED: (leaders_of, "teruggegeven", lambda step: f"De toelichting: {step.reason}"),
    Status.CONSULTATION: (
        lambda plan: mayors_of(plan, municipalities_asked(plan)),
        "ter consultatie",
        lambda step: f"U kunt reageren tot en met {date_long(step.ends_on)}.",
    ),
    Status.ADOPTED: (leaders_of, "vastgesteld", lambda step: ""),
}


def _progress_due_on(today: date) -> list[Due]:
    """Once a quarter, to who leads a theme: what stands still for three months or was never reported. To a mayor: what
    the own municipality reports itself."""
    adopted = ImplementationPlan.objects.filter(status=ImplementationPlan.Status.ADOPTED, year=today.year)
    plans = list(with_subjects(adopted.for_list()))
    found = missing_reports(plans, _columns(plans, today), today)
    return [due for missing in found for due in (*_of(missing, today), *_of_municipalities(missing, today))]


def _columns(plans: list[ImplementationPlan], today: date) -> Iterator[MatrixColumn]:
    """Of what is counted in every municipality. Two queries for each eenheid that counts so."""
    units = {plan.theme.plan.police_unit_id: plan.theme.plan.police_unit for plan in plans}
    for pk, unit in units.items():
        targets = per_municipality(plan for plan in plans if plan.theme.plan.police_unit_id == pk)
        yield from columns_on(targets, unit, today.year, today)


def _of(missing: MissingReports, today: date) -> Iterator[Due]:
    unreported = len(missing.unreported) if _is_late(missing.plan, today) else 0
    sentences = [f"Van {_parts(len(missing.old))} is de stand ouder dan drie maanden."] if missing.old else []
    sentences += [f"Van {_parts(unreported)} is nog nooit iets gemeld."] if unreported else []
    if not sentences:
        return
    due = Due(
        plan=missing.plan,
        about=f"progress-{_quarter(today)}",
        subject="hoe staat het ervoor?",
        text=" ".join(sentences),
        path=plan_url(missing.plan, "progress"),
        asked=tuple(missing.old),
    )
    yield from due.to(leaders_of(missing.plan))


def _of_municipalities(missing: MissingReports, today: date) -> Iterator[Due]:
    """To the mayor of each municipality that never reported what is counted there."""
    plan = missing.plan
    for town in missing.missing if _is_late(plan, today) else ():
        number = sum(town in column.missing for column in missing.columns)
        due = Due(
            plan=plan,
            about=f"progress-{_quarter(today)}-{town.code}",
            subject=f"wat {town} nog kan melden",
            text=f"Van {_parts(number)} van dit plan meldde {town} nog niets. Dat kan op de pagina met alle gemeenten.",
            path=reverse("themes:matrix", args=[plan.theme.plan.police_unit.slug, plan.year]),
        )
        yield from due.to(mayors_of(plan, [town]))


def _is_late(plan: ImplementationPlan, today: date) -> bool:
    """What was never reported is late only when the plan has been there for three months."""
    year_began = date(today.year, 1, 1)
    return today - max(year_began, plan.adopted_on or year_began) > FRESH_FOR


def _quarter(today: date) -> str:
    return f"{today.year}-{(today.month - 1) // 3 + 1}"


def _parts(count: int) -> str:
    return counted(count, "onderdeel", "onderdelen")
