"""To a mayor: what the own municipality promised and nobody reported on, for long or ever."""

from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import number, without_trailing_zeros
from nhveilig.worklist.base import Kind, Row
from themes.models import PreparedReport, ProgressUpdate, ResultTarget, Standing
from themes.progress.standings import FINISHED, FRESH_FOR
from themes.worklist.base import PlanPlace, PlanSource, day_and_month
from themes.worklist.reacting import mayor_of, towns_of
from themes.worklist.reporting import PER_TOWN, late, reported

TOWNS = "plan__theme__plan__police_unit__safety_regions__municipalities"


class Here(PlanSource):
    """Targets that are counted in each municipality, in those of the reader."""

    kind = Kind.REPORT

    def wanted(self, today: date, here: QuerySet) -> Q:
        """Which targets; `here` is how it stands in the municipality."""
        raise NotImplementedError

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.municipalities_with(Permission.PREPARE_ANSWERS):
            return None
        here = Standing.objects.filter(target=OuterRef("pk"), municipality=OuterRef("town"))
        targets = ResultTarget.objects.present().filter(counts_as=None, scope=PER_TOWN)
        targets = targets.annotate(town=F(TOWNS)).filter(towns_of(access, Permission.PREPARE_ANSWERS, today, "town"))
        ready = PreparedReport.objects.filter(target=OuterRef("pk"), municipality=OuterRef("town"))
        waiting = ProgressUpdate.objects.waiting().filter(target=OuterRef("pk"), municipality=OuterRef("town"))
        return self.of_plan(
            targets.filter(self.wanted(today, here), ~Exists(ready), ~Exists(waiting)),
            path="plan__",
            day=Coalesce("due_on", Value(date(today.year, 12, 31))),
            user=mayor_of(access, "town"),
            words=["title", f"{TOWNS}__name", f"{TOWNS}__code", "value", Subquery(here.values("value")[:1])],
            days=[Subquery(here.values("on")[:1])],
        )

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        title, town, code, aim, reached = row.words[:5]
        return {
            "title": f"Meld voor {town}: {title}",
            "why": f"{plan.name}. {how_far(_figure(aim), _figure(reached), row.days[0])}",
            "button": "Meld",
            "url": f"{plan.url('progress-report', part=f'target-{row.key}')}?gemeente={code}",
        }


def _figure(text: str | None) -> str:
    return number(without_trailing_zeros(Decimal(text))) if text else ""


def how_far(aim: str, reached: str, on: date | None) -> str:
    """`Afgesproken: 2. Laatst gemeld: 1, op 2 maart.`"""
    agreed = f"Afgesproken: {aim}. " if aim else ""
    if on is None:
        return f"{agreed}Hier is nog nooit iets over gemeld."
    said = f": {reached}," if reached else ""
    return f"{agreed}Laatst gemeld{said} op {day_and_month(on)}."


class PreparedHere(PlanSource):
    """To a mayor, or a deputy: what somebody put ready to be reported."""

    code, kind = "report-send", Kind.REPORT

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.municipalities_with(Permission.REPORT_PROGRESS):
            return None
        found = PreparedReport.objects.waiting_for(access)
        return self.of_plan(
            found.filter(towns_of(access, Permission.REPORT_PROGRESS, today, "municipality")),
            path="target__plan__",
            since=TruncDate("prepared_at"),
            user=mayor_of(access, "municipality"),
            words=["target__title", "municipality__code", "prepared_by__first_name", "prepared_by__last_name"],
            numbers=["target"],
        )

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        title, code, first, last = row.words[:4]
        part = f"target-{row.numbers[0]}"
        return {
            "title": f"Verstuur de melding die {f'{first} {last}'.strip() or 'een medewerker'} voorbereidde",
            "why": f"{title}, {plan.name}. Klaargezet op {day_and_month(row.since)}.",
            "button": "Lees en verstuur",
            "url": f"{plan.url('progress-report', part=part)}?gemeente={code}",
        }


class NeverReportedHere(Here):
    code = "municipality-none"

    def wanted(self, today: date, here: QuerySet) -> Q:
        return late(today, "plan__") & Q(~Exists(here))


class OldHere(Here):
    code = "municipality-old"

    def wanted(self, today: date, here: QuerySet) -> Q:
        old = here.filter(on__lt=today - FRESH_FOR).exclude(course__in=FINISHED).exclude(reached=True)
        return reported(today, "plan__") & Q(Exists(old))
