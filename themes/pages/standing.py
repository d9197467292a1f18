"""A plan among others: where it is, how far it is filled in, and how its activities stand."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, OuterRef, QuerySet
from django.utils import timezone

from nhveilig.figures.formats import counted, date_long
from nhveilig.figures.status_bars import StatusBar
from nhveilig.regions.models import Municipality
from themes.models import Activity, ImplementationPlan, Outlook, Reaction
from themes.parts.queries import Filled, filled_in
from themes.parts.views import plan_url
from themes.progress.trends import Trend, compared_with, course_on, trend_of
from themes.workflow.transitions import Status
from themes.worklist.base import day_and_month, last_step, number_of, round_began
from themes.worklist.deciding import open_objections, reacted

NOTHING = Filled(0, 0)
Stance = Reaction.Stance


@dataclass(frozen=True)
class ShownPlan:
    """A plan read with `with_stages()`, how far it is filled in, and how its activities stand, and `stood` on the day
    to compare with."""

    plan: ImplementationPlan
    today: date
    filled: Filled = NOTHING
    activities: Counter[str] = field(default_factory=Counter)
    stood: Counter[str] = field(default_factory=Counter)
    # By who does nothing with it but read.
    is_read: bool = False

    @property
    def name(self) -> str:
        return f"{self.plan.theme.short_title} {self.plan.year}"

    @property
    def url(self) -> str:
        return plan_url(self.plan)

    @property
    def is_over(self) -> bool:
        """Nobody adopted it, and its year is past."""
        return self.plan.status != Status.ADOPTED and self.plan.year < self.today.year

    @property
    def silent(self) -> int:
        """How many municipalities did not react yet."""
        return self.plan.asked - self.plan.reacted

    @property
    def stances(self) -> list[tuple[str, int, str]]:
        """Icon, number and word of what municipalities said of the whole plan in this round."""
        plan = self.plan
        found = [("agrees", plan.agreed, "akkoord"), ("remark", plan.remarked, "opmerking")]
        return [one for one in [*found, ("objects", plan.objected, "bezwaar")] if one[1]]

    @property
    def bar(self) -> StatusBar | None:
        if not self.activities:
            return None
        total = sum(self.activities.values())
        return StatusBar(self.activities, f"{counted(total, 'activiteit', 'activiteiten')} van {self.name}")

    @property
    def trend(self) -> Trend | None:
        return trend_of(self.plan, self.activities, self.stood, self.today)

    @property
    def behind(self) -> int:
        """How many activities run behind."""
        return self.activities[Outlook.BEHIND]

    @property
    def changed(self) -> str:
        day = timezone.localdate(self.plan.changed_at)
        days = (self.today - day).days
        return {0: "vandaag", 1: "gisteren"}.get(days) or (
            day_and_month(day) if day.year == self.today.year else date_long(day)
        )

    def turn(self, leaders: str, decider: str) -> str:
        """Whose turn it is, by the names of who writes and who decides."""
        status = self.plan.status
        if status == Status.CONSULTATION:
            return counted(self.silent, "gemeente", "gemeenten") if self.silent else decider
        if status == Status.ADOPTED:
            return "niemand"
        return decider if status == Status.REVIEW else leaders

    @property
    def page(self) -> tuple[str, str] | None:
        """The label and address of what one does next with it."""
        if self.is_read:
            return None
        status = self.plan.status
        if status == Status.CONSULTATION:
            return f"Reacties ({self.plan.reacted})", plan_url(self.plan, "reactions")
        if status == Status.ADOPTED:
            return "Meld voortgang", plan_url(self.plan, "progress")
        if status == Status.REVIEW:
            return "Waar staat het plan", plan_url(self.plan, "plan-steps")
        return "Schrijf verder", plan_url(self.plan, "plan-edit")


def with_stages(plans: QuerySet, today: date) -> QuerySet:
    """What municipalities said, and when each plan took its steps."""
    said, towns = reacted(), Municipality.objects.on(today)
    towns = towns.filter(safety_region__police_unit=OuterRef("theme__plan__police_unit"))
    stances = {"agreed": Stance.AGREES, "remarked": Stance.REMARK, "objected": Stance.OBJECTS}
    return (
        plans.select_related("theme__plan__police_unit")
        .annotate(began=round_began())
        .annotate(
            asked=number_of(towns, by="safety_region__police_unit"),
            reacted=number_of(said),
            unanswered=number_of(open_objections().filter(plan=OuterRef("pk"))),
            reviewed_at=last_step("taken_at", to_status=Status.REVIEW),
            **{name: number_of(said.filter(stance=stance)) for name, stance in stances.items()},
        )
        .order_by("-year", "theme__plan", "theme__number")
    )


def shown_plans(plans: Iterable[ImplementationPlan], today: date) -> list[ShownPlan]:
    """Two queries at most, for any number."""
    plans = list(plans)
    filled = filled_in([plan.pk for plan in plans if plan.is_open])
    adopted = [plan.pk for plan in plans if plan.status == Status.ADOPTED]
    stands = _activities(adopted, today) if adopted else {}
    return [ShownPlan(plan, today, filled.get(plan.pk, NOTHING), *stands.get(plan.pk, ())) for plan in plans]


def _activities(plans: list[int], today: date) -> dict[int, tuple[Counter[str], Counter[str]]]:
    """By plan: how many activities stand how, and how many stood how on the day to compare with. One query."""
    found = Activity.objects.present().filter(plan__in=plans).order_by()
    found = found.annotate(course=F("standing_set__course"), stood=course_on(compared_with(today)))
    counts = defaultdict(lambda: (Counter(), Counter()))
    for plan, course, stood, number in found.values_list("plan", "course", "stood").annotate(number=Count("pk")):
        now, then = counts[plan]
        now[course or ""] += number
        then[stood] += number
    return counts
