"""What the dashboard of an eenheid shows of one year: themes, targets, strength, money, what is late, what is new."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from nhveilig.accounts.access import Access
from nhveilig.figures.formats import number
from nhveilig.figures.tables import Cell, Column, Row, Table
from nhveilig.figures.values import Figure
from nhveilig.regions.models import PoliceUnit
from reports.dashboards.charts import counted_courses, course_chart
from reports.dashboards.money import BudgetLineUp, money_of
from reports.dashboards.scope import last_day
from reports.dashboards.strength import (
    Strength,
    municipalities_with_inhabitants,
    population_of,
    present_on,
    strength_of,
)
from reports.dashboards.subjects import Judged, ThemeStand, stands_of
from reports.dashboards.targets import NationalTarget, national_targets
from themes.models import ImplementationPlan, Outlook, Theme

ADOPTED = ImplementationPlan.Status.ADOPTED
# Of what is late; the page says how many more there are.
LATE_SHOWN = 12


@dataclass(frozen=True)
class ThemeLine:
    """A theme in a year. `plan` is None when there is none to read; `stand` only of an adopted one."""

    theme: Theme
    plan: ImplementationPlan | None = None
    stand: ThemeStand | None = None

    @property
    def courses(self) -> list[tuple[str, str]]:
        """(badge, `3 op koers`) of every course an activity has."""
        return counted_courses(self.stand.courses if self.stand else Counter())

    @property
    def why_not(self) -> str:
        if self.plan is None:
            return "Er is voor dit jaar nog geen uitvoeringsplan om te lezen."
        return "" if self.stand else "Het uitvoeringsplan is nog niet vastgesteld; voortgang volgt daarna."


@dataclass(frozen=True)
class UnitDashboard:
    police_unit: PoliceUnit
    year: int
    day: date
    lines: list[ThemeLine]
    targets: list[NationalTarget]
    strength: Strength
    money: list[BudgetLineUp]

    @cached_property
    def stands(self) -> list[ThemeStand]:
        return [line.stand for line in self.lines if line.stand]

    @cached_property
    def late(self) -> list[Judged]:
        """What runs behind or should have been ready, worst first."""
        found = [one for stand in self.stands for one in stand.all if one.is_late]
        return sorted(found, key=lambda one: (one.course != Outlook.BEHIND, not one.is_overdue))

    @property
    def late_shown(self) -> list[Judged]:
        return self.late[:LATE_SHOWN]

    @property
    def late_more(self) -> int:
        return len(self.late) - len(self.late_shown)

    @property
    def silent(self) -> int:
        return sum(stand.silent for stand in self.stands)

    @cached_property
    def courses(self) -> Counter[str]:
        return sum((stand.courses for stand in self.stands), Counter())

    def stats(self) -> list[dict[str, str]]:
        """For components/stats.html: the year in four figures. Only where a plan is adopted."""
        aimed, targets, reported, reached = (
            sum(numbers)
            for numbers in zip(
                *((len(s.aimed), len(s.targets), s.reported, s.reached) for s in self.stands), strict=True
            )
        )
        return [
            _stat("Thema’s met een vastgesteld plan", len(self.stands), f"van {len(self.lines)}"),
            _stat("Activiteiten", sum(self.courses.values()), f"{number(self.courses[Outlook.DONE])} gereed"),
            _stat(
                "Resultaten gemeld", reported, f"van {number(targets)}; {number(reached)} van {number(aimed)} bereikt"
            ),
            _stat("Vraagt aandacht", len(self.late), "loopt achter, vraagt aandacht of is over tijd"),
        ]

    def chart(self) -> dict | None:
        return course_chart(
            id=f"activiteiten-{self.police_unit.slug}-{self.year}",
            title=f"Activiteiten {self.year} per thema",
            header="Thema",
            named=[(line.theme.short_title, line.stand.courses) for line in self.lines if line.stand],
            description="Hoe elke activiteit er volgens de laatste melding voor staat.",
        )

    def targets_table(self) -> dict | None:
        """For whoever takes the numbers elsewhere: the same as on the page."""
        return _targets_table(self).as_dict() if self.targets else None


def _stat(label: str, value: int, note: str) -> dict[str, str]:
    return {"label": label, "value": number(value), "note": note}


def unit_dashboard(
    police_unit: PoliceUnit, year: int, themes: Sequence[Theme], access: Access, until: str
) -> UnitDashboard:
    """Eight queries, whatever the number of themes, years and municipalities."""
    day = last_day(year)
    municipalities = list(municipalities_with_inhabitants(police_unit))
    lines = _lines(police_unit, year, themes, access, len(present_on(municipalities, day)))
    return UnitDashboard(
        police_unit=police_unit,
        year=year,
        day=day,
        lines=lines,
        targets=national_targets(police_unit, year, until),
        strength=strength_of(police_unit, date(year, 12, 31), population_of(municipalities)),
        money=list(money_of(police_unit, year, access)),
    )


def _lines(
    police_unit: PoliceUnit, year: int, themes: Sequence[Theme], access: Access, municipalities: int
) -> list[ThemeLine]:
    found = ImplementationPlan.objects.visible_to(access).filter(theme__plan__police_unit=police_unit, year=year)
    plans = {plan.theme_id: plan for plan in found}
    for theme in themes:
        if theme.pk in plans:
            plans[theme.pk].theme = theme
    adopted = [plan for plan in plans.values() if plan.status == ADOPTED]
    stands = {stand.plan.theme_id: stand for stand in stands_of(adopted, municipalities, last_day(year))}
    return [
        ThemeLine(theme, plans.get(theme.pk), stands.get(theme.pk))
        for theme in themes
        if theme.pk in plans or theme.plan.start_year <= year <= theme.plan.end_year
    ]


def _targets_table(dashboard: UnitDashboard) -> Table:
    return Table(
        id=f"landelijke-doelen-{dashboard.police_unit.slug}-{dashboard.year}",
        caption=f"Landelijke doelen {dashboard.police_unit} {dashboard.year}",
        unit="aantal, tenzij anders vermeld",
        row_header="Indicator",
        columns=[
            Column("target", "Streefcijfer"),
            Column("realised", "Realisatie"),
            Column("unit", "Uitgedrukt in", kind="text"),
            Column("stand", "Stand", kind="text"),
            Column("source", "Bron van de realisatie", kind="text"),
        ],
        rows=[_target_row(target) for target in dashboard.targets],
    )


def _target_row(target: NationalTarget) -> Row:
    standing = target.standing
    decimals = standing.indicator.decimals
    aimed = Cell.words(standing.words) if standing.words else Cell.of(standing.target or Figure.blank(), 0)
    realised = standing.realised.figure if standing.realised else Figure.blank()
    words = (standing.indicator.unit, standing.verdict.label, ", ".join(filter(None, [target.source, target.status])))
    return Row(standing.indicator.name, [aimed, Cell.of(realised, decimals), *map(Cell.words, words)])
