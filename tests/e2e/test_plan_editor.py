"""Writing a plan as people do: two at once, by keyboard alone, without connection, without session, without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from .looking import PHONE, RULES_OF_A_VIEW, WIDE, violations

pytestmark = pytest.mark.e2e

PLAN = "/uitvoeringsplannen/noord-holland/2025/weerbare-jeugd/bewerken/"


@pytest.fixture
def window(visit):
    return opened(visit, "staf")


@pytest.fixture
def colleague(visit):
    return opened(visit, "beheerder")


def opened(visit, username: str, section: str = "activiteiten", **options):
    window = visit(viewport={"width": 1280, "height": 900}, **options)
    window.log_in(username)
    window.open(f"{PLAN}?deel={section}")
    return window


FILL_SLOTS = """
for (const place of document.querySelectorAll("dialog[open] [data-slot]")) place.textContent ||= "woorden";
"""
# The ambition of the plan these tests write in.
STORED = """
SELECT html FROM themes_plantext WHERE kind = 'ambition' AND plan_id = (
  SELECT p.id FROM themes_implementationplan p JOIN themes_theme t ON t.id = p.theme_id
  WHERE t.slug = 'weerbare-jeugd' AND p.year = 2025)
"""
BEGIN_AGAIN = """
UPDATE themes_plantext SET html = '<p>Eerste zin.</p><p>Tweede zin.</p>', versions = '{}' WHERE plan_id = (
  SELECT p.id FROM themes_implementationplan p JOIN themes_theme t ON t.id = p.theme_id
  WHERE t.slug = 'weerbare-jeugd' AND p.year = 2025)
