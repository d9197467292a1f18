"""What is new of an eenheid since somebody was there: reports, adopted plans, editions and figures of the agenda."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Count, Expression, F, IntegerField, QuerySet, TextField, Value, Window
from django.db.models.functions import Cast, Coalesce, RowNumber
from django.urls import reverse

from agenda.models import Measurement
from nhveilig.accounts.access import Access
from nhveilig.figures.formats import counted
from nhveilig.regions.models import PoliceUnit
from reports.dashboards.units.queries import plans_of
from reports.documents.models import Edition
from themes.models import ImplementationPlan, Outlook, PlanStep, ProgressUpdate

ADOPTED = ImplementationPlan.Status.ADOPTED
# Of each kind; the page says how many more there are.
SHOWN = 6


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
        lambda unit, access: ProgressUpdate.objects.standing().filter(plan__in=plans_of(unit, access)),
        "reported_at",
        Coalesce("activity__title", "result__title", "target__title"),
        (*OF_PLAN, "course"),
        _of_report,
    ),
    "step": NewsSource(
        ("vastgesteld plan", "vastgestelde plannen"),
        lambda unit, access: PlanStep.objects.filter(plan__in=plans_of(unit, access), to_status=ADOPTED),
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
