"""The list of a year, the reading page of a plan, and the pages on which the next year begins."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.models import Role, User
from tests.accounts.factories import RoleFactory, UserFactory
from tests.html_headings import steps_skipped
from tests.regions.factories import PoliceUnitFactory
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    ObjectiveFactory,
    PlanTextFactory,
    PolicyPlanFactory,
    ResultTargetFactory,
    ThemeFactory,
)
from themes.models import (
    Activity,
    Capacity,
    Comment,
    Decision,
    ImplementationPlan,
    PlanLink,
    PlanPerson,
    PolicyPlan,
    ThemeMember,
)
from themes.parts.views import plan_url

pytestmark = pytest.mark.django_db
Status = ImplementationPlan.Status


@pytest.fixture
def policy() -> PolicyPlan:
    return PolicyPlanFactory(title="Programma Havens", kind="programme", police_unit=PoliceUnitFactory(slug="kust"))


@pytest.fixture
def plan(policy) -> ImplementationPlan:
    theme = ThemeFactory(plan=policy, slug="havens", title="Veilige havens", short_title="Havens")
    return ImplementationPlanFactory(theme=theme)


def somebody(policy: PolicyPlan, kind: str, theme=None) -> Client:
    user = UserFactory(first_name="Pieter", last_name="van Dam")
    RoleFactory(user=user, kind=kind, police_unit=policy.police_unit)
    if theme:
        ThemeMember.objects.create(theme=theme, user=user)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def staff(policy) -> Client:
    return somebody(policy, Role.Kind.STAFF)


@pytest.fixture
def leader(plan) -> Client:
    return somebody(plan.theme.plan, Role.Kind.PROJECT_LEADER, plan.theme)


@pytest.fixture
def reader(policy) -> Client:
    return somebody(policy, Role.Kind.READER)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def the_list(client: Client, year: int | str = 2025) -> str:
    return page(client, f"{reverse('themes:plan-list')}?jaar={year}")


def filled(plan: ImplementationPlan, size: int = 1) -> ImplementationPlan:
    PlanTextFactory(plan=plan, html="<p>Geen lading ongezien.</p>")
    goal = ObjectiveFactory(theme=plan.theme, number=1)
    for _ in range(size):
        activity = ActivityFactory(plan=plan, objective=goal, partners="Politie\nDouane", deliverable="Handreiking")
        result = IntendedResultFactory(plan=plan, objective=goal)
        ResultTargetFactory(plan=plan, result=result, value=32, code=f"KPI-{result.pk}")
        ResultTargetFactory(plan=plan, activity=activity, value=1, code=f"KPI-{result.pk}-a")
        Decision.objects.create(plan=plan, title="Instemmen", body="Stuurgroep")
        Capacity.objects.create(plan=plan, partner="Politie", amount=2)
        PlanPerson.objects.create(plan=plan, kind="leader", name="Wies Bron", organisation="Velsen")
        PlanLink.objects.create(plan=plan, theme=plan.theme)
    return plan


def test_a_leader_finds_the_own_theme_first_with_what_is_missing(plan, leader):
    Comment.objects.create(plan=plan, text="Wie doet dit?")
    ThemeFactory(plan=plan.theme.plan, title="Eerste thema", number=0)
    found = the_list(leader)

    assert found.index("Veilige havens") < found.index("Eerste thema")
    assert "0 van 6 ingevuld" in found
    assert found.count(f'href="{plan_url(plan, "plan-edit")}"') == 1
    assert "1 open opmerking<" in found
    assert "Projectleider: Pieter van Dam" in found


def test_a_reader_sees_what_was_adopted_and_nothing_to_do(plan, reader):
    ImplementationPlan.objects.update(status=Status.ADOPTED, adopted_on="2025-01-30")
    found = the_list(reader)

    assert "Vastgesteld" in found
    assert "op 30 januari 2025" in found
    assert "bewerken" not in found
    assert "ingevuld" not in found


def test_a_reader_does_not_hear_of_a_concept(plan, reader):
    filled(plan)
    found = the_list(reader)

    assert "Nog geen plan om te lezen" in found
    assert plan_url(plan) not in found
    assert "Wies Bron" not in found
    assert reader.get(plan_url(plan)).status_code == 404


def test_a_plan_that_is_not_there_yet_can_be_begun_by_who_may(plan, leader, staff, reader):
    other = ThemeFactory(plan=plan.theme.plan, slug="parken")
    address = reverse("themes:plan-start", args=["kust", 2026, "havens"])

    assert f'href="{address}"' in the_list(leader, 2026)
    assert reverse("themes:plan-start", args=["kust", 2026, other.slug]) not in the_list(leader, 2026)
    assert reverse("themes:plan-start", args=["kust", 2026, other.slug]) in the_list(staff, 2026)
    assert "beginnen" not in the_list(reader, 2026)


def test_the_list_begins_with_the_newest_year_that_has_a_plan(plan, staff, time_machine):
    time_machine.move_to("2026-02-01")
    found = page(staff, reverse("themes:plan-list"))

    assert '<a href="?jaar=2025" aria-current="page">2025</a>' in found
    assert '<a href="?jaar=2027">2027</a>' in found
    assert "?jaar=2028" not in found
    assert '<a href="?jaar=2025" aria-current="page">' in the_list(staff, "gisteren")


def test_a_year_without_themes_says_so(plan, staff, time_machine):
    time_machine.move_to("2023-02-01")
    assert "Geen thema" in the_list(staff, 2024)


def test_a_plan_is_read_as_a_whole(plan, staff):
    found = page(staff, plan_url(filled(plan)))

    for words in (
        "Geen lading ongezien.",
        "Minder diefstal uit loodsen",
        "Handreiking",
        "Politie, Douane",
        "Ten minste 32 gemeenten",
        "de hele regio",
        "Instemmen",
        "Stuurgroep",
        "Wies Bron (Velsen)",
    ):
        assert words in found
    assert found.count("<h1") == 1


def test_who_writes_sees_what_is_missing_and_a_reader_does_not(plan, leader, reader):
    ActivityFactory(plan=plan, title="Kade")
    assert "Activiteit “Kade”: product, wanneer, eigenaar" in page(leader, plan_url(plan))

    ImplementationPlan.objects.update(status=Status.ADOPTED)
    for visitor in (leader, reader):
        assert "eigenaar</a>" not in page(visitor, plan_url(plan))
    assert "Werken aan dit plan" not in page(reader, plan_url(plan))


def test_an_empty_plan_says_so(plan, staff):
    assert "Dit plan is nog leeg" in page(staff, plan_url(plan))


def test_the_tables_of_a_plan_as_csv(plan, staff):
    filled(plan)
    for table, words in [
        ("activiteiten", "Handreiking"),
        ("resultaten", "ten minste 32 gemeenten"),
        ("streefwaarden", "minimum 32"),
    ]:
        response = staff.get(plan_url(plan, "plan-csv", table=table))
        assert response.headers["Content-Type"].startswith("text/csv")
        assert words in response.content.decode()
    assert staff.get(plan_url(plan, "plan-csv", table="geheimen")).status_code == 404


def test_a_table_of_nothing_is_not_there(plan, staff):
    assert staff.get(plan_url(plan, "plan-csv", table="activiteiten")).status_code == 404


def test_everything_unfinished_is_ticked_to_go_along(plan, leader):
    filled(plan)
    ActivityFactory(plan=plan, title="Klaar", outcome=Activity.Outcome.FINISHED)
    found = page(leader, plan_url(plan, "plan-continue"))

    assert found.count("checked") == 3  # an activity, a result and a text
    ids = re.findall(r' id="([^"]+)"', found)
    assert len(ids) == len(set(ids))
    assert "Klaar" not in found
    assert "1 activiteit is afgerond of gestopt en gaat niet mee." in found


def test_going_on_with_what_was_chosen(plan, leader):
    filled(plan)
    left = ActivityFactory(plan=plan)
    chosen = [one.pk for one in plan.activity_set.exclude(pk=left.pk)]

    response = leader.post(plan_url(plan, "plan-continue"), {"activities": chosen})

    new = ImplementationPlan.objects.for_list().get(year=2026)
    assert response.headers["Location"] == plan_url(new)
    assert [one.origin_id for one in new.activity_set.all()] == chosen
    assert not new.intendedresult_set.exists()
    assert "Loopt door uit een eerder jaar" in page(leader, plan_url(new))


def test_what_left_the_plan_meanwhile_cannot_be_chosen(plan, leader):
    response = leader.post(plan_url(plan, "plan-continue"), {"activities": ["999"]})

    # Without any activity there is no such question left.
    assert response.status_code == 302
    filled(plan)
    ImplementationPlan.objects.filter(year=2026).delete()
    response = leader.post(plan_url(plan, "plan-continue"), {"activities": ["998"]})
    assert response.status_code == 422
    assert "staat niet meer in het plan" in response.content.decode()
    assert ImplementationPlan.objects.count() == 1


def test_a_year_that_has_a_plan_is_led_to(plan, leader):
    standing = ImplementationPlanFactory(theme=plan.theme, year=2026)
    address = plan_url(plan, "plan-continue")

    assert f'href="{plan_url(standing)}"' in page(leader, address)
    response = leader.post(address, {})
    assert response.status_code == 409
    assert "er al een uitvoeringsplan 2026" in response.content.decode()


def test_beginning_offers_last_year_and_an_empty_plan(plan, leader):
    address = reverse("themes:plan-start", args=["kust", 2026, "havens"])
    assert f'href="{plan_url(plan, "plan-continue")}"' in page(leader, address)

    response = leader.post(address)

    new = ImplementationPlan.objects.for_list().get(year=2026)
    assert response.headers["Location"] == plan_url(new, "plan-edit")
    assert leader.post(address).headers["Location"] == plan_url(new, "plan-edit")
    assert ImplementationPlan.objects.filter(year=2026).count() == 1
    assert leader.get(address).headers["Location"] == plan_url(new)


def test_a_year_the_programme_does_not_run_in_cannot_be_begun(plan, staff):
    assert staff.get(reverse("themes:plan-start", args=["kust", 2031, "havens"])).status_code == 404


@pytest.mark.parametrize("size", [1, 20])
def test_choosing_what_goes_along_asks_the_same_for_any_plan(plan, size, django_assert_num_queries):
    filled(plan, size)
    client = somebody(plan.theme.plan, Role.Kind.STAFF)

    with django_assert_num_queries(7):
        page(client, plan_url(plan, "plan-continue"))


def test_another_eenheid_has_none_of_it(plan, policy):
    stranger = somebody(PolicyPlanFactory(title="Elders"), Role.Kind.STAFF)

    assert "Veilige havens" not in the_list(stranger)
    for name in ("plan-detail", "plan-continue"):
        assert stranger.get(plan_url(plan, name)).status_code == 404
    assert stranger.post(reverse("themes:plan-start", args=["kust", 2026, "havens"])).status_code == 404
    assert User.objects.count() == 1


def test_who_decides_puts_the_jaarplan_together(plan, staff, leader):
    address = reverse("reports:year-plan-assemble", args=["kust", 2025])
    assert address in the_list(staff)
    assert address not in the_list(leader)


def test_who_decides_finds_who_is_involved(plan, staff, leader):
    address = reverse("themes:members", args=["kust"])
    assert address in the_list(staff)
    assert address not in the_list(leader)


@pytest.mark.parametrize("in_groups", [False, True])
def test_no_text_of_a_plan_skips_a_heading(policy, plan, in_groups):
    pasted = "<h3>Kop</h3><p>Tekst.</p><h5>Diep</h5><p>Tekst.</p>"
    goal = ObjectiveFactory(theme=plan.theme, number=1) if in_groups else None
    PlanTextFactory(plan=plan, html=pasted)
    PlanTextFactory(plan=plan, kind="approach", html=pasted)
    ActivityFactory(plan=plan, html=pasted, objective=goal)
    IntendedResultFactory(plan=plan, html=pasted, objective=goal)
    page = somebody(policy, Role.Kind.STAFF).get(plan_url(plan)).content.decode()
    assert page.count(">Diep</h") == 4
    assert steps_skipped(page) == []


def test_without_a_plan_the_list_opens_where_one_can_be_begun_or_says_how_to(client):
    unit = PoliceUnitFactory()
    client.force_login(RoleFactory(kind=Role.Kind.STAFF, police_unit=unit).user)
    page = client.get(reverse("themes:plan-list")).text
    assert reverse("reports:policy-plan-begin") in page
    next_year = timezone.localdate().year + 1
    policy = PolicyPlanFactory(police_unit=unit, start_year=next_year, end_year=next_year + 3)
    ThemeFactory(plan=policy, title="Veilige havens")
    assert "Veilige havens" in client.get(reverse("themes:plan-list")).text
