from nhveilig.figures.tables import Cell, Column, Row, Table
from nhveilig.figures.values import Figure
from reports.documents.blocks.base import BlockType, FreezingError
from reports.documents.plans.parts import PARTS, FrozenParts
from themes.models import ImplementationPlan
from themes.parts.queries import PlanParts, counted_elsewhere


class ImplementationPlanBlock(BlockType):
    """What one theme does in one year.

    Options: `theme` (slug) with, where two programmes have one of that name, `policy` (slug); `year`, the first year of
    the document when absent; `parts`, all of PARTS when absent. A document of one plan needs only `parts`.
    """

    kind = "implementation_plan"

    def freeze(self) -> dict:
        plan = self._plan()
        parts = FrozenParts(plan, self.block.anchor)
        frozen = parts.freeze(self._kinds())
        if "theme" not in self.block.options:
            frozen = self._as_sections(frozen)
        return {
            "slug": plan.theme.slug,
            "year": plan.year,
            "parts": frozen,
            "tables": parts.tables,
        }

    def _as_sections(self, parts: list[dict]) -> list[dict]:
        """In the document of one plan the contents lead to each part. One alone has the heading of its chapter."""
        if len(parts) == 1:
            return [parts[0] | {"title": ""}]
        return [part | {"id": f"{self.block.anchor}-{part['kind']}", "number": ""} for part in parts]

    def _kinds(self) -> list[str]:
        kinds = self.block.options.get("parts", list(PARTS))
        for kind in kinds:
            if kind not in PARTS:
                raise FreezingError(
                    f"Het blok “{self.block}” kent het deel “{kind}” niet. Kies uit: {', '.join(PARTS)}."
                )
        return kinds

    def _plan(self) -> ImplementationPlan:
        options = self.block.options
        if "theme" not in options:
            return self.source.own_plan
        year = options.get("year", self.source.document.start_year)
        for plan in self.source.plans_of(year):
            if plan.theme.slug == options["theme"] and options.get("policy") in {None, plan.theme.plan.slug}:
                return plan
        raise FreezingError(
            f"Van het thema “{options['theme']}” is er geen uitvoeringsplan {year}. Stel het jaarplan opnieuw samen."
        )


class PlanOverviewBlock(BlockType):
    """Every theme of the jaarplan with how much its plan holds. A target shared by two themes is counted once."""

    kind = "plan_overview"

    def freeze(self) -> dict:
        year = self.source.document.start_year
        plans = self.source.plans_of(year)
        if not plans:
            raise FreezingError(f"Er is nog geen uitvoeringsplan {year} van {self.source.document.police_unit}.")
        return {"html": self.block.html, "tables": [_overview(plans, year, self.block.anchor).as_dict()]}


COUNTED = (
    ("activiteiten", "Activiteiten"),
    ("resultaten", "Beoogde resultaten"),
    ("streefwaarden", "Streefwaarden"),
    ("gedeeld", "waarvan elders geteld"),
)


def _overview(plans: list[ImplementationPlan], year: int, anchor: str) -> Table:
    counted = [(plan, _counts(plan)) for plan in plans]
    policies = list(dict.fromkeys(plan.theme.plan for plan in plans))
    rows = []
    for policy in policies:
        rows.append(Row(policy.title, role="heading"))
        rows += [_row(plan.theme.title, counts) for plan, counts in counted if plan.theme.plan == policy]
    totals = tuple(map(sum, zip(*(counts for _, counts in counted), strict=True)))
    return Table(
        id=f"{anchor}-aantallen",
        caption=f"De thema’s van {year} in aantallen",
        unit="",
        row_header="Thema",
        columns=[Column(key, label, role="of_which" if key == "gedeeld" else "value") for key, label in COUNTED],
        rows=[*rows, _row("Alle thema’s (berekend)", totals, level=1, role="total")],
        notes=[
            f"Streefwaarden die twee thema’s delen, tellen één keer: er zijn er {totals[2] - totals[3]} verschillende."
        ]
        if totals[3]
        else [],
    )


def _counts(plan: ImplementationPlan) -> tuple[int, ...]:
    parts = PlanParts(plan)
    shared = sum(counted_elsewhere(target) is not None for target in parts.targets)
    return len(parts.activities), len(parts.results), len(parts.targets), shared


def _row(label: str, counts: tuple[int, ...], level: int = 2, role: str = "detail") -> Row:
    return Row(label, [Cell.of(Figure.of(number), 0) for number in counts], level, role)
