"""The national agenda once it is adopted: what is counted, what was agreed for the country and the eenheden, and what
came of it."""

from django.db.models import CharField, Exists, F, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from agenda.models import Distribution, Indicator, Measurement, RegionalTarget, SafetyAgenda, Target
from reports.opendata.dataset import DataColumn, Dataset, figure_columns
from reports.opendata.filters import Filter, by_choice, by_unit, by_year, in_period

AGENDA = Filter("agenda", "indicator__objective__agenda__slug", "Alleen van deze Veiligheidsagenda: de webnaam.")
INDICATOR = Filter("indicator", "indicator__code", "Alleen van deze indicator: de code.")
ORDER = ("indicator__objective__agenda__start_year", "indicator__objective__order", "indicator__order", "indicator_id")
OF_INDICATOR = (
    DataColumn("agenda", "indicator__objective__agenda__slug", "De webnaam van de Veiligheidsagenda."),
    DataColumn("doelstelling", "indicator__objective__code", "De code van de landelijke beleidsdoelstelling."),
    DataColumn("indicator", "indicator__code", "De code van de indicator."),
    DataColumn("indicatorNaam", "indicator__name", "Wat er wordt geteld."),
)
UNIT_OF_MEASURE = DataColumn("maateenheid", "indicator__unit", "Waarin het getal is uitgedrukt.")


def _adopted(rows: QuerySet) -> QuerySet:
    return rows.filter(indicator__objective__agenda__adopted_on__isnull=False)


def _targets() -> QuerySet:
    """A target that was changed counts from the day it was."""
    day = Coalesce(Max("revisions__revised_on"), F("indicator__objective__agenda__adopted_on"))
    return _adopted(Target.objects.annotate(day=day)).order_by(*ORDER, "year", "pk")


def _shares() -> QuerySet:
    """Of a distribution that was decided on; and what an eenheid agreed for itself."""
    decided = Distribution.objects.filter(
        indicator=OuterRef("indicator"), year=OuterRef("year"), decided_on__isnull=False
    )
    shares = _adopted(RegionalTarget.objects.all()).filter(
        ~Q(source="") | Q(indicator__objective__agenda__distribution_adopted_on__isnull=False) | Exists(decided)
    )
    own = NullIf(F("source"), Value(""), output_field=CharField())
    shares = shares.annotate(
        told_by=Coalesce(own, F("indicator__objective__agenda__source"), output_field=CharField()),
        own=~Q(source=""),
        day=Max("revisions__revised_on"),
    )
    return shares.order_by(*ORDER, "year", "police_unit__order", "pk")


AGENDAS = Dataset(
    slug="veiligheidsagendas",
    title="Veiligheidsagenda's",
    description="De landelijke Veiligheidsagenda's die zijn vastgesteld.",
    row="veiligheidsagenda",
    published=lambda: SafetyAgenda.objects.filter(adopted_on__isnull=False).order_by("start_year", "slug"),
    columns=(
        DataColumn("agenda", "slug", "De webnaam."),
        DataColumn("titel", "title", "De titel."),
        DataColumn("beginjaar", "start_year", "Het eerste jaar."),
        DataColumn("eindjaar", "end_year", "Het laatste jaar."),
        DataColumn("vastgesteldOp", "adopted_on", "De dag van vaststelling.", optional=False),
        DataColumn("vastgesteldDoor", "adopted_by", "Wie de agenda vaststelde."),
        DataColumn(
            "verdelingVastgesteldOp",
            "distribution_adopted_on",
            "De dag dat de verdeling over de eenheden is vastgesteld.",
        ),
        DataColumn("bron", "source", "Waar de gegevens uit komen."),
    ),
    key=("agenda",),
    filters=(in_period("start_year", "end_year"),),
    links={"self": "/veiligheidsagendas/{agenda}", "streefcijfers": "/streefcijfers?agenda={agenda}"},
)

INDICATORS = Dataset(
    slug="indicatoren",
    title="Landelijke indicatoren",
    description="Wat er voor elke landelijke beleidsdoelstelling wordt geteld, en hoe.",
    row="indicator",
    published=lambda: Indicator.objects.filter(objective__agenda__adopted_on__isnull=False).order_by(
        "objective__agenda__start_year", "objective__order", "order", "pk"
    ),
    columns=(
        DataColumn("agenda", "objective__agenda__slug", "De webnaam van de Veiligheidsagenda."),
        DataColumn("doelstelling", "objective__code", "De code van de landelijke beleidsdoelstelling."),
        DataColumn("doelstellingNaam", "objective__title", "De naam van de beleidsdoelstelling."),
        DataColumn("indicator", "code", "De code van de indicator."),
        DataColumn("naam", "name", "Wat er wordt geteld."),
        DataColumn("maateenheid", "unit", "Waarin het getal is uitgedrukt."),
        DataColumn("maat", "measure", "Wat voor getal het is.", choices=dict(Indicator.Measure.choices)),
        DataColumn("richting", "direction", "Wat beter is."),
        DataColumn("definitie", "definition", "Wat precies meetelt."),
        DataColumn("hoortBij", "parent__code", "De indicator waar deze een deel van is."),
        DataColumn("verhouding", "relation", "Hoe de indicator hoort bij die andere."),
        DataColumn("bron", "source", "Het systeem of onderzoek waar de realisatie uit komt."),
    ),
    key=("agenda", "doelstelling", "indicator"),
    filters=(
        Filter("agenda", "objective__agenda__slug", "Alleen van deze Veiligheidsagenda: de webnaam."),
        in_period("objective__agenda__start_year", "objective__agenda__end_year"),
    ),
)

