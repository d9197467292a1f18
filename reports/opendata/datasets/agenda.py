"""The national agenda once it is adopted: what is counted, what was agreed for the country and the eenheden, and what
came of it."""

from django.db.models import CharField, Exists, F, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from agenda.models import Distribution, Indicator, Measurement, RegionalTarget, SafetyAgenda, Target
from reports.opendata.columns import Column, choices_of, figure_columns
from reports.opendata.dataset import Dataset
from reports.opendata.filters import by_choice, by_code, by_unit, in_period, in_year

AGENDA = by_code("agenda", "indicator__objective__agenda__slug", "Alleen van deze Veiligheidsagenda: de webnaam.")
INDICATOR = by_code("indicator", "indicator__code", "Alleen van deze indicator: de code.")
ORDER = ("indicator__objective__agenda__start_year", "indicator__objective__order", "indicator__order", "indicator_id")
OF_INDICATOR = (
    Column("agenda", "indicator__objective__agenda__slug", "De webnaam van de Veiligheidsagenda."),
    Column("doelstelling", "indicator__objective__code", "De code van de landelijke beleidsdoelstelling."),
    Column("indicator", "indicator__code", "De code van de indicator."),
    Column("indicatorNaam", "indicator__name", "Wat er wordt geteld."),
)
UNIT_OF_MEASURE = Column("maateenheid", "indicator__unit", "Waarin het getal is uitgedrukt.")


def adopted_agendas() -> QuerySet:
    return SafetyAgenda.objects.filter(adopted_on__isnull=False)


def _adopted(rows: QuerySet) -> QuerySet:
    return rows.filter(indicator__objective__agenda__adopted_on__isnull=False)


def _indicators() -> QuerySet:
    adopted = Indicator.objects.filter(objective__agenda__adopted_on__isnull=False)
    return adopted.order_by("objective__agenda__start_year", "objective__order", "order", "pk")


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
        told_by=Coalesce(own, F("indicator__objective__agenda__source")),
        own=~Q(source=""),
        day=Max("revisions__revised_on"),
    )
    return shares.order_by(*ORDER, "year", "police_unit__order", "pk")


def _measurements() -> QuerySet:
    current = _adopted(Measurement.objects.current())
    return current.order_by(*ORDER, "year", "period", "police_unit__order", "pk")


