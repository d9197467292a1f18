"""A report on a whole agenda, as large as one gets: its pages and seconds beside those of the plan."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection

from agenda.models import Agreement, Indicator, Measurement, NationalObjective, RegionalTarget, SafetyAgenda, Target
from nhveilig.regions.models import PoliceUnit
from reports.documents.freezing import freeze
from reports.documents.models import Block, Document, Edition, Export
from reports.documents.rendering import render
from reports.documents.services.editions import freeze_edition
from themes.models import PolicyPlan

# In the past: of years to come no figure is missing yet.
INDICATORS, YEARS, REGIONS, OBJECTIVES, AGREEMENTS = 30, range(2015, 2019), 25, 5, 3
# One figure in this many is not filled in.
LACKING = 9
SLUG = "monitoring-veiligheidsagenda"
PLAN = "imv-nh-2019-2022"


@dataclass(frozen=True)
class Measured:
    name: str
    pages: int
    freeze: float
    render: float


def measure() -> list[Measured]:
    """The report first, then the plan; each in the same process, after a first render that warms it up."""
    with _throwaway_database():
        report = _report(_agenda())
        plan = Document.objects.for_freezing().get(slug=PLAN)
        _measured(plan)
        return [_measured(report), _measured(plan)]


@contextmanager
def _throwaway_database() -> Iterator[None]:
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        call_command("seed", verbosity=0)
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _measured(document: Document) -> Measured:
    edition = document.editions.order_by("-number").first() or _frozen(document)
    start = time.perf_counter()
    freeze(document)
    frozen = time.perf_counter()
    result = render(edition, Export.Format.PDF, lambda *_: None)
    return Measured(document.title, result.pages, frozen - start, time.perf_counter() - frozen)


def _frozen(document: Document) -> Edition:
    return freeze_edition(document=document, status=Edition.Status.CONCEPT, frozen_by=None, note="Voor de meting")


def _agenda() -> SafetyAgenda:
    agenda = SafetyAgenda.objects.create(
        slug="agenda-van-de-meting",
        title="Veiligheidsagenda van de meting",
        start_year=YEARS[0],
        end_year=YEARS[-1],
        source="Meting",
    )
    units = _units()
    for number in range(OBJECTIVES):
        objective = NationalObjective.objects.create(
            agenda=agenda, code=f"{number + 1}a", title=f"Doel {number + 1}", html="<p>Een doel.</p>", order=number
        )
        Agreement.objects.bulk_create(
            Agreement(
                objective=objective,
                code=f"AFS-{number}-{order}",
                heading="Inzet",
                kind="kwalitatief",
                text="Zo.",
                order=order,
            )
            for order in range(1, AGREEMENTS + 1)
        )
        for place in range(INDICATORS // OBJECTIVES):
            _indicator(objective, place, units)
    return agenda


def _units() -> list[PoliceUnit]:
    """As many as there are veiligheidsregio's: more than there ever were eenheden."""
    first = PoliceUnit.objects.order_by("-order").first().order
    lacking = REGIONS - PoliceUnit.objects.count()
    PoliceUnit.objects.bulk_create(
        PoliceUnit(code=f"M{n}", slug=f"meting-{n}", name=f"Regio van de meting {n}", order=first + n)
        for n in range(1, lacking + 1)
    )
    return list(PoliceUnit.objects.all()[:REGIONS])


def _indicator(objective: NationalObjective, place: int, units: list[PoliceUnit]) -> None:
    indicator = Indicator.objects.create(
        objective=objective,
        code=f"indicator-{place}",
        name=f"Onderzoeken van soort {place + 1} naar doel {objective.code}",
        unit="onderzoeken",
        supplier="politie",
        order=place,
    )
    Target.objects.bulk_create(Target(indicator=indicator, year=year, value=1000) for year in YEARS)
    places = [(unit, year) for year in YEARS for unit in units]
    RegionalTarget.objects.bulk_create(
        RegionalTarget(indicator=indicator, police_unit=unit, year=year, value=40) for unit, year in places
    )
    Measurement.objects.bulk_create(
        Measurement(
            indicator=indicator, police_unit=unit, year=year, value=30 + (unit.order + year) % 20, source="Meting"
        )
        for number, (unit, year) in enumerate(places)
        if number % LACKING
    )


def _report(agenda: SafetyAgenda) -> Document:
    unit = PoliceUnit.objects.order_by("order").first()
    plan = PolicyPlan.objects.create(
        slug="plan-van-de-meting",
        police_unit=unit,
        agenda=agenda,
        title="Plan van de meting",
        start_year=YEARS[0],
        end_year=YEARS[-1],
    )
    document = Document.objects.create(
        slug=SLUG,
        title="Monitoring Veiligheidsagenda",
        plan=plan,
        police_unit=unit,
        start_year=YEARS[0],
        end_year=YEARS[-1],
    )
    blocks = [("cover", "omslag", {}), ("contents", "inhoud", {})]
    blocks.append(("monitoring", "monitoring", {"year": YEARS[-1], "period": "jaar"}))
    for order, (kind, anchor, options) in enumerate(blocks):
        title = "" if kind == "cover" else kind.capitalize()
        Block.objects.create(document=document, order=order, kind=kind, anchor=anchor, title=title, options=options)
    return Document.objects.for_freezing().get(pk=document.pk)
