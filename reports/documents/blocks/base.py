from collections.abc import Callable, Iterable
from functools import cached_property

from django.utils import timezone

from agenda.models import SafetyAgenda
from agenda.periods import REPORTED
from formation.models import StrengthTable
from formation.queries import of_period
from nhveilig.exceptions import PortalError
from nhveilig.figures.tables import Table
from nhveilig.regions.models import PoliceUnit
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

    @property
    def unit(self) -> PoliceUnit:
        return self.document.police_unit

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
        tables = StrengthTable.objects.adopted().establishment_of(self.unit).with_figures()
        return of_period(tables, self.document.start_year, self.document.end_year)

    @cached_property
    def own_plan(self) -> ImplementationPlan:
        """The uitvoeringsplan this document is of."""
        if self.document.implementation_plan_id is None:
            raise FreezingError(f"Aan “{self.document}” is geen uitvoeringsplan gekoppeld.")
        return ImplementationPlan.objects.with_parts().get(pk=self.document.implementation_plan_id)

    def year_of(self, block: Block) -> int:
        """Option `year`; the first year of the document when absent."""
        return block.options.get("year", self.document.start_year)

    def plan_of(self, block: Block, remedy: str) -> ImplementationPlan:
        """By option `theme` (slug) with, where two programmes have one of that name, `policy` (slug); and `year`."""
        year, theme, policy = self.year_of(block), block.options.get("theme", ""), block.options.get("policy")
        for plan in self.plans_of(year):
            if plan.theme.slug == theme and policy in {None, plan.theme.plan.slug}:
                return plan
        raise FreezingError(f"Van het thema “{theme}” is er geen uitvoeringsplan {year}. {remedy}")

    def plans_of(self, year: int) -> list[ImplementationPlan]:
        """Every uitvoeringsplan of the eenheid in that year."""
        if year not in self._plans:
            self._plans[year] = plans_of_year(self.unit, year)
        return self._plans[year]

    def some_plans_of(self, year: int) -> list[ImplementationPlan]:
        """The same, for a table that would be empty without."""
        if not self.plans_of(year):
            raise FreezingError(f"Er is nog geen uitvoeringsplan {year} van {self.unit}.")
        return self.plans_of(year)

    def standings_of(self, year: int) -> Standings:
        """How it stands with everything in those plans."""
        if year not in self._standings:
            self._standings[year] = Standings(self.plans_of(year), today=timezone.localdate())
        return self._standings[year]

    def period_report(self, year: int, period: str) -> PeriodReport:
        """How those plans stood at the end of the first half of the year (h1), or of the year (jaar)."""
        if (year, period) not in self._reports:
            self._reports[year, period] = PeriodReport(self.unit, year, period, self.plans_of(year))
        return self._reports[year, period]

    @cached_property
    def budget(self) -> Budget:
        year = self.document.start_year
        budget = Budget.objects.for_document(self.unit, year)
        if budget is None:
            raise FreezingError(f"Voor {self.unit} is er nog geen begroting van {year}.")
        return budget


# Gives the block's content as JSON-ready values, by docs/edition-schema.md. Raises FreezingError.
Freeze = Callable[[Block, Source], dict]
BLOCK_TYPES: dict[str, Freeze] = {}


def freezes(kind: str) -> Callable[[Freeze], Freeze]:
    """Says of a function that it freezes the blocks of this kind."""

    def register(freeze: Freeze) -> Freeze:
        BLOCK_TYPES[kind] = freeze
        return freeze

    return register


def with_tables(block: Block, tables: Iterable[Table | None]) -> dict:
    """The text of the block and these tables, which most kinds consist of."""
    return {"html": block.html, "tables": [table.as_dict() for table in tables if table]}


def period_of(block: Block, option: str) -> str:
    period = block.options.get(option, REPORTED[-1])
    if period not in REPORTED:
        raise FreezingError(f"Het blok “{block}” kent de periode “{period}” niet: kies h1 of jaar.")
    return period
