"""What a document shows of the register: the targets of its eenheid, and the report of twice a year."""

from datetime import date

import pytest

import agenda.seeding
from agenda.models import Agreement, Distribution, Indicator, Measurement, RegionalTarget, SafetyAgenda, Target
from agenda.presenters import unit_targets_table
from agenda.register.presenters import monitoring
from agenda.services.distributions import distribute, propose_distribution
from agenda.services.register import record_measurement, revise_target
from nhveilig.figures.values import Figure
from nhveilig.regions.models import PoliceUnit
from reports.documents.blocks import BLOCK_TYPES, Source
from reports.documents.blocks.base import FreezingError
from reports.documents.models import Block
from tests.agenda.factories import MeasurementFactory
from tests.fixture_sheets import ids_in

SLUG = "veiligheidsagenda-2019-2022"
TODAY = date(2026, 11, 22)


def frozen(document, kind: str, **options) -> dict:
    return BLOCK_TYPES[kind](Block(document=document, kind=kind, options=options), Source(document))


def row(table: dict, label: str) -> list[str]:
    return next([cell["text"] for cell in one["cells"]] for one in table["rows"] if one["label"] == label)


def test_a_document_holds_the_targets_of_its_own_eenheid(demo):
    (table,) = frozen(demo, "unit_targets")["tables"]

    assert row(table, "OM-verdachten van mensenhandel")[:4] == ["14", "15", "16", "18"]
    assert table["source"] == "Brief van de minister van Justitie en Veiligheid, 20-9-2019"


def test_the_targets_of_noord_nederland_say_where_they_come_from(demo):
    unit = PoliceUnit.objects.get(code="RE01")
    agenda = SafetyAgenda.objects.with_targets_of(unit).get(slug="veiligheidsagenda-2019-2022")

    table = unit_targets_table(agenda, unit).as_dict()

    assert "bijlage 1B" in table["source"]
    assert any(note.startswith("Reguliere onderzoeken naar cybercrime, 2020-2022: ") for note in table["notes"])


def test_without_targets_a_document_says_what_it_lacks(demo):
    RegionalTarget.objects.filter(police_unit=demo.police_unit).delete()

    with pytest.raises(FreezingError, match="geen streefcijfers van Noord-Holland"):
        frozen(demo, "unit_targets")


@pytest.mark.parametrize(
    ("kind", "options"), [("unit_targets", {}), ("distribution_table", {}), ("national_results", {"year": 2020})]
)
def test_without_a_division_a_document_says_so(demo, kind, options):
    RegionalTarget.objects.all().delete()
    Measurement.objects.all().delete()

    content = frozen(demo, kind, **options)

    said = "Een verdeling van de Veiligheidsagenda 2019-2022 over de eenheden is niet gepubliceerd."
    assert (content["tables"], said in content["html"]) == ([], True)


def test_the_report_compares_with_the_same_part_of_the_year_before(demo):
    indicator = Indicator.objects.get(code="km-capaciteit")
    for year, value in [(2020, 140), (2021, 146)]:
        MeasurementFactory(indicator=indicator, year=year, period="h1", value=value)
        MeasurementFactory(indicator=indicator, year=year, period="jaar", value=1)

    content = frozen(demo, "monitoring", year=2021, period="h1")

    table = next(table for table in content["tables"] if table["id"] == "monitoring-2c-2")
    assert row(table, "Netto opsporingscapaciteit (fte)")[:4] == ["150", "146", "140", "+6"]
    assert content["period"] == "eerste halfjaar 2021"


def test_the_report_tells_what_changed_and_what_is_missing(demo):
    target = Target.objects.get(indicator__code="om-verdachten", year=2022)
    revise_target(target=target, figure=Figure.of(230), reason="Besluit.", revised_on=date(2022, 2, 1), by=None)
    Agreement.objects.filter(code="MH-01").update(status="aandacht", owner="Portefeuillehouder")

    report = next(
        one
        for one in monitoring(SafetyAgenda.objects.with_register().get(start_year=2019), 2022, "jaar", TODAY)
        if one.objective.code == "2b"
    )

    assert report.changes == [
        "OM-verdachten van mensenhandel, landelijk, 2022: het streefcijfer was 240 en wijzigde per 1-2-2022. Besluit."
    ]
    assert report.agreements[0].get_status_display() == "vraagt aandacht"
    assert len(report.missing) == len({line.split(":")[0] for line in report.missing})
    line = next(line for line in report.missing if line.startswith("OM-verdachten van mensenhandel: "))
    assert line.startswith("OM-verdachten van mensenhandel: 43 cijfers (2019, 2020, 2021, 2022) van Noord-Nederland, ")
    assert line.endswith("Landelijke Eenheid, sinds 11-2-2020.")


def test_every_table_of_the_report_stands_under_one_objective(demo):
    content = frozen(demo, "monitoring", year=2022, period="jaar")

    named = [name for objective in content["objectives"] for name in objective["table_ids"]]
    assert named == [table["id"] for table in content["tables"]]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("options", [{}, {"year": 2030}, {"year": 2020, "period": "k1"}])
def test_a_report_about_nothing_is_refused(demo, options):
    with pytest.raises(FreezingError, match="Het blok"):
        frozen(demo, "monitoring", **options)


def test_seeding_again_leaves_what_was_done_since(demo, settings):
    indicator, divided = Indicator.objects.get(code="om-verdachten"), Indicator.objects.get(code="km-totaal")
    target = indicator.targets.get(year=2022)
    revise_target(target=target, figure=Figure.of(230), reason="Besluit", revised_on=date(2021, 2, 1), by=None)
    Agreement.objects.filter(code="OND-01").update(status="gereed", owner="Hoofd opsporing")
    share = RegionalTarget.objects.get(indicator=indicator, police_unit__code="RE04", year=2022)
    revise_target(target=share, figure=Figure.of(19), reason="Besluit", revised_on=date(2021, 2, 1), by=None)
    units = list(PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL))
    proposal = propose_distribution(indicator=divided, year=2021, key="gelijk", police_units=units)
    distribute(proposal=proposal, note="", decided_on=date(2020, 12, 1), decided_by="LOVP", by=None)
    corrected = Measurement(
        indicator=indicator, police_unit=share.police_unit, year=2020, period="jaar", source="Verslag", value=15
    )
    record_measurement(measurement=corrected, today=TODAY, by=None)
    before = ids_in("agenda")

    agenda.seeding.seed(settings.FIXTURES_DIR / SLUG)

    assert ids_in("agenda") == before
    assert (Target.objects.get(pk=target.pk).value, RegionalTarget.objects.get(pk=share.pk).value) == (230, 19)
    assert Agreement.objects.get(code="OND-01").owner == "Hoofd opsporing"
    assert Distribution.objects.get(indicator=divided).key == "gelijk"
    assert divided.regional_targets.filter(year=2021, source="").count() == 10
    assert Measurement.objects.get(indicator=indicator, is_current=True).value == 15
