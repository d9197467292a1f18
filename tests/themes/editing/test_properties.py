"""The period and the deadline of a plan: stored, refused, and fought over."""

import re
from datetime import date

import pytest

from nhveilig.editing.changes import FieldChange
from nhveilig.editing.exceptions import CannotBeUndone, SaveRefused
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory
from themes.editing.services.parts import set_properties, undo_edit
from themes.models import ImplementationPlan, PlanEdit
from themes.parts.exceptions import PlanIsClosed
from themes.parts.views import plan_url

from .writers import Tab, form_of, writer

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def plan():
    return ImplementationPlanFactory(ambition_period="2025-2028", deadline=date(2024, 12, 1))


@pytest.fixture
def pieter(plan):
    return writer(plan, "Pieter", "Plaats")


@pytest.fixture
def wies(plan):
    return writer(plan, "Wies", "Werker", "member")


@pytest.fixture
def tab(pieter, plan):
    return Tab(pieter, plan)


def page_of(tab) -> str:
    return tab.get("ambitie").content.decode()


def send(tab, page, **typed):
    return tab.client.post(plan_url(tab.plan, "plan-properties"), form_of(page, "eigenschappen") | typed)


def stored(plan) -> tuple[str, str]:
    plan = ImplementationPlan.objects.get(pk=plan.pk)
    return plan.ambition_period, str(plan.deadline)


def test_the_form_shows_what_stands_in_the_plan(tab):
    form = form_of(page_of(tab), "eigenschappen")
    assert (form["ambition_period"], form["deadline"]) == ("2025-2028", "2024-12-01")


def test_only_the_first_section_has_the_form(tab, plan):
    ActivityFactory(plan=plan)
    assert 'id="eigenschappen"' not in tab.get("activiteiten").content.decode()


def test_both_are_stored_and_counted_as_a_change_to_the_plan(tab, plan):
    answer = send(tab, page_of(tab), ambition_period=" 2026 -  2029", deadline="31-1-2026")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{plan_url(plan, 'plan-edit')}?deel=ambitie")
    assert stored(plan) == ("2026 - 2029", "2026-01-31")
    before = plan.version
    plan.refresh_from_db()
    assert (plan.version, plan.changed_by.username) == (before + 1, "pieter")


def test_a_deadline_can_be_taken_away(tab, plan):
    send(tab, page_of(tab), deadline="")
    assert stored(plan) == ("2025-2028", "None")


def test_a_form_nobody_touched_leaves_no_trace_in_the_history(tab, plan):
    assert send(tab, page_of(tab)).status_code == 302
    assert not plan.edits.exists()


def test_the_history_tells_what_it_was_and_became(tab, plan):
    send(tab, page_of(tab), ambition_period="2026-2029", deadline="2025-01-31")
    page = tab.client.get(plan_url(plan, "plan-history")).content.decode()
    shown = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert "Het hele plan Gereed op [vervallen: 1 december 2024] [toegevoegd: 31 januari 2025]" in shown
    assert "Periode van de ambitie [vervallen: 2025-2028] [toegevoegd: 2026-2029]" in shown
    assert "Zet terug wat er stond" not in page


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"deadline": "31 februari 2026"}, "2026"),
        ({"deadline": "zo snel mogelijk"}, "“zo snel mogelijk” is geen datum."),
        ({"ambition_period": "van 2025 tot en met 2028"}, "24 tekens lang en hier passen er 20"),
    ],
)
def test_what_cannot_be_is_refused_with_all_that_was_typed(tab, plan, typed, why):
    answer = send(tab, page_of(tab), **{"ambition_period": "2026", "deadline": "2025-03-01"} | typed)
    page = answer.content.decode()
    [name] = typed
    assert answer.status_code == 422
    assert f'id="fout-plan-{name}"' in page
    assert why in page
    again = form_of(page, "eigenschappen")
    assert again["ambition_period"] == typed.get("ambition_period", "2026")
    assert again["deadline"] == typed.get("deadline", "2025-03-01")
    assert stored(plan) == ("2025-2028", "2024-12-01")


def test_two_who_change_the_deadline_see_both(tab, plan, wies):
    page = page_of(tab)
    send(Tab(wies, plan), page_of(Tab(wies, plan)), deadline="2025-02-01", ambition_period="2030")
    refused = send(tab, page, deadline="2025-03-01")
    shown = refused.content.decode()
    assert refused.status_code == 409
    assert "Wies Werker heeft dit intussen ook gewijzigd." in shown
    assert "1 februari 2025" in shown
    form = form_of(shown, "eigenschappen")
    assert (form["deadline"], form["ambition_period"]) == ("2025-03-01", "2030")
    assert stored(plan) == ("2030", "2025-02-01")

    assert send(tab, shown).status_code == 302
    assert stored(plan) == ("2030", "2025-03-01")


def test_a_field_one_did_not_touch_keeps_what_a_colleague_made_of_it(tab, plan, wies):
    page = page_of(tab)
    send(Tab(wies, plan), page, ambition_period="2030")
    assert send(tab, page, deadline="2025-03-01").status_code == 302
    assert stored(plan) == ("2030", "2025-03-01")


def test_two_who_mean_the_same_do_not_quarrel(tab, plan, wies):
    page = page_of(tab)
    send(Tab(wies, plan), page, deadline="2025-03-01")
    assert send(tab, page, deadline="1 maart 2025").status_code == 302
    assert plan.edits.count() == 1


def test_a_closed_plan_gives_back_what_was_typed(tab, plan):
    page = page_of(tab)
    ImplementationPlan.objects.update(status=ImplementationPlan.Status.REVIEW)
    answer = send(tab, page, ambition_period="2031")
    assert answer.status_code == 409
    assert "2031" in answer.content.decode()
    assert stored(plan) == ("2025-2028", "2024-12-01")


def test_the_service_stores_nothing_of_a_form_that_is_half_wrong(plan, pieter):
    changes = [FieldChange("", "ambition_period", "2026", 0), FieldChange("", "deadline", "ooit", 0)]
    with pytest.raises(SaveRefused) as refusal:
        set_properties(plan=plan, changes=changes, editor=pieter)
    assert [problem.field for problem in refusal.value.problems] == ["deadline"]
    assert stored(plan) == ("2025-2028", "2024-12-01")
    assert ImplementationPlan.objects.get(pk=plan.pk).version == plan.version


def test_the_service_refuses_a_closed_plan(plan, pieter):
    ImplementationPlan.objects.update(status=ImplementationPlan.Status.REVIEW)
    with pytest.raises(PlanIsClosed):
        set_properties(plan=plan, changes=[FieldChange("", "ambition_period", "2026", 0)], editor=pieter)


def test_an_earlier_period_is_not_put_back_from_the_history(tab, plan, pieter):
    send(tab, page_of(tab), ambition_period="2026")
    with pytest.raises(CannotBeUndone):
        undo_edit(edit=PlanEdit.objects.get(), editor=pieter)
