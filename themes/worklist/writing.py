"""To whom leads a theme: what is to be written, and said, in its plan."""

from datetime import date

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted
from nhveilig.worklist.base import Kind, Row
from themes.models import Activity, Comment, ImplementationPlan, Theme
from themes.parts.constants import ACTIVITIES
from themes.workflow.transitions import Status
from themes.worklist.base import (
    LEADER,
    OPEN,
    PlanPlace,
    PlanSource,
    has_seat,
    last_step,
    number_of,
    seated,
    seats,
    unit_slug,
)


def _seats(access: Access) -> QuerySet:
    return seats(access, Permission.EDIT_PLANS, kind=LEADER)


def _led(access: Access, today: date, *statuses: Status) -> QuerySet | None:
    """Plans of this year and later: one of a year that is over is not going to be written any more."""
    if not access.may(Permission.EDIT_PLANS):
        return None
    own = has_seat(access, Permission.EDIT_PLANS, kind=LEADER)
    return ImplementationPlan.objects.filter(own, status__in=statuses, year__gte=today.year)


class Unfinished(PlanSource):
    code, kind = "plan-write", Kind.WRITE

    def rows(self, access: Access, today: date) -> QuerySet | None:
        plans = _led(access, today, Status.CONCEPT)
        if plans is None:
            return None
        return self.of_plan(plans, day="deadline", user=seated(access, _seats(access), "theme"))

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        why = "Het plan is nog een concept. Is het af, leg het dan voor aan het stafbureau."
        return {
            "title": f"Schrijf het plan {plan.name}",
            "why": why,
            "button": "Schrijf verder",
            "url": plan.url("plan-edit"),
        }


class Returned(PlanSource):
    code, kind, waits = "plan-returned", Kind.WRITE, True

    def rows(self, access: Access, today: date) -> QuerySet | None:
        plans = _led(access, today, Status.RETURNED)
        if plans is None:
            return None
        return self.of_plan(
            plans,
            day="deadline",
            since=TruncDate(last_step("taken_at", to_status=Status.RETURNED)),
            user=seated(access, _seats(access), "theme"),
            words=[last_step("reason", to_status=Status.RETURNED)],
        )

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        reason = " ".join((row.words[0] or "").split())
        why = f"Het stafbureau schrijft: “{reason[:180]}{'…' if len(reason) > 180 else ''}”" if reason else ""
        return {
            "title": f"Pas het plan {plan.name} aan",
            "why": why or "Het stafbureau gaf het plan terug.",
            "button": "Pas aan",
            "url": plan.url("plan-edit"),
        }


class NotBegun(PlanSource):
    """A theme without a plan for the year that others are writing for already."""

    code, kind = "plan-begin", Kind.WRITE

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.may(Permission.EDIT_PLANS):
            return None
        plans, year = ImplementationPlan.objects.filter(year=today.year + 1), Value(today.year + 1)
        others = plans.filter(theme__plan__police_unit=OuterRef("plan__police_unit"))
        own = has_seat(access, Permission.EDIT_PLANS, theme="pk", unit="plan__police_unit", kind=LEADER)
        themes = Theme.objects.in_year(today.year + 1).filter(
            ~Exists(plans.filter(theme=OuterRef("pk"))), Exists(others), own
        )
        place = [unit_slug("plan__police_unit"), "slug", "short_title"]
        return self.asked(themes, user=seated(access, _seats(access), "pk"), words=place, numbers=[year])

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        return {
            "title": f"Begin met het plan {plan.name}",
            "why": f"Andere thema’s schrijven al aan hun plan voor {plan.year}.",
            "button": "Begin",
            "url": plan.url("plan-start"),
        }


class WithoutOwner(PlanSource):
    code, kind = "plan-owners", Kind.WRITE

    def rows(self, access: Access, today: date) -> QuerySet | None:
        plans = _led(access, today, *OPEN)
        if plans is None:
            return None
        lacking = Activity.objects.present().filter(plan=OuterRef("pk"), owner="")
        return self.of_plan(
            plans.filter(Exists(lacking)),
            day="deadline",
            user=seated(access, _seats(access), "theme"),
            numbers=[number_of(lacking)],
        )

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        return {
            "title": f"Geef {counted(row.numbers[0], 'activiteit', 'activiteiten')} een eigenaar",
            "why": f"{plan.name}. Zonder eigenaar kan het plan niet naar het stafbureau.",
            "button": "Vul eigenaars in",
            "url": f"{plan.url('plan-edit')}?deel={ACTIVITIES}",
        }


class OpenComments(PlanSource):
    """Threads in which somebody else has the last word."""

    code, kind, waits = "plan-comments", Kind.ANSWER, True

    def rows(self, access: Access, today: date) -> QuerySet | None:
        plans = _led(access, today, *OPEN, Status.REVIEW, Status.CONSULTATION)
        if plans is None:
            return None
        threads = self._threads(access)
        of_plan = threads.filter(plan=OuterRef("pk"))
        oldest = of_plan.order_by("written_at").values("written_at")[:1]
        return self.of_plan(
            plans.filter(Exists(of_plan)),
            since=TruncDate(Subquery(oldest)),
            user=seated(access, _seats(access), "theme"),
            words=[Subquery(of_plan.order_by("written_at").values("author__first_name")[:1])],
            numbers=[number_of(of_plan)],
        )

    def _threads(self, access: Access) -> QuerySet:
        answers = Comment.objects.present().filter(answer_to=OuterRef("pk")).order_by("-written_at", "-pk")
        began = Comment.objects.present().filter(answer_to=None, resolved_at=None)
        said_last = Coalesce(Subquery(answers.values("author")[:1]), "author", output_field=BigIntegerField())
        return began.annotate(said_last=said_last).exclude(said_last=access.user.pk)

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        number, name = row.numbers[0], row.words[0]
        by = f" De oudste is van {name}." if name else ""
        return {
            "title": f"Reageer op {counted(number, 'opmerking', 'opmerkingen')} bij {plan.name}",
            "why": f"Een collega schreef iets bij het plan.{by}",
            "button": "Lees en reageer",
            "url": plan.url("plan-comments"),
        }
