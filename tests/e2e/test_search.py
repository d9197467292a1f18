"""Half a name, typed on any page, leads to its figures by the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from .looking import violations

pytestmark = pytest.mark.e2e


def test_typing_half_a_name_answers_and_leads_there(visit):
    window = visit()
    page = window.log_in("lezer")
    field = page.get_by_label("Zoekwoorden")
    field.press_sequentially("alkm")
    found = page.locator("#zoek-in-portaal-voorstellen")
    expect(found.get_by_role("link", name="Basisteam Alkmaar")).to_contain_text("wijkagenten")
    problems = violations(page)
    field.press("ArrowDown")
    expect(found.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    expect(found).to_be_empty()
    field.press("a")
    expect(found.get_by_role("link", name="Gemeente Alkmaar")).to_be_visible()
    field.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/gemeenten/GM0361/"))
    assert problems + window.complaints == []
