"""What the dashboard of an eenheid shows of one year: themes, targets, strength, money, what is late, what is new."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial

from django.db.models import CharField, Count, Expression, F, IntegerField, QuerySet, TextField, Value, Window
from django.db.models.functions import Cast, Coalesce, RowNumber
from django.urls import reverse
from django.utils import timezone

from agenda.models import Measurement, Target
from nhveilig.accounts.access import Access
from nhveilig.figures import findings
from nhveilig.figures.charts import data_table
from nhveilig.figures.formats import counted, number
from nhveilig.figures.status_bars import StatusBar
from nhveilig.figures.tables import Cell, Column, Row, Table, text_columns
from nhveilig.figures.values import Figure
from nhveilig.regions.models import PoliceUnit
from reports.dashboards.presenters import Judged, ThemeStand, course_chart, stands_of
from reports.dashboards.units import queries
from reports.documents.models import Edition
from themes.models import ImplementationPlan, Outlook, PlanStep, ProgressUpdate, Theme
from themes.progress.validators import last_day

ADOPTED = ImplementationPlan.Status.ADOPTED
# Of what is late, and of each kind of news; the page says how many more there are.
LATE_SHOWN, SHOWN = 12, 6


@dataclass(frozen=True)
class ThemeLine:
    """A theme in a year. `plan` is None when there is none to read; `stand` only of an adopted one."""

    theme: Theme
    plan: ImplementationPlan | None = None
    stand: ThemeStand | None = None

    @property
    def bar(self) -> StatusBar:
        return StatusBar(self.stand.courses if self.stand else {}, "Activiteiten")

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
    targets: list[queries.NationalTarget]
    strength: queries.Strength
    money: list[queries.BudgetLineUp]
    # Of the whole country, where the eenheid has no target of its own.
    country: list[Target] = field(default_factory=list)

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
        reported, targets = sum(s.reported for s in self.stands), sum(len(s.targets) for s in self.stands)
        reached, aimed = sum(s.reached for s in self.stands), sum(len(s.aimed) for s in self.stands)
        of_targets = f"van {number(targets)}; {number(reached)} van {number(aimed)} bereikt"
        return [
            _stat("Thema’s met een vastgesteld plan", len(self.stands), f"van {len(self.lines)}"),
            _stat("Activiteiten", sum(self.courses.values()), f"{number(self.courses[Outlook.DONE])} gereed"),
            _stat("Resultaten gemeld", reported, of_targets),
            _stat("Vraagt aandacht", len(self.late), "loopt achter, vraagt aandacht of is over tijd"),
        ]

    def chart(self) -> dict | None:
        return course_chart(
            id=f"activiteiten-{self.police_unit.slug}-{self.year}",
            title="Activiteiten per thema",
            finding=findings.of_activities(self.courses),
            header="Thema",
            named=[(line.theme.short_title, line.stand.courses) for line in self.lines if line.stand],
            description="Hoe elke activiteit er volgens de laatste melding voor staat.",
        )

    def tables(self) -> dict[str, dict | None]:
        """For whoever takes the numbers elsewhere: the same as on the page."""
        chart = self.chart()
        return {
            "landelijke-doelen": self._targets_table() if self.targets else None,
            "activiteiten": data_table(chart) if chart else None,
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
            rows=[_target_row(target) for target in self.targets],
        ).as_dict()


def _stat(label: str, value: int, note: str) -> dict[str, str]:
    return {"label": label, "value": number(value), "note": note}


def unit_dashboard(
    police_unit: PoliceUnit, year: int, themes: Sequence[Theme], access: Access, until: str
) -> UnitDashboard:
    """Eight queries, nine without national targets of its own, whatever the number of themes and municipalities."""
    day = last_day(year, timezone.localdate())
    municipalities = list(queries.municipalities_with_inhabitants(police_unit))
    there = sum(municipality.exists_on(day) for municipality in municipalities)
    targets = queries.national_targets(police_unit, year, until)
    return UnitDashboard(
        police_unit=police_unit,
        year=year,
        day=day,
        lines=_lines(police_unit, year, themes, access, partial(stands_of, municipalities=there, day=day)),
        targets=targets,
        country=[] if targets else queries.country_targets(year),
        strength=queries.strength_of(police_unit, date(year, 12, 31), queries.population_of(municipalities)),
        money=[queries.BudgetLineUp(budget) for budget in queries.budgets_of(police_unit, year, access)],
    )


def _lines(
    police_unit: PoliceUnit, year: int, themes: Sequence[Theme], access: Access, stands_of: Callable
) -> list[ThemeLine]:
    plans = {plan.theme_id: plan for plan in _plans(police_unit, access).filter(year=year)}
    for theme in themes:
        if theme.pk in plans:
            plans[theme.pk].theme = theme
    adopted = [plan for plan in plans.values() if plan.status == ADOPTED]
    stands = {stand.plan.theme_id: stand for stand in stands_of(adopted)}
    return [
        ThemeLine(theme, plans.get(theme.pk), stands.get(theme.pk))
        for theme in themes
        if theme.pk in plans or theme.plan.start_year <= year <= theme.plan.end_year
    ]


def _target_row(target: queries.NationalTarget) -> Row:
    standing = target.standing
    decimals = standing.indicator.decimals
    aimed = Cell.words(standing.words) if standing.words else Cell.of(standing.target or Figure.blank(), 0)
    realised = standing.realised.figure if standing.realised else Figure.blank()
    words = (standing.indicator.unit, standing.verdict.label, ", ".join(filter(None, [target.source, target.status])))
    return Row(standing.indicator.name, [aimed, Cell.of(realised, decimals), *map(Cell.words, words)])


@dataclass(frozen=True)
class NewsItem:
    """`title` is what it is about, `words` what became of it, `url` where it is to be read."""

    kind: str
    at: datetime
    title: str
    words: str
    url: str


@dataclass(frozen=True)
class Changes:
    """What happened after `since`. On a first visit that is None, and nothing is called new."""

    since: datetime | None
    newest: tuple[NewsItem, ...] = ()
    counts: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewsSource:
    """`counted` is one and more of them. `at` is when, `title` what it is about; `facts`, which are a text, a number
    and two texts, are what `told` makes words and an address of."""

    counted: tuple[str, str]
    rows: Callable[[PoliceUnit, Access], QuerySet]
    at: str
    title: Expression
    facts: tuple[str, str, str, str]
    told: Callable[[str, str, int, str, str], tuple[str, str]]


def changes_since(police_unit: PoliceUnit, since: datetime | None, access: Access) -> Changes:
    """One query."""
    if since is None:
        return Changes(None)
    first, *others = (_newest_few(kind, source, police_unit, since, access) for kind, source in NEWS.items())
    rows = list(first.union(*others, all=True).order_by("-at", "kind"))
    items = (
        NewsItem(kind, at, title, *NEWS[kind].told(police_unit.slug, *facts)) for kind, at, title, *facts, _ in rows
    )
    numbers = {kind: more for kind, *_, more in rows}
    counts = (counted(numbers[kind], *source.counted) for kind, source in NEWS.items() if kind in numbers)
    return Changes(since, tuple(items), tuple(counts))


def _newest_few(kind: str, source: NewsSource, police_unit: PoliceUnit, since: datetime, access: Access) -> QuerySet:
    """With the same columns, whatever it is; `more` counts all of the kind."""
    first, second, third, word = source.facts
    return (
        source.rows(police_unit, access)
        .filter(**{f"{source.at}__gt": since})
        .order_by()
        .annotate(
            kind=Value(kind, CharField()),
            at=F(source.at),
            title=Cast(source.title, TextField()),
            first=Cast(first, TextField()),
            second=Cast(second, IntegerField()),
            third=Cast(third, TextField()),
            word=Cast(word, TextField()),
            more=Window(Count("*")),
            place=Window(RowNumber(), order_by=F(source.at).desc()),
        )
        .filter(place__lte=SHOWN)
        .values_list("kind", "at", "title", "first", "second", "third", "word", "more")
    )


def _plans(police_unit: PoliceUnit, access: Access) -> QuerySet[ImplementationPlan]:
    return ImplementationPlan.objects.visible_to(access).filter(theme__plan__police_unit=police_unit)


def _of_report(unit: str, slug: str, year: int, theme: str, course: str) -> tuple[str, str]:
    said = Outlook(course).label if course else "gemeld"
    return f"{theme} {year}: {said}", reverse("reports:theme-dashboard", args=[unit, year, slug])


def _of_step(unit: str, slug: str, year: int, theme: str, status: str) -> tuple[str, str]:
    return f"uitvoeringsplan {year} vastgesteld", reverse("themes:plan-detail", args=[unit, year, slug])


def _of_edition(unit: str, slug: str, edition: int, kind: str, status: str) -> tuple[str, str]:
    # The day beside it is that on which it was frozen here, not the day of adoption.
    words = f"versie {edition} bewaard, {Edition.Status(status).label.lower()}"
    return words, reverse("reports:edition-detail", args=[slug, edition])


def _of_measurement(unit: str, agenda: str, year: int, objective: str, code: str) -> tuple[str, str]:
    return f"realisatie {year}", reverse("agenda:indicator-detail", args=[agenda, objective, code])


OF_PLAN = ("plan__theme__slug", "plan__year", "plan__theme__short_title")
NEWS = {
    "report": NewsSource(
        ("voortgangsmelding", "voortgangsmeldingen"),
        lambda unit, access: ProgressUpdate.objects.standing().filter(plan__in=_plans(unit, access)),
        "reported_at",
        Coalesce("activity__title", "result__title", "target__title"),
        (*OF_PLAN, "course"),
        _of_report,
    ),
    "step": NewsSource(
        ("vastgesteld plan", "vastgestelde plannen"),
        lambda unit, access: PlanStep.objects.filter(plan__in=_plans(unit, access), to_status=ADOPTED),
        "taken_at",
        F("plan__theme__title"),
        (*OF_PLAN, "to_status"),
        _of_step,
    ),
    "edition": NewsSource(
        ("versie van een document", "versies van documenten"),
        lambda unit, access: Edition.objects.visible_to(access).filter(document__police_unit=unit),
        "frozen_at",
        F("document__title"),
        ("document__slug", "number", "document__kind", "status"),
        _of_edition,
    ),
    "measurement": NewsSource(
        ("cijfer van de Veiligheidsagenda", "cijfers van de Veiligheidsagenda"),
        lambda unit, access: Measurement.objects.current().filter(police_unit=unit),
        "recorded_at",
        F("indicator__name"),
        ("indicator__objective__agenda__slug", "year", "indicator__objective__code", "indicator__code"),
        _of_measurement,
    ),
}
