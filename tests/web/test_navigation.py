"""The menu: five sections, what is in each, where one is, and what waits."""

import re
from collections.abc import Iterator

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from nhveilig.accounts.models import Role, User
from nhveilig.accounts.permissions import Permission
from nhveilig.regions.models import Municipality, PoliceUnit
from nhveilig.web import counters
from nhveilig.web.context_processors import _initials
from nhveilig.web.sections import SECTIONS, Page, add_page

FIVE = ["Start", "Overzicht", "Plannen", "Cijfers", "Documenten"]
# What belongs to no section: what a visitor reads, what is of the reader, and what no page is.
APART = (
    "accounts:",
    "accessibility",
    "help",
    "privacy",
    "health",
    "ready",
    "reports:search",
    "reports:suggestions",
    "reports:api",
)
APART += ("calendars:", "glossary:", "notices:", "reports:openapi", "reports:catalogue-data", "reports:plan-document")


def menu(page: str, label: str = "Hoofdmenu") -> list[tuple[str, str]]:
    """What each link of a menu says, with its `aria-current`."""
    found = re.search(rf'<nav[^>]*aria-label="{label}".*?</nav>', page, re.DOTALL)
    links = re.findall(r'<a href="[^"]*"(?: aria-current="(\w+)")?>([^<]*)</a>', found[0]) if found else []
    return [(text, current) for current, text in links]


def current(page: str, label: str = "Hoofdmenu") -> list[str]:
    return [text for text, is_current in menu(page, label) if is_current]


NAMES = ["lezer", "staf", "beheerder", "controller", "officier", "projectleider", "landelijk"]


@pytest.mark.parametrize("username", NAMES)
def test_everybody_has_the_same_five_entries(log_in, username: str):
    assert [text for text, _ in menu(log_in(username).get("/").text)] == FIVE


def test_a_mayor_has_the_own_municipality_after_start(log_in):
    mayor = log_in("burgemeester")
    assert [text for text, _ in menu(mayor.get("/").text)] == ["Start", "Mijn gemeente", *FIVE[1:]]
    assert current(mayor.get("/gemeenten/GM0361/", follow=True).text) == ["Mijn gemeente"]
    assert current(mayor.get("/gemeenten/GM0392/", follow=True).text) == ["Cijfers"]


def test_whoever_looks_after_more_municipalities_finds_each_by_its_name(log_in):
    user = User.objects.get(username="burgemeester")
    haarlem = Municipality.objects.get(code="GM0392")
    Role.objects.create(
        user=user, kind=Role.Kind.MAYOR, municipality=haarlem, police_unit=PoliceUnit.objects.get(slug="noord-holland")
    )
    page = log_in("burgemeester").get("/gemeenten/GM0392/", follow=True).text
    assert current(page) == ["Mijn gemeenten"]
    assert current(page, "Mijn gemeenten") == ["Haarlem"]


@pytest.mark.parametrize(
    ("path", "section", "page"),
    [
        ("/sterkte/noord-holland/", "Cijfers", "Politiesterkte"),
        ("/veiligheidsagenda/veiligheidsagenda-2019-2022/", "Cijfers", "Veiligheidsagenda"),
        ("/begroting/", "Cijfers", "Begroting"),
        ("/gemeenten/", "Cijfers", "Gemeenten"),
        ("/kaart/noord-holland/", "Cijfers", "Kaart"),
        ("/open-data/", "Cijfers", "Open data"),
        ("/uitvoeringsplannen/noord-holland/2025/drugs/", "Plannen", "Uitvoeringsplannen"),
        ("/voortgang/noord-holland/2026/nog-niet-gemeld/", "Plannen", "Uitvoeringsplannen"),
        ("/partners/convenanten/", "Plannen", "Partners en convenanten"),
        ("/besluiten/gremia/", "Plannen", "Besluiten en gremia"),
        ("/besluiten/gremia/landelijk/", "Plannen", "Landelijke besluiten"),
        ("/documenten/imv-nh-2019-2022/edities/2/", "Documenten", "Alle documenten"),
        ("/jaarverslagen/noord-holland/2020/", "Documenten", "Alle documenten"),
        ("/exports/", "Documenten", "Downloads"),
        ("/invoer/", "Documenten", "Excel inlezen"),
        ("/mensen/noord-holland/", "", "Mensen"),
    ],
)
def test_a_page_says_where_it_belongs(log_in, path: str, section: str, page: str):
    shown = log_in("beheerder").get(path).text
    assert current(shown) == ([section] if section else [])
    assert current(shown, section or "Inrichten") == [page]
    assert current(shown, "Hoofdmenu, in het menu") == ([section, page] if section else [])


