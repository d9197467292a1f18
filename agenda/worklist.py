"""The national agenda as long as it does not hold, of who keeps it; and its figures that should be in by now, of the
eenheden where somebody keeps them."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from agenda.models import Indicator, Measurement, RegionalTarget, SafetyAgenda
from agenda.periods import Period, ends_on, period_title
from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted, date_long
from nhveilig.figures.values import Qualifier
from nhveilig.worklist.base import Kind, Row, Source
from nhveilig.worklist.registry import add_source

# The periods that reach the end of a period.
REACHING = {
    Period.YEAR: (Period.YEAR, Period.SECOND_HALF, Period.FOURTH_QUARTER),
    Period.FIRST_HALF: (Period.YEAR, Period.FIRST_HALF, Period.SECOND_QUARTER),
}


class FiguresToFill(Source):
    """Of one agenda, for each eenheid of the reader. Which figures these are to the last one, its page says."""

    kind = Kind.REPORT

    def __init__(self, code: str, period: Period, years_ago: int) -> None:
        self.code, self.period, self.years_ago = code, period, years_ago

    def rows(self, access: Access, today: date) -> QuerySet | None:
        units = access.units_with(Permission.EDIT_AGENDA)
        if not units:
            return None
        year = today.year - self.years_ago
        ended = ends_on(year, self.period)
        weeks_ago = (today - ended).days / 7
        agendas = SafetyAgenda.objects.in_force(year).filter(reporting_term__lt=weeks_ago)
        lacking = self._lacking(units, year)
        number = lacking.values("indicator__objective__agenda").annotate(number=Count("pk")).values("number")
        return self.asked(
            agendas.annotate(lacking=Coalesce(Subquery(number), 0)).filter(lacking__gt=0),
            since=Value(ended),
            words=["slug", "title"],
            numbers=["lacking", Value(year)],
        )

    def _lacking(self, units: set[int], year: int) -> QuerySet:
        figures = Measurement.objects.current().filter(
            police_unit=OuterRef("police_unit"), value__isnull=False, period__in=REACHING[self.period]
        )
        there = figures.filter(indicator=OuterRef("indicator"), year=year)
        kept = Measurement.objects.filter(
            police_unit=OuterRef("police_unit"),
            indicator__objective__agenda=OuterRef("indicator__objective__agenda"),
        )
        found = RegionalTarget.objects.filter(
            ~Exists(there),
            Exists(kept),
            police_unit__in=units,
            year=year,
            indicator__objective__agenda=OuterRef("pk"),
        )
        asked = found.exclude(qualifier=Qualifier.NOT_APPLICABLE).exclude(indicator__supplier="")
        in_parts = Q() if self.period == Period.YEAR else ~Q(indicator__period_rule=Indicator.Rule.NONE)
        return asked.filter(in_parts).order_by()

    def told(self, row: Row) -> dict[str, str]:
        slug, title = row.words[:2]
        number, year = row.numbers[:2]
        return {
            "title": f"Vul {counted(number, 'cijfer', 'cijfers')} in van {period_title(year, self.period)}",
            "why": f"{title}. De periode eindigde op {date_long(row.since)}.",
            "button": "Vul in",
            "url": reverse("agenda:agenda-missing", args=[slug]),
        }


class AgendaToMake(Source):
    """Of who keeps what holds for the country, as long as there is none at all."""

    code, kind = "agenda-make", Kind.WRITE

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.may(Permission.EDIT_NATIONAL):
            return None
        own = Role.objects.in_force(today).of_administrators(None).filter(user__in=access.people)
        return self.asked(own.filter(~Exists(SafetyAgenda.objects.all())))

    def told(self, row: Row) -> dict[str, str]:
        return {
            "title": "Maak de Veiligheidsagenda",
            "why": "Er is er nog geen. De landelijke doelen gelden voor alle eenheden.",
            "button": "Begin",
            "url": reverse("agenda:agenda-new"),
        }


class AgendaToAdopt(Source):
    code, kind = "agenda-adopt", Kind.DECIDE

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.may(Permission.EDIT_NATIONAL):
            return None
        return self.asked(SafetyAgenda.objects.filter(is_draft=True), words=["slug", "title"])

    def told(self, row: Row) -> dict[str, str]:
        slug, title = row.words[:2]
        return {
            "title": f"Maak af: {title}",
            "why": "De agenda is in voorbereiding. Zij geldt pas als zij is vastgesteld.",
            "button": "Werk verder",
            "url": reverse("agenda:agenda-making", args=[slug]),
        }


add_source(AgendaToMake())
add_source(AgendaToAdopt())
add_source(FiguresToFill("agenda-year", Period.YEAR, 1))
add_source(FiguresToFill("agenda-half-year", Period.FIRST_HALF, 0))
