"""From an abbreviation in a plan to its explanation and back, with keys and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from .looking import look_at

pytestmark = pytest.mark.e2e

PLAN = "/uitvoeringsplannen/noord-holland/2026/weerbaarheid-overheid/"
GLOSSARY = "/hulp/begrippen/"


def test_keys_lead_to_the_explanation_and_back_without_scripts(visit):
    reader = visit(java_script_enabled=False)
    reader.log_in("lezer")
    page = reader.open(PLAN)
    link = page.get_by_role("link", name="RIEC", exact=True)
    expect(link).to_have_accessible_description("Regionaal Informatie- en Expertisecentrum")
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"{GLOSSARY}#riec-\d+$"))
    expect(page.locator("dt:target")).to_have_text("RIEC")
    expect(page.locator("dt:target")).to_be_in_viewport()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weerbaarheid overheid")
    assert reader.complaints == []


def test_what_is_explained_is_accessible(visit):
    window = visit()
    window.log_in("staf")
    problems = [problem for path in (PLAN, GLOSSARY, f"{GLOSSARY}?zoek=zqxj") for problem in look_at(window, path)]
    assert problems + window.complaints == []
