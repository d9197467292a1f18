"""What happened in an eenheid since a moment: reports, adopted plans, editions and measurements, in one query."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Count, F, IntegerField, QuerySet, TextField, Value, Window
from django.db.models.functions import Cast, Coalesce, RowNumber
from django.urls import reverse

from agenda.models import Measurement
from nhveilig.accounts.access import Access
from nhveilig.figures.formats import number
from nhveilig.regions.models import PoliceUnit
from reports.documents.models import Edition
from themes.models import ImplementationPlan, Outlook, PlanStep, ProgressUpdate

# Of each kind; a page says how many more there are.
SHOWN = 6
COLUMNS = ("kind", "at", "title", "first", "second", "third", "word", "more")
REPORT, STEP, EDITION, MEASUREMENT = "report", "step", "edition", "measurement"
COUNTED = {
    REPORT: ("voortgangsmelding", "voortgangsmeldingen"),
    STEP: ("vastgesteld plan", "vastgestelde plannen"),
    EDITION: ("editie van een document", "edities van documenten"),
    MEASUREMENT: ("cijfer van de Veiligheidsagenda", "cijfers van de Veiligheidsagenda"),
}


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


def changes_since(police_unit: PoliceUnit, since: datetime | None, access: Access) -> Changes:
    if since is None:
        return Changes(None)
    rows = list(_everything(police_unit, since, access))
    numbers = {kind: more for kind, *_, more in rows}
    counted = (
        f"{number(numbers[kind])} {words[numbers[kind] != 1]}" for kind, words in COUNTED.items() if kind in numbers
    )
    return Changes(since, tuple(_change(police_unit, row) for row in rows), tuple(counted))


def _everything(police_unit: PoliceUnit, since: datetime, access: Access) -> QuerySet:
    """The newest few of each kind, newest first."""
    first, *others = (
        _newest_few(found.values_list(*COLUMNS))
        for found in (
            _reports(police_unit, since, access),
            _adopted_plans(police_unit, since, access),
            _editions(police_unit, since, access),
            _measurements(police_unit, since),
        )
    )
    return first.union(*others, all=True).order_by("-at", "kind")


def _reports(police_unit: PoliceUnit, since: datetime, access: Access) -> QuerySet[ProgressUpdate]:
    plans = ImplementationPlan.objects.visible_to(access).filter(theme__plan__police_unit=police_unit)
    newest = ProgressUpdate.objects.filter(plan__in=plans, reported_at__gt=since)
    # A correction is newer than what it corrects.
    found = newest.exclude(pk__in=newest.filter(corrects__isnull=False).values("corrects"))
    title = Coalesce("activity__title", "result__title", "target__title")
    return _named(
        found, REPORT, "reported_at", title, ("plan__theme__slug", "plan__year", "plan__theme__short_title"), "course"
    )


def _adopted_plans(police_unit: PoliceUnit, since: datetime, access: Access) -> QuerySet[PlanStep]:
    plans = ImplementationPlan.objects.visible_to(access).filter(theme__plan__police_unit=police_unit)
    found = PlanStep.objects.filter(plan__in=plans, to_status=ImplementationPlan.Status.ADOPTED, taken_at__gt=since)
    place = ("plan__theme__slug", "plan__year", "plan__theme__short_title")
    return _named(found, STEP, "taken_at", F("plan__theme__title"), place, "to_status")


def _editions(police_unit: PoliceUnit, since: datetime, access: Access) -> QuerySet[Edition]:
    found = Edition.objects.visible_to(access).filter(document__police_unit=police_unit, frozen_at__gt=since)
    place = ("document__slug", "number", "document__kind")
    return _named(found, EDITION, "frozen_at", F("document__title"), place, "status")


def _measurements(police_unit: PoliceUnit, since: datetime) -> QuerySet[Measurement]:
    found = Measurement.objects.current().filter(police_unit=police_unit, recorded_at__gt=since)
    place = ("indicator__objective__agenda__slug", "year", "indicator__objective__code")
    return _named(found, MEASUREMENT, "recorded_at", F("indicator__name"), place, "indicator__code")


def _named(found: QuerySet, kind: str, at: str, title: object, place: tuple[str, str, str], word: str) -> QuerySet:
    """With the same columns, whatever it is; `more` counts all of the kind."""
    first, second, third = place
    return found.order_by().annotate(
        kind=Value(kind, CharField()),
        at=F(at),
        title=Cast(title, TextField()),
        first=Cast(first, TextField()),
        second=Cast(second, IntegerField()),
        third=Cast(third, TextField()),
        word=Cast(word, TextField()),
        more=Window(Count("*")),
        place=Window(RowNumber(), order_by=F(at).desc()),
    )


def _newest_few(rows: QuerySet) -> QuerySet:
    return rows.filter(place__lte=SHOWN)


def _change(police_unit: PoliceUnit, row: tuple) -> NewsItem:
    kind, at, title, first, second, third, word, _ = row
    words, url = DESCRIBED[kind](police_unit, first, second, third, word)
    return NewsItem(kind, at, title, words, url)


def _of_report(police_unit: PoliceUnit, slug: str, year: int, theme: str, course: str) -> tuple[str, str]:
    said = Outlook(course).label if course else "gemeld"
    return f"{theme} {year}: {said}", reverse("reports:theme-dashboard", args=[police_unit.slug, year, slug])


def _of_step(police_unit: PoliceUnit, slug: str, year: int, theme: str, status: str) -> tuple[str, str]:
    return f"uitvoeringsplan {year} vastgesteld", reverse("themes:plan-detail", args=[police_unit.slug, year, slug])


def _of_edition(police_unit: PoliceUnit, slug: str, edition: int, kind: str, status: str) -> tuple[str, str]:
    words = f"editie {edition}, {Edition.Status(status).label.lower()}"
    return words, reverse("reports:edition-detail", args=[slug, edition])


def _of_measurement(police_unit: PoliceUnit, agenda: str, year: int, objective: str, code: str) -> tuple[str, str]:
    return f"realisatie {year}", reverse("agenda:indicator-detail", args=[agenda, objective, code])


DESCRIBED = {REPORT: _of_report, STEP: _of_step, EDITION: _of_edition, MEASUREMENT: _of_measurement}
