"""What a deputy writes bears both names: in the history, in comments, and where two texts stand beside each other."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from nhveilig.accounts.models import Role, StandIn
from nhveilig.editing.models import Edit
from nhveilig.notices.models import Notice
from tests.accounts.factories import RoleFactory, UserFactory
from tests.themes.budgets.factories import BudgetLineFactory
from tests.themes.workflow.people import complete_plan, person, writer
from themes.budgets.queries import budget_url
from themes.models import Comment, PlanEdit
from themes.parts.registry import key_of
from themes.parts.views import plan_url
from themes.workflow.services import why_not

pytestmark = pytest.mark.django_db


def deputy_of(principal, unit):
    user = UserFactory(first_name="Anke", last_name="Proef", email="anke@example.org")
    RoleFactory(user=user, kind=Role.Kind.READER, police_unit=unit)
    StandIn.objects.create(
        user=user,
        principal=principal,
        police_unit=unit,
        kind=StandIn.Kind.DEPUTY,
        starts_on=timezone.localdate(),
        made_by=principal,
    )
    return user


@pytest.fixture
def plan():
    return complete_plan()


@pytest.fixture
def leader(plan):
    return writer(plan)


@pytest.fixture
def browser(plan, leader):
    client = Client()
    client.force_login(deputy_of(leader, plan.theme.plan.police_unit))
    return client


def typed(browser, plan, text, version=0, session=None):
    activity = plan.activity_set.get()
    sent = {"part": key_of(activity), "field": "title", "text": text, "version": version, "base": ""}
    return browser.post(plan_url(plan, "field-save"), sent | {"session": session or uuid.uuid4()})


def test_the_history_names_both(browser, plan, leader):
    assert typed(browser, plan, "Kade schoon").status_code == 200
    edit = PlanEdit.objects.get()
    assert (edit.editor.first_name, edit.on_behalf_of) == ("Anke", leader)
    assert "Anke Proef namens Pieter Proef" in browser.get(plan_url(plan, "plan-history")).text
    assert str(why_not(plan)).startswith("Anke Proef namens Pieter Proef heeft dit plan")


def test_so_does_who_finds_another_text_in_the_field(browser, plan, leader):
    typed(browser, plan, "Kade schoon")
    colleague = Client()
    colleague.force_login(leader)
    refused = typed(colleague, plan, "Kade opgeruimd")
    assert refused.status_code == 409
    assert "Anke Proef namens Pieter Proef" in refused.text


def test_in_one_tab_what_is_written_for_another_is_an_edit_apart(browser, plan):
    session = uuid.uuid4()
    typed(browser, plan, "Kade", session=session)
    StandIn.objects.update(ended_at=timezone.now(), ended_by=StandIn.objects.get().user)
    person(plan, Role.Kind.STAFF, "Sanne")
    RoleFactory(user=StandIn.objects.get().user, kind=Role.Kind.STAFF, police_unit=plan.theme.plan.police_unit)
    typed(browser, plan, "Kade schoon", 1, session)
    assert [edit.on_behalf_of_id is None for edit in PlanEdit.objects.order_by("pk")] == [False, True]
    assert browser.get(plan_url(plan, "plan-history")).text.count('class="sitting__when"') == 2


def test_what_came_and_went_names_both(browser, plan, leader):
    part = key_of(plan.activity_set.get())
    browser.post(plan_url(plan, "part-delete", part=part))
    browser.post(plan_url(plan, "part-restore"), {"part": part})
    assert set(PlanEdit.objects.values_list("on_behalf_of", flat=True)) == {leader.pk}


def test_a_comment_names_both(browser, plan, leader):
    browser.post(plan_url(plan, "plan-comments"), {"text": "Welke partners?", "part": ""})
    assert Comment.objects.get().on_behalf_of == leader
    assert "Anke Proef namens Pieter Proef" in browser.get(plan_url(plan, "plan-comments")).text
    assert Notice.objects.get(user=leader).text.startswith("Anke Proef namens Pieter Proef schreef")


def test_whoever_writes_for_themselves_has_one_name(plan, leader):
    own = Client()
    own.force_login(leader)
    typed(own, plan, "Kade schoon")
    assert PlanEdit.objects.get().on_behalf_of is None


def test_a_post_of_a_budget_names_both():
    line = BudgetLineFactory()
    budget = line.group.budget
    staff = UserFactory(first_name="Sanne")
    RoleFactory(user=staff, kind=Role.Kind.STAFF, police_unit=budget.police_unit)
    client = Client()
    client.force_login(deputy_of(staff, budget.police_unit))
    client.post(budget_url(budget, "line-delete", pk=line.pk))
    assert Edit.objects.get().on_behalf_of == staff
