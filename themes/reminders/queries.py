"""Of what people must be reminded on a day. Whether they were reminded of it already, the sender looks at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from nhveilig.accounts.models import User
from nhveilig.figures.formats import counted, date_long
from themes.members.queries import deciders_of, leaders_of, mayors_of
from themes.models import Activity, ImplementationPlan
from themes.parts.sections import ACTIVITIES
from themes.parts.views import plan_url
from themes.progress.matrix import MatrixColumn, columns_on
from themes.progress.queries import MissingReports, missing_reports, per_municipality, with_subjects
from themes.progress.standings import FRESH_FOR
from themes.workflow.queries import consultation_of
from themes.workflow.transitions import Status


@dataclass(frozen=True)
class Due:
    """One thing to tell these people. `about` makes it the same thing the next time; `path` is the page it leads to."""

    plan: ImplementationPlan
    about: str
    subject: str
    text: str
    path: str
    to: tuple[User, ...] = ()
    is_progress: bool = False

    @property
    def key(self) -> str:
        return f"plan-{self.plan.pk}-{self.about}"


def due_on(today: date) -> list[Due]:
    """Everything that could be said on `today`, whether it was said before or not."""
    plans = ImplementationPlan.objects.exclude(status=Status.ADOPTED).for_list()
    found = [due for plan in plans for due in _of_plan(plan, today)]
    return [*found, *_progress_due_on(today)]


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
        stage, text = "past", f"Dit plan had op {day} gereed moeten zijn en ligt nog niet bij het stafbureau."
    else:
        stage = "3" if left <= 3 else "14"
        text = f"Dit plan moet {_in_days(left)} gereed zijn: op {day}."
    about = f"deadline-{stage}-{plan.deadline}"
    yield Due(plan, about, "gereed maken", text, plan_url(plan, "plan-edit"), to=tuple(leaders_of(plan)))


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
        else f"{count} activiteiten hebben nog geen eigenaar. Zonder eigenaar kan het plan niet naar het stafbureau."
    )
    path = f"{plan_url(plan, 'plan-edit')}?deel={ACTIVITIES}"
    yield Due(plan, f"no-owner-{_week(today)}", "eigenaren van activiteiten", text, path, to=tuple(leaders_of(plan)))


def _week(today: date) -> str:
    year, week, _ = today.isocalendar()
    return f"{year}-W{week:02}"


def _consultation(plan: ImplementationPlan, today: date) -> Iterator[Due]:
    left = (plan.consultation_ends_on - today).days
    if left > 7:
        return
    ends = date_long(plan.consultation_ends_on)
    if left < 0:
        text = f"De gemeenten konden reageren tot en met {ends}. Het plan kan nu worden vastgesteld."
        about, path = f"consultation-over-{plan.consultation_ends_on}", plan_url(plan, "plan-steps")
        yield Due(plan, about, "reactietermijn voorbij", text, path, to=tuple(deciders_of(plan)))
        return
    text = f"Uw gemeente reageerde nog niet op dit plan. Dat kan tot en met {ends}."
    about = f"consultation-{'1' if left <= 1 else '7'}-{plan.consultation_ends_on}"
    silent = mayors_of(plan, consultation_of(plan).silent)
    yield Due(plan, about, "uw reactie", text, plan_url(plan), to=tuple(silent))


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
    yield Due(
        plan=missing.plan,
        about=f"progress-{_quarter(today)}",
        subject="hoe staat het ervoor?",
        text=" ".join(sentences),
        path=plan_url(missing.plan, "progress"),
        to=tuple(leaders_of(missing.plan)),
        is_progress=True,
    )


def _of_municipalities(missing: MissingReports, today: date) -> Iterator[Due]:
    """To the mayor of each municipality that never reported what is counted there."""
    plan = missing.plan
    for town in missing.missing if _is_late(plan, today) else ():
        number = sum(town in column.missing for column in missing.columns)
        yield Due(
            plan=plan,
            about=f"progress-{_quarter(today)}-{town.code}",
            subject=f"wat {town} nog kan melden",
            text=f"Van {_parts(number)} van dit plan meldde {town} nog niets. Dat kan op de pagina met alle gemeenten.",
            path=reverse("themes:matrix", args=[plan.theme.plan.police_unit.slug, plan.year]),
            to=tuple(mayors_of(plan, [town])),
            is_progress=True,
        )


def _is_late(plan: ImplementationPlan, today: date) -> bool:
    """What was never reported is late only when the plan has been there for three months."""
    year_began = date(today.year, 1, 1)
    return today - max(year_began, plan.adopted_on or year_began) > FRESH_FOR


def _quarter(today: date) -> str:
    return f"{today.year}-{(today.month - 1) // 3 + 1}"


def _parts(count: int) -> str:
    return counted(count, "onderdeel", "onderdelen")
