"""Every page as everyone sees it: accessible in both colour schemes and at both widths, and clean in the console."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from agenda.registers import IN_MAKING
from nhveilig.accounts.permissions import Permission
from nhveilig.registers.queries import orders
from nhveilig.registers.registry import all_registers
from nhveilig.registers.urls import pages_of
from tests.running import Visitor, wait_for

from .looking import look_at, violations

pytestmark = pytest.mark.e2e

PUBLIC = [
    "/inloggen/",
    "/toegankelijkheid/",
    "/open-data/",
    "/hulp/",
    "/hulp/gids/burgemeester/",
    "/hulp/begrippen/",
    "/bestaat-niet/",
]
PLAN = "/documenten/imv-nh-2019-2022/"
POLICY = "/beleidsplannen/noord-holland/ondermijningsplan-nh-2025-2028/"
AGENDA = "/veiligheidsagenda/veiligheidsagenda-2019-2022/"
PAGES = [
    "/",
    PLAN,
    "/documenten/",
    f"{PLAN}edities/2/",
    f"{PLAN}edities/2/vergelijken/1/",
    f"{PLAN}vergelijken/",
    "/exports/",
    "/veiligheidsagenda/",
    AGENDA,
    f"{AGENDA}afspraken/",
    f"{AGENDA}verdeling/",
    f"{AGENDA}themas/",
    "/sterkte/",
    "/sterkte/noord-holland/",
    "/toegankelijkheid/",
    "/bestaat-niet/",
    f"{PLAN}bevriezen/",
    f"{PLAN}klaar/",
    f"{PLAN}voorbeeld/?hoofdstuk=thema-1",
    f"{PLAN}word/",
    f"{PLAN}edities/2/openbaar/",
    "/documenten/jaarverslag-nh-2020/edities/1/",
    "/jaarverslagen/noord-holland/2020/",
]
# What the tables of a strength are shown in; the pages to fill them in are looked at in test_strength_grid.py.
SERIES = "/sterkte/noord-holland/eenheid/"
STRENGTH_PAGES = [
    f"{SERIES}2022-01-01/",
    f"{SERIES}2022-01-01/?toon=totalen",
    f"{SERIES}2022-01-01/?zoek=marechaussee",
    "/sterkte/noord-holland/wijkagenten/2018-08-01/",
    f"{SERIES}vergelijken/",
    "/sterkte/noord-holland/wijkagenten/vergelijken/",
    f"{SERIES}ontwikkeling/",
    "/sterkte/noord-holland/bezetting/",
    "/sterkte/noord-holland/wijkagentnorm/",
]
INDICATOR = f"{AGENDA}indicatoren/2b/om-verdachten/"
DIVIDE = f"{AGENDA}indicatoren/2c.2/km-totaal/verdelen/"
# The register: to read, and to fill in.
REGISTER_PAGES = [
    f"{AGENDA}stand-van-zaken/",
    f"{AGENDA}stand-van-zaken/?jaar=2019&periode=h1",
    f"{AGENDA}ontbreekt/",
    f"{AGENDA}ontbreekt/?eenheid=noord-holland",
    f"{AGENDA}ontbreekt/?indicator=om-verdachten",
    INDICATOR,
    f"{AGENDA}eenheden/noord-holland/",
    f"{AGENDA}eenheden/noord-nederland/",
    f"{AGENDA}afspraken/OND-01/",
    f"{AGENDA}afspraken/OND-01/status/",
    f"{AGENDA}afspraken/OND-01/toelichting/",
    f"{INDICATOR}realisatie/?eenheid=noord-holland&jaar=2020&periode=jaar",
    f"{INDICATOR}eenheden/noord-holland/2020/",
    "/veiligheidsagenda/veiligheidsagenda-2023-2026/",
    "/veiligheidsagenda/veiligheidsagenda-2023-2026/verdeling/",
]
# What the address of a register says before its rows.
AROUND = {
    "geldbronnen": {"slug": "noord-holland"},
    "bedragen": {"slug": "noord-holland"},
    "afspraken": {"slug": "veiligheidsagenda-2019-2022"},
    **{register.code: {"slug": "veiligheidsagenda-2019-2022"} for register in IN_MAKING.values()},
    "reeksen-veranderingen": {"slug": "noord-holland"},
    "mutaties": {"slug": "noord-holland"},
}
ORGANISATION = "/inrichten/organisatie/noord-holland/"
ORGANISATION_PAGES = [
    ORGANISATION,
    f"{ORGANISATION}toevoegen/",
    f"{ORGANISATION}herindelingen/",
    f"{ORGANISATION}herindelingen/GM1980/2022/",
    *(f"{ORGANISATION}19/{page}" for page in ("", "eindigt/", "verandert/", "verwijderen/", "geschiedenis/")),
]
DRUGS = "/uitvoeringsplannen/noord-holland/2025/drugs/"
# The uitvoeringsplannen to read, and the year after; the editor is looked at where it is tested.
READING_PAGES = [
    "/uitvoeringsplannen/",
    "/uitvoeringsplannen/?jaar=2026",
    "/uitvoeringsplannen/?jaar=2026&weergave=bord",
    "/uitvoeringsplannen/noord-holland/2026/drugs/?open=alles",
    DRUGS,
    "/uitvoeringsplannen/noord-holland/2025/cybercrime/",
    # Of a theme for which no test begins the plan of 2027.
    "/uitvoeringsplannen/noord-holland/2026/cybercrime/vervolg/",
    "/uitvoeringsplannen/noord-holland/2027/cybercrime/beginnen/",
]
# Making a beleidsplan, and what there is of one.
POLICY_PAGES = [
    "/documenten/nieuw-beleidsplan/",
    "/documenten/nieuw-beleidsplan/gegevens/?begin=imv-nh-2019-2022&mee=goals&eenheid=noord-holland",
    POLICY,
    f"{POLICY}wijzigen/",
    f"{POLICY}themas/toevoegen/",
    f"{POLICY}drugs/doelen/toevoegen/",
    f"{POLICY}?verwijderd=doelen-1",
    f"{POLICY}prullenbak/",
]
SEARCH_PAGES = [
    "/zoeken/",
    "/zoeken/?q=drugs",
    "/zoeken/?q=gemeenten&soort=activiteit&jaar=2025",
    "/zoeken/?q=zeehonden",
    "/zoeken/?q=de+van",
]
OVERVIEW = "/overzicht/noord-holland/"
# The dashboards of an eenheid and of a theme; that of a municipality is looked at in test_mayors_page.py.
DASHBOARD_PAGES = [
    f"{OVERVIEW}2020/",
    f"{OVERVIEW}2025/?periode=h1",
    f"{OVERVIEW}1999/",
    f"{OVERVIEW}2020/thema/ondermijning/",
    f"{OVERVIEW}2026/",
    f"{OVERVIEW}2026/thema/drugs/",
    "/overzicht/bewaard/",
]
# The same pages where a plan is not a concept any more, and where a step is refused.
STATE_PAGES = [
    ("staf", f"{DRUGS}stappen/"),
    ("staf", "/uitvoeringsplannen/noord-holland/2025/criminele-geldstromen/bewerken/"),
    ("staf", "/uitvoeringsplannen/noord-holland/2025/criminele-geldstromen/bewerken/tabel/"),
    ("staf", "/uitvoeringsplannen/noord-holland/2025/maatschappelijke-onrust/stappen/"),
    ("staf", "/uitvoeringsplannen/noord-holland/2025/casusondersteuning/reacties/"),
    ("burgemeester", "/uitvoeringsplannen/noord-holland/2025/casusondersteuning/"),
    ("projectleider", "/uitvoeringsplannen/"),
    ("staf", "/uitvoeringsplannen/noord-holland/2026/drugs/voortgang/tabel/"),
    ("staf", "/voortgang/noord-holland/nakijken/"),
    ("burgemeester", "/voortgang/noord-holland/2026/gemeenten/GM0361/"),
    ("staf", "/rapportages/noord-holland/2026/h1/"),
    ("staf", "/rapportages/noord-holland/2026/jaar/"),
]
# What holds for the whole country; its registers come by themselves.
NATIONAL_PAGES = [
    "/inrichten/landelijk/beheerders/",
    "/inrichten/landelijk/beheerders/benoemen/?eenheid=limburg",
    "/inrichten/landelijk/gemeenten/GM0361/buren/",
    "/inrichten/landelijk/gemeenten/grenzen/",
    f"{INDICATOR}streefcijfer/2020/",
    DIVIDE,
    f"{DIVIDE}?jaar=2021&sleutel=gelijk&eenheden=noord-holland&eenheden=limburg",
    f"{DIVIDE}?jaar=2021&sleutel=inwoners",
    "/veiligheidsagenda/nieuw/",
    *(f"{AGENDA}maken/{page}" for page in ("", "wijzigen/", "vaststellen/", "beeindigen/", "verwijderen/")),
    f"{INDICATOR}streefcijfers/",
]
ROLES = ["staf", "beheerder", "controller", "projectleider", "burgemeester", "officier", "lezer"]


@pytest.fixture(scope="module")
def exports(portal) -> list[str]:
    """The page of an export that is done, and of one that somebody stopped."""
    staff = Visitor(portal)
    done, stopped = staff.ask_for("csv"), _stopped(portal, staff)
    wait_for(lambda: portal.export(done)["state"] == "done")
    return [f"/exports/{done}/", f"/exports/{stopped}/"]


def _stopped(portal, staff: Visitor) -> int:
    stopped = staff.ask_for("pdf", staff.freeze())
    staff.post(f"/exports/{stopped}/annuleren/")
    wait_for(lambda: portal.export(stopped)["state"] == "cancelled")
    return stopped


TAGS, TELLING = re.compile(r"<([a-z][a-z0-9]*)([^>]*)>"), re.compile(r' (?:class|role|aria-current)="[^"]*"')


def elements_of(html: str) -> set[tuple[str, ...]]:
    return {(tag, *TELLING.findall(attributes)) for tag, attributes in TAGS.findall(html)}


def pages_to_look_at(portal, exports: list[str]) -> Iterator[tuple[str, str, bool]]:
    """Who to look as, at what, and whether it was looked at before: only what a page of another role adds."""
    for path in PAGES + exports:
        known: set[tuple[str, ...]] = set()
        for role, visitor in visitors(portal).items():
            elements = elements_of(visitor.get(path))
            if elements - known:
                yield role, path, bool(known)
            known |= elements


@cache
def visitors(portal) -> dict[str, Visitor]:
    return {role: Visitor(portal, role) for role in ROLES}


def test_every_page_is_accessible_to_everyone_who_is_logged_in(visit, portal, exports):
    problems, windows = [], {}
    for role, path, again in pages_to_look_at(portal, exports):
        if role not in windows:
            windows[role] = visit()
            windows[role].log_in(role)
        problems += look_at(windows[role], path, again=again)
    assert problems + [complaint for window in windows.values() for complaint in window.complaints] == []


def test_every_page_about_strength_is_accessible(visit):
    window = visit()
    window.log_in("controller")
    team = window.open(STRENGTH_PAGES[0]).get_by_role("link", name="Basisteam Haarlem", exact=True)
    paths = [*STRENGTH_PAGES, team.get_attribute("href")]
    problems = [problem for path in paths for problem in look_at(window, path)]
    assert problems + window.complaints == []


def test_every_page_of_the_register_is_accessible(visit):
    window = visit()
    window.log_in("staf")
    problems = [problem for path in REGISTER_PAGES for problem in look_at(window, path)]
    assert problems + window.complaints == []


def test_every_page_of_the_organisation_is_accessible(visit):
    window = visit()
    window.log_in("staf")
    problems = [problem for path in ORGANISATION_PAGES for problem in look_at(window, path)]
    assert problems + window.complaints == []


def pages_of_registers(visitor: Visitor, *, national: bool = False, every: bool = False) -> Iterator[str]:
    """Those that people of an eenheid keep, or those that only who works for the whole country does. What is asked
    before a row goes, what was changed, and another order are the kit's own: `every` one, or each with an element more.
    """
    known: set[tuple[str, ...]] = set()
    for register in (one for one in all_registers() if (one.edit_permission == Permission.EDIT_NATIONAL) == national):
        around = AROUND.get(register.code, {})
        listed = register.url("list", **around)
        found = re.search(r'<th scope="row"[^>]*><a href="([^"]+)"', visitor.get(listed))
        yield listed
        if found is None:
            # No source of the demo data has such a table.
            continue
        first = found[1]
        pages = {page.name: page.address.removeprefix(register.row_address) for page in pages_of(register)}
        yield from (register.url(name, **around) for name in pages if name == "create")
        yield from (f"{first.rstrip('/')}{pages[name]}" for name in ("detail", "change") if name in pages)
        for path in (
            *(register.url(name, **around) for name in pages if name == "bin"),
            f"{listed}?volgorde={next(iter(orders(register)))[0]}",
            *(f"{first.rstrip('/')}{pages[name]}" for name in ("history", "delete") if name in pages),
        ):
            elements = elements_of(visitor.get(path))
            if every or elements - known:
                yield path
            known |= elements


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)])
def test_every_page_of_every_register_is_accessible(visit, portal, every):
    problems, complaints = [], []
    for role, national in (("staf", False), ("landelijk", True)):
        window = visit()
        window.log_in(role)
        paths = pages_of_registers(Visitor(portal, role), national=national, every=every)
        problems += [problem for path in paths for problem in look_at(window, path)]
        complaints += window.complaints
    assert problems + complaints == []


def test_every_page_of_who_works_for_the_country_is_accessible(visit):
    window = visit()
    window.log_in("landelijk")
    problems = [problem for path in NATIONAL_PAGES for problem in look_at(window, path)]
    assert problems + window.complaints == []


def test_every_page_to_read_plans_is_accessible(visit):
    window = visit()
    window.log_in("staf")
    problems = [problem for path in READING_PAGES for problem in look_at(window, path)]
    assert problems + window.complaints == []


def test_every_dashboard_is_accessible(visit):
    window = visit()
    window.log_in("staf")
    problems = [problem for path in DASHBOARD_PAGES for problem in look_at(window, path)]
    assert problems + window.complaints == []


def test_every_page_of_a_policy_plan_is_accessible(visit):
    window = visit()
    window.log_in("staf")
    problems = [problem for path in POLICY_PAGES for problem in look_at(window, path)]
    assert problems + window.complaints == []


def test_a_search_is_accessible(visit):
    window = visit()
    window.log_in("burgemeester")
    problems = [problem for path in SEARCH_PAGES for problem in look_at(window, path)]
    assert problems + window.complaints == []


def test_a_plan_is_accessible_in_every_state(visit):
    windows = {role: visit() for role, _ in STATE_PAGES}
    for role, window in windows.items():
        window.log_in(role)
    problems = [problem for role, path in STATE_PAGES for problem in look_at(windows[role], path, again=True)]
    deleting = windows["staf"].open(f"{DRUGS}bewerken/?deel=activiteiten").locator(".part__delete").first
    problems += look_at(windows["staf"], deleting.get_attribute("href"), again=True)
    # Whoever asks for a step that cannot be taken yet is told what is in the way.
    page = windows["staf"].open(f"{DRUGS}stappen/")
    windows["staf"].asked_for = f"{windows['staf'].portal.address}{DRUGS}stappen/ter-review/"
    page.get_by_role("button", name="Stuur naar het stafbureau").click()
    problems += violations(page)
    assert problems + [complaint for window in windows.values() for complaint in window.complaints] == []


def test_every_public_page_is_accessible(visit):
    window = visit()
    problems = [problem for path in PUBLIC for problem in look_at(window, path)]
    assert problems + window.complaints == []


def test_a_form_with_errors_is_accessible(visit):
    window = visit()
    page = window.open("/inloggen/")
    page.get_by_role("button", name="Inloggen").click()
    assert violations(page) == []
    window.log_in("staf")
    window.open(f"{PLAN}bevriezen/")
    page.get_by_label("Vastgesteld:").check()
    page.get_by_role("button", name="Bewaar deze versie").click()
    assert violations(page) == []
    assert window.complaints == window.refused() == []
