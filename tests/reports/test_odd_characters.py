"""What people type anywhere reaches paper: of a plan, a name, a table and a report of progress no word is lost."""

import subprocess
from datetime import date

import page
import pytest

from nhveilig.figures.values import Figure
from reports.documents.assembling.services import assemble_edition
from reports.documents.models import Document, Edition
from reports.documents.rendering import render
from reports.documents.services.editions import edition_of
from tests.reports.test_pdf import failures
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    PlanTextFactory,
    PolicyPlanFactory,
    ResultTargetFactory,
    ThemeFactory,
)
from themes.models import ImplementationPlan, PlanPerson
from themes.progress.services import Report, report_progress

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]
PROFILES = [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A]


def odd(place: str) -> str:
    """An emoji, a line separator, a Greek and a Cyrillic word, each with where it was typed."""
    return f"Goed👍{place} Ελλάδα{place} Привет{place} tot\u2028hier{place}"


def seen(place: str) -> list[str]:
    return [f"Goed👍{place}", f"Ελλάδα{place}", f"Привет{place}", f"hier{place}"]


@pytest.fixture
def plan() -> ImplementationPlan:
    theme = ThemeFactory(plan=PolicyPlanFactory(), slug="havens", title=f"Havens {odd('thema')}")
    plan = ImplementationPlanFactory(theme=theme, year=2026, status="adopted")
    PlanPerson.objects.create(plan=plan, name=f"Ольга Παππάς🙂 {odd('persoon')}", kind=PlanPerson.Kind.LEADER)
    cells = f"<table><tr><th>Wie</th><th>Wat</th></tr><tr><td>OM</td><td>{odd('tabel')}</td></tr></table>"
    PlanTextFactory(plan=plan, html=f"<p>{odd('tekst')}</p>{cells}")
    ActivityFactory(plan=plan, title=f"Controle {odd('naam')}")
    return plan


def text_of(data: bytes, folder) -> str:
    path = folder / "document.pdf"
    path.write_bytes(data)
    found = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    return " ".join(found.stdout.replace("\ufe0e", "").split())


def assert_prints(edition: Edition, places: list[str], folder) -> str:
    data = render(edition, "pdf").data
    assert {profile: failures(data, profile) for profile in PROFILES} == {profile: [] for profile in PROFILES}
    # A long word may go on in the next line.
    text = text_of(data, folder)
    assert [word for place in places for word in seen(place) if word not in text] == []
    return text


def test_a_plan_prints_all_that_was_typed(plan, tmp_path):
    places = ["thema", "tekst", "tabel", "naam", "persoon"]
    text = assert_prints(edition_of(plan=plan, frozen_by=None), places, tmp_path)

    assert "Ольга Παππάς🙂" in text


def test_the_report_of_a_whole_eenheid_prints_what_one_person_typed(plan, tmp_path):
    target = ResultTargetFactory(plan=plan, title=f"Aantal {odd('doel')}", unit="controles", value=10, counting="sum")
    said = Report(on=date(2026, 5, 1), figure=Figure.of(4), course="on_track", words=odd("melding"))
    report_progress(subject=target, report=said, by=None, municipality=None, today=date(2026, 11, 1))
    unit = plan.theme.plan.police_unit

    report = assemble_edition(kind=Document.Kind.HALF_YEAR_REPORT, police_unit=unit, year=2026, by=None)

    assert_prints(report, ["thema", "doel", "melding"], tmp_path)
