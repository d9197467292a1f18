"""Somebody who never saw the portal writes a whole uitvoeringsplan, and takes it home as a PDF.

They do only what the pages themselves say and link: no address is typed, and nothing is looked up.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.running import wait_for

from .test_journey import Keyboard

pytestmark = pytest.mark.e2e

A_RENDER = 120_000
# Every one of these must be in the PDF.
AMBITION = "Geen schuur in Noord-Holland verandert nog ongemerkt in een drugslab."
APPROACH = "Wijkagenten, boeren en gemeenten kijken samen naar leegstand."
ACTIVITIES = [
    ("Schurenloket openen", "Een loket met één telefoonnummer", "maart", "Gemeente Hollands Kroon"),
    ("Controles op bedrijventerreinen", "Vier controledagen", "elk kwartaal", "Basisteam Kop van Noord-Holland"),
    ("Afspraken met netbeheerders", "Een convenant", "tweede helft van het jaar", "RIEC Noord-Holland"),
]
RESULT = "Verhuurders weten het loket te vinden"
TARGET = ("Meldingen bij het loket", "120", "meldingen", "december")
DECISION = ("Menskracht voor het loket vrijmaken", "Regionaal Bestuurlijk Overleg")
PARTNER = ("Politie-eenheid Noord-Holland", "1,5")
LEADER = "Pieter van der Plaats"
ALL_WORDS = [AMBITION, APPROACH, *sum(ACTIVITIES, ()), RESULT, *TARGET, *DECISION, *PARTNER, LEADER]
# How many steps each of them takes.
WRITTEN, REVIEWED_AND_PRINTED, DECIDED, REACTED = 48, 5, 14, 11
EARLY = "De gemeenteraden beslissen nog deze maand."


class Walker:
    """Somebody at a browser. A step is a click, a field that is filled in, a choice from a list or a chosen file."""

    def __init__(self, window, page: Page) -> None:
        self.window, self.page = window, page
        self.taken: list[str] = []

    @property
    def steps(self) -> int:
        return len(self.taken)

    def click(self, place: Locator) -> None:
        self.taken.append(f"click {place}")
        place.click()

    def follow(self, name: str | re.Pattern) -> None:
        """The first link that says so."""
        self.click(self.page.get_by_role("link", name=name).first)

    def press(self, name: str | re.Pattern) -> None:
        self.click(self.page.get_by_role("button", name=name))

    def fill(self, field: Locator, text: str) -> None:
        self.taken.append(f"fill {field}")
        field.fill(text)

    def bring(self, path: Path) -> None:
        """In the one place of the page where a file is asked for."""
        self.taken.append(f"choose {path.name}")
        self.page.locator("input[type=file]").set_input_files(path)

    def write(self, name: str, text: str) -> None:
        """In the part that is open; behind the label may stand what to fill in."""
        self.fill(self.part.get_by_label(re.compile(rf"^{name}( \(|$)")), text)

    def choose(self, name: str, choice: str) -> None:
        self.taken.append(f"choose {name}")
        self.part.get_by_label(name, exact=True).select_option(label=choice)

    def add(self, button: str) -> None:
        self.press(button)
        self.page.wait_for_url(re.compile(r"#[a-z]+-\d+$"))

    @property
    def part(self) -> Locator:
        """The part that was just added: its address is that of the page."""
        return self.page.locator("#" + self.page.url.rpartition("#")[2])

    def turn_to(self, section: str) -> None:
        self.follow(f"Verder met {section}")
        expect(self.page.get_by_role("heading", level=2, name=section)).to_be_visible()

    def complaints(self) -> list[str]:
        return self.window.complaints + self.window.refused()


class Person(Walker):
    """Of the demo."""

    def __init__(self, visit, username: str) -> None:
        window = visit(viewport={"width": 1280, "height": 900})
        super().__init__(window, window.open("/"))
        self.fill(self.page.get_by_label("Gebruikersnaam"), username)
        self.fill(self.page.get_by_label("Wachtwoord"), "samen-veilig-2026")
        self.press("Inloggen")


@pytest.fixture
def leader(visit) -> Person:
    return Person(visit, "projectleider")


def begin(leader: Person) -> None:
    leader.follow("Plannen")
    leader.follow("2027")
    leader.follow("Begin het plan voor 2027 van Drugs")
    leader.press("Begin leeg")


def write_texts(leader: Person) -> None:
    for title, words in (("Ambitie", AMBITION), ("Aanpak", APPROACH)):
        expect(leader.page.get_by_role("toolbar", name=f"Opmaak van {title.lower()}")).to_be_visible()
        leader.fill(leader.page.get_by_role("textbox", name=title, exact=True), words)


def write_activities(leader: Person) -> None:
    """One for each goal; after each, the list of goals is where one was."""
    for number, (title, product, moment, owner) in enumerate(ACTIVITIES, start=1):
        if number > 1:
            leader.follow(re.compile("^Doelen"))
            # The page one leaves has such a button as well.
            expect(leader.page.get_by_role("heading", level=2, name="Doelen")).to_be_visible()
        leader.add(f"Activiteit toevoegen bij doel {number}")
        leader.write("Activiteit", title)
        leader.write("Product", product)
        leader.write("Wanneer", moment)
        leader.write("Eigenaar", owner)
    # What was missing a moment ago is not asked for any more, on the part and in the list of the page.
    expect(leader.page.get_by_text("nog invullen")).to_have_count(0)
    expect(leader.page.get_by_text("Wat hier nog ontbreekt")).to_be_hidden()


def write_results(leader: Person) -> None:
    leader.add("Beoogd resultaat toevoegen bij doel 1")
    leader.write("Beoogd resultaat", RESULT)
    leader.click(leader.page.get_by_role("button", name="Streefwaarde toevoegen").first)
    leader.page.wait_for_url(re.compile(r"#target-"))
    title, value, unit, deadline = TARGET
    leader.write("Wat gemeten wordt", title)
    leader.write("Streefwaarde", value)
    leader.write("Meeteenheid", unit)
    leader.write("Termijn", deadline)


def write_the_rest(leader: Person) -> None:
    leader.turn_to("Gevraagde besluiten")
    leader.add("Gevraagd besluit toevoegen")
    leader.write("Besluit", DECISION[0])
    leader.write("Gremium", DECISION[1])
    leader.turn_to("Inzet en middelen")
    leader.add("Inzet toevoegen")
    leader.write("Partner", PARTNER[0])
    leader.write("Hoeveel", PARTNER[1])
    leader.turn_to("Betrokkenen")
    leader.add("Betrokkene toevoegen")
    leader.choose("Rol", "Projectleider")
    leader.write("Naam", LEADER)


def see_it_complete(leader: Person) -> None:
    """The meter, on the last page of the editor."""
    leader.turn_to("Verbanden")
    progress = leader.page.get_by_role("progressbar").first
    expect(progress).to_have_attribute("value", "26")
    expect(progress).to_have_attribute("max", "26")


def put_to_the_municipalities(staff: Person) -> None:
    open_plan(staff)
    staff.follow("Waar staat het plan")
    staff.press("Leg voor aan de gemeenten")
    expect(staff.page.get_by_text("Het plan ligt nu bij de gemeenten.")).to_be_visible()


def open_plan(person: Person) -> None:
    person.follow("Plannen")
    person.follow("2027")
    person.click(person.page.get_by_role("main").get_by_role("link", name="Drugs", exact=True).last)


def react(mayor: Person) -> None:
    open_plan(mayor)
    mayor.follow("Reageer op dit plan")
    whole = mayor.page.locator("#plan")
    mayor.click(whole.get_by_label("Opmerking"))
    mayor.fill(whole.get_by_label("Waarom?"), "Begin het loket in februari.")
    mayor.press("Kijk uw reactie na")
    mayor.press("Verstuur de reactie")
    expect(mayor.page.get_by_role("heading", name="is verstuurd")).to_be_visible()


def adopt(staff: Person) -> None:
    staff.follow("Reacties van de gemeenten")
    expect(staff.page.get_by_text("Begin het loket in februari.")).to_be_visible()
    staff.click(staff.page.get_by_role("navigation", name="Kruimelpad").get_by_role("link", name="Drugs 2027"))
    staff.follow("Waar staat het plan")
    staff.fill(staff.page.get_by_label("Waarom wordt het plan nu al vastgesteld?"), EARLY)
    staff.click(staff.page.get_by_label("Dit plan is vastgesteld"))
    staff.press("Stel vast")
    expect(staff.page.get_by_role("heading", name="Dit plan is vastgesteld")).to_be_visible()


def take_it_home(leader: Person, folder: Path) -> str:
    """The words of the PDF, on one line."""
    leader.follow("Lezen")
    leader.press("Maak PDF")
    expect(leader.page.locator("#export")).to_contain_text("Het bestand staat klaar", timeout=A_RENDER)
    with leader.page.expect_download() as download:
        leader.click(leader.page.locator("#export").get_by_role("link", name="Download"))
    download.value.save_as(folder / "plan.pdf")
    return words_of(folder / "plan.pdf")


def words_of(path: Path) -> str:
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.split())


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext (poppler-utils)")
def test_a_newcomer_writes_a_complete_plan_and_takes_it_home(visit, leader, tmp_path):
    """Three activities, a result with a target, a decision, capacity and the name of the leader: all a plan asks for.

    A step is a click, a field that is filled in, or a choice from a list; logging in counts. Whoever adds a step to the
    way changes a number here.
    """
    begin(leader)
    write_texts(leader)
    leader.turn_to("Doelen")
    write_activities(leader)
    leader.turn_to("Beoogde resultaten")
    write_results(leader)
    write_the_rest(leader)
    see_it_complete(leader)
    assert leader.steps == WRITTEN

    leader.follow("Klaar met schrijven? Stuur het plan naar het stafbureau")
    leader.press("Stuur naar het stafbureau")
    expect(leader.page.get_by_text("Het plan ligt nu bij het stafbureau, dat bericht krijgt.")).to_be_visible()
    staff, mayor = Person(visit, "staf"), Person(visit, "burgemeester")
    put_to_the_municipalities(staff)
    react(mayor)
    adopt(staff)
    words = take_it_home(leader, tmp_path)

    assert [text for text in ALL_WORDS if text not in words] == []
    assert (leader.steps, staff.steps, mayor.steps) == (WRITTEN + REVIEWED_AND_PRINTED, DECIDED, REACTED)
    assert leader.complaints() + staff.complaints() + mayor.complaints() == []


WRITTEN_BY_KEYBOARD = """
SELECT deliverable, planned_moment, owner, partners FROM themes_activity WHERE title = 'Met toetsen'
"""


def test_an_activity_is_written_with_the_keyboard_alone(visit, portal):
    window = visit(viewport={"width": 1280, "height": 900})
    window.log_in("staf")
    page = window.open("/uitvoeringsplannen/noord-holland/2025/informatie-naar-inzicht/bewerken/?deel=activiteiten")
    keys = Keyboard(page)
    page.get_by_role("heading", level=2).first.click()
    keys.tab_to("Activiteit toevoegen", most=200)
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.locator(":focus")).to_have_attribute("name", "title")
    keys.write("Met toetsen")
    for field, words in (("Product", "Een lijst"), ("Wanneer", "mei"), ("Eigenaar", "RIEC"), ("Partners", "Politie")):
        keys.tab_to(field)
        keys.write(words)
    keys.press("Tab")
    expect(page.locator("#opslaan")).to_contain_text("Opgeslagen om")
    wait_for(lambda: portal.database.rows(WRITTEN_BY_KEYBOARD) == [("Een lijst", "mei", "RIEC", "Politie")], 15)
    assert window.complaints == window.refused() == []
