"""Of every dataset something that is published, and beside it the same that is not."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from agenda.models import Measurement
from formation.models import StrengthTable
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.regions.models import PoliceUnit
from reports.documents.content import fingerprint
from reports.documents.models import Document, Edition
from reports.documents.services.publishing import publish_edition
from tests.agenda.factories import MeasurementFactory, SafetyAgendaFactory, make_agenda
from tests.formation.factories import FIRST, make_national, make_strength
from tests.regions.factories import MunicipalityFactory, PoliceUnitFactory, SafetyRegionFactory
from tests.themes.factories import (
    ImplementationPlanFactory,
    IntendedResultFactory,
    ObjectiveFactory,
    PolicyPlanFactory,
    ResultTargetFactory,
    ThemeFactory,
)
from themes.models import ImplementationPlan, Outlook, ResultTarget, Standing

# Stands in whatever is not published: found anywhere, something leaks.
SECRET = "geheim-concept"
NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
DAY = date(2025, 12, 1)
TABLE = {
    "id": "sterkte",
    "number": "1",
    "caption": "Sterkte",
    "unit": "fte",
    "row_header": "Onderdeel",
    "column_groups": [],
    "columns": [{"key": "a", "label": "agent", "kind": "number", "decimals": 1, "role": "value"}],
    "rows": [
        {
            "label": "Basisteam",
            "level": 1,
            "role": "detail",
            "cells": [{"value": "12.5", "qualifier": "exact", "text": "12,5"}],
        }
    ],
    "notes": [],
    "source": "Sterktetabel",
}


@dataclass
class World:
    unit: PoliceUnit
    edition: Edition
    plan: ImplementationPlan
    table: StrengthTable


def make_world(size: int = 1) -> World:
    """`size` times as much of everything that is published, in one eenheid."""
    unit = PoliceUnitFactory(slug="noord", name="Noord")
    region = SafetyRegionFactory(police_unit=unit)
    places = [MunicipalityFactory(safety_region=region, valid_until=None) for _ in range(size)]
    _agendas(unit, size)
    tables = make_strength(unit, teams=size)
    make_strength_of_nobody(unit)
    plans = [_plan(unit, places, f"thema-{number}") for number in range(size)]
    _plan(unit, places, SECRET, status="review")
    editions = [_edition(unit, f"beleidsplan-{number}", plans[0]) for number in range(size)]
    for number in range(size):
        make_national([unit], title=f"Tabel {number}", status="adopted", adopted_on=DAY)
    make_national([unit], title=SECRET, source=SECRET)
    return World(unit, editions[0], plans[0], tables[0])


def _agendas(unit: PoliceUnit, size: int) -> None:
    for adopted_on in (DAY, None):
        agenda = make_agenda(size, [unit])
        agenda.adopted_on = agenda.distribution_adopted_on = adopted_on
        agenda.slug = "agenda" if adopted_on else SECRET
        agenda.save()
        for objective in agenda.objectives.all():
            for place in (unit, None):
                MeasurementFactory(
                    indicator=objective.indicators.get(),
                    police_unit=place,
                    status=Measurement.Status.FINAL,
                    note="" if adopted_on else SECRET,
                )
    SafetyAgendaFactory(slug=f"{SECRET}-leeg")


def make_strength_of_nobody(unit: PoliceUnit) -> None:
    table = StrengthTable.objects.filter(police_unit=unit, reference_date=FIRST).get()
    concept = StrengthTable.objects.create(
        police_unit=unit, series=SECRET, reference_date=FIRST, source=SECRET, status=StrengthTable.Status.CONCEPT
    )
    category = concept.categories.create(code=SECRET, name=SECRET, order=1)
    row = concept.rows.create(unit=table.rows.first().unit, order=1)
    row.cells.create(category=category, value=1)


def _plan(unit: PoliceUnit, places: list, name: str, status: str = "adopted") -> ImplementationPlan:
    policy = PolicyPlanFactory(police_unit=unit, slug=f"imv-{name}")
    theme = ThemeFactory(plan=policy, slug=name, title=f"Thema {name}")
    plan = ImplementationPlanFactory(theme=theme, status=status, adopted_on=DAY if status == "adopted" else None)
    result = IntendedResultFactory(
        plan=plan, title=f"Minder inbraak, {name}", objective=ObjectiveFactory(theme=theme, number=3)
    )
    target = ResultTargetFactory(plan=plan, result=result, code="KPI-1", value=Decimal("12.50"), title=f"Acties {name}")
    covered = ResultTargetFactory(
        plan=plan, title=f"Menukaart {name}", scope=ResultTarget.Scope.EVERY_MUNICIPALITY, value=1
    )
    ResultTargetFactory(plan=plan, title=SECRET, deleted_at=NOW)
    IntendedResultFactory(plan=plan, title=SECRET, deleted_at=NOW)
    _stands(plan, Figure.of("7.5", Qualifier.CIRCA), target=target, reached=False)
    _stands(plan, Figure.blank(), result=result, course=Outlook.ATTENTION)
    for place in places:
        _stands(plan, Figure.of(1), target=covered, municipality=place, reached=True)
    return plan


def _stands(plan: ImplementationPlan, figure: Figure, **of) -> None:
    standing = Standing(
        plan=plan, on=DAY, updates=1, reported_at=NOW, words=SECRET, evidence=f"https://{SECRET}.nl", **of
    )
    standing.figure = figure
    standing.save()


def _edition(unit: PoliceUnit, slug: str, plan: ImplementationPlan) -> Edition:
    document = Document.objects.create(
        slug=slug,
        kind=Document.Kind.POLICY_PLAN,
        police_unit=unit,
        plan=plan.theme.plan,
        title="Beleidsplan",
        organisation="Noord",
        start_year=2025,
        end_year=2028,
    )
    statuses = [Edition.Status.CONCEPT, Edition.Status.CONSULTATION, Edition.Status.ADOPTED]
    editions = [_frozen(document, number, status) for number, status in enumerate(statuses, start=1)]
    # Adopted, and not public.
    _frozen(document, 4, Edition.Status.ADOPTED, is_public=False)
    return editions[-1]


def _frozen(document: Document, number: int, status: str, *, is_public: bool = True) -> Edition:
    word = "open" if status == Edition.Status.ADOPTED and is_public else SECRET
    block = {"id": "tabel", "kind": "strength_table", "number": "", "title": word, "level": 1, "blocks": []}
    content = {"schema": 1, "document": {"title": "Beleidsplan"}, "blocks": [block | {"content": {"tables": [TABLE]}}]}
    edition = Edition.objects.create(
        document=document,
        number=number,
        status=status,
        note=word,
        schema_version=1,
        content=content,
        sha256=fingerprint(content),
        frozen_at=NOW,
    )
    if word == "open":
        publish_edition(edition=edition, by=None)
    return edition
