"""Who leads a theme and who works on it: the overview, adding and taking off."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role, User
from nhveilig.regions.models import PoliceUnit
from tests.accounts.factories import RoleFactory
from themes.members.queries import involvement
from themes.members.services import MemberRefused, add_member, remove_member
from themes.models import ImplementationPlan, Theme, ThemeMember

HERE = "/uitvoeringsplannen/noord-holland/betrokkenen/"
LEADER, MEMBER = ThemeMember.Kind.LEADER, ThemeMember.Kind.MEMBER


@pytest.fixture
def unit(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(code="RE04")


@pytest.fixture
def theme(unit) -> Theme:
    """A theme of a plan that still runs, with nobody on it."""
    theme = Theme.objects.filter(plan__police_unit=unit, plan__end_year__gte=2027).select_related("plan").last()
    theme.members.all().delete()
    return theme


@pytest.fixture
def leader(unit) -> User:
    return User.objects.get(username="projectleider")


@pytest.fixture
def member(unit) -> User:
    return User.objects.get(username="werkgroeplid")


def address(theme: Theme, rest: str) -> str:
    return f"{HERE}{theme.plan.slug}/{theme.slug}/{rest}"


def seats(theme: Theme) -> set[tuple[str, str]]:
    return set(theme.members.values_list("user__username", "kind"))


def test_who_is_added_can_write_in_the_plans_of_the_theme(theme, leader):
    plan = ImplementationPlan.objects.create(theme=theme, year=2040)
    assert not ImplementationPlan.objects.editable_by(Access(leader)).filter(pk=plan.pk).exists()
    add_member(theme=theme, user=leader, kind=LEADER)
    assert ImplementationPlan.objects.editable_by(Access(leader)).filter(pk=plan.pk).exists()


def test_added_twice_is_added_once_and_a_member_can_become_leader(theme, leader):
    steps = [add_member(theme=theme, user=leader, kind=kind) for kind in (MEMBER, MEMBER, LEADER)]
    assert steps == [True, False, True]
    assert seats(theme) == {("projectleider", "leader")}


def test_only_a_project_leader_leads(theme, member):
    with pytest.raises(MemberRefused, match="Wies Samenwerk heeft in deze eenheid niet de rol projectleider"):
        add_member(theme=theme, user=member, kind=LEADER)
    assert add_member(theme=theme, user=member, kind=MEMBER)


def test_a_role_elsewhere_does_not_count(theme):
    elsewhere = RoleFactory(kind=Role.Kind.PROJECT_LEADER, police_unit=PoliceUnit.objects.get(code="RE01")).user
    with pytest.raises(MemberRefused):
        add_member(theme=theme, user=elsewhere, kind=MEMBER)


def test_taking_off_twice_says_so(theme, leader):
    add_member(theme=theme, user=leader, kind=LEADER)
    assert remove_member(theme=theme, user_id=leader.pk)
    assert not remove_member(theme=theme, user_id=leader.pk)


def test_staff_add_and_take_off_on_the_page(staff, theme, leader):
    page = staff.post(address(theme, "toevoegen/"), {"persoon": leader.pk, "als": "leader"}, follow=True).text
    assert f"Pieter van der Plaats staat nu bij {theme.short_title}." in page
    again = staff.post(address(theme, "toevoegen/"), {"persoon": leader.pk, "als": "leader"}, follow=True).text
    assert f"Pieter van der Plaats stond al bij {theme.short_title}." in again
    away = address(theme, f"{leader.pk}/weghalen/")
    assert f"Weggehaald bij {theme.short_title}." in staff.post(away, follow=True).text
    assert "iemand was u voor" in staff.post(away, follow=True).text
    assert seats(theme) == set()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Kies wie aan dit thema gaat werken."),
        ({"persoon": "lezer", "als": "member"}, "is hier geen projectleider of werkgroeplid meer."),
        ({"persoon": "werkgroeplid", "als": "leader"}, "heeft in deze eenheid niet de rol projectleider."),
        ({"persoon": "werkgroeplid", "als": "koning"}, "Kies projectleider of werkgroeplid."),
    ],
)
def test_what_cannot_be_is_said(staff, theme, typed, message):
    ids = dict(User.objects.values_list("username", "pk"))
    page = staff.post(address(theme, "toevoegen/"), typed | {"persoon": ids.get(typed.get("persoon"), "")})
    assert page.status_code == 422
    assert message in page.text
    assert seats(theme) == set()


def test_a_theme_without_a_leader_is_named(staff, theme, leader):
    link = f'<a href="#thema-{theme.pk}">'
    assert link in staff.get(HERE).text
    add_member(theme=theme, user=leader, kind=LEADER)
    assert link not in staff.get(HERE).text


def test_who_lost_the_role_is_shown_as_such(staff, theme, leader):
    add_member(theme=theme, user=leader, kind=LEADER)
    assert "heeft hier geen rol meer" not in staff.get(HERE).text
    leader.roles.all().delete()
    assert "heeft hier geen rol meer" in staff.get(HERE).text


def test_a_theme_of_another_unit_is_not_there(staff):
    elsewhere = Theme.objects.filter(plan__police_unit__code="RE01").select_related("plan").first()
    assert staff.get(address(elsewhere, "toevoegen/")).status_code == 404
    assert staff.get("/uitvoeringsplannen/noord-nederland/betrokkenen/").status_code == 404


def test_the_pages_about_people_tell_what_each_works_on(log_in, unit, theme, leader):
    add_member(theme=theme, user=leader, kind=LEADER)
    assert f"{theme.short_title} (projectleider)" in involvement(unit, [leader])[leader.pk]
    assert f"{theme.short_title} (projectleider)" in log_in("beheerder").get("/mensen/noord-holland/").text


def test_work_in_a_plan_that_ended_is_not_told(unit, leader):
    ThemeMember.objects.filter(theme__plan__end_year__gte=2026).delete()
    assert ThemeMember.objects.filter(user=leader).exists()
    assert involvement(unit, [leader]) == {}


def test_more_people_take_no_more_queries(staff: Client, unit, theme):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            staff.get(HERE)
        counts.append(len(captured))
        for _ in range(10):
            user = RoleFactory(kind=Role.Kind.PROJECT_LEADER, police_unit=unit).user
            ThemeMember.objects.create(theme=theme, user=user)
    assert counts[0] == counts[1] <= 10
