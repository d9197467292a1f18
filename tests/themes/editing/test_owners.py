"""The owner of an activity is free text; where it is the name of one person who reads the plan, that person is told and
asked."""

from datetime import date

import pytest
from django.test import Client

from nhveilig.accounts.models import Role
from nhveilig.notices.models import Notice
from tests.accounts.factories import RoleFactory, UserFactory
from tests.themes.factories import ActivityFactory
from tests.themes.workflow.people import complete_plan, person, writer
from tests.worklist.readers import asked, titles
from themes.editing.services.parts import add_part, save_field
from themes.models import Activity, ImplementationPlan
from themes.parts.registry import key_of
from themes.parts.views import plan_url

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)


@pytest.fixture
def plan():
    return complete_plan(year=2026)


@pytest.fixture
def leader(plan):
    return writer(plan)


@pytest.fixture
def controller(plan):
    return person(plan, Role.Kind.POLICE_CONTROLLER, "Yvonne")


def owned_by(plan, leader, name: str) -> Activity:
    activity = plan.activity_set.get()
    version = activity.version_of("owner")
    save_field(plan=plan, part=key_of(activity), field="owner", text=name, expected_version=version, editor=leader)
    return plan.activity_set.get()


def test_whoever_is_named_is_told_once(plan, leader, controller):
    for name in ("Yvonne  proef", "Gemeente Velsen", "Yvonne Proef"):
        activity = owned_by(plan, leader, name)
    assert (activity.owner, activity.owner_person) == ("Yvonne Proef", controller)
    notice = Notice.objects.get(user=controller)
    assert "Pieter Proef schreef u op als eigenaar van “Havenscan”" in notice.text
    assert notice.url == plan_url(plan)


@pytest.mark.parametrize("name", ["Gemeente Velsen", "Yvonne", "Yvonne Proef en Pieter Proef", ""])
def test_what_is_no_name_of_one_person_stays_text(plan, leader, controller, name):
    owned_by(plan, leader, "Yvonne Proef")
    assert owned_by(plan, leader, name).owner_person is None


def test_of_two_with_one_name_nobody_is_meant(plan, leader, controller):
    namesake = UserFactory(first_name="Yvonne", last_name="Proef")
    RoleFactory(user=namesake, kind=Role.Kind.STAFF, police_unit=plan.theme.plan.police_unit)
    assert owned_by(plan, leader, "Yvonne Proef").owner_person is None


@pytest.mark.parametrize("who", ["elsewhere", "reader"])
def test_only_who_reads_the_plan_can_be_meant(plan, leader, who):
    person(complete_plan() if who == "elsewhere" else plan, Role.Kind.READER, "Yvonne")
    assert owned_by(plan, leader, "Yvonne Proef").owner_person is None


def test_a_new_activity_may_come_with_its_owner(plan, leader, controller):
    part = add_part(plan=plan, kind="activity", editor=leader, texts={"title": "Kade", "owner": "Yvonne Proef"})
    assert part.owner_person == controller


def test_the_page_offers_the_names_without_script(plan, leader, controller):
    client = Client()
    client.force_login(leader)
    page = client.get(plan_url(plan, "plan-edit"), {"deel": "activiteiten"}).text
    assert 'list="eigenaars"' in page
    assert '<option value="Yvonne Proef"></option>' in page


def test_when_its_day_comes_the_owner_is_asked(plan, leader, controller):
    activity = owned_by(plan, leader, "Yvonne Proef")
    ImplementationPlan.objects.update(status="adopted", adopted_on=date(2026, 1, 15))
    Activity.objects.update(due_on=date(2026, 12, 20))
    assert titles(controller, TODAY) == []
    Activity.objects.update(due_on=date(2026, 12, 8))
    (task,) = asked(controller, TODAY)
    assert task.title == "Laat weten hoe het staat: Havenscan"
    assert task.url == f"{plan_url(plan, 'progress')}#activity-{activity.pk}"
    assert "Meld hoe het staat: Havenscan" in titles(leader, TODAY)


def test_who_reports_on_it_is_asked_once(plan, leader):
    ActivityFactory(plan=plan, title="Kade", owner="Pieter Proef", owner_person=leader, due_on=date(2026, 12, 1))
    ImplementationPlan.objects.update(status="adopted", adopted_on=date(2026, 11, 1))
    assert titles(leader, TODAY).count("Meld hoe het staat: Kade") == 1
    assert "Laat weten hoe het staat: Kade" not in titles(leader, TODAY)
