"""What the script of the page sends while people type, in every order in which it can arrive."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, IntendedResultFactory, PlanTextFactory
from themes.editing.services.parts import add_part, delete_part
from themes.models import Activity, ImplementationPlan, PlanEdit, Presence
from themes.parts.registry import key_of
from themes.parts.views import plan_url

from .writers import JSON, Tab, writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return ImplementationPlanFactory()


@pytest.fixture
def activity(plan):
    return ActivityFactory(plan=plan, title="Controles", html="<p>Een.</p><p>Twee.</p>")


@pytest.fixture
def pieter(plan):
    return writer(plan, "Pieter", "Plaats")


@pytest.fixture
def wies(plan):
    return writer(plan, "Wies", "Werker", "member")


@pytest.fixture
def tab(pieter, plan):
    return Tab(pieter, plan)


@pytest.fixture
def other(wies, plan):
    return Tab(wies, plan)


def title(activity) -> str:
    activity.refresh_from_db()
    return activity.title


def test_a_saved_field_is_answered_with_its_new_version_and_the_time(tab, activity):
    with time_machine.travel("2025-03-01 13:03:00+00:00", tick=False):
        answer = tab.save(activity, "title", "Controles in de haven")
    assert answer.status_code == 200
    assert answer.json() == {
        "part": key_of(activity),
        "field": "title",
        "text": "Controles in de haven",
        "version": 1,
        "changed": True,
        "saved_at": "14.03",
    }
    assert title(activity) == "Controles in de haven"


def test_a_stale_save_gets_both_texts_and_a_combination(tab, other, activity):
    other.save(activity, "html", "<p>Een.</p><p>Twee, van Wies.</p>")
    answer = tab.save(activity, "html", "<p>Een, van Pieter.</p><p>Twee.</p>", 0, base="<p>Een.</p><p>Twee.</p>")
    assert answer.status_code == 409
    [conflict] = answer.json()["conflicts"]
    assert conflict["theirs"] == "<p>Een.</p><p>Twee, van Wies.</p>"
    assert conflict["mine"] == "<p>Een, van Pieter.</p><p>Twee.</p>"
    assert conflict["combined"] == "<p>Een, van Pieter.</p><p>Twee, van Wies.</p>"
    assert conflict["is_whole"] is True
    assert "<mark>" in conflict["mine_html"]
    assert (conflict["changed_by"], conflict["same_person"], conflict["version"]) == ("Wies Werker", False, 1)

    chosen = tab.save(activity, "html", conflict["combined"], conflict["version"])
    assert chosen.status_code == 200
    activity.refresh_from_db()
    assert activity.html == "<p>Een, van Pieter.</p><p>Twee, van Wies.</p>"


def test_two_tabs_of_one_person_are_two_editors(pieter, plan, activity):
    Tab(pieter, plan).save(activity, "title", "In het ene venster")
    answer = Tab(pieter, plan).save(activity, "title", "In het andere", 0)
    assert answer.status_code == 409
    assert answer.json()["conflicts"][0]["same_person"] is True


def test_a_conflict_about_a_choice_has_nothing_to_combine(tab, other, activity):
    other.save(activity, "due_on", "2025-12-31")
    [conflict] = tab.save(activity, "due_on", "2025-06-30", 0).json()["conflicts"]
    assert conflict["combined"] is None


def test_a_save_sent_twice_is_stored_once(tab, activity):
    answers = [tab.save(activity, "title", "Dubbel", 0) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.json()["version"] for answer in answers] == [1, 1]
    assert PlanEdit.objects.count() == 1


def test_saves_that_overtake_each_other_lose_nothing(tab, activity):
    """The second text arrives first: the first, late, does not put itself over it, and is shown with it."""
    assert tab.save(activity, "title", "Tweede", 0).status_code == 200
    late = tab.save(activity, "title", "Eerste", 0)
    assert late.status_code == 409
    assert late.json()["conflicts"][0]["mine"] == "Eerste"
    assert title(activity) == "Tweede"


def test_a_replayed_save_undoes_nothing(tab, activity):
    first = tab.save(activity, "title", "Een", 0)
    tab.save(activity, "title", "Twee", first.json()["version"])
    assert tab.save(activity, "title", "Een", 0).status_code == 409
    assert title(activity) == "Twee"


def test_two_people_in_two_fields_of_one_row_never_meet(tab, other, activity):
    assert tab.save(activity, "title", "Van Pieter", 0).status_code == 200
    assert other.save(activity, "owner", "Wies", 0).status_code == 200


def test_a_text_that_cannot_be_is_refused_with_a_sentence(tab, activity):
    answer = tab.save(activity, "due_on", "ooit")
    assert answer.status_code == 422
    assert "Schrijf dag, maand en jaar" in answer.json()["problems"][0]["message"]


@pytest.mark.parametrize("missing", ["part", "field", "version"])
def test_an_incomplete_request_stores_nothing(tab, activity, plan, missing):
    asked = {"part": key_of(activity), "field": "title", "version": "0", "text": "x"}
    del asked[missing]
    answer = tab.client.post(plan_url(plan, "field-save"), asked, **JSON)
    assert answer.status_code == 422
    assert title(activity) == "Controles"


def test_what_is_typed_in_a_part_in_the_bin_is_told_who_put_it_there(tab, wies, plan, activity):
    delete_part(plan=plan, part=key_of(activity), editor=wies)
    answer = tab.save(activity, "title", "Toch nog")
    assert answer.status_code == 410
    assert "Wies Werker" in answer.json()["message"]


def test_a_closed_plan_takes_nothing(tab, plan, activity):
    ImplementationPlan.objects.update(status=ImplementationPlan.Status.REVIEW)
    answer = tab.save(activity, "title", "Te laat")
    assert (answer.status_code, answer.json()["closed"]) == (409, True)


def test_a_paste_of_half_a_megabyte_from_word_is_cleaned(tab, activity):
    paragraph = '<p class=MsoNormal style="margin:0cm"><span lang=NL><b>Wij</b> doen <o:p></o:p></span>dit</p>'
    answer = tab.save(activity, "html", paragraph * (490_000 // len(paragraph)))
    assert answer.status_code == 200
    assert answer.json()["text"].startswith("<p><strong>Wij</strong> doen dit</p><p>")
    assert "Mso" not in answer.json()["text"]


def test_a_text_beyond_all_measure_is_refused_with_a_sentence(tab, activity):
    answer = tab.save(activity, "html", "x" * 500_001)
    assert answer.status_code == 422
    assert "te lang" in answer.json()["message"]


@pytest.mark.parametrize(
    "pasted",
    [
        "<p>x<script>alert(1)</script></p>",
        "<p style='color:red' onclick='x()'>x</p>",
        '<p>x<img src="https://meet.example/1.gif"></p>',
        '<p><a href="data:text/html,y">x</a></p>',
    ],
)
def test_nothing_that_runs_styles_or_watches_is_stored(tab, activity, pasted):
    assert tab.save(activity, "html", pasted).json()["text"] == "<p>x</p>"


def test_saving_a_field_takes_eight_queries(tab, activity, plan):
    text = PlanTextFactory(plan=plan)
    for part, field, typed in [(activity, "title", "Een"), (text, "html", "<p>Een</p>"), (activity, "title", "Twee")]:
        activity.refresh_from_db()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert tab.save(part, field, typed).status_code == 200
        assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) <= 8


# Who else is here ----------------------------------------------------------------


def test_others_are_seen_where_they_are(tab, other, activity):
    other.presence(key_of(activity))
    assert tab.presence().json()["people"] == [
        {"name": "Wies Werker", "part": key_of(activity), "same_person": False, "section": "activiteiten"}
    ]


def test_another_tab_of_oneself_is_known_as_such(pieter, plan, tab):
    Tab(pieter, plan).presence()
    assert [one["same_person"] for one in tab.presence().json()["people"]] == [True]


def test_who_falls_silent_or_leaves_is_forgotten(tab, other):
    other.presence()
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert tab.presence().json()["people"] == []
        assert Presence.objects.count() == 1
        other.presence()
        other.presence(leaving="ja")
        assert tab.presence().json()["people"] == []


def test_what_others_wrote_is_told_once_with_who_and_when(tab, other, activity, plan):
    first = tab.presence(seen=plan.version).json()
    assert "changes" not in first
    other.save(activity, "title", "Van Wies")
    told = tab.presence(seen=first["version"], since=first["now"]).json()
    [change] = told["changes"]
    assert (change["part"], change["field"], change["text"]) == (key_of(activity), "title", "Van Wies")
    assert (change["version"], change["by"]) == (1, "Wies Werker")
    assert "changes" not in tab.presence(seen=told["version"], since=told["now"]).json()


def test_what_one_wrote_oneself_is_no_news_but_counts_as_filled_in(tab, activity, plan):
    first = tab.presence(seen=plan.version).json()
    tab.save(activity, "owner", "OM")
    told = tab.presence(seen=first["version"], since=first["now"]).json()
    assert told["changes"] == []
    states = {one["code"]: one["done"] for one in told["sections"]}
    assert states["activiteiten"] == 2
    [missing] = [one["missing"] for one in told["sections"] if one["code"] == "activiteiten"]
    assert {one["part"] for one in missing} == {key_of(activity)}
    assert not [one for one in missing if one["label"].endswith(": eigenaar")]
    assert all(one["url"].endswith(f"#{key_of(activity)}") for one in missing)


def test_parts_that_came_or_went_are_told(tab, wies, plan):
    first = tab.presence(seen=plan.version).json()
    add_part(plan=plan, kind="activity", editor=wies, session=uuid.uuid4())
    assert tab.presence(seen=first["version"], since=first["now"]).json()["rearranged"] == ["Wies Werker"]


def test_a_presence_without_a_session_is_refused(tab, plan):
    answer = tab.client.post(plan_url(plan, "presence"), {"session": "x"}, **JSON)
    assert answer.status_code == 422


# Parts ---------------------------------------------------------------------------


def test_a_part_is_moved_for_the_script(tab, plan):
    first, second = ActivityFactory(plan=plan, title="Een"), ActivityFactory(plan=plan, title="Twee")
    asked = {"onderdeel": key_of(second), "voor": key_of(first)}
    assert tab.client.post(plan_url(plan, "part-move"), asked, **JSON).status_code == 200
    assert list(Activity.objects.order_by("order").values_list("title", flat=True)) == ["Twee", "Een"]


def test_a_part_cannot_go_among_others_of_another_kind(tab, plan, activity):
    asked = {"onderdeel": key_of(activity), "voor": key_of(IntendedResultFactory(plan=plan))}
    answer = tab.client.post(plan_url(plan, "part-move"), asked, **JSON)
    assert answer.status_code == 422
    assert "dezelfde soort" in answer.json()["message"]
