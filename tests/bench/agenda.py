"""A report on a whole agenda, as large as one gets: its pages and seconds beside those of the plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from agenda.models import Indicator, Measurement, RegionalTarget, SafetyAgenda, Target
from nhveilig.regions.models import PoliceUnit
from reports.documents.freezing import freeze
from reports.documents.models import Document, Edition, Export
from reports.documents.rendering import render
from reports.documents.services.editions import freeze_edition
from reports.documents.services.outlines import Node, write_outline
from tests.agenda.factories import AgreementFactory, IndicatorFactory, NationalObjectiveFactory, SafetyAgendaFactory
from tests.bench.measuring import throwaway_database, timed
from tests.regions.factories import PoliceUnitFactory
from tests.themes.factories import PolicyPlanFactory

# In the past: of years to come no figure is missing yet.
INDICATORS, YEARS, REGIONS, OBJECTIVES, AGREEMENTS = 30, range(2015, 2019), 25, 5, 3
# One figure in this many is not filled in.
LACKING = 9
PERIOD = {"start_year": YEARS[0], "end_year": YEARS[-1]}
PLAN = "imv-nh-2019-2022"


@dataclass(frozen=True)
class Measured:
    name: str
    pages: int
    freeze: float
    render: float


def measure() -> list[Measured]:
    """The report first, then the plan; each in the same process, after a first render that warms it up."""
    with throwaway_database():
        report = _report(_agenda())
        plan = Document.objects.for_freezing().get(slug=PLAN)
        _measured(plan)
        return [_measured(report), _measured(plan)]


def _measured(document: Document) -> Measured:
    edition = document.editions.order_by("-number").first() or _frozen(document)
    _, freezing = timed(partial(freeze, document))
    result, rendering = timed(partial(render, edition, Export.Format.PDF))
    return Measured(document.title, result.pages, freezing.seconds, rendering.seconds)


def _frozen(document: Document) -> Edition:
    return freeze_edition(document=document, status=Edition.Status.CONCEPT, frozen_by=None, note="Voor de meting")


def _agenda() -> SafetyAgenda:
    agenda = SafetyAgendaFactory(**PERIOD)
    # As many as there are veiligheidsregio's: more than there ever were eenheden.
    PoliceUnitFactory.create_batch(REGIONS - PoliceUnit.objects.count())
    units = list(PoliceUnit.objects.all())
    for objective in NationalObjectiveFactory.create_batch(OBJECTIVES, agenda=agenda):
        AgreementFactory.create_batch(AGREEMENTS, objective=objective)
        for indicator in IndicatorFactory.create_batch(INDICATORS // OBJECTIVES, objective=objective):
            _fill(indicator, units)
    return agenda


def _fill(indicator: Indicator, units: Sequence[PoliceUnit]) -> None:
    Target.objects.bulk_create(Target(indicator=indicator, year=year, value=1000) for year in YEARS)
    places = [{"indicator": indicator, "police_unit": unit, "year": year} for year in YEARS for unit in units]
    RegionalTarget.objects.bulk_create(RegionalTarget(value=40, **place) for place in places)
    Measurement.objects.bulk_create(
        Measurement(value=30 + (place["police_unit"].order + place["year"]) % 20, source="Meting", **place)
        for number, place in enumerate(places)
        if number % LACKING
    )


def _report(agenda: SafetyAgenda) -> Document:
    unit = PoliceUnit.objects.order_by("order").first()
    plan = PolicyPlanFactory(police_unit=unit, agenda=agenda, **PERIOD)
    title = "Monitoring Veiligheidsagenda"
    document = Document.objects.create(slug="monitoring", title=title, plan=plan, police_unit=unit, **PERIOD)
    shown = {"year": YEARS[-1], "period": "jaar"}
    contents = Node("contents", "inhoud", title="Inhoudsopgave")
    write_outline(
        document,
        [Node("cover", "omslag"), contents, Node("monitoring", "monitoring", title="Monitoring", options=shown)],
    )
    return Document.objects.for_freezing().get(pk=document.pk)
