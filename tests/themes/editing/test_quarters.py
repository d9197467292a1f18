"""In which quarters an activity happens: ticked by its writer, or read in the words and only proposed."""

from datetime import date

import pytest

from nhveilig.accounts.models import User
from tests.html_forms import form_of
from tests.themes.editing.writers import Tab, writer
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory
from themes.continuing.services import continue_plan
from themes.models import Activity, PlanEdit
from themes.parts.queries import filled_in
from themes.parts.registry import key_of
from themes.parts.views import plan_url
from themes.reading.presenters import moment_of, spans_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return ImplementationPlanFactory()


@pytest.fixture
def tab(plan):
    return Tab(writer(plan, "Pieter", "Bakker"), plan)


def test_what_is_ticked_is_stored_and_taken_away_again(tab, plan):
    activity = ActivityFactory(plan=plan)
    assert tab.save(activity, "quarters", "1,3").status_code == 200
    activity.refresh_from_db()
    assert activity.quarters == [1, 3]
    tab.save(activity, "quarters", "")
    activity.refresh_from_db()
    assert activity.quarters is None
    assert PlanEdit.objects.filter(field="quarters").latest("pk").old in {"", "1,3"}


def test_there_are_four(tab, plan):
    answer = tab.save(ActivityFactory(plan=plan), "quarters", "1,5")
    assert answer.status_code == 422
    assert "Schrijf een of meer van de vier kwartalen" in answer.text


def test_without_script_they_go_along_with_the_form(tab, plan):
    activity = ActivityFactory(plan=plan, quarters=[2])
    page = tab.get("activiteiten").text
    sent = form_of(page, key_of(activity)) | {"title": "Anders", "quarters": ["3", "4"]}
    tab.client.post(plan_url(plan, "plan-edit"), sent)
    activity.refresh_from_db()
    assert (activity.title, activity.quarters) == ("Anders", [3, 4])


def test_a_form_nobody_touched_leaves_them(tab, plan):
    activity = ActivityFactory(plan=plan, quarters=[2])
    tab.submit(tab.get("activiteiten").text, activity)
    activity.refresh_from_db()
    assert (activity.quarters, activity.versions) == ([2], {})


def test_words_are_read_and_proposed_until_something_is_ticked(tab, plan):
    activity = ActivityFactory(plan=plan, planned_moment="voorjaar")
    assert 'data-take="1,2"' in tab.get("activiteiten").text
    Activity.objects.update(quarters=[2])
    assert "data-take" not in tab.get("activiteiten").text
    assert Activity.objects.get(pk=activity.pk).planned_moment == "voorjaar"


def test_what_is_ticked_is_drawn_and_read_and_counts_as_a_moment(plan):
    activity = ActivityFactory(plan=plan, planned_moment="voorjaar", quarters=[1, 4])
    assert spans_of(activity, 2025) == [
        (date(2025, 1, 1), date(2025, 3, 31)),
        (date(2025, 10, 1), date(2025, 12, 31)),
    ]
    before = filled_in([plan.pk])[plan.pk].done
    Activity.objects.update(planned_moment="")
    activity.refresh_from_db()
    assert moment_of(activity) == "1e en 4e kwartaal"
    assert filled_in([plan.pk])[plan.pk].done == before


def test_they_go_on_to_the_next_year(plan):
    activity = ActivityFactory(plan=plan, quarters=[1, 2])
    someone = User.objects.create(username="pieter")
    new = continue_plan(plan=plan, year=2026, editor=someone, activities=[activity.pk], results=[], texts=[])
    assert new.activity_set.get().quarters == [1, 2]
