"""What came from an earlier plan, or names years of one, is worked down: changed, or ticked."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nhveilig.accounts.models import Role
from reports.documents.desk.reviewing import reviewed_texts
from reports.documents.desk.rows import Outline
from reports.documents.models import Block, ChapterTask, Document
from reports.documents.previewing.checks import BLOCKING, look_at
from reports.documents.starting.services.plans import Start, start_policy_plan
from tests.accounts.factories import RoleFactory
from tests.agenda.factories import SafetyAgendaFactory
from tests.html_forms import form_of
from themes.models import Objective, PolicyPlan, ThemePart
from themes.policy.lines import lines_of, read_lines
from themes.policy.services.plans import Chapters

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(document, by) -> Document:
    """The plan after `document`, with its texts and goals."""
    Objective.objects.create(theme=document.plan.themes.get(), number=1, text="Minder labs")
    ThemePart.objects.create(theme=document.plan.themes.get(), kind="objective", html="<p>Wat we willen.</p>")
    PolicyPlan.objects.filter(pk=document.plan_id).update(abbreviation="BP")
    plan = PolicyPlan(
        police_unit=document.police_unit, kind="policy", title="Plan 2032", start_year=2032, end_year=2035
    )
    chapters = Chapters(read_lines(lines_of(document.plan.themes.all())), ["analysis", "objective"])
    return start_policy_plan(plan=plan, chapters=chapters, start=Start(document.plan, texts=True, goals=True), by=by)


def page(browser: Client, document: Document, name: str = "-review", **asked: str) -> str:
    return browser.get(reverse(f"reports:document-desk{name}", args=[document.slug]), asked).content.decode()


def send(browser: Client, document: Document, **sent: object):
    return browser.post(reverse("reports:document-desk-review", args=[document.slug]), sent)


def to_do(document: Document) -> list[str]:
    return [one.place for one in reviewed_texts(document, Outline(document)) if one.is_open]


def all_of(document: Document) -> list[str]:
    return [f"{one.key}:{one.row.version}" for one in reviewed_texts(document, Outline(document))]


def desk(document: Document, chapter: str) -> str:
    return f"{reverse('reports:document-desk', args=[document.slug])}?hoofdstuk={chapter}"


def write(browser: Client, document: Document, chapter: str, html: str) -> None:
    """As a browser without script does."""
    block = Block.objects.get(document=document, anchor=chapter)
    form = form_of(browser.get(desk(document, chapter)).content.decode(), f"block-{block.pk}")
    assert browser.post(desk(document, chapter), form | {"html": html}).status_code == 302


TAKEN = ["Leeswijzer", "1 Havens: Analyse van het thema", "1 Havens: Doelstelling", "1 Havens: Strategisch doel 1"]


def test_all_that_was_taken_over_is_to_do_until_it_is_ticked_or_changed(later, browser):
    # What had no text has nothing to look at.
    assert to_do(later) == [*TAKEN, "2 Samen", "2.1 Overleg"]
    shown = page(browser, later)
    assert "Nog 6 teksten van de 6" in shown
    assert "Overgenomen uit BP 2028-2031, nog niet herzien." in shown
    assert send(browser, later, herzien=all_of(later)[:4]).status_code == 302
    assert to_do(later) == ["2 Samen", "2.1 Overleg"]
    write(browser, later, "samen", "<p>Wij samen.</p>")
    assert to_do(later) == ["2.1 Overleg"]


def test_a_tick_says_by_whom_and_can_be_taken_back(later, browser):
    send(browser, later, herzien=all_of(later))
    shown = page(browser, later)
    assert "Alles is herzien" in shown
    assert "6 teksten aangevinkt als herzien" in shown
    assert "Sanne Stavast, " in shown
    key = all_of(later)[0].partition(":")[0]
    assert (
        "staat weer in de lijst" in send(browser, later, **{"toch-niet": key, "terug": "/"}).wsgi_request.path or True
    )
    assert to_do(later) == ["Leeswijzer"]


def test_what_was_changed_since_it_was_seen_is_not_ticked(later, browser):
    seen = all_of(later)[0]
    Block.objects.filter(document=later, anchor="leeswijzer").update(version=7)
    response = browser.post(
        reverse("reports:document-desk-review", args=[later.slug]), {"herzien": [seen, "part-0:1", "x"]}, follow=True
    )
    assert "Intussen gewijzigd, en daarom niet afgevinkt: “Leeswijzer”." in response.content.decode()
    assert to_do(later)[0] == "Leeswijzer"


def test_the_outline_and_the_texts_say_it_where_one_writes(later, browser):
    mark = re.compile(r'data-taken="block-\d+">overgenomen uit BP 2028-2031, nog niet herzien')
    shown = page(browser, later, "", hoofdstuk="leeswijzer")
    assert len(mark.findall(shown)) == 3
    assert shown.count("Dit is herzien") == 1
    [value] = re.findall(r'name="herzien" value="(block-\d+:\d+)"', shown)
    back = desk(later, "leeswijzer")
    assert send(browser, later, herzien=value, terug=back).url == back
    shown = page(browser, later, "", hoofdstuk="leeswijzer")
    assert (len(mark.findall(shown)), "Dit is herzien" in shown) == (2, False)
    # Of a theme the chapter says it as long as one of its rows is to do.
    shown = page(browser, later, "", hoofdstuk="thema-havens")
    rows = re.findall(r'name="herzien" value="((?:part|objective)-\d+:\d+)"', shown)
    assert len(rows) == 3
    send(browser, later, herzien=rows[:2])
    assert len(mark.findall(page(browser, later, "", hoofdstuk="thema-havens"))) == 2
    send(browser, later, herzien=rows[2])
    assert len(mark.findall(page(browser, later, "", hoofdstuk="thema-havens"))) == 1


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Wat we in 2025 en 2026 deden.", ["2025", "2026"]),
        ("De Politiewet 2012 en het Besluit verdeling sterkte.", []),
        ("Zie de Veiligheidsagenda 2019-2022.", []),
        ("Zie de Veiligheidsagenda 2019–2022, die in 2019 begon.", ["2019"]),
        ("Zie de Veiligheidsagenda 2015-2018.", ["2015"]),
        ("Uit het BP 2020-2023.", []),
    ],
)
def test_names_of_laws_and_documents_keep_their_years(document, text, years):
    SafetyAgendaFactory(title="Veiligheidsagenda 2019-2022", start_year=2019, end_year=2022)
    PolicyPlan.objects.create(
        police_unit=document.police_unit, slug="bp", title="Beleid", abbreviation="BP", start_year=2020, end_year=2023
    )
    Block.objects.filter(anchor="leeswijzer").update(html=f"<p>{text}</p>")
    assert [one.years for one in reviewed_texts(document, Outline(document))] == ([years] if years else [])


def test_the_name_of_the_plan_it_began_from_is_looked_at(later):
    Block.objects.filter(document=later, anchor="leeswijzer").update(html="<p>Dit BP 2028-2031 is nieuw.</p>")
    assert reviewed_texts(later, Outline(later))[0].years == ["2028"]


def test_a_text_about_the_past_is_ticked_and_asked_about_again_once_it_changes(document, browser):
    Block.objects.filter(anchor="leeswijzer").update(html="<p>Terug naar 2025.</p>")
    assert "Noemt 2025: “…" in page(browser, document)
    send(browser, document, herzien=all_of(document))
    assert to_do(document) == []
    write(browser, document, "leeswijzer", "<p>Terug naar 2024.</p>")
    assert to_do(document) == ["Leeswijzer"]


def test_it_keeps_nothing_from_being_stored(later):
    found = {group.heading: [one.message for one in group.findings] for group in look_at(later)}
    assert found["Overgenomen en nog niet herzien"] == ["6 teksten zijn overgenomen en nog niet herzien."]
    assert BLOCKING not in found


def test_who_writes_one_chapter_ticks_in_that_alone(later, browser, block):
    writer = RoleFactory(kind=Role.Kind.PROJECT_LEADER, police_unit=later.police_unit).user
    chapter = Block.objects.get(document=later, anchor="samen")
    ChapterTask.objects.create(block=chapter, writer=writer)
    client = Client()
    client.force_login(writer)
    shown = page(client, later)
    assert (shown.count('type="checkbox"'), shown.count(">Bekijk<")) == (2, 4)
    assert send(client, later, herzien=all_of(later)[0]).status_code == 403
    assert send(client, later, herzien=f"block-{chapter.pk}:{chapter.version}").status_code == 302
    assert to_do(later)[-1] == "2.1 Overleg"


def test_the_list_and_the_desk_ask_as_much_of_a_long_document(later, browser):
    def queries() -> list[int]:
        counts = []
        for name, chapter in (("-review", ""), ("", "leeswijzer"), ("", "thema-havens")):
            with CaptureQueriesContext(connection) as found:
                assert page(browser, later, name, hoofdstuk=chapter)
            counts.append(len(found))
        return counts

    before = queries()
    origin = Block.objects.get(document=later, anchor="leeswijzer").origin
    for number in range(10):
        about = {"kind": "prose", "html": "<p>In 2020.</p>", "order": 50 + number, "title": "Nog een"}
        Block.objects.create(document=later, anchor=f"nog-{number}", origin=origin, **about)
    assert queries() == before
    assert max(before) <= 20
