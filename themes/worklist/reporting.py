"""To whom works on a theme: of which promises nobody knows how it goes."""

from datetime import date, timedelta
from typing import ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Least

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted
from nhveilig.worklist.base import Expression, Kind, Row
from themes.models import Activity, ImplementationPlan, IntendedResult, ProgressUpdate, ResultTarget, Standing
from themes.progress.standings import FINISHED, FRESH_FOR
from themes.workflow.transitions import Status
from themes.worklist.base import UNIT, PlanPlace, PlanSource, day_and_month, has_seat, number_of, seated, seats

# Before the day itself somebody is told that it comes.
SOON = timedelta(days=14)
PER_TOWN = ResultTarget.Scope.EVERY_MUNICIPALITY
LONGEST_WORDS = 120


def reported(today: date, path: str = "") -> Q:
    """Plans on which progress is reported now; `path` leads to one (`plan__`)."""
    return Q(**{f"{path}status": Status.ADOPTED, f"{path}year": today.year})


def late(today: date, path: str = "") -> Q:
    """Of these, the ones that have been there for three months: only then it is late that nothing was reported."""
    if today - date(today.year, 1, 1) <= FRESH_FOR:
        return Q(pk__in=[])
    adopted = Q(**{f"{path}adopted_on": None}) | Q(**{f"{path}adopted_on__lt": today - FRESH_FOR})
    return reported(today, path) & adopted


def measured_here() -> QuerySet:
    """Targets that count in this plan, for the region as a whole."""
    targets = ResultTarget.objects.present().filter(counts_as=None).exclude(scope=PER_TOWN)
    return targets.filter(_nothing_waits("target"))


def _nothing_waits(subject: str) -> Q:
    """Of what waits for staff nobody else is asked anything."""
    return ~Q(pk__in=ProgressUpdate.objects.waiting().filter(**{f"{subject}__isnull": False}).values(subject))


def _activities() -> QuerySet:
    return Activity.objects.present().filter(_nothing_waits("activity"), outcome=Activity.Outcome.OPEN)


def _results() -> QuerySet:
    targets = ResultTarget.objects.present().filter(result=OuterRef("pk"))
    return IntendedResult.objects.present().filter(~Exists(targets), _nothing_waits("result"))


class DueSubject(PlanSource):
    """One promise of which the day is past or near, and nobody said since how it goes."""

    kind = Kind.REPORT
    subject: ClassVar[str]
    permission = Permission.REPORT_PROGRESS

    def theirs(self, access: Access, due: QuerySet) -> tuple[QuerySet, Expression]:
        """Those that are the reader's, and whose task each is."""
        found = due.filter(has_seat(access, self.permission, theme="plan__theme", unit=f"plan__{UNIT}"))
        return found, seated(access, seats(access, self.permission), "plan__theme")

    def subjects(self) -> QuerySet:
        raise NotImplementedError

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.may(self.permission):
            return None
        of_one = Standing.objects.filter(**{self.subject: OuterRef("pk")}, municipality=None)
        done, told = Q(course__in=FINISHED) | Q(reached=True), Q(on__gte=Least(OuterRef("due_on"), Value(today - SOON)))
        due = self.subjects().filter(reported(today, "plan__"), due_on__lte=today + SOON)
        theirs, user = self.theirs(access, due)
        return self.of_plan(
            theirs.filter(~Exists(of_one.filter(told | done))),
            path="plan__",
            day="due_on",
            user=user,
            words=["title", Subquery(of_one.values("words")[:1])],
            days=[Subquery(of_one.values("on")[:1])],
        )

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        title, words = row.words[:2]
        return {
            "title": f"Meld hoe het staat: {title}",
            "why": f"{plan.name}. {_last_report(row.days[0], words or '')}",
            "button": "Meld",
            "url": plan.url("progress-report", part=f"{self.subject}-{row.key}"),
        }


def _last_report(on: date | None, words: str) -> str:
    if on is None:
        return "Hier is nog nooit iets over gemeld."
    words = " ".join(words.split())
    said = f": ‘{words[:LONGEST_WORDS]}{'…' if len(words) > LONGEST_WORDS else ''}’" if words else "."
    return f"Laatste melding {day_and_month(on)}{said}"


