"""Municipalities merge on a day: what runs on goes on under the new one, and old years keep the old."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.models import Role, RoleChange, User
from nhveilig.editing.models import Edit
from nhveilig.organisation.mergers.queries import mergers_of
from nhveilig.partners.models import ContactPerson, Covenant, Party
from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit
from reports.dashboards.teams.queries import read_teams
from tests.accounts.factories import RoleFactory, UserFactory
from tests.regions.factories import (
    MunicipalityFactory,
    OrganisationUnitFactory,
    PoliceUnitFactory,
    SafetyRegionFactory,
)
from tests.themes.factories import ImplementationPlanFactory, PolicyPlanFactory, ThemeFactory
from tests.worklist.readers import asked
from themes.models import PreparedReaction

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)


@pytest.fixture
def unit() -> PoliceUnit:
    return PoliceUnitFactory()


@pytest.fixture
def new(unit) -> Municipality:
    """Made of Oost and West."""
    region = SafetyRegionFactory(police_unit=unit)
    made = MunicipalityFactory(name="Midden", safety_region=region, valid_from=DAY)
    for name in ("Oost", "West"):
        MunicipalityFactory(name=name, safety_region=region, valid_until=DAY, successor=made)
    return made


@pytest.fixture
def old(new) -> list[Municipality]:
    return list(new.predecessors.order_by("name"))


@pytest.fixture
def team(unit, old) -> OrganisationUnit:
    team = OrganisationUnitFactory(police_unit=unit, name="Basisteam Dal")
    team.municipalities.set(old)
    return team


@pytest.fixture
def mayors(unit, old) -> list[User]:
    users = [UserFactory(first_name=name) for name in ("Anna", "Bo")]
    for user, place in zip(users, old, strict=True):
        RoleFactory(user=user, kind=Role.Kind.MAYOR, police_unit=unit, municipality=place)
    return users


def logged_in(unit: PoliceUnit, kind: str) -> Client:
    client = Client()
    client.force_login(RoleFactory(police_unit=unit, kind=kind).user)
    return client


@pytest.fixture
def administrator(unit) -> Client:
    return logged_in(unit, Role.Kind.ADMINISTRATOR)


def address(new: Municipality, year: int = DAY.year) -> str:
    return reverse("organisation:merger", args=[new.safety_region.police_unit.slug, new.code, year])


def everything(unit: PoliceUnit, *offered: str) -> dict[str, list[str]]:
    """What a browser sends when nobody touches a box, with boxes that were not ticked."""
    [merger] = mergers_of(unit)
    return {
        carrier.code: [one.key for one in moves if not one.is_offered or one.key in offered]
        for carrier, moves in merger.moves
    }


@pytest.mark.sqlite
def test_teams_and_mayors_go_on_and_old_years_keep_the_old(administrator, unit, new, old, team, mayors):
    going_on = Role.objects.get(user=mayors[0])
    page = administrator.get(address(new)).text
    assert "Basisteam Dal werkt voortaan voor Midden" in page
    assert "Anna is geen burgemeester van Oost meer" in page
    response = administrator.post(address(new), everything(unit, f"new-mayor-{going_on.pk}"), follow=True)
    assert "Overgegaan naar Midden: 4 regels." in response.text
    assert [str(role) for role in Role.objects.filter(kind="mayor")] == ["burgemeester Midden"]
    assert list(RoleChange.objects.filter(user=mayors[0]).values_list("action", flat=True)) == ["given", "taken"]
    for day, served in ((DAY, ["Midden"]), (DAY - timedelta(days=1), ["Oost", "West"])):
        [shown] = read_teams(OrganisationUnit.objects.filter(pk=team.pk), day, Municipality.objects.all())
        assert [str(place) for place in shown.municipalities.all()] == served
    assert "Oost" not in administrator.get(reverse("organisation:tree", args=[unit.slug])).text
    assert Edit.objects.of_whole(team).filter(field="municipalities").count() == 1
    assert "Er is niets meer dat u kunt laten overgaan." in administrator.get(address(new)).text


def test_contacts_and_parties_go_on_once(administrator, unit, new, old):
    covenant = Covenant.objects.create(police_unit=unit, name="Keurmerk", qualifier="blank")
    for place in old:
        Party.objects.create(covenant=covenant, municipality=place)
        about = {"subject": "Jeugd", "name": "Jo Jansen", "checked_on": DAY}
        ContactPerson.objects.create(municipality=place, **about)
    administrator.post(address(new), everything(unit))
    assert [one.municipality for one in ContactPerson.objects.present()] == [new]
    parties = {(str(one), one.joined, one.left) for one in Party.objects.present()}
    assert parties == {("Oost", None, DAY), ("West", None, DAY), ("Midden", DAY, None)}


def test_what_was_prepared_waits_for_the_mayor_of_the_new_one(administrator, unit, new, old):
    plan = ImplementationPlanFactory(theme=ThemeFactory(plan=PolicyPlanFactory(police_unit=unit)))
    for place in old:
        PreparedReaction.objects.create(plan=plan, municipality=place, stance="agrees", prepared_by=UserFactory())
    administrator.post(address(new), everything(unit))
    assert [one.municipality for one in PreparedReaction.objects.all()] == [new]


def test_staff_see_what_an_administrator_does(unit, new, mayors):
    staff = logged_in(unit, Role.Kind.STAFF)
    page = staff.get(address(new)).text
    assert "Dit doet een beheerder van de eenheid" in page
    sent = {"burgemeesters": [f"mayor-{role.pk}" for role in Role.objects.filter(kind="mayor")]}
    assert staff.post(address(new), sent).status_code == 422
    assert Role.objects.filter(kind="mayor").count() == 2


def test_before_the_day_one_looks_and_changes_nothing(administrator, unit, new, old, team):
    later = timezone.localdate() + timedelta(days=40)
    Municipality.objects.filter(successor=new).update(valid_until=later)
    Municipality.objects.filter(pk=new.pk).update(valid_from=later)
    page = administrator.get(address(new, later.year)).text
    assert "Oost en West gaan op" in page
    assert "Dit gaat straks over" in page
    assert "Basisteam Dal werkt voortaan voor Midden" in page
    refused = administrator.post(address(new, later.year), everything(unit))
    assert "Tot die dag bestaan de oude gemeenten nog" in refused.text
    assert team.municipalities.count() == 2


def test_of_two_who_carry_over_one_is_told(administrator, unit, new, team, mayors):
    sent = everything(unit)
    Role.objects.filter(user=mayors[0]).delete()
    refused = administrator.post(address(new), sent)
    assert refused.status_code == 422
    assert "Intussen is er iets veranderd" in refused.text
    assert new not in team.municipalities.all()


def test_what_goes_to_another_eenheid_ends_here(administrator, unit, new, old, team, mayors):
    Municipality.objects.filter(pk=new.pk).update(safety_region=SafetyRegionFactory())
    new.refresh_from_db()
    [merger] = mergers_of(unit)
    assert {move.key for _, moves in merger.moves for move in moves} == {
        f"mayor-{role.pk}" for role in Role.objects.filter(kind="mayor")
    }
    page = administrator.get(reverse("organisation:merger", args=[unit.slug, new.code, DAY.year])).text
    assert "ligt in de eenheid" in page


def a_team(unit, place):
    OrganisationUnitFactory(police_unit=unit).municipalities.add(place)


def a_mayor(unit, place):
    RoleFactory(kind=Role.Kind.MAYOR, police_unit=unit, municipality=place)


def a_party(unit, place):
    covenant, _ = Covenant.objects.get_or_create(police_unit=unit, name="Keurmerk", qualifier="blank")
    Party.objects.create(covenant=covenant, municipality=place)


def a_contact(unit, place):
    ContactPerson.objects.create(municipality=place, subject="Jeugd", name="Jo Jansen", checked_on=timezone.localdate())


def a_prepared_reaction(unit, place):
    plan = ImplementationPlanFactory(theme=ThemeFactory(plan=PolicyPlanFactory(police_unit=unit)))
    PreparedReaction.objects.create(plan=plan, municipality=place, stance="agrees", prepared_by=UserFactory())


HELD = [a_team, a_mayor, a_party, a_contact, a_prepared_reaction]


@pytest.mark.sqlite
@pytest.mark.parametrize("hold", HELD)
def test_what_is_left_is_asked_on_start_until_it_is_done(unit, new, old, hold):
    keeper = RoleFactory(police_unit=unit, kind=Role.Kind.ADMINISTRATOR).user
    client = Client()
    client.force_login(keeper)
    assert asked(keeper, DAY) == []
    for place in old:
        hold(unit, place)
    assert asked(keeper, DAY - timedelta(days=1)) == []
    [task] = asked(keeper, DAY)
    assert (task.title, task.url, task.since) == ("Kies wat overgaat naar Midden", address(new), DAY)
    client.post(task.url, everything(unit))
    assert asked(keeper, DAY) == []


def test_nobody_is_asked_what_another_does(unit, new, mayors):
    staff = RoleFactory(police_unit=unit, kind=Role.Kind.STAFF).user
    elsewhere = RoleFactory(kind=Role.Kind.ADMINISTRATOR, police_unit=PoliceUnitFactory()).user
    assert [asked(user, DAY) for user in (staff, elsewhere)] == [[], []]


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_asks_the_same_of_few_and_of_many(administrator, unit, team, new, count, django_assert_num_queries):
    for year in range(2000, 2000 + count):
        day = date(year, 1, 1)
        region = new.safety_region
        into = MunicipalityFactory(safety_region=region, valid_from=day)
        gone = MunicipalityFactory(safety_region=region, valid_until=day, successor=into)
        team.municipalities.add(gone)
    with django_assert_num_queries(LIST_QUERIES):
        page = administrator.get(reverse("organisation:mergers", args=[unit.slug])).text
    assert page.count("1 regel<") == count + 1


# Session, user, roles, eenheid, the mergers; two for teams, one for each other thing, two for what was prepared.
LIST_QUERIES = 13
