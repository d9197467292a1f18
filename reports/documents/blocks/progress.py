"""What became of the plans of a year: per theme, in short, and of what was agreed nationally."""

from django.utils.text import capfirst

from agenda.models import Measurement, SafetyAgenda
from agenda.register.presenters import target_cell
from agenda.register.queries import ObjectiveStandings, unit_overview
from agenda.standings import IndicatorStanding as AgendaStanding
from nhveilig.figures.tables import Cell, Column, Row, Table
from nhveilig.figures.values import Figure
from reports.documents.blocks.base import BlockType, FreezingError
from reports.documents.plans.results import FrozenResults, ProjectScope, counts_by_course, measured, project_named
from themes.models import ImplementationPlan, Outlook, PolicyPlan, ProgressUpdate, Project
from themes.parts.queries import PlanParts

WITHOUT_COURSE = ("", "zonder stand")


class _OfAYear(BlockType):
    """Option `year`; the first year of the document when absent."""

    @property
    def year(self) -> int:
        return self.block.options.get("year", self.source.document.start_year)

    def plan_of(self, theme: str, policy: str | None) -> ImplementationPlan:
        for plan in self.source.plans_of(self.year):
            if plan.theme.slug == theme and policy in {None, plan.theme.plan.slug}:
                return plan
        raise FreezingError(f"Van het thema “{theme}” is er geen uitvoeringsplan {self.year}. Maak dat eerst.")


class ThemeProgressBlock(_OfAYear):
    """What one theme did in a year: its projects, what came of their activities, and every result with its figure.

    Options: `theme` (slug) with, where two programmes have one of that name, `policy` (slug); `year`; `projects`: the
    titles of those this block is about, the whole theme when absent; `deeper`: false leaves out what lies below them;
    `heading`: what the table is about, for its caption; `texts`: what the author says of a project, by its title.
    """

    kind = "theme_progress"

    def freeze(self) -> dict:
        options = self.block.options
        plan = self.plan_of(options.get("theme", ""), options.get("policy"))
        parts = PlanParts(plan)
        results = FrozenResults(
            parts,
            self.source.standings_of(self.year),
            scope=self._scope(parts),
            texts={title.casefold(): html for title, html in options.get("texts", {}).items()},
            has_text=bool(self.block.html),
            updates=ProgressUpdate.objects.standing().filter(plan=plan).select_related("municipality"),
        )
        table = results.table(f"{self.block.anchor}-resultaten", self._subject(plan))
        return {
            "html": self.block.html,
            "slug": plan.theme.slug,
            "year": plan.year,
            "groups": results.groups(),
            "tables": [table.as_dict()] if table else [],
        }

    def _scope(self, parts: PlanParts) -> ProjectScope:
        titles, deeper = self.block.options.get("projects", []), self.block.options.get("deeper", True)
        return ProjectScope(tuple(self._project(parts, title) for title in titles), deeper=deeper)

    def _project(self, parts: PlanParts, title: str) -> Project:
        project = project_named(parts, title)
        if project is None:
            raise FreezingError(f"{parts.plan} heeft geen project “{title}”. Kijk of de titel klopt.")
        return project

    def _subject(self, plan: ImplementationPlan) -> str:
        titles = self.block.options.get("projects", [])
        return self.block.options.get("heading") or " en ".join(titles) or plan.theme.short_title


