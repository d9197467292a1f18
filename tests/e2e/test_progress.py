"""Progress as readers and reporters see it: accessible, and nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import look_at, violations

pytestmark = pytest.mark.e2e

IN_2020 = "/uitvoeringsplannen/noord-holland/2020/ondermijning/voortgang/"
PAGES = [
    ("lezer", IN_2020),
    ("staf", IN_2020),
    ("staf", f"{IN_2020}?toon=niet-gemeld"),
    ("staf", "/uitvoeringsplannen/noord-holland/2025/drugs/voortgang/"),
    ("burgemeester", "/voortgang/noord-holland/2025/gemeenten/"),
    ("staf", "/voortgang/noord-holland/2020/nog-niet-gemeld/"),
    ("staf", "/voortgang/antwoord/1.onzin/"),
]


def test_every_page_about_progress_is_accessible(visit):
    windows = {role: visit() for role in dict.fromkeys(role for role, _ in PAGES)}
    for role, window in windows.items():
        window.log_in(role)
    problems = [problem for role, path in PAGES for problem in look_at(windows[role], path)]
    assert problems + [complaint for window in windows.values() for complaint in window.complaints] == []


def test_a_report_that_is_refused_is_accessible_and_keeps_what_was_typed(visit):
    window = visit()
    window.log_in("staf")
    page = window.open(IN_2020)
    page.locator("[id^=target-] .progress-row__name a").first.click()
    page.get_by_label("Wat is de stand?").fill("heel veel")
    page.get_by_label("Toelichting").fill("Uit het verslag van december")
    page.get_by_role("button", name="Sla op").click()
    expect(page.get_by_role("heading", name="Dit kan nog niet worden opgeslagen")).to_be_visible()
    expect(page.get_by_label("Wat is de stand?")).to_have_value("heel veel")
    expect(page.get_by_label("Toelichting")).to_have_value("Uit het verslag van december")
    assert violations(page) == []
