"""The page to write a plan, as a browser without script has it."""

import re

import pytest
from django.contrib.messages import get_messages

from nhveilig.editing.widgets import HTML, PLAIN, from_area, in_area, markup_of
from nhveilig.partners.models import Partner
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    ObjectiveFactory,
    PlanTextFactory,
    ResultTargetFactory,
)
from themes.editing.services.parts import delete_part
from themes.models import Activity, Decision, ImplementationPlan, PlanText, PolicyPlan, Project
from themes.parts.constants import SECTIONS
from themes.parts.registry import key_of
from themes.parts.views import plan_url

from .writers import Tab, seen_in, writer

pytestmark = pytest.mark.django_db
OFFERED = ("eigenaars", "bekende-partners")


@pytest.fixture
def plan():
    plan = ImplementationPlanFactory()
    for kind in PlanText.Kind:
        PlanTextFactory(plan=plan, kind=kind)
    return plan


@pytest.fixture
def activity(plan):
    return ActivityFactory(plan=plan, title="Controles", html="<p>Een & twee.</p><p>Drie.</p>".replace("&", "&amp;"))


@pytest.fixture
def pieter(plan):
    return writer(plan, "Pieter", "Plaats")


@pytest.fixture
def wies(plan):
    return writer(plan, "Wies", "Werker", "member")


@pytest.fixture
def tab(pieter, plan):
    return Tab(pieter, plan)


def page_of(tab, section="activiteiten") -> str:
    return tab.get(section).content.decode()


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_shows_itself(tab, plan, activity, section):
    answer = tab.get(section)
    assert answer.status_code == 200
    assert f"<h2>{SECTIONS[section].title}</h2>" in answer.content.decode()


def test_an_unknown_section_is_the_first(tab):
    assert "<h2>Ambitie en aanleiding</h2>" in page_of(tab, "bestaat-niet")


def test_a_form_saves_what_was_typed(tab, activity):
    answer = tab.submit(page_of(tab), activity, title="Controles in de haven", due_on="2025-12-31")
    activity.refresh_from_db()
    assert (activity.title, str(activity.due_on)) == ("Controles in de haven", "2025-12-31")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"?deel=activiteiten&open={key_of(activity)}#{key_of(activity)}")
    assert activity.versions.keys() == {"title", "due_on"}


def test_a_form_nobody_touched_changes_nothing(tab, activity):
    tab.submit(page_of(tab), activity)
    activity.refresh_from_db()
    assert activity.versions == {}


def test_a_field_one_did_not_touch_leaves_what_a_colleague_typed_there(tab, wies, plan, activity):
    page = page_of(tab)
    Tab(wies, plan).save(activity, "owner", "Wies")
    assert tab.submit(page, activity, title="Van Pieter").status_code == 302
    activity.refresh_from_db()
    assert (activity.title, activity.owner) == ("Van Pieter", "Wies")


def test_two_who_typed_in_one_field_are_shown_both_texts(tab, wies, plan, activity):
    page = page_of(tab)
    Tab(wies, plan).save(activity, "title", "Van Wies")
    refused = tab.submit(page, activity, title="Van Pieter", owner="OM")
    again = refused.content.decode()
    assert refused.status_code == 409
    assert "Wies Werker heeft dit intussen ook gewijzigd." in again
    assert "Van Wies" in again
    assert 'value="Van Pieter"' in again
    assert 'value="OM"' in again
    activity.refresh_from_db()
    assert (activity.title, activity.owner) == ("Van Wies", "")

    tab.submit(again, activity, title="Van Pieter", owner="OM")
    activity.refresh_from_db()
    assert (activity.title, activity.owner) == ("Van Pieter", "OM")


def test_what_cannot_be_stands_beside_its_field_with_all_that_was_typed(tab, activity):
    refused = tab.submit(page_of(tab), activity, title="Nieuw", due_on="ooit")
    assert refused.status_code == 422
    page = refused.content.decode()
    assert f'id="fout-{key_of(activity)}-due_on"' in page
    assert 'value="Nieuw"' in page
    assert seen_in(page, key_of(activity))["title"][0] == 0