class ProgressSummaryBlock(_OfAYear):
    """Every theme of the year in numbers: how its activities stand, and how many results have a figure."""

    kind = "progress_summary"

    def freeze(self) -> dict:
        plans = self.source.plans_of(self.year)
        if not plans:
            raise FreezingError(f"Er is nog geen uitvoeringsplan {self.year} van {self.source.document.police_unit}.")
        return {"html": self.block.html, "tables": [self._table(plans).as_dict()]}

    def _table(self, plans: list[ImplementationPlan]) -> Table:
        counted = {plan: self._counts(PlanParts(plan)) for plan in plans}
        totals = {key: sum(counts.get(key, 0) for counts in counted.values()) for key, _ in SUMMARY_COLUMNS}
        shown = [key for key in totals if totals[key] or key in ALWAYS]
        rows = []
        for policy in self._policies(plans):
            themes = {plan.theme: counts for plan, counts in counted.items() if plan.theme.plan == policy}
            rows.append(Row(policy.title, role="heading"))
            rows += [_summary_row(theme.short_title, counts, shown) for theme, counts in themes.items()]
        return Table(
            id=f"{self.block.anchor}-aantallen",
            caption=f"De thema’s van {self.year} in aantallen",
            unit="",
            row_header="Thema",
            columns=[Column(key or "zonder-stand", label) for key, label in SUMMARY_COLUMNS if key in shown],
            rows=[*rows, _summary_row("Alle thema’s (berekend)", totals, shown, level=1, role="total")],
        )

    def _policies(self, plans: list[ImplementationPlan]) -> list[PolicyPlan]:
        """The beleidsplan the document is of first, then the programmes beside it."""
        found = dict.fromkeys(plan.theme.plan for plan in plans)
        return sorted(found, key=lambda policy: policy.pk != self.source.document.plan_id)

    def _counts(self, parts: PlanParts) -> dict[str, int]:
        standings = self.source.standings_of(self.year)
        results, with_figure = measured(parts, standings)
        return counts_by_course(parts, standings) | {
            "activiteiten": len(parts.activities),
            "resultaten": results,
            "met-cijfer": with_figure,
        }


SUMMARY_COLUMNS = (
    ("activiteiten", "Activiteiten"),
    *Outlook.choices,
    WITHOUT_COURSE,
    ("resultaten", "Gemeten resultaten"),
    ("met-cijfer", "waarvan met een getal"),
)
# Also when there are none; a course nobody has, has no column.
ALWAYS = {"activiteiten", "resultaten", "met-cijfer"}


def _summary_row(label: str, counts: dict[str, int], shown: list[str], level: int = 2, role: str = "detail") -> Row:
    return Row(label, [Cell.of(Figure.of(counts.get(key, 0)), 0) for key in shown], level, role)


class NationalResultsBlock(_OfAYear):
    """What the eenheid was held to by the Veiligheidsagenda in a year, and what it realised, in one table."""

    kind = "national_results"

    def freeze(self) -> dict:
        unit = self.source.document.police_unit
        agenda = SafetyAgenda.objects.with_register_of(unit).get(pk=self.source.agenda.pk)
        sections = [one for one in unit_overview(agenda, unit, self.year, "jaar") if one.standings]
        if not sections:
            raise FreezingError(f"“{agenda}” heeft geen streefcijfer of realisatie van {unit} in {self.year}.")
        return {"html": self.block.html, "tables": [self._table(sections).as_dict()]}

    def _table(self, sections: list[ObjectiveStandings]) -> Table:
        standings = [standing for section in sections for standing in section.standings]
        measurements = [one for standing in standings for one in _measured(standing)]
        return Table(
            id=f"{self.block.anchor}-realisatie",
            caption=f"Landelijke doelen {self.year}: streefcijfer en realisatie van {self.source.document.police_unit}",
            unit="",
            row_header="Indicator",
            columns=[
                Column("streefcijfer", "Streefcijfer"),
                Column("realisatie", "Realisatie"),
                Column("eenheid", "Uitgedrukt in", kind="text"),
                Column("stand", "Stand", kind="text"),
            ],
            rows=[row for section in sections for row in _objective_rows(section)],
            notes=list(dict.fromkeys(_remark(one) for one in measurements if one.note)),
            source="; ".join(dict.fromkeys(one.source for one in measurements if one.source)),
        )


def _measured(standing: AgendaStanding) -> list[Measurement]:
    return [one for one in standing.indicator.current_measurements if one.year == standing.year]


def _remark(measurement: Measurement) -> str:
    return f"{capfirst(measurement.indicator.name)}: {measurement.note}"


def _objective_rows(section: ObjectiveStandings) -> list[Row]:
    return [Row(str(section.objective), role="heading"), *map(_national_row, section.standings)]


def _national_row(standing: AgendaStanding) -> Row:
    realised = standing.realised
    decimals = standing.indicator.decimals
    said = ", ".join(filter(None, [standing.verdict.label, standing.remark]))
    return Row(
        capfirst(standing.indicator.name),
        [
            target_cell(standing),
            Cell.of(realised.figure, decimals) if realised else Cell.words("niet gemeten"),
            Cell.words(standing.indicator.unit),
            Cell.words(said),
        ],
        level=2,
    )
