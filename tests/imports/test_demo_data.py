"""What the demo data holds, somebody can bring in: the files are those of an import, and so is what comes of them."""

from pathlib import Path

import pytest
from django.conf import settings

from agenda.models import Measurement, RegionalTarget, Target
from formation.models import StrengthCell, StrengthChangeSet, StrengthExplanation, StrengthTable
from nhveilig.regions.models import Inhabitants, Municipality, PoliceUnit
from tests.fixture_sheets import rows_of
from tests.imports.files import applied, csv_of, previewed

AGENDA, AGENDA_OF_NOW = "veiligheidsagenda-2019-2022", "veiligheidsagenda-2023-2026"
FILES = {
    "streefcijfers": f"{AGENDA}/streefcijfers",
    "verdeling": f"{AGENDA}/verdeling",
    "realisatie": f"{AGENDA}/realisatie",
}
CELL = (
    *("row__table__series", "row__table__reference_date", "row__table__title", "row__table__date_label"),
    *("category__unit", "category__decimals", "row__table__source", "row__unit", "row__role", "category__code"),
    "category__name",
    *("category__role", "category__is_community_officer", "category__order", "value", "qualifier"),
)


def fixture(sheet: str) -> bytes:
    return (Path(settings.FIXTURES_DIR) / f"{sheet}.csv").read_bytes()


@pytest.mark.parametrize("code", FILES)
def test_an_upload_of_the_figures_of_the_agenda_changes_nothing(demo, code):
    plan = applied(code, fixture(FILES[code]), None)

    assert (plan.changes, plan.additions, plan.unchanged) == ([], [], len(rows_of(FILES[code])))


@pytest.mark.parametrize("slug", ["noord-holland", "noord-nederland"])
def test_an_upload_of_the_strength_changes_nothing(demo, slug):
    plan = applied("formatie", fixture(f"formation/{slug}/formatie"), PoliceUnit.objects.get(slug=slug))

    assert (plan.changes, plan.additions, plan.notes) == ([], [], [])
    assert plan.unchanged == len(rows_of(f"formation/{slug}/formatie"))


@pytest.mark.parametrize("slug", ["noord-holland", "noord-nederland"])
def test_somebody_brings_the_same_strength_into_a_portal_without_it(demo, slug):
    unit = PoliceUnit.objects.get(slug=slug)
    cells = StrengthCell.objects.filter(row__table__police_unit=unit)
    before = sorted(map(str, cells.values_list(*CELL)))
    StrengthChangeSet.objects.all().delete()
    StrengthExplanation.objects.all().delete()
    StrengthTable.objects.all().delete()

    applied("formatie", fixture(f"formation/{slug}/formatie"), unit, accept_totals=True)

    assert sorted(map(str, cells.values_list(*CELL))) == before
    assert before


def test_somebody_brings_in_municipalities_with_the_one_they_went_into(demo):
    unit = PoliceUnit.objects.get(slug="noord-holland")
    rows = rows_of("gemeenten", folder=settings.REFERENCE_DIR)
    mine = set(Municipality.objects.filter(safety_region__police_unit=unit).values_list("code", flat=True))
    data = csv_of(rows[0].keys(), *(row.values() for row in rows if row["gm-code"] in mine))
    Municipality.objects.filter(code__in=mine).update(successor=None)

    plan = applied("gemeenten", data, unit)

    merged = {row["gm-code"]: row["opgegaan in"] for row in rows if row["gm-code"] in mine and row["opgegaan in"]}
    assert merged
    assert merged == dict(
        Municipality.objects.filter(code__in=mine, successor__isnull=False).values_list("code", "successor__code")
    )
    assert [change.what.partition(", ")[2] for change in plan.changes] == ["opgegaan in"] * len(merged)


def test_a_municipality_that_nobody_knows_cannot_be_gone_into(demo):
    head = ("gm-code", "gemeente", "opgegaan in")

    [problem] = previewed("gemeenten", csv_of(head, ("GM0361", "Alkmaar", "GM9999")), demo.police_unit).problems

    assert (problem.row, problem.column, problem.value) == (2, "opgegaan in", "GM9999")
    assert "bestaat niet" in problem.message


@pytest.mark.parametrize(
    ("head", "cell", "column", "words"),
    [
        ("decimalen", "veel", "decimalen", "geheel getal"),
        ("telt als wijkagent", "soms", "categorie", "“telt als wijkagent” staat “soms”"),
        ("titel", "x" * 161, "titel", "te lang"),
    ],
)
def test_what_is_wrong_with_a_new_table_is_told_with_its_place(demo, head, cell, column, words):
    columns = ("peildatum", "onderdeel", "categorie", "fte", "bron", head)
    row = ("1-1-2041", "District Kennemerland", "agent", 1, "Plan", cell)

    [problem] = previewed("formatie", csv_of(columns, row), demo.police_unit).problems

    assert (problem.row, problem.column) == (2, column)
    assert words in problem.message


def test_every_figure_of_these_files_is_in_the_portal(demo):
    counts = {
        f"{AGENDA}/streefcijfers": Target.objects.filter(indicator__objective__agenda__slug=AGENDA).count(),
        f"{AGENDA_OF_NOW}/streefcijfers": Target.objects.filter(
            indicator__objective__agenda__slug=AGENDA_OF_NOW
        ).count(),
        f"{AGENDA}/verdeling": RegionalTarget.objects.count(),
        f"{AGENDA}/realisatie": Measurement.objects.count(),
        "formation/noord-holland/formatie": StrengthCell.objects.filter(
            row__table__police_unit__slug="noord-holland"
        ).count(),
        "formation/noord-nederland/formatie": StrengthCell.objects.filter(
            row__table__police_unit__slug="noord-nederland"
        ).count(),
    }

    assert counts == {sheet: len(rows_of(sheet)) for sheet in counts}
    assert Inhabitants.objects.count() == len(
        [row for row in rows_of("gemeenten", folder=settings.REFERENCE_DIR) if row["inwoners"]]
    )
