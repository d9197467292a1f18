"""Pictures and previews in a browser: without script, and for everybody."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.picture_library.factories import photo

from .looking import look_at

pytestmark = pytest.mark.e2e

DOCUMENT = "/documenten/rbp-nn-2020-2023/"


def test_a_picture_is_added_and_a_chapter_laid_out_without_script(visit):
    window = visit(java_script_enabled=False)
    window.log_in("staf-noord")
    page = window.open("/afbeeldingen/nieuw/")
    file = {"name": "haven.jpg", "mimeType": "image/jpeg", "buffer": photo((400, 300))}
    page.get_by_label("Bestand").set_input_files(file)
    page.get_by_label("Wat erop staat").fill("Een haven")
    page.get_by_role("button", name="Sla op").click()
    expect(page.get_by_role("img", name="Een haven")).to_be_visible()
    seen = [page.url]

    page = window.open(f"{DOCUMENT}voorbeeld/?hoofdstuk=hoofdstuk-7")
    page.get_by_role("button", name="Maak een proefdruk (PDF)").click()
    expect(page.get_by_role("link", name="Open de proefdruk (PDF)")).to_be_visible(timeout=30_000)
    seen.append(page.url)

    looking = visit()
    looking.log_in("staf-noord")
    paths = [*(urlsplit(url).path for url in seen), "/afbeeldingen/", "/afbeeldingen/nieuw/"]
    assert [problem for path in paths for problem in look_at(looking, path)] + looking.complaints == []
