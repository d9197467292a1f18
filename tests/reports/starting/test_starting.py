"""A new beleidsplan, from nothing and from the plan before it."""

from urllib.parse import urlencode

import pytest

from nhveilig.accounts.models import Role
from nhveilig.editing.changes import Writer
from nhveilig.regions.models import PoliceUnit
from reports.documents.blocks.kinds import KINDS
from reports.documents.models import Block, Document, Edition
from reports.documents.previewing.checks import look_at
from reports.documents.services.editions import freeze_edition
from reports.documents.services.outlines import read_outline, walk
from reports.documents.starting.services.layouts import LAYOUTS
from reports.documents.starting.services.plans import Start, document_of, start_policy_plan
from tests.accounts.factories import RoleFactory
from tests.regions.factories import PoliceUnitFactory
from themes.models import ImplementationPlan, PolicyPlan, Theme, ThemePart
from themes.policy.lines import read_lines
from themes.policy.services.plans import Chapters

BEGIN = "/documenten/nieuw-beleidsplan/"
BEFORE = "imv-nh-2019-2022"
FILLED = {
    "kind": "policy",
    "title": "Beleidsplan 2028-2031",
    "abbreviation": "BP",
    "start_year": "2028",
    "end_year": "2031",
    "agenda": "",
    "themes": "1; Veilige havens en industrie; Havens\n2; Drugs",
    "parts": ["analysis", "objective"],
}