"""


@pytest.fixture(autouse=True)
def text_of_the_start(portal) -> None:
    """Each test begins with the same texts."""
    portal.database.change(BEGIN_AGAIN)


def ambition(page: Page):
    return page.get_by_role("textbox", name="Ambitie", exact=True)


def stored_ambition(portal) -> str:
    [(html,)] = portal.database.rows(STORED)
    return html


def status(page: Page):
    return page.locator("#opslaan")


def saved(page: Page) -> None:
    expect(status(page)).to_have_text(re.compile(r"^Opgeslagen om \d\d\.\d\d$"))


def go_to_the_end(page: Page) -> None:
    ambition(page).focus()
    page.keyboard.press("Control+End")
    # No hands are so fast: the editor hears of the new place a moment after the browser went there.
    page.wait_for_timeout(200)


def write_at_the_end(page: Page, text: str) -> None:
    go_to_the_end(page)
    page.keyboard.type(text)


def write_at_the_start(page: Page, text: str) -> None:
    ambition(page).focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type(text)


def leave(page: Page) -> None:
    page.get_by_role("heading", level=2).first.click()


@pytest.fixture
def both(window, colleague):
    for one in (window, colleague):
        one.open(f"{PLAN}?deel=ambitie")
        expect(ambition(one.page)).to_be_visible()
    return window, colleague


@pytest.fixture
def unaware(both):
    """Neither hears what the other stores, which a page asks for every twenty seconds: whoever hears it in time has no
    second text."""
    for one in both:
        one.page.route("**/aanwezig/", lambda route: route.fulfill(status=204))
    return both


def conflict(page: Page):
    return page.get_by_role("dialog", name="Er zijn twee teksten")


@pytest.mark.parametrize("first", [0, 1])
def test_two_write_in_one_text_and_put_both_together(both, portal, first):
    winner, loser = both[first], both[1 - first]
    write_at_the_end(winner.page, " Van de winnaar.")
    write_at_the_start(loser.page, "Van de ander. ")
    leave(winner.page)
    saved(winner.page)
    leave(loser.page)

    dialog = conflict(loser.page)
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("terwijl u aan het typen was")
    expect(dialog.get_by_role("region", name=re.compile("opgeslagen"))).to_contain_text("Van de winnaar.")
    expect(dialog.get_by_role("region", name="Wat u typte")).to_contain_text("Van de ander.")
    dialog.get_by_role("button", name="Voeg samen").click()
    saved(loser.page)

    assert stored_ambition(portal) == "<p>Van de ander. Eerste zin.</p><p>Tweede zin. Van de winnaar.</p>"
    # The one who was first is told, and sees the new text.
    winner.page.get_by_role("textbox", name="Aanleiding").focus()
    note = winner.page.locator(".control__note").first
    expect(note).to_contain_text("wijzigde dit om")
    expect(ambition(winner.page)).to_contain_text("Van de ander.")
    for one in both:
        assert [line for line in one.complaints if "409" not in line] == one.refused() == []


def test_one_may_keep_either_text(unaware, portal):
    window, colleague = unaware
    write_at_the_end(colleague.page, " Hun tekst.")
    leave(colleague.page)
    saved(colleague.page)
    write_at_the_end(window.page, " Mijn tekst.")
    leave(window.page)
    # Later: the text stays in the field, and the question beside it.
    expect(conflict(window.page)).to_be_visible()
    window.page.keyboard.press("Escape")
    expect(ambition(window.page)).to_contain_text("Mijn tekst.")
    assert "Hun tekst." in stored_ambition(portal)
    window.page.get_by_role("button", name="Vergelijk en kies").click()
    conflict(window.page).get_by_role("button", name="Neem die van mij").click()
    saved(window.page)
    assert stored_ambition(portal) == "<p>Eerste zin.</p><p>Tweede zin. Mijn tekst.</p>"

    write_at_the_end(colleague.page, " Nog meer.")
    leave(colleague.page)
    conflict(colleague.page).get_by_role("button", name=re.compile("Neem die van S")).click()
    expect(ambition(colleague.page)).not_to_contain_text("Nog meer.")
    assert stored_ambition(portal) == "<p>Eerste zin.</p><p>Tweede zin. Mijn tekst.</p>"


def test_two_windows_of_one_person_know_of_each_other(window):
    window.open(f"{PLAN}?deel=ambitie")
    second = window.page.context.new_page()
    second.goto(window.page.url)
    write_at_the_end(second, " In het tweede.")
    leave(second)
    saved(second)
    write_at_the_start(window.page, "In het eerste. ")
    leave(window.page)
    expect(conflict(window.page)).to_contain_text("ook in een ander venster van u")
    conflict(window.page).get_by_role("button", name="Voeg samen").click()
    saved(window.page)
    expect(ambition(window.page)).to_have_text("In het eerste. Eerste zin.Tweede zin. In het tweede.")


def test_who_else_is_here_is_shown(both):
    window, colleague = both
    ambition(colleague.page).focus()
    expect(window.page.locator('[data-section="ambitie"] [data-people]')).to_contain_text("Bas Beheer")
    # A window of the test before, closed a moment ago, may be remembered still: then she stands there herself too.
    expect(window.page.locator(".part__people").first).to_contain_text(
        re.compile("Bas Beheer( en u zelf, in een ander venster,)? (is|zijn) ook in dit")
    )


def test_without_connection_nothing_is_lost(window, portal):
    window.open(f"{PLAN}?deel=ambitie")
    page = window.page
    page.context.set_offline(True)
    write_at_the_end(page, " Zonder verbinding.")
    leave(page)
    expect(page.locator("#storing")).to_contain_text("Geen verbinding: uw tekst staat nog op dit apparaat")
    assert "Zonder verbinding" not in stored_ambition(portal)
    write_at_the_end(page, " En verder.")
    page.context.set_offline(False)
    saved(page)
    expect(page.locator("#storing")).to_be_hidden()
    leave(page)
    expect(page.locator("#opslaan")).to_contain_text("Opgeslagen")
    page.wait_for_timeout(1500)
    assert stored_ambition(portal).endswith("Tweede zin. Zonder verbinding. En verder.</p>")


def test_what_was_not_stored_is_offered_after_a_crash(window, portal):
    window.open(f"{PLAN}?deel=ambitie")
    page = window.page
    page.context.set_offline(True)
    write_at_the_end(page, " Voor de storing.")
    leave(page)
    expect(page.locator("#storing")).to_be_visible()
    # The page is gone before there is a connection to save over: its texts are still on the device.
    kept = page.evaluate("JSON.stringify(localStorage)")
    page.close()
    again = window.page.context.new_page()
    again.context.set_offline(False)
    again.goto(f"{window.portal.address}/inloggen/")
    portal.database.change(BEGIN_AGAIN)
    again.evaluate("(kept) => Object.entries(JSON.parse(kept)).forEach(([k, v]) => localStorage.setItem(k, v))", kept)
    again.goto(f"{window.portal.address}{PLAN}?deel=ambitie")
    offer = again.locator("#concepten .draft")
    expect(offer).to_contain_text("Er staat nog niet-opgeslagen tekst van")
    offer.get_by_role("button", name="Terugzetten").click()
    saved(again)
    assert "Voor de storing." in stored_ambition(portal)
    expect(again.locator("#concepten .draft")).to_have_count(0)


def test_a_session_that_ended_keeps_the_text_until_one_is_back(window, portal):
    window.open(f"{PLAN}?deel=ambitie")
    page = window.page
    page.context.clear_cookies(name="sessionid")
    write_at_the_end(page, " Na het uitloggen.")
    leave(page)
    dialog = page.get_by_role("dialog", name="U bent niet meer ingelogd")
    expect(dialog).to_be_visible()
    with page.context.expect_page() as opened_page:
        dialog.get_by_role("link", name="Inloggen in een nieuw tabblad").click()
    login = opened_page.value
    login.get_by_label("Gebruikersnaam").fill("staf")
    login.get_by_label("Wachtwoord").fill("samen-veilig-2026")
    login.get_by_role("button", name="Inloggen").click()
    login.wait_for_url(f"{window.portal.address}/")
    login.close()
    dialog.get_by_role("button", name="Probeer opnieuw").click()
    saved(page)
    assert "Na het uitloggen." in stored_ambition(portal)


def test_a_plan_is_written_by_keyboard_alone(window, portal):
    page = window.page
    window.open(f"{PLAN}?deel=ambitie")
    go_to_the_end(page)
    page.keyboard.press("Enter")
    page.keyboard.type("Kop")
    page.keyboard.press("Alt+F10")
    expect(page.get_by_role("toolbar").first.get_by_role("button", name="Kop (Ctrl+Alt+3)")).to_be_focused()
    page.keyboard.press("Enter")
    expect(ambition(page)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+b")
    page.keyboard.type("vet")
    page.keyboard.press("Control+b")
    page.keyboard.press("Alt+F10")
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Voetnoot").first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("Een bron.")
    page.keyboard.press("Enter")
    expect(ambition(page)).to_be_focused()
    page.keyboard.press("Tab")
    saved(page)
    assert stored_ambition(portal).endswith(
        '<h3>Kop</h3><p><strong>vet</strong><span class="voetnoot">Een bron.</span></p>'
    )
    assert window.complaints == window.refused() == []


def test_a_table_and_a_link_are_made(window, portal):
    page = window.page
    window.open(f"{PLAN}?deel=ambitie")
    go_to_the_end(page)
    page.keyboard.type(" Zie ")
    tools = page.get_by_role("toolbar").first
    tools.get_by_role("button", name="Link").click()
    page.get_by_role("dialog", name="Link").get_by_role("textbox").fill("vng.nl")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Begin het adres met https://")
    page.get_by_role("dialog").get_by_role("textbox").fill("https://vng.nl/")
    page.keyboard.press("Enter")
    tools.get_by_role("button", name="Tabel", exact=True).click()
    page.keyboard.type("Wie")
    page.keyboard.press("Tab")
    page.keyboard.type("Wat")
    tools.get_by_role("button", name="Bijschrift").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("Wie doet wat")
    page.keyboard.press("Enter")
    leave(page)
    saved(page)
    html = stored_ambition(portal)
    assert 'Zie <a href="https://vng.nl/">https://vng.nl/</a>' in html
    assert '<table><caption>Wie doet wat</caption><thead><tr><th scope="col">Wie</th><th scope="col">Wat</th>' in html
    assert window.complaints == window.refused() == []


def test_a_list_from_word_stays_a_list(window, portal):
    page = window.page
    window.open(f"{PLAN}?deel=ambitie")
    go_to_the_end(page)
    page.keyboard.press("Enter")
    item = '<p class=MsoListParagraph style="mso-list:l0 level{0} lfo1"><span style="mso-list:Ignore">·</span>{1}</p>'
    word = (
        f"<h1 style='color:red'>Aanpak</h1>{item.format(1, 'een')}{item.format(2, 'onder een')}{item.format(1, 'twee')}"
    )
    ambition(page).evaluate(
        """(element, word) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/html", word);
          element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        word,
    )
    leave(page)
    saved(page)
    assert "<h3>Aanpak</h3><ul><li>een<ul><li>onder een</li></ul></li><li>twee</li></ul>" in stored_ambition(portal)
    assert window.complaints == window.refused() == []


