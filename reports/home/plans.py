"""The plans on Start: those somebody works on, and for who decides all of the year that is being made."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted, date_long, listed
from nhveilig.figures.status_bars import StatusBar
from nhveilig.regions.models import Municipality
from themes.models import Activity, ImplementationPlan, Reaction, Theme, ThemeMember
from themes.parts.filling import Filled, filled_in
from themes.parts.views import plan_url
from themes.progress.trends import Trend, compared_with, course_on, trend_of
from themes.workflow.transitions import Status
from themes.worklist.base import day_and_month, last_step, number_of, round_began
from themes.worklist.deciding import open_objections, reacted

SHOWN = 6
NOTHING = Filled(0, 0)
Stance = Reaction.Stance


@dataclass(frozen=True)
class StartPlan:
    """A plan read with `for_start()`, how far it is filled in, and how its activities stand, and `stood` on the day to
    compare with."""

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
    def changed(self) -> str:
        day = timezone.localdate(self.plan.changed_at)
        days = (self.today - day).days
        return {0: "vandaag", 1: "gisteren"}.get(days) or (
            day_and_month(day) if day.year == self.today.year else date_long(day)
        )

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


def for_start(plans: QuerySet, today: date) -> QuerySet:
    """With who leads it, what municipalities said, and when it took its steps."""
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


def own_plans(access: Access, today: date) -> list[StartPlan]:
    """Of the themes somebody leads or works on: this year's and later ones, and what of last year was never adopted.
    Three queries; one for who works on none."""
    wanted = Q(year__gte=today.year) | Q(year=today.year - 1) & ~Q(status=Status.ADOPTED)
    plans = list(for_start(ImplementationPlan.objects.of_member(access).filter(wanted), today)[:SHOWN])
    return _with_facts(plans, today)


def _with_facts(plans: list[ImplementationPlan], today: date) -> list[StartPlan]:
    filled = filled_in([plan.pk for plan in plans if plan.is_open])
    adopted = [plan.pk for plan in plans if plan.status == Status.ADOPTED]
    stands = _activities(adopted, today) if adopted else {}
    return [StartPlan(plan, today, filled.get(plan.pk, NOTHING), *stands.get(plan.pk, ())) for plan in plans]


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


@dataclass(frozen=True)
class ThemeRow:
    """A theme in the year that is being made; without `shown` nobody began its plan."""

    theme: Theme
    year: int
    shown: StartPlan | None

    @property
    def turn(self) -> str:
        """Whose turn it is."""
        status = self.shown.plan.status if self.shown else ""
        if status == Status.CONSULTATION:
            plan = self.shown.plan
            silent = plan.asked - plan.reacted
            return counted(silent, "gemeente", "gemeenten") if silent else "u"
        if status == Status.ADOPTED:
            return "niemand"
        return "u" if status == Status.REVIEW else self._leader

    @property
    def may_remind(self) -> bool:
        """Whether somebody is still writing, whom one can tell that others wait."""
        return self.has_leader and bool(self.shown and self.shown.plan.is_open)

    @property
    def has_leader(self) -> bool:
        return bool(self.theme.leader_first or self.theme.leader_last)

    @property
    def _leader(self) -> str:
        return (
            f"{self.theme.leader_first} {self.theme.leader_last}".strip() if self.theme.leader_last else "nog niemand"
        )


@dataclass(frozen=True)
class ThemeTable:
    """Those that were begun, each in a row; the others together."""

    year: int
    begun: list[ThemeRow]
    waiting: list[ThemeRow]

    @property
    def names(self) -> str:
        return listed(row.theme.short_title for row in self.waiting)

    @property
    def leaders(self) -> str:
        """Who would begin them."""
        names = dict.fromkeys(row.turn for row in self.waiting if row.has_leader)
        return listed(names) if names else "nog niemand"

    @property
    def unit(self) -> str:
        """For the page where somebody is asked to lead a theme."""
        return self.waiting[0].theme.plan.police_unit.slug


def year_in_the_making(plans: list[ImplementationPlan], today: date) -> int:
    """This year as long as one of its plans was not adopted; then the next."""
    unfinished = any(plan.year == today.year and plan.status != Status.ADOPTED for plan in plans)
    return today.year if unfinished else today.year + 1


def decided_plans(access: Access, today: date) -> list[ImplementationPlan]:
    """Of this year and the next, in the eenheden of who decides. One query."""
    years = (today.year, today.year + 1)
    return list(for_start(ImplementationPlan.objects.decided_by(access).filter(year__in=years), today))


def visible_plans(access: Access, today: date) -> list[ImplementationPlan]:
    """What somebody may read of this year and the next. One query."""
    plans = ImplementationPlan.objects.visible_to(access).filter(year__in=(today.year, today.year + 1))
    return list(for_start(plans, today))


def plans_to_read(plans: list[ImplementationPlan], today: date) -> list[StartPlan]:
    """How this year's plans stand, and what municipalities say of those of the next. One query."""
    put_or_now = [plan for plan in plans if plan.status == Status.CONSULTATION or plan.year == today.year]
    return [replace(one, is_read=True) for one in _with_facts(put_or_now[:SHOWN], today)]


def theme_table(access: Access, plans: list[ImplementationPlan], year: int, today: date) -> ThemeTable:
    """Two queries."""
    leaders = ThemeMember.objects.filter(theme=OuterRef("pk"), kind=ThemeMember.Kind.LEADER).order_by("pk")
    names = {f"leader_{one}": Subquery(leaders.values(f"user__{one}_name")[:1]) for one in ("first", "last")}
    units = access.units_with(Permission.DECIDE_PLANS)
    themes = Theme.objects.in_year(year).filter(plan__police_unit__in=units).select_related("plan__police_unit")
    begun = {one.plan.theme_id: one for one in _filled([plan for plan in plans if plan.year == year], today)}
    order = ("plan__police_unit__order", "-plan__kind", "plan__title", "number")
    rows = [ThemeRow(theme, year, begun.get(theme.pk)) for theme in themes.annotate(**names).order_by(*order)]
    return ThemeTable(year, [row for row in rows if row.shown], [row for row in rows if not row.shown])


def _filled(plans: list[ImplementationPlan], today: date) -> list[StartPlan]:
    filled = filled_in([plan.pk for plan in plans])
    return [StartPlan(plan, today, filled[plan.pk]) for plan in plans]
