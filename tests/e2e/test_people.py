"""People and their roles in a browser: a newcomer gets in, and every page about people is accessible."""

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import look_at, violations

pytestmark = pytest.mark.e2e

HERE = "/mensen/noord-holland/"
INVOLVED = "/uitvoeringsplannen/noord-holland/betrokkenen/"
PEOPLE_PAGES = [
    HERE,
    f"{HERE}?q=bestaat-niet",
    f"{HERE}wie-heeft-welke-rol/",
    f"{HERE}rollen/",
    f"{HERE}wie-logde-in/",
    "/spoor/",
    f"{HERE}toevoegen/",
    INVOLVED,
    "/account/",
    "/account/wachtwoord/",
]
NOT_LOGGED_IN = ["/wachtwoord-vergeten/", "/wachtwoord-vergeten/verstuurd/", "/wachtwoord-kiezen/MQ/abc-def/"]


def test_every_page_about_people_is_accessible(visit):
    administrator, visitor = visit(), visit()
    administrator.log_in("beheerder")
    page = administrator.open(HERE)
    person = page.get_by_role("link", name="Coen Rekenaar").get_attribute("href")
    taking = administrator.open(person).get_by_role("link", name="Intrekken").first.get_attribute("href")
    team = administrator.open(INVOLVED).get_by_role("link", name="Toevoegen").first.get_attribute("href")
    paths = [*PEOPLE_PAGES, person, taking, team, f"{person}stilzetten/", f"{person}gegevens/"]
    problems = [problem for path in paths for problem in look_at(administrator, path)]
    problems += [problem for path in NOT_LOGGED_IN for problem in look_at(visitor, path)]
    assert problems + administrator.complaints + visitor.complaints == []


def test_a_newcomer_gets_in_with_the_link_of_the_administrator(visit):
    administrator, newcomer = visit(), visit(viewport={"width": 390, "height": 844})
    administrator.log_in("beheerder")
    page = administrator.open(f"{HERE}toevoegen/")
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.get_by_role("link", name="Voornaam: Vul de voornaam of de voorletters in.")).to_be_visible()
    assert violations(page) == []
    _fill_in(page)
    page.get_by_role("button", name="Voeg toe").click()
    link = page.get_by_label("Link om een wachtwoord te kiezen").input_value()
    assert violations(page) == []
    _choose_password(newcomer, link)
    assert administrator.complaints == administrator.refused() == newcomer.complaints == newcomer.refused() == []


def _fill_in(page) -> None:
    page.get_by_label("Voornaam").fill("Mina")
    page.get_by_label("Achternaam").fill("van Zee")
    page.get_by_label("E-mailadres").fill("m.vanzee@gemeente.example")
    page.get_by_label("Gebruikersnaam").fill("m.vanzee")
    page.get_by_label("Rol", exact=True).select_option("burgemeester")
    page.get_by_role("main").get_by_label("Gemeente").select_option("Haarlem")


def _choose_password(newcomer, link: str) -> None:
    page = newcomer.open(link.removeprefix(newcomer.portal.address))
    assert violations(page) == []
    page.get_by_label("Nieuw wachtwoord").fill("een zin met vijf woorden")
    page.get_by_label("Nog een keer het nieuwe wachtwoord").fill("een zin met vijf woorden")
    page.get_by_role("button", name="Sla het wachtwoord op").click()
    page.get_by_label("Gebruikersnaam").fill("m.vanzee")
    page.get_by_label("Wachtwoord", exact=True).fill("een zin met vijf woorden")
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url(f"{newcomer.portal.address}/")
    expect(page.get_by_role("main")).to_contain_text("gemeente Haarlem")