AGENDAS = Dataset(
    slug="veiligheidsagendas",
    title="Veiligheidsagenda's",
    description="De landelijke Veiligheidsagenda's die zijn vastgesteld.",
    row="veiligheidsagenda",
    published=lambda: adopted_agendas().order_by("start_year", "slug"),
    columns=(
        Column("agenda", "slug", "De webnaam."),
        Column("titel", "title", "De titel."),
        Column("beginjaar", "start_year", "Het eerste jaar.", "integer"),
        Column("eindjaar", "end_year", "Het laatste jaar.", "integer"),
        Column("vastgesteldOp", "adopted_on", "De dag van vaststelling.", "date"),
        Column("vastgesteldDoor", "adopted_by", "Wie de agenda vaststelde.", optional=True),
        Column(
            "verdelingVastgesteldOp",
            "distribution_adopted_on",
            "De dag dat de verdeling over de eenheden is vastgesteld.",
            "date",
            True,
        ),
        Column("bron", "source", "Waar de gegevens uit komen."),
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
    published=_indicators,
    columns=(
        Column("agenda", "objective__agenda__slug", "De webnaam van de Veiligheidsagenda."),
        Column("doelstelling", "objective__code", "De code van de landelijke beleidsdoelstelling."),
        Column("doelstellingNaam", "objective__title", "De naam van de beleidsdoelstelling."),
        Column("indicator", "code", "De code van de indicator."),
        Column("naam", "name", "Wat er wordt geteld."),
        Column("maateenheid", "unit", "Waarin het getal is uitgedrukt."),
        Column("maat", "measure", "Wat voor getal het is.", choices=dict(Indicator.Measure.choices)),
        Column("richting", "direction", "Wat beter is.", choices=dict(Indicator.Direction.choices)),
        Column("definitie", "definition", "Wat precies meetelt.", optional=True),
        Column("hoortBij", "parent__code", "De indicator waar deze een deel van is.", optional=True),
        Column(
            "verhouding",
            "relation",
            "Hoe de indicator hoort bij die andere.",
            optional=True,
            choices=choices_of(Indicator.Relation.choices),
        ),
        Column("bron", "source", "Het systeem of onderzoek waar de realisatie uit komt.", optional=True),
    ),
    key=("agenda", "doelstelling", "indicator"),
    filters=(
        by_code("agenda", "objective__agenda__slug", "Alleen van deze Veiligheidsagenda: de webnaam."),
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
        Column("jaar", "year", "Het jaar; leeg als de afspraak voor een andere periode geldt.", "integer", True),
        Column("periode", "period", "De periode in woorden, waar het geen jaar is.", optional=True),
        *figure_columns(of="Het streefcijfer"),
        UNIT_OF_MEASURE,
        Column("opmerking", "note", "Wat erbij gezegd moet worden.", optional=True),
        Column("bron", "indicator__objective__agenda__source", "Waar het streefcijfer staat."),
        Column("datum", "day", "Sinds wanneer het streefcijfer zo is.", "date"),
    ),
    key=("agenda", "doelstelling", "indicator", "jaar", "periode"),
    filters=(AGENDA, INDICATOR, in_year("year")),
)

SHARES = Dataset(
    slug="regionale-streefcijfers",
    title="Verdeling van de streefcijfers over de eenheden",
    description="Welk deel van een landelijk streefcijfer elke eenheid op zich neemt, en wat eenheden zelf afspraken.",
    row="regionaal streefcijfer",
    published=_shares,
    columns=(
        *OF_INDICATOR,
        Column("eenheid", "police_unit__slug", "De webnaam van de eenheid."),
        Column("jaar", "year", "Het jaar.", "integer"),
        *figure_columns(of="Het aandeel van de eenheid"),
        Column("bovengrens", "upper", "Waar het aandeel een reeks is: het einde ervan.", "decimal", True),
        UNIT_OF_MEASURE,
        Column("eigenAfspraak", "own", "Of de eenheid dit zelf afsprak, buiten de landelijke verdeling.", "boolean"),
        Column("opmerking", "note", "Wat erbij gezegd moet worden.", optional=True),
        Column("bron", "told_by", "Waar het aandeel staat."),
        Column("gewijzigdOp", "day", "Wanneer het aandeel voor het laatst is gewijzigd.", "date", True),
    ),
    key=("agenda", "doelstelling", "indicator", "eenheid", "jaar"),
    filters=(AGENDA, INDICATOR, by_unit("police_unit"), in_year("year")),
)

MEASUREMENTS = Dataset(
    slug="realisaties",
    title="Realisatie van de landelijke doelen",
    description="Wat er per indicator en periode is gerealiseerd, per eenheid en voor Nederland als geheel.",
    row="realisatie",
    published=_measurements,
    columns=(
        *OF_INDICATOR,
        Column("eenheid", "police_unit__slug", "De webnaam van de eenheid; leeg voor heel Nederland.", optional=True),
        Column("jaar", "year", "Het jaar.", "integer"),
        Column("periode", "period", "Het deel van het jaar.", choices=dict(Measurement.Period.choices)),
        *figure_columns(of="De realisatie"),
        UNIT_OF_MEASURE,
        Column("status", "status", "Hoe zeker het cijfer is.", choices=dict(Measurement.Status.choices)),
        Column("herziening", "revision", "Hoe vaak het cijfer is vastgelegd: 1 is de eerste keer.", "integer"),
        Column("opmerking", "note", "Wat erbij gezegd moet worden.", optional=True),
        Column("bron", "source", "Waar het cijfer uit komt."),
        Column("gepubliceerdOp", "published_on", "Wanneer de bron het cijfer gaf.", "date", True),
    ),
    key=("agenda", "doelstelling", "indicator", "eenheid", "jaar", "periode"),
    filters=(
        AGENDA,
        INDICATOR,
        by_unit("police_unit"),
        in_year("year"),
        by_choice("status", "status", "Alleen cijfers die zo zeker zijn.", dict(Measurement.Status.choices)),
    ),
    frequency="BIANNUAL",
)
