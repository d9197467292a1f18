"""From an empty portal to the documents of an eenheid, by one person who only follows what the pages say.

Everything after `create_administrator` is done in the browser, and the address bar is used once: for the link that the
command printed. A step is a click, a field that is filled in, a choice from a list or a chosen file.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import page
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.databases import REFERENCE
from tests.reports.incoming.files import docx, item, p
from tests.running import ROOT, Portal

from .looking import looked_at
from .test_newcomer import A_RENDER, Walker, words_of

pytestmark = [pytest.mark.e2e, pytest.mark.long, pytest.mark.sqlite]

# Whoever adds a step to the way changes this number.
STEPS = 116
WIDE = {"width": 1280, "height": 900}
EMAIL, PASSWORD = "a.bos@limburg.example", "Zwemmen in de Maas op dinsdag"
PEOPLE = """naam;e-mailadres;rol;gemeente
Sjef Janssen;s.janssen@limburg.example;projectleider;
Marleen Peeters;m.peeters@limburg.example;burgemeester;Maastricht
Kim Hermans;k.hermans@limburg.example;stafbureau;"""
ORGANISATION = """District Noord-Limburg
  Basisteam Venlo: Venlo
  Basisteam Venray: Venray, Horst aan de Maas
District Zuid-Limburg
  Basisteam Maastricht: Maastricht