TARGETS = Dataset(
    slug="streefcijfers",
    title="Landelijke streefcijfers",
    description="Wat er in de Veiligheidsagenda voor heel Nederland is afgesproken, per indicator en jaar.",
    row="streefcijfer",
    published=_targets,
    columns=(
        *OF_INDICATOR,
        DataColumn("jaar", "year", "Het jaar; leeg als de afspraak voor een andere periode geldt."),
        DataColumn("periode", "period", "De periode in woorden, waar het geen jaar is."),
        *figure_columns(of="Het streefcijfer"),
        UNIT_OF_MEASURE,
        DataColumn("opmerking", "note", "Wat erbij gezegd moet worden."),
        DataColumn("bron", "indicator__objective__agenda__source", "Waar het streefcijfer staat."),
        DataColumn("datum", "day", "Sinds wanneer het streefcijfer zo is.", "date"),
    ),
    key=("agenda", "doelstelling", "indicator", "jaar", "periode"),
    filters=(AGENDA, INDICATOR, by_year("year")),
)

SHARES = Dataset(
    slug="regionale-streefcijfers",
    title="Verdeling van de streefcijfers over de eenheden",
    description="Welk deel van een landelijk streefcijfer elke eenheid op zich neemt, en wat eenheden zelf afspraken.",
    row="regionaal streefcijfer",
    published=_shares,
    columns=(
        *OF_INDICATOR,
        DataColumn("eenheid", "police_unit__slug", "De webnaam van de eenheid."),
        DataColumn("jaar", "year", "Het jaar."),
        *figure_columns(of="Het aandeel van de eenheid"),
        DataColumn("bovengrens", "upper", "Waar het aandeel een reeks is: het einde ervan."),
        UNIT_OF_MEASURE,
        DataColumn(
            "eigenAfspraak", "own", "Of de eenheid dit zelf afsprak, buiten de landelijke verdeling.", "boolean"
        ),
        DataColumn("opmerking", "note", "Wat erbij gezegd moet worden."),
        DataColumn("bron", "told_by", "Waar het aandeel staat."),
        DataColumn("gewijzigdOp", "day", "Wanneer het aandeel voor het laatst is gewijzigd.", "date", True),
    ),
    key=("agenda", "doelstelling", "indicator", "eenheid", "jaar"),
    filters=(AGENDA, INDICATOR, by_unit("police_unit"), by_year("year")),
)

MEASUREMENTS = Dataset(
    slug="realisaties",
    title="Realisatie van de landelijke doelen",
    description="Wat er per indicator en periode is gerealiseerd, per eenheid en voor Nederland als geheel.",
    row="realisatie",
    published=lambda: _adopted(Measurement.objects.current()).order_by(
        *ORDER, "year", "period", "police_unit__order", "pk"
    ),
    columns=(
        *OF_INDICATOR,
        DataColumn("eenheid", "police_unit__slug", "De webnaam van de eenheid; leeg voor heel Nederland."),
        DataColumn("jaar", "year", "Het jaar."),
        DataColumn("periode", "period", "Het deel van het jaar."),
        *figure_columns(of="De realisatie"),
        UNIT_OF_MEASURE,
        DataColumn("status", "status", "Hoe zeker het cijfer is."),
        DataColumn("herziening", "revision", "Hoe vaak het cijfer is ingevuld: 1 is de eerste keer."),
        DataColumn("opmerking", "note", "Wat erbij gezegd moet worden."),
        DataColumn("bron", "source", "Waar het cijfer uit komt."),
        DataColumn("gepubliceerdOp", "published_on", "Wanneer de bron het cijfer gaf."),
    ),
    key=("agenda", "doelstelling", "indicator", "eenheid", "jaar", "periode"),
    filters=(
        AGENDA,
        INDICATOR,
        by_unit("police_unit"),
        by_year("year"),
        by_choice("status", "status", "Alleen cijfers die zo zeker zijn.", dict(Measurement.Status.choices)),
    ),
    frequency="BIANNUAL",
)
