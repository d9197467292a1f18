"""From logging in to an opened file: with a mouse, with the keyboard alone, and without JavaScript."""

import re
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.e2e, pytest.mark.sqlite]

DOCUMENT = "Integraal Meerjarenbeleidsplan Veiligheid 2019-2022"
SECONDS = 1000
A_RENDER = 120 * SECONDS


@pytest.fixture(autouse=True)
def something_to_freeze(portal) -> None:
    portal.change_a_text()


def pages_on_screen(page: Page) -> int:
    return int(re.search(r"(\d+) pagina", page.locator("#export").inner_text())[1])


def opened(path: Path) -> int:
    """The number of pages of a file that must be a PDF."""
    assert path.read_bytes().startswith(b"%PDF-1.7")
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def test_staff_freeze_an_edition_and_open_its_pdf(visit, tmp_path):
    window = visit()
    page = window.log_in("staf")
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Documenten").click()
    page.get_by_role("link", name=DOCUMENT).click()
    page.get_by_role("link", name="Nieuwe versie bewaren").click()
    page.get_by_label("Vastgesteld: het officiële document").check()
    page.get_by_label("Toelichting").fill("Voor de gemeenteraden")
    page.get_by_role("button", name="Bewaar deze versie").click()
    expect(page.get_by_role("heading", name="Dit kan nog niet worden opgeslagen")).to_be_focused()
    page.get_by_role("link", name="Bevestig dat het document is vastgesteld").click()
    page.get_by_label("95%-versie").check()
    page.get_by_role("button", name="Bewaar deze versie").click()
    expect(page.get_by_role("status").filter(has_text="is bewaard")).to_be_visible()
    newest = page.get_by_role("listitem").filter(has_text="Voor de gemeenteraden")
    newest.get_by_role("button", name="Exporteer PDF").click()
    expect(page.get_by_role("progressbar", name="Voortgang")).to_be_visible(timeout=20 * SECONDS)
    expect(page.locator("#export")).to_contain_text("opmaken, pagina", timeout=60 * SECONDS)
    expect(page.locator("#export")).to_contain_text("Het bestand staat klaar", timeout=A_RENDER)
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("link", name="Download").click()
    download.value.save_as(tmp_path / "plan.pdf")
    assert download.value.suggested_filename.endswith(".pdf")
    assert opened(tmp_path / "plan.pdf") == pages_on_screen(page)
    assert window.complaints == []
    assert window.refused() == []


class Keyboard:
    """Only keys. What has the focus is known by its text, as somebody who listens knows it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab_to(self, words: str, most: int = 60) -> None:
        heard = []
        for _ in range(most):
            self.page.keyboard.press("Tab")
            heard.append(self._heard()[:80])
            if words in heard[-1]:
                return
        raise AssertionError(f"“{words}” cannot be reached with Tab from here, only: {heard}")

    def _heard(self) -> str:
        return self.page.evaluate(
            """() => {
              const element = document.activeElement;
              const labels = [...(element.labels ?? [])].map((label) => label.textContent);
              return [...labels, element.textContent].join(" ").replace(/\\s+/g, " ");
            }"""
        )

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def follow(self, words: str) -> None:
        """Go to what is called `words`, press Enter, and wait for the page that follows."""
        self.tab_to(words)
        with self.page.expect_navigation():
            self.press("Enter")

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)


def test_the_same_with_the_keyboard_alone(visit, tmp_path):
    window = visit()
    page, keys = window.open("/"), Keyboard(window.page)
    keys.tab_to("Gebruikersnaam")
    keys.write("staf")
    keys.tab_to("Wachtwoord")
    keys.write("samen-veilig-2026")
    with page.expect_navigation():
        keys.press("Enter")
    keys.follow("Documenten")
    keys.tab_to("Naar de inhoud")
    keys.press("Enter")
    keys.follow(DOCUMENT)
    keys.follow("Nieuwe versie bewaren")
    keys.tab_to("Concept")
    keys.press("ArrowDown")
    keys.tab_to("Toelichting")
    keys.write("Met het toetsenbord")
    keys.follow("Bewaar deze versie")
    expect(page.get_by_role("status").filter(has_text="(95%-versie) is bewaard")).to_be_visible()
    keys.follow("Exporteer PDF")
    keys.tab_to("Annuleer")
    page.wait_for_timeout(2.5 * SECONDS)
    expect(page.get_by_role("button", name="Annuleer")).to_be_focused()
    expect(page.locator("#export")).to_contain_text("Het bestand staat klaar", timeout=A_RENDER)
    keys.tab_to("Download imv-nh")
    with page.expect_download() as download:
        keys.press("Enter")
    download.value.save_as(tmp_path / "plan.pdf")
    assert opened(tmp_path / "plan.pdf") == pages_on_screen(page)
    assert window.complaints == []


def test_the_same_without_javascript(visit, tmp_path):
    window = visit(java_script_enabled=False)
    page = window.log_in("staf")
    page.get_by_role("navigation", name="Hoofdmenu").first.get_by_role("link", name="Documenten").click()
    page.get_by_role("link", name=DOCUMENT).first.click()
    page.get_by_role("link", name="Nieuwe versie bewaren").click()
    page.get_by_label("Concept:").check()
    page.get_by_label("Toelichting").fill("Zonder JavaScript")
    page.get_by_role("button", name="Bewaar deze versie").click()
    newest = page.get_by_role("listitem").filter(has_text="Zonder JavaScript")
    newest.get_by_role("button", name="Exporteer PDF").click()
    # The page asks for itself again until the file is there; nobody presses anything.
    expect(page.locator("#export")).to_contain_text("Het bestand staat klaar", timeout=A_RENDER)
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("link", name="Download").click()
    download.value.save_as(tmp_path / "plan.pdf")
    assert opened(tmp_path / "plan.pdf") == pages_on_screen(page)
    assert window.complaints == []


def test_a_render_can_be_stopped_from_its_page(visit):
    window = visit()
    page = window.log_in("staf")
    window.open("/documenten/imv-nh-2019-2022/bevriezen/")
    page.get_by_label("Toelichting").fill("Met de muis te stoppen")
    page.get_by_label("Concept:").check()
    page.get_by_role("button", name="Bewaar deze versie").click()
    page.get_by_role("listitem").filter(has_text="Met de muis te stoppen").get_by_role(
        "button", name="Exporteer PDF"
    ).click()
    expect(page.locator("#export")).to_contain_text("opmaken", timeout=60 * SECONDS)
    page.get_by_role("button", name="Annuleer").click()
    expect(page.locator("#export")).to_contain_text("er is geen bestand gemaakt", timeout=20 * SECONDS)
    expect(page.get_by_role("button", name="Probeer opnieuw")).to_be_visible()
    assert window.complaints == []