def test_an_activity_is_added_filled_in_moved_and_deleted(window):
    page = window.page
    page.get_by_role("button", name="Activiteit toevoegen bij doel 1").click()
    page.wait_for_url(re.compile("#activity-"))
    expect(page.locator("[data-goal]").first.get_by_label("Activiteit", exact=True).last).to_be_focused()
    page.keyboard.type("Gastlessen op scholen")
    page.keyboard.press("Tab")
    saved(page)
    new = page.locator(".part", has_text="Gastlessen op scholen").last
    expect(new.locator(".part__title")).to_have_text("Gastlessen op scholen")
    new.get_by_role("button", name="Omhoog").click()
    expect(status(page)).to_contain_text("Verplaatst: dit is nu nummer 5 van 6.")
    # It was the last and can go down again; the one it passed is the last now.
    expect(new.get_by_role("button", name="Omlaag")).to_be_visible()
    expect(new.get_by_role("button", name="Omhoog")).to_be_focused()
    of_goal = page.locator("[data-goal]").first.locator(".part--activity")
    expect(of_goal.last.locator("[data-move=down]")).to_be_hidden()
    new.get_by_role("link", name="Verwijderen").click()
    expect(page.get_by_role("heading", name="Onderdeel verwijderen")).to_be_visible()
    page.get_by_role("button", name="Verwijderen").click()
    expect(page.get_by_text("Gastlessen op scholen")).to_have_count(0)
    expect(page.get_by_role("button", name="Ongedaan maken")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Ongedaan maken")).to_have_count(0)
    window.open(f"{PLAN}?deel=activiteiten")
    expect(page.locator(".part__title", has_text="Gastlessen op scholen")).to_be_visible()
    assert window.complaints == window.refused() == []


def test_half_of_the_words_of_a_new_unit_is_no_unit(window, portal):
    page = window.page
    page.clock.install()
    window.open(f"{PLAN}?deel=resultaten")
    page.evaluate("document.querySelectorAll('.part details').forEach((part) => { part.open = true; })")
    unit = page.get_by_label("Meeteenheid").last
    unit.fill("zeehond / zee")
    # As long as anything else that is typed waits to be stored, and longer.
    page.clock.run_for(3_000)
    unit.press_sequentially("honden")
    leave(page)
    saved(page)
    expect(unit).to_have_value("zeehonden")
    added = portal.database.rows("SELECT singular, plural FROM units_unit WHERE plural LIKE 'zee%'")
    assert added == [("zeehond", "zeehonden")]
    assert window.complaints == window.refused() == []


def test_a_part_is_dragged_to_another_place(window):
    page = window.page
    titles = page.locator(".part__title")
    first, second = titles.nth(0).text_content(), titles.nth(1).text_content()
    handles = page.locator(".part__handle")
    handles.nth(1).drag_to(page.locator(".part").nth(0), target_position={"x": 30, "y": 12})
    expect(status(page)).to_contain_text("Verplaatst: dit is nu nummer 1 van")
    expect(titles.nth(0)).to_have_text(second)
    window.open(f"{PLAN}?deel=activiteiten")
    expect(titles.nth(0)).to_have_text(second)
    expect(titles.nth(1)).to_have_text(first)


def test_a_part_goes_to_another_goal_by_dragging_and_by_choosing(window):
    """By keyboard one chooses; both ways it is stored, and what is read aloud says where it went."""
    page = window.page
    window.open(f"{PLAN}?deel=activiteiten")
    goals = page.locator("[data-goal]")
    moved = goals.nth(1).locator(".part").first
    title = moved.locator(".part__title").text_content()
    moved.locator(".part__handle").drag_to(goals.nth(2).locator(".part").first, target_position={"x": 30, "y": 12})
    expect(goals.nth(2).locator(".part__title").first).to_have_text(title)
    goals.nth(2).locator(".part__line").first.click()
    goals.nth(2).get_by_label("Strategisch doel").first.select_option(index=0)
    expect(goals.nth(3).locator(".part__title")).to_have_text(title)
    expect(status(page)).to_have_text("Verplaatst naar Nog zonder doel")
    window.open(f"{PLAN}?deel=activiteiten")
    expect(goals.nth(3).locator(".part__title")).to_have_text(title)
    assert window.complaints == window.refused() == []


def test_a_partner_is_chosen_from_those_that_are_known(window):
    page = window.page
    window.open(f"{PLAN}?deel=activiteiten")
    page.locator(".part__line").first.click()
    part = page.locator(".part").first
    known = page.locator("#bekende-partners option").first.get_attribute("value")
    for name in (known, "Buurthuis", known):
        part.get_by_label("Kies een partner").fill(name)
        page.keyboard.press("Enter")
    expect(part.get_by_label("Partners")).to_have_value(re.compile(f"{re.escape(known)}\nBuurthuis$"))
    saved(page)
    assert violations(page) == []
    assert window.complaints == window.refused() == []


def test_a_comment_is_made_and_closed_beside_its_part(window):
    page = window.page
    window.open(f"{PLAN}?deel=activiteiten")
    page.locator(".part__line").first.click()
    about = page.locator(".part").first.locator(".part__comments").first
    about.locator("summary").first.click()
    about.get_by_label("Nieuwe opmerking over dit onderdeel").fill("Wie doet dit?")
    about.get_by_role("button", name="Plaats de opmerking").click()
    expect(about.locator("summary").first).to_contain_text("1 opmerking")
    expect(about).to_contain_text("Wie doet dit?")
    beside, below = "beside", "below"
    form = page.locator(".part__form").first
    for width, where in ((1280, beside), (390, below)):
        page.set_viewport_size({"width": width, "height": 900})
        box, own = about.bounding_box(), form.bounding_box()
        assert where == (beside if box["x"] >= own["x"] + own["width"] else below)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
    about.get_by_role("button", name="Handel af").click()
    expect(about.locator("summary").first).to_contain_text("Opmerking maken")
    assert window.complaints == window.refused() == []


def test_without_script_each_part_is_a_form(visit, portal):
    window = opened(visit, "staf", "ambitie", java_script_enabled=False)
    page = window.page
    area = page.locator("textarea").first
    expect(area).to_have_value("Eerste zin.\n\nTweede zin.")
    area.fill("Zonder script & met nadruk.\n\nNog een.")
    page.get_by_role("button", name="Opslaan Ambitie").click()
    expect(page.locator("#meldingen")).to_contain_text("Opgeslagen om")
    assert stored_ambition(portal) == "<p>Zonder script &amp; met nadruk.</p><p>Nog een.</p>"


@pytest.mark.parametrize(("view", "rules"), [(WIDE, []), (PHONE, RULES_OF_A_VIEW)])
def test_nothing_on_the_editor_is_out_of_reach(visit, view, rules):
    width, scheme = view
    window = visit(viewport={"width": width, "height": 900}, color_scheme=scheme)
    window.log_in("staf")
    page = window.page
    for section in ("ambitie", "doelen", "activiteiten", "resultaten", "middelen", "verbanden"):
        window.open(f"{PLAN}?deel={section}")
        page.evaluate(
            "document.querySelectorAll('.part details:not(.part__comments)').forEach((part) => { part.open = true; })"
        )
        assert violations(page, rules=rules) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    for dialog in ("botsing", "uitgelogd", "vraag"):
        page.evaluate("(id) => document.getElementById(id).showModal()", dialog)
        page.evaluate(FILL_SLOTS)
        assert violations(page, rules=rules) == []
        page.keyboard.press("Escape")
    assert window.refused() == []