class ActivityDue(DueSubject):
    code, subject = "activity-due", "activity"

    def subjects(self) -> QuerySet:
        return _activities()


class OwnedDue(ActivityDue):
    """To its owner, who does not report on it: whoever works on the theme does."""

    code, permission = "activity-owned", Permission.VIEW_CONCEPTS

    def theirs(self, access: Access, due: QuerySet) -> tuple[QuerySet, Expression]:
        own = access.whose(self.permission, user="owner_person", unit=f"plan__{UNIT}")
        by_others = has_seat(access, Permission.REPORT_PROGRESS, theme="plan__theme", unit=f"plan__{UNIT}")
        return due.filter(own, ~by_others), "owner_person" if access.principals else None

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        title, words = row.words[:2]
        last = _last_report(row.days[0], words or "")
        return {
            "title": f"Laat weten hoe het staat: {title}",
            "why": f"U bent eigenaar. Wie aan {plan.name} werkt, meldt het. {last}",
            "button": "Bekijk",
            "url": f"{plan.url('progress')}#activity-{row.key}",
        }


class TargetDue(DueSubject):
    code, subject = "target-due", "target"

    def subjects(self) -> QuerySet:
        return measured_here()


def old_standings(today: date) -> QuerySet:
    """Of what was last reported on more than a quarter ago, and may still change. What has its day now, is asked by
    itself."""
    near = Q(due_on__lte=today + SOON)
    asked = (
        Q(Exists(_activities().exclude(near).filter(pk=OuterRef("activity"))))
        | Q(Exists(measured_here().exclude(near).filter(pk=OuterRef("target"))))
        | Q(Exists(_results().filter(pk=OuterRef("result"))))
    )
    old = Standing.objects.filter(asked, municipality=None, on__lt=today - FRESH_FOR, on__gte=date(today.year, 1, 1))
    return old.exclude(course__in=FINISHED).exclude(reached=True)


class OldStandings(PlanSource):
    code, kind = "progress-old", Kind.REPORT

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.may(Permission.REPORT_PROGRESS):
            return None
        members = seats(access, Permission.REPORT_PROGRESS)
        old = old_standings(today).filter(plan=OuterRef("pk"))
        return self.of_plan(
            ImplementationPlan.objects.filter(
                reported(today), Exists(old), has_seat(access, Permission.REPORT_PROGRESS)
            ),
            since=Subquery(old.order_by("on").values("on")[:1]),
            user=seated(access, members, "theme"),
            numbers=[number_of(old)],
        )

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        return {
            "title": f"Werk {counted(row.numbers[0], 'stand', 'standen')} bij van {plan.name}",
            "why": f"Langer dan drie maanden niets over gemeld; de oudste stand is van {day_and_month(row.since)}.",
            "button": "Werk bij",
            "url": f"{plan.url('progress')}?toon=ouder",
        }


class NeverReported(PlanSource):
    code, kind = "progress-none", Kind.REPORT

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.may(Permission.REPORT_PROGRESS):
            return None
        members = seats(access, Permission.REPORT_PROGRESS)
        plans = ImplementationPlan.objects.filter(late(today), has_seat(access, Permission.REPORT_PROGRESS))
        plans = plans.annotate(silent=self._silent(today))
        year_began = Value(date(today.year, 1, 1))
        return self.of_plan(
            plans.filter(silent__gt=0),
            since=Coalesce("adopted_on", year_began),
            user=seated(access, members, "theme"),
            numbers=["silent"],
        )

    def _silent(self, today: date) -> object:
        near = Q(due_on__lte=today + SOON)
        kinds = {"activity": _activities().exclude(near), "target": measured_here().exclude(near), "result": _results()}
        counts = [
            number_of(found.filter(~Exists(Standing.objects.filter(**{name: OuterRef("pk")})), plan=OuterRef("pk")))
            for name, found in kinds.items()
        ]
        return counts[0] + counts[1] + counts[2]

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        return {
            "title": f"Meld {counted(row.numbers[0], 'onderdeel', 'onderdelen')} van {plan.name}",
            "why": "Hier is dit jaar nog niets over gemeld, terwijl het plan er langer dan drie maanden is.",
            "button": "Meld",
            "url": f"{plan.url('progress')}?toon=niet-gemeld",
        }
