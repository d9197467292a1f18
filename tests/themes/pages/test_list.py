"""The plans of a year, as a table and as a board: chosen, ordered, reminded of and sent on."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.factories import RoleFactory
from tests.regions.factories import PoliceUnitFactory
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, PolicyPlanFactory, ThemeFactory
from tests.themes.progress.reporting import browser, reported
from tests.themes.workflow.people import complete_plan, municipalities, react, writer
from themes.models import ImplementationPlan, PlanPerson, PolicyPlan, ThemeMember
from themes.parts.views import plan_url

pytestmark = pytest.mark.django_db
Status = ImplementationPlan.Status
LIST = reverse("themes:plan-list")


@pytest.fixture(autouse=True)
def today(time_machine) -> None:
    time_machine.move_to("2025-11-30 12:00+01:00")


@pytest.fixture
def policy() -> PolicyPlan:
    return PolicyPlanFactory(title="Programma Havens", kind="programme", police_unit=PoliceUnitFactory(slug="kust"))


@pytest.fixture
def staff(policy) -> Client:
    return browser(RoleFactory(kind="staff", police_unit=policy.police_unit).user)


def a_plan(policy: PolicyPlan, name: str, **more: object) -> ImplementationPlan:
    theme = ThemeFactory(plan=policy, slug=name.lower(), title=f"Thema {name}", short_title=name)
    return ImplementationPlanFactory(theme=theme, **more)


def a_year(policy: PolicyPlan, size: int = 1) -> None:
    """`size` plans in each state, with who leads them, reactions and reports."""
    for number in range(size):
        for status in Status:
            ends_on = date(2025, 12, 20)
            plan = a_plan(
                policy, f"{status.label}-{number}".replace(" ", "-"), status=status, consultation_ends_on=ends_on
            )
            leader = writer(plan, f"Wies{plan.pk}")
            PlanPerson.objects.create(plan=plan, kind="leader", name=leader.shown_name)
            activity = ActivityFactory(plan=plan, due_on=date(2025, 6, 1))
            if status == Status.ADOPTED:
                reported(activity, course="behind")
            if status == Status.CONSULTATION:
                [town] = municipalities(plan, f"Stad {number}")
                react(plan, town, leader)
        ThemeFactory(plan=policy, title=f"Nog niets {number}")


@pytest.mark.parametrize("view", ["", "bord"])
@pytest.mark.parametrize("size", [1, 8])
def test_it_asks_twelve_queries_at_most(policy, staff, size, view, django_assert_num_queries):
    a_year(policy, size)
    # session, user, roles; years, plans with leaders, filled in, activities, themes with leaders, reminders
    with django_assert_num_queries(11):
        page = staff.get(LIST, {"jaar": 2025, "weergave": view})
    assert f"Plannen voor 2025: {'één is' if size == 1 else 'acht zijn'} vastgesteld" in page.text


def test_each_stands_in_the_column_of_where_it_is(policy, staff):
    a_year(policy)
    columns = {key: len(rows) for key, _, rows in staff.get(LIST, {"weergave": "bord"}).context["columns"]}
    assert columns == {"todo": 1, "concept": 2, "review": 1, "consultation": 1, "adopted": 1}


def test_the_choice_of_view_is_remembered_in_the_address(policy, staff):
    a_year(policy)
    page = staff.get(LIST, {"weergave": "bord", "fase": "concept"}).text
    assert 'href="?weergave=&amp;fase=concept"' in page
    assert 'name="weergave" value="bord"' in page


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Kade", "Anker", "Boei"]),
        ({"fase": "adopted"}, ["Anker"]),
        ({"toon": "achter"}, ["Anker"]),
        ({"leider": "Wies Bron"}, ["Boei"]),
        ({"fase": "adopted", "leider": "Wies Bron"}, []),
        ({"fase": "bestaat-niet"}, ["Kade", "Anker", "Boei"]),
        ({"volgorde": "thema"}, ["Anker", "Boei", "Kade"]),
        ({"volgorde": "-thema"}, ["Kade", "Boei", "Anker"]),
        ({"volgorde": "dag"}, ["Anker", "Boei", "Kade"]),
        ({"volgorde": "-dag"}, ["Boei", "Anker", "Kade"]),
        ({"volgorde": "prijs"}, ["Kade", "Anker", "Boei"]),
    ],
)
def test_what_is_chosen_and_in_which_order(policy, staff, asked, names):
    a_plan(policy, "Kade")
    late = a_plan(policy, "Anker", status=Status.ADOPTED)
    ActivityFactory(plan=late, due_on=date(2025, 11, 15))
    ready = a_plan(policy, "Boei", deadline=date(2025, 12, 8))
    PlanPerson.objects.create(plan=ready, kind="leader", name="Wies Bron")
    found = staff.get(LIST, {"jaar": 2025} | asked).context["rows"]
    assert [row.theme.short_title for row in found] == names


def test_a_choice_that_leaves_nothing_leads_back(policy, staff):
    a_plan(policy, "Kade", status=Status.ADOPTED)
    PlanPerson.objects.create(plan=a_plan(policy, "Boei"), kind="leader", name="Wies Bron")
    page = staff.get(LIST, {"jaar": 2025, "fase": "adopted", "leider": "Wies Bron"}).text
    assert "Geen plan voldoet aan deze keuze" in page
    assert 'href="?jaar=2025"' in page


def test_the_next_day_is_said_twice(policy, staff):
    plan = a_plan(policy, "Kade", status=Status.ADOPTED)
    done, _ = (ActivityFactory(plan=plan, due_on=date(2025, month, 1)) for month in (3, 11))
    ActivityFactory(plan=plan, due_on=date(2025, 2, 1), outcome="finished")
    reported(done, course="done")
    a_plan(policy, "Boei", deadline=date(2025, 12, 8))
    page = staff.get(LIST, {"jaar": 2025}).text
    for words in ("1 nov<", "29 dagen te laat", "8 dec<", "nog 8 dagen"):
        assert words in page


class TestSendingOn:
    def test_a_complete_plan_goes_to_review_from_the_list(self):
        plan = complete_plan()
        client = browser(writer(plan))
        here = f"{LIST}?jaar=2025"
        assert plan_url(plan, "step-take", step="ter-review") in client.get(here).text
        sent = {"version": plan.version, "terug": here}
        response = client.post(plan_url(plan, "step-take", step="ter-review"), sent)
        assert response.headers["Location"] == here
        plan.refresh_from_db()
        assert plan.status == Status.REVIEW
        assert "step-take" not in client.get(here).text

    def test_an_incomplete_one_says_what_is_needed_and_stays(self, policy):
        plan = a_plan(policy, "Kade")
        response = browser(writer(plan)).post(plan_url(plan, "step-take", step="ter-review"), {"version": plan.version})
        assert response.status_code == 422
        assert "daarvoor nog nodig" in response.text
        plan.refresh_from_db()
        assert plan.status == Status.CONCEPT

    def test_who_only_reads_is_offered_nothing(self, policy):
        plan = a_plan(policy, "Kade", status=Status.ADOPTED)
        client = browser(RoleFactory(kind="reader", police_unit=policy.police_unit).user)
        page = client.get(LIST, {"jaar": 2025}).text
        assert "Thema Kade" in page
        assert 'method="post" action="/uitvoeringsplannen' not in page
        assert plan_url(plan, "plan-edit") not in page


def test_who_decides_reminds_who_is_awaited(policy, staff):
    plan = a_plan(policy, "Kade")
    leader = writer(plan)
    page = staff.get(LIST, {"jaar": 2025}).text
    assert f'action="{plan_url(plan, "plan-remind")}"' in page
    here = f"{LIST}?jaar=2025"
    response = staff.post(plan_url(plan, "plan-remind"), {"wat": "schrijven", "terug": here}, follow=True)
    assert response.redirect_chain == [(here, 302)]
    assert "herinnerd op 30 november 2025" in response.text
    assert f'action="{plan_url(plan, "plan-remind")}"' not in browser(leader).get(here).text


def test_of_an_adopted_plan_whoever_leads_it_is_awaited_while_something_is_not_reported(policy, staff):
    plan = a_plan(policy, "Kade", status=Status.ADOPTED)
    leader = writer(plan)
    activity = ActivityFactory(plan=plan)
    [row] = staff.get(LIST, {"jaar": 2025}).context["rows"]
    assert (row.turn, row.reminder) == (leader.shown_name, "voortgang")
    reported(activity, course="on_track")
    [row] = staff.get(LIST, {"jaar": 2025}).context["rows"]
    assert (row.turn, row.reminder) == ("niemand", "")


def test_the_own_themes_come_first_and_are_marked(policy):
    a_plan(policy, "Anker", status=Status.ADOPTED)
    plan = a_plan(policy, "Kade", status=Status.ADOPTED)
    role = RoleFactory(kind="project_leader", police_unit=policy.police_unit)
    ThemeMember.objects.create(theme=plan.theme, user=role.user)
    page = browser(role.user).get(LIST, {"jaar": 2025})
    assert [row.theme.short_title for row in page.context["rows"]] == ["Kade", "Anker"]
    assert page.text.count('class="is-mine"') == 1
