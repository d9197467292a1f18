"""Word documents in a browser without script: a chapter that comes back, a file with a picture, and one for a plan."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.reports.desk.test_in_word import changed
from tests.reports.filling.test_plans import FILE as PLAN_FILE
from tests.reports.incoming.test_pictures import FILE as WITH_PICTURES

from .looking import look_at, looked_at

pytestmark = pytest.mark.e2e
DOCUMENT = "/documenten/imv-nh-2019-2022/"
DRUGS = "/uitvoeringsplannen/noord-holland/2025/drugs/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OLD, NEW = "Geen enkel plan over veiligheid staat op zichzelf.", "Geen enkel plan over veiligheid staat los."


def read_in(page: Page, data: bytes) -> str:
    """The path of what one sees then."""
    page.get_by_label("Word-document").set_input_files({"name": "tekst.docx", "mimeType": WORD, "buffer": data})
    page.get_by_role("button", name="Lees in").click()
    expect(page.get_by_role("button", name="verander niets")).to_be_visible()
    return urlsplit(page.url).path


def test_what_comes_in_is_looked_at_first(visit):
    window = visit(java_script_enabled=False)
    window.log_in("staf")
    page = window.open(f"{DOCUMENT}schrijven/?hoofdstuk=hoofdstuk-5")
    page.get_by_role("link", name="In Word").click()
    seen = [urlsplit(page.url).path]
    with page.expect_download() as download:
        page.get_by_role("link", name="Haal op als Word-document").click()
    data = changed(Path(download.value.path()).read_bytes(), (OLD, NEW))
    seen.append(read_in(page, data))
    expect(page.locator("ins", has_text="los")).to_be_visible()
    expect(page.get_by_role("radio", name="Overnemen")).to_be_checked()
    page = window.open(f"{DOCUMENT}word/")
    seen.append(read_in(page, WITH_PICTURES))
    page = window.open(f"{DRUGS}word/")
    seen.append(read_in(page, PLAN_FILE))
    page.get_by_role("button", name="Neem over").click()
    expect(page.get_by_role("heading", name="Hier staat al tekst")).to_be_visible()
    expect(page.get_by_role("radio", name="Zet de tekst uit Word erachter").first).to_be_checked()

    looking = visit()
    looking.log_in("staf")
    paths = [*seen, f"{DRUGS}word/"]
    found = [problem for path in paths for problem in look_at(looking, path)]
    assert found + looking.complaints == []
    page = looking.open(seen[-1])
    page.get_by_role("button", name="Neem over").click()
    expect(page.get_by_role("heading", name="Hier staat al tekst")).to_be_visible()
    assert looked_at(page) == []
    for path in seen[1:]:
        looking.open(path).get_by_role("button", name="verander niets").click()
        expect(looking.page.get_by_text("is weggegooid")).to_be_visible()
