"""Who works for whom: what that gives, when, and what it never gives."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.exceptions import LastAdministrator, PeopleRefused, RoleGone, StandInOver, StandInRefused
from nhveilig.accounts.models import AccessEvent, Role, RoleChange, StandIn, User
from nhveilig.accounts.permissions import PERMISSIONS_OF, Permission
from nhveilig.accounts.services import deactivate, give_role, set_end_of_role, take_role
from nhveilig.accounts.standins.queries import candidates, who_hears
from nhveilig.accounts.standins.services import appoint_stand_in, end_stand_in
from nhveilig.regions.models import Municipality, PoliceUnit
from themes.models import ImplementationPlan, Theme, ThemeMember

Kind = StandIn.Kind


def today(days: int = 0):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def unit(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(code="RE04")


@pytest.fixture
def elsewhere(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(code="RE05")


def named(username: str) -> User:
    return User.objects.get(username=username)


def reader(unit: PoliceUnit, username: str = "waarnemer") -> User:
    user = User.objects.create(username=username, first_name="Wil", last_name="Waarnemer")
    Role.objects.create(user=user, kind=Role.Kind.READER, police_unit=unit)
    return user


def stands_in(user: User, principal: User, unit: PoliceUnit, kind: str = Kind.DEPUTY, **more) -> StandIn:
    values = {"starts_on": today(), "made_by": principal} | more
    return StandIn.objects.create(user=user, principal=principal, police_unit=unit, kind=kind, **values)


def held(user: User, unit: PoliceUnit) -> set[Permission]:
    access = Access(user)
    return {permission for permission in Permission if access.may(permission, unit.pk)}


@pytest.mark.parametrize("principal", ["burgemeester", "projectleider", "staf", "controller", "officier", "beheerder"])
def test_a_deputy_may_what_the_principal_may_and_never_manages_people_or_the_country(principal, unit):
    user = reader(unit)
    own = held(user, unit)
    stands_in(user, named(principal), unit)
    lent = held(named(principal), unit) - {Permission.MANAGE_PEOPLE, Permission.EDIT_NATIONAL, Permission.VIEW_TRAIL}
    assert held(user, unit) == own | lent


def test_an_assistant_reads_and_prepares_and_decides_nothing(unit):
    user = reader(unit)
    stands_in(user, named("burgemeester"), unit, Kind.ASSISTANT)
    may = held(user, unit)
    assert {Permission.PREPARE_ANSWERS, Permission.VIEW_CONCEPTS} <= may <= held(named("burgemeester"), unit)
    assert not may & {Permission.REACT_TO_PLANS, Permission.REPORT_PROGRESS}
    assert Access(user).municipalities_with(Permission.PREPARE_ANSWERS) == {Municipality.objects.get(code="GM0361").pk}


@pytest.mark.parametrize(
    ("starts", "until", "works"), [(0, 0, True), (-9, 0, True), (-9, -1, False), (1, 9, False), (0, None, True)]
)
def test_the_first_and_the_last_day_count_in_full(starts, until, works, unit):
    user = reader(unit)
    last = None if until is None else today(until)
    stands_in(user, named("burgemeester"), unit, starts_on=today(starts), until=last)
    assert Access(user).may(Permission.REACT_TO_PLANS) is works


def test_it_is_over_when_it_is_ended_or_the_principal_is_gone_or_holds_nothing(unit):
    user, mayor = reader(unit), named("burgemeester")
    ended = stands_in(user, mayor, unit)
    end_stand_in(stand_in=ended, by=mayor)
    assert not Access(user).may(Permission.REACT_TO_PLANS)
    with pytest.raises(StandInOver):
        end_stand_in(stand_in=ended, by=mayor)
    stands_in(user, mayor, unit)
    assert Access(user).may(Permission.REACT_TO_PLANS)
    User.objects.filter(pk=mayor.pk).update(is_active=False)
    assert not Access(user).may(Permission.REACT_TO_PLANS)
    User.objects.filter(pk=mayor.pk).update(is_active=True)
    Role.objects.filter(user=mayor).update(until=today(-1))
    assert Access(user).people == {user.pk}


def test_who_may_something_else_is_no_longer_the_same_reader(unit):
    user, mayor = reader(unit), named("burgemeester")
    alone = Access(user).signature
    assistant = stands_in(user, mayor, unit, Kind.ASSISTANT)
    assisting = Access(user).signature
    end_stand_in(stand_in=assistant, by=mayor)
    stands_in(user, mayor, unit)
    assert len({alone, assisting, Access(user).signature}) == 3
    assert Access(user).signature == Access(user).signature


def test_a_deputy_of_a_deputy_gets_nothing(unit):
    first, second = reader(unit, "eerste"), reader(unit, "tweede")
    stands_in(first, named("burgemeester"), unit)
    stands_in(second, first, unit)
    assert Access(first).may(Permission.REACT_TO_PLANS)
    assert not Access(second).may(Permission.REACT_TO_PLANS)


def test_what_the_principal_holds_elsewhere_is_not_lent(unit, elsewhere):
    user, leader = reader(unit), named("projectleider")
    Role.objects.create(user=leader, kind=Role.Kind.STAFF, police_unit=elsewhere)
    Role.objects.create(user=user, kind=Role.Kind.PROJECT_LEADER, police_unit=elsewhere)
    theme = Theme.objects.filter(plan__police_unit=unit, members__user=leader).first()
    plan = theme.plan
    plan.pk, plan.police_unit, plan.slug = None, elsewhere, "elders"
    plan.save()
    theirs = Theme.objects.create(plan=plan, number=1, slug="elders", title="Elders", short_title="Elders")
    ThemeMember.objects.create(theme=theirs, user=leader)
    stands_in(user, leader, unit)
    access = Access(user)
    assert access.may(Permission.EDIT_PLANS, elsewhere.pk)
    assert set(Theme.objects.writable_by(access)) == set(
        Theme.objects.filter(plan__police_unit=unit, members__user=leader)
    )
    assert not access.may(Permission.DECIDE_PLANS)


def test_a_deputy_writes_the_plans_of_the_principal_alone(unit):
    user = reader(unit)
    stands_in(user, named("projectleider"), unit)
    mine, theirs = Access(user), Access(named("projectleider"))
    for found in ("editable_by", "visible_to", "of_member", "reported_by"):
        assert set(getattr(ImplementationPlan.objects, found)(mine)) == set(
            getattr(ImplementationPlan.objects, found)(theirs)
        )


def test_a_place_in_a_theme_that_no_role_carries_is_not_lent(unit):
    mayor, user = named("burgemeester"), named("werkgroeplid")
    theme = Theme.objects.filter(plan__police_unit=unit).exclude(members__user=user).first()
    ThemeMember.objects.create(theme=theme, user=mayor)
    stands_in(user, mayor, unit)
    assert not Theme.objects.writable_by(Access(user)).filter(pk=theme.pk).exists()


def test_in_whose_name_one_acts(unit):
    user, mayor = reader(unit), named("burgemeester")
    stands_in(user, mayor, unit)
    access, town = Access(user), Municipality.objects.get(code="GM0361")
    assert access.for_whom(Permission.REACT_TO_PLANS, unit.pk, municipality_id=town.pk) == mayor
    assert access.for_whom(Permission.VIEW_PLANS, unit.pk) is None
    assert access.for_whom(Permission.DECIDE_PLANS, unit.pk) is None
    assert Access(mayor).for_whom(Permission.REACT_TO_PLANS, unit.pk, municipality_id=town.pk) is None


def test_it_costs_one_query(unit, django_assert_num_queries):
    user = reader(unit)
    for name in ("burgemeester", "projectleider", "staf"):
        stands_in(user, named(name), unit)
    access = Access(user)
    with django_assert_num_queries(1):
        assert [one.username for one in access.principals] == ["burgemeester", "projectleider", "staf"]
        assert len(access.people) == 4


def test_kept_pages_know_for_whom_one_works(unit):
    leader, user = named("projectleider"), reader(unit)
    before = Access(leader).readership(), Access(user).readership()
    stands_in(leader, named("werkgroeplid"), unit)
    stands_in(user, named("burgemeester"), unit, Kind.ASSISTANT)
    assert Access(leader).readership() != before[0]
    assert Access(user).readership() != before[1]
    assert Access(user).readership() != Access(named("burgemeester")).readership()


def test_who_hears_are_those_asked_and_who_stands_in_for_them_there(unit, elsewhere):
    mayor, leader, user, other = named("burgemeester"), named("projectleider"), reader(unit), reader(unit, "ander")
    stands_in(user, mayor, unit, Kind.ASSISTANT)
    stands_in(other, mayor, unit, until=today(-1), starts_on=today(-3))
    assert set(who_hears([mayor, leader], unit)) == {mayor, leader, user}
    assert set(who_hears([mayor], elsewhere)) == {mayor}
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert set(who_hears(User.objects.filter(pk=mayor.pk), unit)) == {mayor}


def appoint(unit, **more):
    mayor = named("burgemeester")
    given = {
        "user": named("lezer"),
        "principal": mayor,
        "police_unit": unit,
        "kind": Kind.DEPUTY,
        "starts_on": today(),
        "until": today(7),
        "by": mayor,
    }
    return appoint_stand_in(**given | more)


def test_arranging_it_twice_in_one_time_is_refused(unit):
    appoint(unit)
    with pytest.raises(StandInRefused, match="werkt in deze tijd al"):
        appoint(unit, starts_on=today(7), until=None)
    appoint(unit, starts_on=today(8), until=today(9))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts_on": today(-1)}, "starts_on"),
        ({"until": today(-1)}, "until"),
        ({"user": "burgemeester"}, "user"),
        ({"user": "staf-noord"}, "user"),
        ({"principal": "staf", "kind": Kind.ASSISTANT}, "kind"),
        ({"principal": "staf-noord"}, ""),
    ],
)
def test_what_cannot_be_is_refused(wrong, field, unit):
    people = {name: named(value) for name, value in wrong.items() if name in ("user", "principal")}
    with pytest.raises(StandInRefused) as refused:
        appoint(unit, **wrong | people)
    assert refused.value.field == field
    assert not StandIn.objects.exists()


def test_a_role_ends_at_the_end_of_its_day(unit):
    user = reader(unit)
    role = user.roles.get()
    for until, holds in [(today(1), True), (today(), True), (today(-1), False), (None, True)]:
        Role.objects.filter(pk=role.pk).update(until=until)
        assert Access(user).may(Permission.VIEW_PORTAL) is holds
        assert User.people.holding([Role.Kind.READER], unit).filter(pk=user.pk).exists() is holds
        assert bool(User.people.with_roles_in(unit).get(pk=user.pk).held) is holds


def test_setting_an_end_is_in_the_record(unit):
    user, by = reader(unit), named("beheerder")
    role = user.roles.get()
    set_end_of_role(user=user, role_id=role.pk, until=today(30), police_unit=unit, by=by)
    set_end_of_role(user=user, role_id=role.pk, until=today(30), police_unit=unit, by=by)
    set_end_of_role(user=user, role_id=role.pk, until=None, police_unit=unit, by=by)
    first, second = RoleChange.objects.filter(user=user)
    assert (first.action, first.until, second.until) == ("end_set", today(30), None)
    assert str(second) == "einddatum gewijzigd: lezer, zonder einddatum"
    with pytest.raises(PeopleRefused):
        set_end_of_role(user=user, role_id=role.pk, until=today(-1), police_unit=unit, by=by)


def test_a_role_that_is_over_is_given_again(unit):
    user, by = reader(unit), named("beheerder")
    role = user.roles.get()
    Role.objects.filter(pk=role.pk).update(until=today(-1))
    with pytest.raises(RoleGone):
        take_role(user=user, role_id=role.pk, police_unit=unit, by=by)
    given = {"user": user, "kind": Role.Kind.READER, "police_unit": unit, "municipality": None, "by": by}
    assert give_role(**given, until=today(3))
    assert user.roles.get().until == today(3)
    assert not give_role(**given)


def test_an_eenheid_keeps_an_administrator_without_an_end(unit):
    first, second = named("beheerder"), named("staf")
    own = first.roles.get(kind=Role.Kind.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        set_end_of_role(user=first, role_id=own.pk, until=today(1), police_unit=unit, by=first)
    give_role(user=second, kind=Role.Kind.ADMINISTRATOR, police_unit=unit, municipality=None, by=first, until=today(9))
    with pytest.raises(LastAdministrator):
        take_role(user=first, role_id=own.pk, police_unit=unit, by=second)
    with pytest.raises(LastAdministrator):
        deactivate(user=first, police_unit=unit, by=second)
    theirs = second.roles.get(kind=Role.Kind.ADMINISTRATOR)
    set_end_of_role(user=second, role_id=theirs.pk, until=None, police_unit=unit, by=first)
    assert set_end_of_role(user=first, role_id=own.pk, until=today(1), police_unit=unit, by=second).until == today(1)


def test_an_administrator_is_no_last_one_by_a_role_that_ends(unit):
    """Taking what ends changes nothing about who is there for good."""
    second = named("staf")
    given = {"user": second, "kind": Role.Kind.ADMINISTRATOR, "police_unit": unit, "municipality": None}
    give_role(**given, by=named("beheerder"), until=today(9))
    role = second.roles.get(kind=Role.Kind.ADMINISTRATOR)
    assert take_role(user=second, role_id=role.pk, police_unit=unit, by=named("beheerder"))


def test_working_for_somebody_is_in_the_log(unit, client):
    user = reader(unit)
    stands_in(user, named("burgemeester"), unit)
    client.force_login(user)
    events = AccessEvent.objects.filter(kind="stood_in")
    client.get("/")
    client.get("/account/")
    assert [(event.user, event.on_behalf_of) for event in events.all()] == [(user, named("burgemeester"))]
    plan = ImplementationPlan.objects.filter(theme__plan__police_unit=unit).first()
    address = f"/uitvoeringsplannen/{unit.slug}/{plan.year}/{plan.theme.slug}/reacties/geven/"
    client.post(address, {"stance": "agrees"})
    assert events.count() == 2
    assert events.first().path == address


def test_there_is_no_permission_only_a_stand_in_has():
    assert Permission.PREPARE_ANSWERS in PERMISSIONS_OF[Role.Kind.MAYOR]


def test_whoever_works_for_the_same_municipality_is_offered_first(unit):
    mayor, town = named("burgemeester"), Role.objects.get(user__username="burgemeester").municipality
    other = User.objects.create(username="loco", first_name="Zus", last_name="Zzz")
    Role.objects.create(user=other, kind=Role.Kind.MAYOR, police_unit=unit, municipality=town)
    found = list(candidates(mayor, [unit]))
    assert found[0] == other
    assert found[1:] == sorted(found[1:], key=lambda user: (user.last_name, user.first_name))
    assert reader(unit) in candidates(mayor, [unit])