def names(resolver, above: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern, f"{above}{pattern.namespace}:" if pattern.namespace else above)
        else:
            yield f"{above}{pattern.name}"


def test_every_page_belongs_to_a_section():
    pages = [page for section in SECTIONS.values() for page in [*section.pages, *section.added]]
    fronts = {section.front for section in SECTIONS.values()}
    lost = {
        name
        for name in names(get_resolver())
        if not name.startswith(APART) and name not in fronts and not any(page.holds(name) for page in pages)
    }
    assert lost == set()


def test_every_page_of_the_menu_has_an_address_of_its_own():
    for section in SECTIONS.values():
        for page in [*section.pages, *section.added]:
            assert page.url == reverse(page.name)


def test_who_may_not_open_a_page_is_not_led_to_it(log_in):
    reader, staff, manager = (log_in(name).get("/documenten/").text for name in ("lezer", "staf", "beheerder"))
    assert "Excel inlezen" not in reader
    assert "Excel inlezen" in staff
    assert ("Inrichten" in reader, "Inrichten" in staff, "Inrichten" in manager) == (False, True, True)


def test_a_visitor_has_no_menu_but_a_way_in(client, db):
    page = client.get("/hulp/").text
    assert menu(page) == []
    assert "Inloggen" in page


def test_a_section_shows_what_is_in_it(log_in):
    page = log_in("lezer").get("/cijfers/").text
    assert current(page) == ["Cijfers"]
    for label in ("Politiesterkte", "Veiligheidsagenda", "Begroting", "Gemeenten", "Kaart", "Open data"):
        assert re.search(rf'<h2><a href="[^"]+">{label}</a></h2>', page)


def test_the_map_of_the_own_eenheid_has_an_address_without_its_name(staff):
    assert staff.get("/kaart/").url == "/kaart/noord-holland/"


def test_what_is_built_later_takes_its_place(staff, monkeypatch):
    monkeypatch.setattr(SECTIONS["setup"], "added", [])
    page = Page("Besluiten", "people:home", Permission.EDIT_REGIONS, "Wat is besloten.")
    add_page("setup", page)
    add_page("setup", page)
    assert [text for text, _ in menu(staff.get("/inrichten/").text, "Inrichten")] == ["Stafbureau", "Besluiten"]
    with pytest.raises(KeyError):
        add_page("zeehonden", page)


def test_a_number_stands_beside_a_word_when_something_waits(staff, monkeypatch):
    tasks, notices = counters.Counter("Taken", "bell", "home"), counters.Counter("Meldingen", "mail")
    monkeypatch.setattr(counters, "_COUNTERS", {"tasks": tasks, "notices": notices})
    bare = staff.get("/cijfers/").text
    assert "Taken" in bare
    assert "Meldingen" not in bare
    assert "site-tool__count" not in bare
    counters.add_counter("tasks", lambda access: 3)
    counters.add_counter("notices", lambda access: 0, page="help")
    page = staff.get("/cijfers/").text
    assert page.count('<span class="site-tool__count">3</span>') == 1
    assert "Meldingen" in page
    with pytest.raises(KeyError):
        counters.add_counter("zeehonden", lambda access: 1)


def test_the_menu_asks_the_database_for_nothing_but_the_roles(staff, django_assert_num_queries):
    # The session, the user and the roles.
    with django_assert_num_queries(3):
        staff.get("/cijfers/")


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Pieter van der Plaats", "PP"), ("Sanne Stavast", "SS"), ("beheerder", "B"), ("Ank de Vries-Bos", "AV")],
)
def test_initials(name: str, initials: str):
    assert _initials(name) == initials


def test_old_addresses_are_still_there(staff):
    for path in ("/exports/", "/invoer/", "/sterkte/", "/veiligheidsagenda/", "/begroting/", "/uitvoeringsplannen/"):
        assert staff.get(path, follow=True).status_code == 200


def test_no_name_in_the_menu_is_without_an_address():
    for section in SECTIONS.values():
        try:
            reverse(section.front or section.pages[0].name)
        except NoReverseMatch:
            pytest.fail(section.code)
