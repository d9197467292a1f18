"""To whoever makes the documents: which are not there yet, and which plans went past."""

from datetime import date
from importlib import import_module

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import TruncDate

from agenda.periods import Period, ends_on
from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import date_long
from nhveilig.regions.models import PoliceUnit
from nhveilig.worklist.base import Kind, Row, Source
from nhveilig.worklist.registry import add_source
from reports.documents.assembling.queries import ASSEMBLIES
from reports.documents.models import Document, Edition
from themes.models import ImplementationPlan, PlanStep
from themes.workflow.transitions import Status

ADOPTED = ImplementationPlan.objects.filter(status=Status.ADOPTED)


class ReportToMake(Source):
    """A period is over, its plans were adopted, and nobody made the report."""

    kind = Kind.WRITE

    def __init__(self, document: Document.Kind, called: str, period: Period, years_ago: int) -> None:
        self.code, self.document, self.called = f"report-{document}", document, called
        self.period, self.years_ago = period, years_ago

    def rows(self, access: Access, today: date) -> QuerySet | None:
        units = access.units_with(Permission.DECIDE_PLANS)
        year = today.year - self.years_ago
        if not units or ends_on(year, self.period) >= today:
            return None
        made = Document.objects.filter(kind=self.document, police_unit=OuterRef("pk"), start_year=year, end_year=year)
        plans = ADOPTED.filter(theme__plan__police_unit=OuterRef("pk"), year=year)
        lacking = PoliceUnit.objects.filter(Exists(plans), ~Exists(made), pk__in=units)
        return self.asked(
            lacking, since=Value(ends_on(year, self.period)), words=["slug", "name"], numbers=[Value(year)]
        )

    def told(self, row: Row) -> dict[str, str]:
        unit, name = row.words[:2]
        year = row.numbers[0]
        return {
            "title": f"Maak {self.called} {year}",
            "why": f"Eenheid {name}. De periode is voorbij sinds {date_long(row.since)}, en er is nog geen document.",
            "button": "Begin",
            "url": ASSEMBLIES[self.document].url_of(unit, year),
        }


class YearPlanBehind(Source):
    """Plans were adopted since the jaarplan was last kept as an edition."""

    code, kind = "year-plan-behind", Kind.CHECK

    def rows(self, access: Access, today: date) -> QuerySet | None:
        units = access.units_with(Permission.DECIDE_PLANS)
        if not units:
            return None
        newest = Edition.objects.filter(document=OuterRef("pk")).order_by("-number").values("frozen_at")[:1]
        year_plans = Document.objects.filter(
            kind=Document.Kind.YEAR_PLAN, police_unit__in=units, start_year__gte=today.year
        ).annotate(frozen=Subquery(newest))
        later = PlanStep.objects.filter(
            to_status=Status.ADOPTED,
            plan__status=Status.ADOPTED,
            plan__theme__plan__police_unit=OuterRef("police_unit"),
            plan__year=OuterRef("start_year"),
            taken_at__gt=OuterRef("frozen"),
        ).order_by("taken_at")
        return self.asked(
            year_plans.filter(Exists(later)),
            since=TruncDate(Subquery(later.values("taken_at")[:1])),
            words=["police_unit__slug", "title"],
            numbers=["start_year"],
        )

    def told(self, row: Row) -> dict[str, str]:
        return {
            "title": f"Werk het jaarplan {row.numbers[0]} bij",
            "why": f"Sinds {date_long(row.since)} is een uitvoeringsplan vastgesteld dat er nog niet in staat.",
            "button": "Bekijk",
            "url": ASSEMBLIES[Document.Kind.YEAR_PLAN].url_of(row.words[0], row.numbers[0]),
        }


import_module("reports.documents.desk.worklist")
add_source(ReportToMake(Document.Kind.HALF_YEAR_REPORT, "de halfjaarrapportage", Period.FIRST_HALF, 0))
add_source(ReportToMake(Document.Kind.ANNUAL_REPORT, "het jaarverslag", Period.YEAR, 1))
add_source(YearPlanBehind())
