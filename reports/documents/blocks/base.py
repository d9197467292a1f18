from abc import ABC, abstractmethod
from functools import cached_property
from typing import ClassVar

from django.utils import timezone

from agenda.models import SafetyAgenda
from formation.models import StrengthTable
from formation.periods import of_period
from nhveilig.exceptions import PortalError
from reports.documents.models import Block, Document
from reports.documents.periods.queries import PeriodReport
from reports.documents.plans.queries import plans_of_year
from themes.models import Budget, ImplementationPlan, PolicyPlan
from themes.progress.standings import Standings


class FreezingError(PortalError):
    """The outline asks for something the database does not hold. The message says what is missing."""


class Source:
    """Everything blocks freeze from, read at most once for a whole edition."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._plans: dict[int, list[ImplementationPlan]] = {}
        self._reports: dict[tuple[int, str], PeriodReport] = {}
        self._standings: dict[int, Standings] = {}

    @cached_property
    def plan(self) -> PolicyPlan:
        if self.document.plan_id is None:
            raise FreezingError(f"Aan “{self.document}” is geen beleidsplan gekoppeld.")
        return PolicyPlan.objects.with_themes().get(pk=self.document.plan_id)

    @cached_property
    def agenda(self) -> SafetyAgenda:
        if self.plan.agenda_id is None:
            raise FreezingError(f"Aan “{self.plan}” is geen Veiligheidsagenda gekoppeld.")
        agendas = SafetyAgenda.objects.with_targets().with_agreements().with_topics().with_investigation_types()
        return agendas.get(pk=self.plan.agenda_id)

    @cached_property
    def distribution(self) -> SafetyAgenda:
        """The agenda again, holding only the indicators that are distributed."""
        return SafetyAgenda.objects.with_distribution().get(pk=self.agenda.pk)

    @cached_property
    def strength_tables(self) -> list[StrengthTable]:
        """Adopted formatie of the eenheid: the last table before the period of the document, and those within it."""
        tables = StrengthTable.objects.adopted().establishment_of(self.document.police_unit).with_figures()
        return of_period(tables, self.document.start_year, self.document.end_year)

    @cached_property
    def own_plan(self) -> ImplementationPlan:
        """The uitvoeringsplan this document is of."""
        if self.document.implementation_plan_id is None:
            raise FreezingError(f"Aan “{self.document}” is geen uitvoeringsplan gekoppeld.")
        return ImplementationPlan.objects.with_parts().get(pk=self.document.implementation_plan_id)

    def plans_of(self, year: int) -> list[ImplementationPlan]:
        """Every uitvoeringsplan of the eenheid in that year."""
        if year not in self._plans:
            self._plans[year] = plans_of_year(self.document.police_unit, year)
        return self._plans[year]

    def standings_of(self, year: int) -> Standings:
        """How it stands with everything in those plans."""
        if year not in self._standings:
            self._standings[year] = Standings(self.plans_of(year), today=timezone.localdate())
        return self._standings[year]

    def period_report(self, year: int, period: str) -> PeriodReport:
        """How those plans stood at the end of the first half of the year (h1), or of the year (jaar)."""
        if (year, period) not in self._reports:
            report = PeriodReport(self.document.police_unit, year, period, self.plans_of(year))
            self._reports[year, period] = report
        return self._reports[year, period]

    @cached_property
    def budget(self) -> Budget:
        unit, year = self.document.police_unit, self.document.start_year
        budget = Budget.objects.for_document(unit, year)
        if budget is None:
            raise FreezingError(f"Voor {unit} is er nog geen begroting van {year}.")
        return budget


class BlockType(ABC):
    """One kind of block. Instances are made for a single freezing."""

    kind: ClassVar[str]
    # Left out on paper, whatever the outline says.
    web_only: ClassVar[bool] = False

    def __init__(self, block: Block, source: Source) -> None:
        self.block, self.source = block, source

    @abstractmethod
    def freeze(self) -> dict:
        """The block's content as JSON-ready values, by docs/edition-schema.md. Raises FreezingError."""
