"""The plans of one year, each with where it is, how it stands, and what the reader may do with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.names import name_of
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import listed
from nhveilig.worklist.presenters import how_long, short_day
from themes.models import Activity, Comment, ImplementationPlan, Standing, Theme, ThemeMember
from themes.models.plans import ImplementationPlanQuerySet
from themes.pages.standing import ShownPlan, shown_plans, with_stages
from themes.parts.views import plan_url
from themes.progress.standings import FINISHED
from themes.workflow.reminding import REPORT, WRITE
from themes.workflow.transitions import SUBMIT, Status
from themes.worklist.base import number_of

# Where a theme is in the year, in the order of the board. A plan that came back is being written again.
TODO, UNSEEN = "todo", "unseen"
STAGES = {
    TODO: "Niet begonnen",
    UNSEEN: "Nog niet te lezen",
    Status.CONCEPT.value: "Wordt geschreven",
    Status.REVIEW.value: "Bij het stafbureau",
    Status.CONSULTATION.value: "Bij de gemeenten",
    Status.ADOPTED.value: "Vastgesteld",
}
NOBODY = "nog niemand"


@dataclass(frozen=True)
class PlanRow:
    """A theme in one year, read with `for_rows()`; `shown` is None when there is no plan that the reader may see.

    The addresses are empty where the reader may not go.
    """

    theme: Theme
    year: int
    today: date
    may_decide: bool
    shown: ShownPlan | None = None

    @property
    def plan(self) -> ImplementationPlan | None:
        return self.shown.plan if self.shown else None

    @property
    def programme(self) -> str:
        """With its period, which most titles have already."""
        policy = self.theme.plan
        first, last = policy.start_year, policy.end_year
        period = f"{first}-{last}" if first < last else str(first)
        return policy.title if period in policy.title else f"{policy.title} {period}"

    @property
    def leaders(self) -> list[str]:
        """As the plan names them, or else whoever leads the theme in the portal."""
        named = [one.name for one in self.plan.leaders if one.name] if self.plan else []
        return named or [name_of(member.user) for member in self.theme.leaders]

    @property
    def stage(self) -> str:
        """A key of `STAGES`."""
        if self.plan is None:
            return TODO if self.theme.may_write else UNSEEN
        return Status.CONCEPT.value if self.plan.is_open else self.plan.status

    @property
    def day(self) -> date | None:
        """The next day of the plan, which may be past: ready, reacted to, or the first activity that is not done."""
        if self.plan is None or self.year < self.today.year:
            return None
        days = {Status.CONCEPT: self.plan.deadline, Status.RETURNED: self.plan.deadline}
        days |= {Status.CONSULTATION: self.plan.consultation_ends_on, Status.ADOPTED: self.plan.next_due}
        return days.get(self.plan.status)

    @property
    def day_twice(self) -> tuple[str, str]:
        """`8 dec`, and `nog 8 dagen`."""
        return short_day(self.day, self.today), how_long((self.day - self.today).days)

    @property
    def is_late(self) -> bool:
        return self.day is not None and self.day < self.today

    @property
    def is_behind(self) -> bool:
        """By what was reported, or because a day passed."""
        return self.is_late or bool(self.shown and self.shown.behind)

    @property
    def is_asked(self) -> bool:
        """Whether one waits for a report: something runs behind, or was never reported on, in the year that goes on."""
        return bool(
            self.plan
            and self.plan.status == Status.ADOPTED
            and self.year == self.today.year
            and (self.is_behind or self.shown.activities[""])
        )

    @property
    def turn(self) -> str:
        leaders = listed(self.leaders) if self.leaders else NOBODY
        if self.shown is None:
            return leaders if self.theme.may_write else ""
        return leaders if self.is_asked else self.shown.turn(leaders, "het stafbureau")

    @property
    def reminder(self) -> str:
        """Of what somebody who decides may remind who leads; empty when there is nothing to wait for."""
        if not self.may_decide or not self.plan or not self.theme.leaders:
            return ""
        return WRITE if self.plan.is_open else REPORT if self.is_asked else ""

    @property
    def url(self) -> str:
        return self.shown.url if self.shown else ""

    @property
    def _is_written(self) -> bool:
        return bool(self.plan and self.plan.is_open and self.theme.may_write)

    @property
    def edit_url(self) -> str:
        return plan_url(self.plan, "plan-edit") if self._is_written else ""

    @property
    def submit_url(self) -> str:
        """Where the plan is sent to the stafbureau."""
        return plan_url(self.plan, "step-take", step=SUBMIT.code) if self._is_written else ""

    @property
    def reactions_url(self) -> str:
        put = self.plan and self.plan.status == Status.CONSULTATION and self.theme.may_write
        return plan_url(self.plan, "reactions") if put else ""

    @property
    def steps_url(self) -> str:
        """For who takes the next step."""
        waits = self.plan and self.plan.status == Status.REVIEW and self.may_decide
        return plan_url(self.plan, "plan-steps") if waits else ""

    @property
    def comments_url(self) -> str:
        there = self.plan and self.plan.open_comments and self.theme.may_write
        return plan_url(self.plan, "plan-comments") if there else ""

    @property
    def start_url(self) -> str:
        if self.plan or not self.theme.may_write:
            return ""
        return reverse("themes:plan-start", args=[self.theme.plan.police_unit.slug, self.year, self.theme.slug])

    @property
    def changed_at(self) -> datetime | None:
        return self.plan.changed_at if self.plan else None


def planned_years(access: Access) -> list[int]:
    """The years of which the reader may see a plan, in order."""
    found = ImplementationPlan.objects.visible_to(access).order_by().values_list("year", flat=True)
    return sorted(found.distinct())


def years_to_choose(planned: list[int], today_year: int) -> list[int]:
    """Every year somebody planned or can plan for: from the first plan up to a year ahead."""
    years = {*planned, today_year}
    return list(range(min(years), max(years) + 2))


def first_shown(access: Access, planned: list[int], today_year: int) -> int:
    """The newest year that has a plan to see; without any, the first for which one can be begun."""
    if planned:
        return planned[-1]
    themes = Theme.objects.readable_by(access)
    to_begin = (year for year in (today_year, today_year + 1) if themes.in_year(year).exists())
    return next(to_begin, today_year)


def plan_rows(access: Access, year: int, today: date) -> list[PlanRow]:
    """Every theme that runs in `year`, the own ones first."""
    plans = for_rows(ImplementationPlan.objects.visible_to(access).for_year(year), today)
    shown = {one.plan.theme_id: one for one in shown_plans(plans, today)}
    readable = Theme.objects.readable_by(access)
    themes = (readable.in_year(year) | readable.filter(pk__in=shown)).for_list().annotate(**_own(access))
    decided = access.units_with(Permission.DECIDE_PLANS)
    rows = [PlanRow(one, year, today, one.plan.police_unit_id in decided, shown.get(one.pk)) for one in themes]
    return sorted(rows, key=lambda row: not row.theme.is_mine)


def for_rows(plans: ImplementationPlanQuerySet, today: date) -> ImplementationPlanQuerySet:
    """With the first day on which an activity must be ready that is not, and how many threads wait for an answer."""
    finished = Standing.objects.filter(activity=OuterRef("pk"), course__in=FINISHED)
    due = Activity.objects.present().filter(plan=OuterRef("pk"), outcome=Activity.Outcome.OPEN, due_on__isnull=False)
    due = due.exclude(Exists(finished)).order_by("due_on")
    threads = Comment.objects.filter(plan=OuterRef("pk")).begun().unresolved()
    return with_stages(plans, today).annotate(
        next_due=Subquery(due.values("due_on")[:1]), open_comments=number_of(threads)
    )


def _own(access: Access) -> dict[str, Exists]:
    """Of a theme, whether the reader leads or works on it, and whether they may write its plans."""
    mine = ThemeMember.objects.of(access).filter(theme=OuterRef("pk"))
    return {
        "is_mine": Exists(mine),
        "may_write": Exists(Theme.objects.writable_by(access).filter(pk=OuterRef("pk"))),
    }


def by_stage(rows: Iterable[PlanRow]) -> list[tuple[str, str, list[PlanRow]]]:
    """The columns of the board: key, title and what is there. To who decides an empty one says something too."""
    rows = list(rows)
    found = [(key, title, [row for row in rows if row.stage == key]) for key, title in STAGES.items()]
    decides = any(row.may_decide for row in rows)
    return [column for column in found if column[2] or (decides and column[0] not in {TODO, UNSEEN})]