def test_what_was_typed_for_a_part_in_the_bin_is_given_back(tab, wies, plan, activity):
    page = page_of(tab)
    delete_part(plan=plan, part=key_of(activity), editor=wies)
    answer = tab.submit(page, activity, title="Nog niet weg")
    assert answer.status_code == 410
    assert "Nog niet weg" in answer.content.decode()


def test_what_was_typed_for_a_closed_plan_is_given_back(tab, plan, activity):
    page = page_of(tab)
    ImplementationPlan.objects.update(status=ImplementationPlan.Status.REVIEW)
    answer = tab.submit(page, activity, title="Te laat")
    assert answer.status_code == 409
    assert "Te laat" in answer.content.decode()
    assert tab.get("activiteiten").status_code == 409


@pytest.mark.parametrize("seen", ["", "x", "[]", '{"title": 1}', "null"])
def test_a_form_that_is_not_whole_stores_nothing(tab, plan, activity, seen):
    sent = {"onderdeel": key_of(activity), "title": "Half", "gezien": seen}
    answer = tab.client.post(plan_url(plan, "plan-edit"), sent)
    assert answer.status_code == 422
    assert "niet compleet aangekomen" in answer.content.decode()


# Prose in a text area ------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "markup", "shown"),
    [
        ("", PLAIN, ""),
        ("<p>Een &amp; twee.</p><p>Drie.</p>", PLAIN, "Een & twee.\n\nDrie."),
        ("<p>Een <strong>twee</strong>.</p>", HTML, "<p>Een <strong>twee</strong>.</p>"),
        ("<ul><li>Een</li></ul>", HTML, "<ul><li>Een</li></ul>"),
    ],
)
def test_only_paragraphs_are_shown_without_markup(html, markup, shown):
    assert (markup_of(html), in_area(html)) == (markup, shown)
    assert from_area(in_area(html), markup) == html


def test_every_line_is_a_paragraph_and_no_markup_is_read_in_plain_text():
    assert from_area("Een <b>\r\n\r\n  twee\r\n", PLAIN) == "<p>Een &lt;b&gt;</p><p>twee</p>"


def test_plain_prose_is_saved_as_paragraphs(tab, plan):
    text = plan.plantext_set.get(kind=PlanText.Kind.AMBITION)
    tab.submit(page_of(tab, "ambitie"), text, html="Eerste regel.\r\n\r\nTweede & laatste.")
    text.refresh_from_db()
    assert text.html == "<p>Eerste regel.</p><p>Tweede &amp; laatste.</p>"


# Parts ---------------------------------------------------------------------------


def test_a_part_is_added_where_one_asks_for_it(tab, plan):
    objective = ObjectiveFactory(theme=plan.theme)
    answer = tab.client.post(plan_url(plan, "part-add"), {"soort": "activity", "objective": str(objective.pk)})
    activity = Activity.objects.get()
    assert activity.objective == objective
    assert answer.headers["Location"].endswith(f"&open={key_of(activity)}#{key_of(activity)}")
    assert "<details open>" in tab.client.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize("kind", ["", "text", "onzin"])
def test_a_kind_that_cannot_be_added_is_refused(tab, plan, kind):
    assert tab.client.post(plan_url(plan, "part-add"), {"soort": kind}).status_code == 422


def test_the_buttons_move_a_part_one_place(tab, plan):
    parts = [ActivityFactory(plan=plan, title=title, order=place) for place, title in enumerate("ABC", start=1)]
    from_page = page_of(tab)
    assert from_page.count('data-move="up"') == from_page.count('data-move="down"') == 3
    assert ways_to_move(from_page) == [(False, True), (True, True), (True, False)]
    tab.client.post(plan_url(plan, "part-move"), {"onderdeel": key_of(parts[0]), "voor": key_of(parts[2])})
    assert list(Activity.objects.order_by("order").values_list("title", flat=True)) == ["B", "A", "C"]