Dienst Regionale Recherche"""
STRENGTH = [
    ["Formatie per 1 januari 2026"],
    ["Onderdeel", "Wijkagent", "Overig operationeel"],
    ["Basisteam Venlo", 20, 80],
    ["Basisteam Venray", 18, 60.5],
    ["Basisteam Maastricht", 28, 120],
]
THEMES = ["Ondermijning", "Zorg en veiligheid", "Digitale veiligheid"]
GOAL = "Ondernemers herkennen ondermijning en melden haar."
INDICATOR = "Onderzoeken naar ondermijning"
FROM_WORD = [
    "Samenwerking in Limburg",
    "De partners kennen elkaar al jaren.",
    "Wie doet wat",
    "De gemeenten voeren regie.",
]
ACTIVITY = ("Scholing van ondernemers", "Tien avonden", "elk kwartaal", "Gemeente Venlo")
CAPTION = "De Maas bij Roermond"


@pytest.fixture(scope="session")
def reference_template(databases, django_db_blocker) -> str:
    """Of the session, so that it is there before a browser is."""
    with django_db_blocker.unblock():
        return databases.template_of(REFERENCE)


@pytest.fixture(scope="module")
def portal(tmp_path_factory, reference_template) -> Iterator[Portal]:
    """With what every portal knows of the country, and nobody in it. Its messages go through a folder: another portal
    may listen at the Redis of the tests."""
    with Portal(tmp_path_factory.mktemp("nothing"), reference_template) as running:
        yield running


@pytest.fixture
def anna(visit, portal: Portal) -> Walker:
    made = subprocess.run(
        [sys.executable, "manage.py", "create_administrator", "--landelijk", "--email", EMAIL, "--name", "Anna Bos"],
        cwd=ROOT,
        env=os.environ | portal.environment | {"SITE_URL": portal.address},
        capture_output=True,
        text=True,
        check=True,
    )
    window = visit(viewport=WIDE)
    link = re.search(rf"{portal.address}(/\S+)", made.stdout)[1]
    anna = Walker(window, window.open(link))
    anna.taken.append("address bar")
    return anna


def look(anna: Walker) -> None:
    """At what a portal with anything in it does not show."""
    assert looked_at(anna.page) == []
    anna.page.set_viewport_size(WIDE)


def log_in(anna: Walker) -> None:
    for label in ("Nieuw wachtwoord", "Nog een keer het nieuwe wachtwoord"):
        anna.fill(anna.page.get_by_label(label, exact=True), PASSWORD)
    anna.press("Sla het wachtwoord op")
    expect(anna.page.get_by_label("Gebruikersnaam")).to_have_value(EMAIL)
    anna.fill(anna.page.get_by_label("Wachtwoord"), PASSWORD)
    anna.press("Inloggen")


def let_the_eenheid_in(anna: Walker) -> None:
    """Start says what comes first. Here it is the same person who keeps the eenheid."""
    expect(anna.page.get_by_text("Twee dingen vragen vandaag iets van u.")).to_be_visible()
    look(anna)
    anna.follow(re.compile("^Benoem"))
    anna.follow("Benoem een beheerder van Limburg")
    for label, text in (("Voornaam", "Anna"), ("Achternaam", "Bos"), ("E-mailadres", EMAIL)):
        anna.fill(anna.page.get_by_label(label), text)
    anna.press("Benoem")
    expect(anna.page.get_by_text("is nu ook beheerder van Limburg")).to_be_visible()


def go_on_with(anna: Walker, step: str) -> None:
    """Start names the next step of setting up."""
    anna.follow("Start")
    anna.click(anna.page.get_by_text("Nu eerst:").get_by_role("link", name=step, exact=True))


def say_who_works_here(anna: Walker) -> None:
    anna.follow("Start")
    expect(anna.page.get_by_role("heading", name="Er is nog geen thema")).to_be_visible()
    look(anna)
    go_on_with(anna, "Naam en adres van het bureau")
    anna.fill(anna.page.get_by_label("Naam van het bureau"), "Stafbureau Veiligheid Limburg")
    anna.fill(anna.page.get_by_label("E-mailadres"), "stafbureau@limburg.example")
    anna.press("Bewaar")
    go_on_with(anna, "Mensen en hun rollen")
    anna.follow("Nodig een lijst mensen uit")
    anna.fill(anna.page.get_by_label(re.compile("^Of plak hier de cellen")), PEOPLE)
    take_over(anna, "3")


def take_over(anna: Walker, new: str) -> None:
    """What a file or a list would change, after looking at it."""
    anna.press("Controleer het bestand")
    expect(anna.page.locator(".stat", has_text="Nieuw")).to_contain_text(new)
    anna.press("Sla deze wijzigingen op")
    expect(anna.page.get_by_text("De tabel is bijgewerkt")).to_be_visible()


def make_the_organisation(anna: Walker) -> None:
    go_on_with(anna, "Organisatie")
    anna.follow("Voeg onderdelen toe")
    anna.fill(anna.page.get_by_label("Namen, een per regel"), ORGANISATION)
    anna.press("Sla op")
    expect(anna.page.get_by_text("Toegevoegd: 6 onderdelen.")).to_be_visible()


def read_the_strength(anna: Walker, folder: Path) -> None:
    book = openpyxl.Workbook()
    for row in STRENGTH:
        book.active.append(row)
    book.save(folder / "sterkte.xlsx")
    go_on_with(anna, "Politiesterkte")
    anna.bring(folder / "sterkte.xlsx")
    anna.fill(anna.page.get_by_label("Bron"), "Politie, eenheid Limburg")
    take_over(anna, "6")
    anna.follow("Start")
    anna.follow(re.compile("^Werk verder.*Maak af: Formatie"))
    anna.follow("Vaststellen")
    anna.click(anna.page.get_by_label("Deze cijfers zijn vastgesteld"))
    anna.press("Stel deze tabel vast")
    expect(anna.page.get_by_text("De tabel is vastgesteld.")).to_be_visible()


def make_the_agenda(anna: Walker) -> None:
    go_on_with(anna, "Veiligheidsagenda")
    anna.follow("Maak een nieuwe agenda")
    look(anna)
    anna.fill(anna.page.get_by_label("Bron"), "Ministerie van Justitie en Veiligheid")
    anna.press("Maak de agenda")
    anna.follow("Doelen")
    anna.follow("Voeg toe")
    anna.fill(anna.page.get_by_label("Code"), "1")
    anna.fill(anna.page.get_by_label("Titel"), "Ondermijning")
    anna.press("Sla op")
    anna.follow("Voeg toe indicator")
    for label, text in (("Code", "onderzoeken"), ("Naam", INDICATOR), ("Meeteenheid", "onderzoeken")):
        anna.fill(anna.page.get_by_label(label, exact=True), text)
    anna.press("Sla op")
    set_targets(anna)
    anna.follow("Stel de agenda vast")
    anna.fill(anna.page.get_by_label("Vastgesteld op"), "2026-11-27")
    anna.fill(anna.page.get_by_label("Vastgesteld door"), "minister van Justitie en Veiligheid")
    anna.press("Stel vast")
    expect(anna.page.get_by_text("De agenda is vastgesteld.")).to_be_visible()


def set_targets(anna: Walker) -> None:
    expect(anna.page.get_by_role("heading", name="Streefcijfers invullen")).to_be_visible()
    years = anna.page.get_by_role("main").locator("input[type=text]")
    for place in range(years.count()):
        anna.fill(years.nth(place), str(400 + 10 * place))
    anna.press("Sla op")


def begin_the_plan(anna: Walker) -> None:
    go_on_with(anna, "Beleidsplan")
    anna.click(anna.page.locator("label", has_text="Indeling zoals Noord-Holland"))
    look(anna)
    anna.press("Verder met periode en thema’s")
    anna.fill(anna.page.get_by_label("Thema’s"), "\n".join(THEMES))
    anna.press("Maak het plan")
    anna.follow("Doelen toevoegen bij Ondermijning")
    anna.fill(anna.page.get_by_label("Doelen"), GOAL)
    anna.press("Sla op")
    anna.follow("iemand toevoegen bij Ondermijning")
    anna.taken.append("choose who leads it")
    anna.page.get_by_label("Wie").select_option(label="Sjef Janssen (projectleider)")
    anna.click(anna.page.get_by_label("projectleider", exact=True))
    anna.press("Voeg toe")
    anna.follow("Thema’s en doelen")
    anna.follow("Naar het document")


def bring_a_chapter_from_word(anna: Walker, folder: Path) -> None:
    title, text, below, more = FROM_WORD
    body = p(title, "Kop1") + p(text) + p(below, "Kop2") + p(more) + item("Politie handhaaft")
    (folder / "samenwerking.docx").write_bytes(docx(body))
    anna.follow("Lees een Word-document in")
    anna.bring(folder / "samenwerking.docx")
    anna.press("Lees in")
    anna.press("Neem over")
    expect(anna.page.get_by_text("1 hoofdstuk uit “samenwerking.docx” overgenomen.")).to_be_visible()


def place_a_picture(anna: Walker, folder: Path) -> None:
    # As large as photos are.
    Image.effect_noise((900, 600), 60).convert("RGB").save(folder / "maas.jpg")
    anna.follow("Schrijven")
    anna.follow("Voeg hier iets in")
    anna.press(re.compile("^Afbeelding"))
    anna.follow("Voeg haar toe")
    anna.bring(folder / "maas.jpg")
    anna.fill(anna.page.get_by_label("Wat erop staat"), "Een rivier in een heuvelland")
    anna.fill(anna.page.get_by_label("Bijschrift"), CAPTION)
    anna.press("Sla op")
    expect(anna.page.get_by_label("maas")).to_be_checked()
    look(anna)
    anna.press("Bewaar")


def keep_the_version(anna: Walker, status: str) -> None:
    anna.click(anna.page.get_by_label(f"{status}:"))
    anna.press("Bewaar deze versie")
    expect(anna.page.get_by_text(f"Versie 1 ({status}) is bewaard.")).to_be_visible()


def take_home(anna: Walker, path: Path) -> str:
    """The words of the PDF, which conforms."""
    anna.press(re.compile("^Exporteer PDF"))
    expect(anna.page.locator("#export")).to_contain_text("Het bestand staat klaar", timeout=A_RENDER)
    with anna.page.expect_download() as download:
        anna.click(anna.page.locator("#export").get_by_role("link", name="Download"))
    download.value.save_as(path)
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        assert page.validate_pdf_bytes(path.read_bytes(), profile=profile).failures == []
    return words_of(path)


def write_a_uitvoeringsplan(anna: Walker) -> None:
    anna.follow("Plannen")
    anna.follow("Begin het plan voor 2027 van Ondermijning")
    anna.press("Begin het plan")
    for title in ("Ambitie", "Aanpak"):
        expect(anna.page.get_by_role("toolbar", name=f"Opmaak van {title.lower()}")).to_be_visible()
        anna.fill(anna.page.get_by_role("textbox", name=title, exact=True), "Niemand kijkt weg.")
    anna.turn_to("Doelen")
    anna.add("Activiteit toevoegen bij doel 1")
    for name, text in zip(("Activiteit", "Product", "Wanneer", "Eigenaar"), ACTIVITY, strict=True):
        anna.write(name, text)
    anna.turn_to("Beoogde resultaten")


def put_the_jaarplan_together(anna: Walker) -> None:
    anna.follow("Plannen")
    anna.follow("Stel het jaarplan 2027 samen uit deze plannen")
    anna.press("Stel het jaarplan samen")
    anna.follow("Bewaar een versie")
    keep_the_version(anna, "Concept")
    anna.follow(re.compile("^Lees op het web"))
    for text in ACTIVITY:
        expect(anna.page.get_by_role("main")).to_contain_text(text)


def test_an_eenheid_that_was_not_there_gets_its_plans(anna, portal, tmp_path):
    log_in(anna)
    let_the_eenheid_in(anna)
    say_who_works_here(anna)
    make_the_organisation(anna)
    read_the_strength(anna, tmp_path)
    make_the_agenda(anna)
    begin_the_plan(anna)
    bring_a_chapter_from_word(anna, tmp_path)
    place_a_picture(anna, tmp_path)
    anna.follow("Versie bewaren")
    keep_the_version(anna, "95%-versie")
    words = take_home(anna, tmp_path / "plan.pdf")
    write_a_uitvoeringsplan(anna)
    put_the_jaarplan_together(anna)

    assert [text for text in [*THEMES, GOAL, *FROM_WORD, CAPTION, "60,5", INDICATOR] if text not in words] == []
    assert anna.steps == STEPS, anna.taken
    assert anna.complaints() == []