@pytest.fixture
def unit(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(code="RE04")


def step_two(begin: str, *mee: str) -> str:
    chosen = [("eenheid", "noord-holland"), ("begin", begin), *(("mee", one) for one in mee)]
    return f"{BEGIN}gegevens/?{urlencode(chosen)}"


def outline_of(plan: PolicyPlan) -> dict[str, object]:
    return {node.anchor: node for node in walk(read_outline(document_of(plan)))}


def test_from_nothing_to_a_plan_and_a_uitvoeringsplan(staff, unit):
    response = staff.post(step_two("leeg"), FILLED)
    plan = PolicyPlan.objects.get(title="Beleidsplan 2028-2031")
    assert response.url == f"/beleidsplannen/noord-holland/{plan.slug}/"
    assert [(one.number, one.slug, one.title) for one in plan.themes.order_by("number")] == [
        (1, "havens", "Veilige havens en industrie"),
        (2, "drugs", "Drugs"),
    ]
    assert set(plan.themes.get(number=1).parts.values_list("kind", "html")) == {("analysis", ""), ("objective", "")}
    assert [node.title for node in outline_of(plan).values() if node.kind == "theme"] == [
        "Veilige havens en industrie",
        "Drugs",
    ]
    begun = staff.post("/uitvoeringsplannen/noord-holland/2028/havens/beginnen/")
    assert begun.status_code == 302
    assert ImplementationPlan.objects.get(theme__plan=plan).year == 2028


@pytest.mark.parametrize("code", LAYOUTS)
def test_from_a_layout_without_a_text_of_its_makers(staff, code):
    layout = LAYOUTS[code]
    form = staff.get(step_two(f"indeling:{code}")).context["form"]
    assert set(form.initial["parts"]) == set(layout.parts)
    # Twice: what the first became may not stay in the layout.
    for years in (("2028", "2031"), ("2032", "2035")):
        titled = {"title": f"Plan {years[0]}", "start_year": years[0], "end_year": years[1]}
        assert staff.post(step_two(f"indeling:{code}"), FILLED | titled).status_code == 302
        document = document_of(PolicyPlan.objects.get(title=f"Plan {years[0]}"))
        nodes = list(walk(read_outline(document)))
        assert not any(node.html for node in nodes)
        # What can be put in by hand: of each kind the options are those that its form knows.
        assert {node.kind for node in nodes} - {"theme", "cover", "contents", "footnotes", "colophon"} <= set(KINDS)
        top = [(node.number, node.title) for node in read_outline(document)]
        first = next(place for place, (_, title) in enumerate(top) if title == "Veilige havens en industrie")
        assert top[first - 1][1] == layout.before[-1].title
        assert [title for _, title in top[first + 2 :]][: len(layout.behind)] == [one.title for one in layout.behind]
        numbers = [int(number) for number, _ in top if number.isdigit()]
        assert numbers == list(range(1, len(numbers) + 1))
        assert document.layout.items() >= layout.style.items()


@pytest.mark.parametrize("code", LAYOUTS)
def test_a_layout_tells_what_it_lacks_before_a_version_is_kept(unit, code):
    plan = PolicyPlan(police_unit=unit, kind="policy", title="Plan", start_year=2030, end_year=2033)
    document = start_policy_plan(
        plan=plan, chapters=Chapters(read_lines("Havens")), start=Start(layout=LAYOUTS[code]), by=Writer(None)
    )
    assert any(one.message for group in look_at(document) for one in group.findings)


def test_with_a_word_file_one_chooses_it_once_there_is_a_document(staff):
    assert "Word-bestand" in staff.get(step_two("word")).content.decode()
    response = staff.post(step_two("word"), FILLED, follow=True)
    document = document_of(PolicyPlan.objects.get(title=FILLED["title"]))
    assert response.request["PATH_INFO"] == f"/documenten/{document.slug}/word/"
    assert "Kies nu het Word-bestand" in response.content.decode()


def test_an_empty_plan_can_be_kept_as_a_version(unit):
    plan = PolicyPlan(police_unit=unit, kind="policy", title="Leeg plan", start_year=2030, end_year=2033)
    chapters = Chapters(read_lines("Havens"), [ThemePart.Kind.ANALYSIS])
    document = start_policy_plan(plan=plan, chapters=chapters, start=Start(), by=Writer(None))
    edition = freeze_edition(document=document, status=Edition.Status.CONCEPT, frozen_by=None)
    assert "Havens" in [block["title"] for block in edition.content["blocks"]]


def test_the_first_page_says_what_there_is_of_each_plan(staff):
    page = staff.get(BEGIN).content.decode()
    assert "Integraal Meerjarenbeleidsplan Veiligheid 2019-2022: 7 hoofdstukken" in page.replace("8 hoofd", "7 hoofd")
    assert "Ontwerp naar de" in page


def test_from_the_plan_before_with_its_texts_goals_and_tables(staff, unit):
    before = PolicyPlan.objects.get(slug=BEFORE)
    address = step_two(BEFORE, "texts", "goals", "figures")
    form = staff.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    assert sent["title"] == f"Integraal Meerjarenbeleidsplan Veiligheid {sent['start_year']}-{sent['end_year']}"
    assert staff.post(address, sent | {"start_year": 2028, "end_year": 2031}).status_code == 302
    plan = PolicyPlan.objects.get(origin=before)
    assert _texts(plan) == _texts(before)
    theme = plan.themes.get(number=1)
    assert theme.origin == before.themes.get(number=1)
    assert all(one.is_unreviewed for one in [*theme.parts.all(), *theme.objectives.all(), *theme.elements.all()])
    old, new = outline_of(before), outline_of(plan)
    assert [node.number for node in new.values()] == [node.number for node in old.values()]
    assert new["hoofdstuk-6"].html == old["hoofdstuk-6"].html
    assert "formatie" in new
    # The plan before stays as it was, and was never taken over itself.
    assert not any(part.is_unreviewed for part in before.themes.get(number=1).parts.all())


def _texts(plan: PolicyPlan) -> set[tuple]:
    parts = ThemePart.objects.filter(theme__plan=plan).values_list("theme__number", "kind", "title", "html")
    goals = Theme.objects.filter(plan=plan).values_list("number", "objectives__number", "objectives__text")
    elements = Theme.objects.filter(plan=plan).values_list("number", "elements__title", "elements__html")
    return {*parts, *goals, *elements}


def test_without_texts_and_tables_the_chapters_stay_and_are_empty(demo, staff, unit):
    demo.blocks.filter(anchor="hoofdstuk-6").update(numbering=Block.Numbering.OWN, number="Bijlage 1A")
    staff.post(step_two(BEFORE, "goals"), FILLED | {"themes": "4; Cybercrime"})
    plan = PolicyPlan.objects.get(title=FILLED["title"])
    found = outline_of(plan)
    assert not any(node.html for node in found.values())
    assert "formatie" not in found
    assert found["hoofdstuk-5"].title == "Integrale samenwerking bij de aanpak"
    # One theme instead of four: the chapters behind it move up.
    assert (found["thema-cybercrime"].number, found["hoofdstuk-5"].number) == ("1", "2")
    # A name of its own goes along, and is not counted.
    assert (found["hoofdstuk-6"].number, found["hoofdstuk-7"].number) == ("Bijlage 1A", "3")


def test_a_theme_that_is_new_stands_behind_those_that_went_along(staff, unit):
    before = PolicyPlan.objects.get(slug=BEFORE)
    first = before.themes.get(number=1)
    staff.post(
        step_two(BEFORE, "texts", "goals"), FILLED | {"themes": f"1; Havens\n2; {first.title}; {first.short_title}"}
    )
    plan = PolicyPlan.objects.get(title=FILLED["title"])
    chapters = [node for node in outline_of(plan).values() if node.kind == "theme"]
    assert [(node.options["theme"], node.number) for node in chapters] == [(2, "1"), (1, "2")]
    assert plan.themes.get(number=2).objectives.count() == first.objectives.count()
    assert not plan.themes.get(number=1).objectives.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"start_year": "2026", "end_year": "2029"}, "loopt van 2024 tot en met 2027. Kies als eerste jaar 2028"),
        ({"end_year": "2027"}, "Het laatste jaar ligt vóór het eerste"),
        ({"title": ""}, "Vul in hoe het plan heet"),
        ({"start_year": "later"}, "Vul een jaar in"),
        ({"themes": "1; Havens\n1; Drugs"}, "Twee thema’s hebben nummer “1”"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_stored(staff, unit, change, said):
    before = PolicyPlan.objects.count(), Document.objects.count()
    response = staff.post(step_two("leeg"), FILLED | change)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert (PolicyPlan.objects.count(), Document.objects.count()) == before


def test_a_plan_in_the_way_is_one_click_away(staff, unit):
    page = staff.post(step_two("leeg"), FILLED | {"start_year": "2025"}).content.decode()
    assert "/beleidsplannen/noord-holland/imv-nh-2024-2027/" in page


def test_a_programme_may_run_beside_a_beleidsplan(staff, unit):
    response = staff.post(step_two("leeg"), FILLED | {"kind": "programme", "start_year": "2025", "title": "Zeehavens"})
    assert response.status_code == 302


def test_sent_twice_is_one_plan(staff, unit):
    for _ in range(2):
        assert staff.post(step_two("leeg"), FILLED).status_code == 302
    assert PolicyPlan.objects.filter(title=FILLED["title"]).count() == 1


def test_of_another_eenheid_nothing_can_be_begun(staff):
    assert staff.get(f"{BEGIN}?eenheid=amsterdam").status_code == 404
    # Nor with a plan of another, or with nothing at all: one chooses first.
    for address in (step_two("rbp-nn-2020-2023", "texts"), f"{BEGIN}gegevens/"):
        assert staff.get(address).url == BEGIN
        assert staff.post(address, FILLED).url == BEGIN
    assert not PolicyPlan.objects.filter(title=FILLED["title"]).exists()


def test_who_has_no_earlier_plan_is_not_asked_what_to_take_from_it(client, staff):
    assert "Wat neemt u mee?" in staff.get(BEGIN).text
    client.force_login(RoleFactory(kind=Role.Kind.STAFF, police_unit=PoliceUnitFactory()).user)
    page = client.get(BEGIN).text
    assert "Waarmee begint u?" in page
    assert "Wat neemt u mee?" not in page


def test_a_day_that_passed_is_said_to_have_passed(staff, time_machine):
    time_machine.move_to("2026-11-30")
    page = staff.get(step_two("leeg")).text
    assert page.count("deze dag is voorbij") == 3
