"""Documents of plans in a browser: one button from a plan to its PDF, and one from the plans to the jaarplan."""

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import look_at

pytestmark = pytest.mark.e2e

PAGES = [
    "/documenten/",
    "/documenten/jaarplan-nh-2025/",
    "/documenten/jaarplan-nh-2025/edities/1/",
    "/jaarplannen/noord-holland/2025/",
    "/jaarplannen/noord-holland/2030/",
]
PLAN = "/uitvoeringsplannen/noord-holland/2025/mensenhandel/"


def test_every_page_about_documents_of_plans_is_accessible(visit):
    staff = visit()
    staff.log_in("staf")
    problems = [problem for path in PAGES for problem in look_at(staff, path, again=path.endswith("edities/1/"))]
    assert problems + staff.complaints == []


def test_one_button_makes_the_pdf_of_a_plan(visit):
    staff = visit()
    staff.log_in("staf")
    page = staff.open(PLAN)
    page.get_by_role("button", name="Maak PDF").click()
    link = page.get_by_role("main").get_by_role("link", name="Download")
    link.first.wait_for(timeout=90_000)
    with page.expect_download() as download:
        link.first.click()
    assert download.value.suggested_filename == "uitvoeringsplan-noord-holland-2025-mensenhandel-versie-1.pdf"
    assert staff.complaints + staff.refused() == []


def test_one_button_brings_the_jaarplan_in_line(visit):
    staff = visit()
    staff.log_in("staf")
    page = staff.open("/jaarplannen/noord-holland/2025/")
    page.get_by_role("button", name="Breng het jaarplan in lijn").click()
    expect(page.get_by_text("toont nu alle uitvoeringsplannen van dit jaar")).to_be_visible()
    expect(page.get_by_role("link", name="Maatschappelijke onrust en radicalisering")).to_be_visible()
    assert staff.complaints + staff.refused() == []