def ways_to_move(page: str) -> list[tuple[bool, bool]]:
    """Up and down, for each part: whether it can."""
    shown = [not hidden for hidden in re.findall(r'<form [^>]*class="part-move"[^>]*?( hidden)?>', page)]
    return list(zip(shown[::2], shown[1::2], strict=True))


def test_deleting_asks_first_and_says_what_goes_along(tab, plan):
    result = IntendedResultFactory(plan=plan, title="Minder overlast")
    ResultTargetFactory(plan=plan, result=result, title="Aantal meldingen")
    address = plan_url(plan, "part-delete", part=key_of(result))
    page = tab.client.get(address).content.decode()
    assert "Minder overlast" in page
    assert "Aantal meldingen" in page
    assert "30 dagen" in page
    answer = tab.client.post(address)
    result.refresh_from_db()
    assert result.deleted_at
    after = tab.client.get(answer.headers["Location"]).content.decode()
    assert "Ongedaan maken" in after
    assert "Minder overlast" not in after

    second = tab.client.post(address, follow=True)
    assert "stond al in de prullenbak" in str(*get_messages(second.wsgi_request)) + second.content.decode()


def test_a_text_of_the_plan_is_not_deleted(tab, plan):
    address = plan_url(plan, "part-delete", part=key_of(plan.plantext_set.first()))
    assert tab.client.get(address).status_code == tab.client.post(address).status_code == 422


def test_projects_stand_below_the_one_they_belong_to(tab, plan):
    outer = Project.objects.create(plan=plan, title="Buiten", order=2)
    Project.objects.create(plan=plan, title="Binnen", order=1, parent=outer)
    page = page_of(tab, "projecten")
    assert page.index("Buiten</span>") < page.index("Binnen</span>")


def test_a_list_of_nothing_is_not_offered(tab, plan, activity):
    assert 'data-field="project"' not in page_of(tab)
    Project.objects.create(plan=plan, title="Eerste")
    assert 'data-field="project"' in page_of(tab)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_large_plan_takes_as_many_queries_as_a_small_one(tab, plan, django_assert_max_num_queries, section):
    for count in (2, 18):
        for _ in range(count):
            activity, result = ActivityFactory(plan=plan), IntendedResultFactory(plan=plan)
            ResultTargetFactory(plan=plan, result=result)
            ResultTargetFactory(plan=plan, activity=activity)
            Decision.objects.create(plan=plan)
        with django_assert_max_num_queries(21):
            assert tab.get(section).status_code == 200


def test_activities_stand_below_their_goal_with_room_for_what_serves_none(plan, tab):
    goal, other = (ObjectiveFactory(theme=plan.theme, number=number) for number in (1, 2))
    served, loose = ActivityFactory(plan=plan, objective=goal), ActivityFactory(plan=plan)
    lists = tab.get("activiteiten").context["lists"]
    found = [(one.goal, [part.key for part in one.parts], one.under) for one in lists]
    assert found == [
        (str(goal.pk), [key_of(served)], ("objective", str(goal.pk))),
        (str(other.pk), [], ("objective", str(other.pk))),
        ("", [key_of(loose)], None),
    ]


def test_goals_are_changed_from_the_editor_by_whom_staff_allow_it(plan, tab):
    goal = ObjectiveFactory(theme=plan.theme, number=1)
    assert "Wijzig dit doel" not in tab.get("doelen").text
    PolicyPlan.objects.update(leaders_edit_goals=True)
    assert f"/doelen/{goal.pk}/" in tab.get("doelen").text


def test_people_and_partners_are_offered_as_owner_and_partners_beside_free_text(plan, tab, activity):
    Partner.objects.create(name="Kadaster", kind=Partner.Kind.STATE)
    page = tab.get("activiteiten").text
    owners, partners = (re.search(rf'<datalist id="{name}">(.*?)</datalist>', page)[1] for name in OFFERED)
    assert ("Pieter Plaats" in owners, "Kadaster" in owners, "Kadaster" in partners) == (True, True, True)
    assert "bekende-partners" not in tab.get("resultaten").text
