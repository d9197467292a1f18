"""What the dashboard of an eenheid shows of one year: how it stands, what is late, targets, promises, police, money."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.figures.charts import data_table
from nhveilig.figures.formats import fte, number
from nhveilig.figures.status_bars import StatusBar
from nhveilig.figures.tables import Cell, Column, Row, Table, text_columns
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.questions.queries import QuestionsBeside
from nhveilig.regions.models import PoliceUnit
from nhveilig.worklist.presenters import in_words
from reports.dashboards.presenters import Judged, ThemeStand, course_chart, stands_of
from reports.dashboards.targets import TargetProgress, furthest_first, targets_table
from reports.dashboards.units import queries
from reports.dashboards.units.money import BudgetLineUp, budgets_of
from reports.dashboards.units.promises import TownPromises
from themes.models import ImplementationPlan, Outlook, Theme
from themes.parts.questions import beside
from themes.progress.trends import day_compared, headline
from themes.progress.validators import last_day

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
    def bar(self) -> StatusBar:
        return StatusBar(self.stand.courses, f"{self.theme.short_title}, nu")

    @property
    def bar_then(self) -> StatusBar:
        label = f"{self.theme.short_title}, {day_compared(self.stand.day)}"
        return StatusBar(self.stand.stood, label, is_thin=True)


@dataclass(frozen=True)
class UnitDashboard:
    police_unit: PoliceUnit
    year: int
    day: date
    lines: list[ThemeLine]
    # How far into the year the national targets go.
    until: str
    targets: queries.NationalTargets
    strength: queries.Strength
    money: list[BudgetLineUp]
    towns: TownPromises

    @property
    def questions(self) -> QuestionsBeside:
        return beside(self.police_unit, [line.plan for line in self.lines if line.plan])

    @cached_property
    def stands(self) -> list[ThemeStand]:
        return [line.stand for line in self.lines if line.stand]

    @property
    def adopted(self) -> list[ThemeLine]:
        return [line for line in self.lines if line.stand]

    @property
    def not_adopted(self) -> list[ThemeLine]:
        return [line for line in self.lines if not line.stand]

    @cached_property
    def courses(self) -> Counter[str]:
        return sum((stand.courses for stand in self.stands), Counter())

    @cached_property
    def stood(self) -> Counter[str]:
        """Of nothing when one of the plans cannot be compared with that day."""
        found = [stand.stood for stand in self.stands]
        return sum(found, Counter()) if all(found) else Counter()

    @property
    def bar(self) -> StatusBar:
        return StatusBar(self.courses, f"De {number(self.courses.total())} activiteiten van {self.year}")

    @property
    def compared(self) -> str:
        """`eind augustus`; empty where nothing can be compared."""
        return day_compared(self.day) if any(stand.stood for stand in self.stands) else ""

    @property
    def headline(self) -> str:
        """The year in one or two sentences."""
        if not self.lines:
            return f"In {self.year} loopt er geen beleidsplan of programma van {self.police_unit} in de portal."
        if not self.stands:
            return f"Voor {self.year} is nog geen plan vastgesteld."
        told = headline(self.courses, self.stood, self.day)
        return told or f"In de vastgestelde plannen van {self.year} staan geen activiteiten."

    @cached_property
    def _activities(self) -> list[Judged]:
        """Those that are late longest first."""
        found = (one for stand in self.stands for one in stand.activities)
        return sorted(found, key=lambda one: (-one.days_late, str(one.subject)))

    @property
    def behind(self) -> list[Judged]:
        return [one for one in self._activities if one.is_behind]

    @property
    def attention(self) -> list[Judged]:
        return [one for one in self._activities if one.course == Outlook.ATTENTION]

    @property
    def overdue(self) -> list[Judged]:
        """Of which nobody said that they run behind, though their day is past."""
        return [one for one in self._activities if one.is_overdue and not one.is_behind]

    @property
    def behind_shown(self) -> list[Judged]:
        return self.behind[:LATE_SHOWN]

    @property
    def behind_more(self) -> int:
        return len(self.behind) - len(self.behind_shown)

    @property
    def most_late(self) -> int:
        return max((one.days_late for one in self.behind), default=0)

    @property
    def silent(self) -> int:
        return sum(stand.silent for stand in self.stands)

    @cached_property
    def regional(self) -> list[TargetProgress]:
        """Every target of the whole region that can be reached, what is furthest first."""
        found = (one for stand in self.stands for one in stand.aimed if not one.coverage)
        return furthest_first(TargetProgress(one.subject, one) for one in found)

    @property
    def reached(self) -> list[TargetProgress]:
        return [one for one in self.regional if one.is_reached]

    @property
    def not_reached(self) -> list[TargetProgress]:
        return [one for one in self.regional if not one.is_reached]

    @property
    def last_on(self) -> date | None:
        return max((stand.last_on for stand in self.stands if stand.last_on), default=None)

    def stats(self) -> list[dict[str, str]]:
        """For components/stats.html: the year in four figures, as far as there are any. Where a plan is adopted."""
        return [*self._of_targets(), *self.towns.stats(), *self._of_plans(), *_officers(self.strength)]

    def _of_targets(self) -> Iterable[dict[str, str]]:
        if self.regional:
            behind = sum(one.standing.is_behind for one in self.regional)
            note = f"; {in_words(behind)} {'loopt' if behind == 1 else 'lopen'} achter" if behind else ""
            yield _stat("Streefwaarden gehaald", len(self.reached), len(self.regional), f"voor de hele regio{note}")

    def _of_plans(self) -> Iterable[dict[str, str]]:
        left = len(self.not_adopted)
        note = f"{in_words(left)} {'thema heeft' if left == 1 else 'thema’s hebben'} geen vastgesteld plan"
        yield _stat(
            "Plannen vastgesteld", len(self.stands), len(self.lines), note if left else "elk thema heeft een plan"
        )

    def tables(self) -> dict[str, dict | None]:
        """For whoever takes the numbers elsewhere: the same as on the page."""
        named = [(line.theme.short_title, line.stand.courses) for line in self.adopted]
        place = f"{self.police_unit.slug}-{self.year}"
        chart = course_chart(id=f"activiteiten-{place}", title="Activiteiten per thema", header="Thema", named=named)
        caption = f"Streefwaarden {self.police_unit} {self.year}, met wat is bereikt"
        return {
            "landelijke-doelen": self._targets_table() if self.targets.own else None,
            "activiteiten": data_table(chart) if chart else None,
            "streefwaarden": targets_table(self.regional, id=f"streefwaarden-{place}", caption=caption),
        }

    def _targets_table(self) -> dict:
        return Table(
            id=f"landelijke-doelen-{self.police_unit.slug}-{self.year}",
            caption=f"Landelijke doelen {self.police_unit} {self.year}",
            unit="aantal, tenzij anders vermeld",
            row_header="Indicator",
            columns=[
                Column("target", "Streefcijfer"),
                Column("realised", "Realisatie"),
                *text_columns(unit="Uitgedrukt in", stand="Stand", source="Bron van de realisatie"),
            ],
            rows=[_target_row(target) for target in self.targets.own],
        ).as_dict()


def _stat(label: str, value: int, of: int, note: str) -> dict[str, str]:
    return {"label": label, "value": f"{number(value)} van {number(of)}", "note": note}


def _officers(strength: queries.Strength) -> Iterable[dict[str, str]]:
    """Wijkagenten beside the norm, where they can be held against it."""
    line = strength.norm
    if line is not None and line.officers.value is not None:
        circa = "" if line.population.figure.qualifier == Qualifier.EXACT else "circa "
        each = f"één op {circa}{line.texts['per_officer']} inwoners; de norm is 5.000"
        yield {
            "label": "Wijkagenten",
            "value": fte(line.officers.value),
            "note": strength.norm_day if line.why else each,
        }


def unit_dashboard(
    police_unit: PoliceUnit, year: int, themes: Sequence[Theme], access: Access, until: str
) -> UnitDashboard:
    """Nine queries, whatever the number of themes and municipalities."""
    day = last_day(year, timezone.localdate())
    plans = _read_plans(police_unit, year, themes, access)
    adopted = [plan for plan in plans.values() if plan.status == ADOPTED]
    municipalities = queries.municipalities_of(police_unit.pk, tuple(plan.pk for plan in adopted))
    there = [municipality for municipality in municipalities if municipality.exists_on(day)]
    stands = {stand.plan.theme_id: stand for stand in stands_of(adopted, len(there), day)}
    return UnitDashboard(
        police_unit=police_unit,
        year=year,
        day=day,
        lines=[
            ThemeLine(theme, plans.get(theme.pk), stands.get(theme.pk))
            for theme in themes
            if theme.pk in plans or theme.plan.start_year <= year <= theme.plan.end_year
        ],
        until=until,
        targets=queries.national_targets(police_unit, year, until),
        strength=queries.strength_of(police_unit, date(year, 12, 31), queries.population_of(municipalities)),
        money=budgets_of(police_unit, year, access),
        towns=TownPromises(
            police_unit, day, there, [one for stand in stands.values() for one in stand.targets if one.coverage]
        ),
    )


def _read_plans(
    police_unit: PoliceUnit, year: int, themes: Sequence[Theme], access: Access
) -> dict[int, ImplementationPlan]:
    """By theme, with that theme."""
    plans = {plan.theme_id: plan for plan in queries.led_plans(access.as_reader, police_unit.pk, year)}
    for theme in themes:
        if theme.pk in plans:
            plans[theme.pk].theme = theme
    return plans


def _target_row(target: queries.NationalTarget) -> Row:
    standing = target.standing
    decimals = standing.indicator.decimals
    aimed = Cell.words(standing.words) if standing.words else Cell.of(standing.target or Figure.blank(), 0)
    realised = standing.realised.figure if standing.realised else Figure.blank()
    words = (standing.indicator.unit, standing.verdict.label, ", ".join(filter(None, [target.source, target.status])))
    return Row(standing.indicator.name, [aimed, Cell.of(realised, decimals), *map(Cell.words, words)])
