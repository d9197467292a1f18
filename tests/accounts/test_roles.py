"""Giving and taking roles, adding people and shutting accounts: what is refused, and what is written down."""

import pytest
from django.utils import timezone

from nhveilig.accounts.exceptions import (
    AlreadyHere,
    KnownElsewhere,
    LastAdministrator,
    NotYourself,
    PeopleRefused,
    RoleGone,
    SharedAccount,
)
from nhveilig.accounts.models import Role, RoleChange, User
from nhveilig.accounts.services import (
    Newcomer,
    add_person,
    deactivate,
    give_role,
    give_role_by_address,
    reactivate,
    rename,
    take_role,
)
from nhveilig.regions.models import Municipality, PoliceUnit

from .factories import UserFactory

pytestmark = pytest.mark.sqlite

Kind = Role.Kind


@pytest.fixture
def unit(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(code="RE04")


@pytest.fixture
def elsewhere(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(code="RE05")


@pytest.fixture
def by(demo) -> User:
    return User.objects.get(username="beheerder")


@pytest.fixture
def give(unit, by):
    def giving(user: User, kind: str = Kind.READER, where: PoliceUnit = unit, **more: object) -> bool:
        return give_role(user=user, kind=kind, police_unit=where, municipality=more.get("municipality"), by=by)

    return giving


def newcomer(**values: str) -> Newcomer:
    usual = {"username": "j.nieuw", "first_name": "Jip", "last_name": "Nieuw", "email": "jip@gemeente.example"}
    return Newcomer(**usual | values)


def add(unit: PoliceUnit, by: User, **values: str) -> User:
    return add_person(newcomer=newcomer(**values), kind=Kind.READER, police_unit=unit, municipality=None, by=by)


def record(user: User) -> list[tuple[str, str, str]]:
    return list(RoleChange.objects.filter(user=user).values_list("action", "kind", "by__username"))


def test_a_new_person_has_a_role_and_no_password(unit, by):
    user = add(unit, by)
    assert not user.has_usable_password()
    assert [role.kind for role in user.roles.all()] == [Kind.READER]
    assert record(user) == [("given", "reader", "beheerder")]


@pytest.mark.parametrize("email", ["staf@nhveilig.example", "STAF@NHVeilig.example"])
def test_who_is_here_already_is_named(unit, by, email):
    with pytest.raises(AlreadyHere, match="Sanne Stavast heeft al een account"):
        add(unit, by, email=email)


def test_of_who_is_elsewhere_nothing_is_told(unit, by):
    with pytest.raises(KnownElsewhere) as refusal:
        add(unit, by, email="staf-noord@nhveilig.example")
    assert "Noor" not in str(refusal.value)
    assert "Groningen" not in str(refusal.value)


def test_a_user_name_is_had_by_one_person(unit, by):
    with pytest.raises(PeopleRefused, match="“STAF” is al in gebruik") as refusal:
        add(unit, by, username="STAF")
    assert refusal.value.field == "username"
    assert not User.objects.filter(email="jip@gemeente.example").exists()


def test_a_newcomer_with_a_role_that_cannot_be_is_not_stored(unit, by):
    with pytest.raises(PeopleRefused, match="Kies van welke gemeente"):
        add_person(newcomer=newcomer(), kind=Kind.MAYOR, police_unit=unit, municipality=None, by=by)
    assert not User.objects.filter(username="j.nieuw").exists()


def test_somebody_elsewhere_gets_a_role_by_address(unit, by):
    user = give_role_by_address(
        email="Staf-Noord@nhveilig.example", kind=Kind.READER, municipality=None, police_unit=unit, by=by
    )
    assert user.username == "staf-noord"
    assert set(user.roles.values_list("police_unit__code", "kind")) == {("RE01", "staff"), ("RE04", "reader")}


@pytest.mark.parametrize("email", ["niemand@gemeente.example", ""])
def test_an_address_of_nobody_gets_nothing(unit, by, email):
    with pytest.raises(PeopleRefused, match="geen account met dit e-mailadres"):
        give_role_by_address(email=email, kind=Kind.READER, municipality=None, police_unit=unit, by=by)


def test_a_role_given_twice_is_one_role_and_written_down_once(give):
    user = UserFactory()
    assert [give(user), give(user)] == [True, False]
    assert record(user) == [("given", "reader", "beheerder")]


def test_a_mayor_needs_a_municipality_of_the_unit_that_exists_today(give, unit):
    user = UserFactory()
    with pytest.raises(PeopleRefused, match="Kies van welke gemeente"):
        give(user, Kind.MAYOR)
    for wrong in _not_of_today(unit), _elsewhere(unit):
        with pytest.raises(PeopleRefused, match=f"{wrong} is nu geen gemeente van de eenheid Noord-Holland"):
            give(user, Kind.MAYOR, municipality=wrong)
    assert give(user, Kind.MAYOR, municipality=Municipality.objects.get(code="GM0361"))


def _not_of_today(unit: PoliceUnit) -> Municipality:
    ended = Municipality.objects.filter(safety_region__police_unit=unit, valid_until__lte=timezone.localdate())
    return ended.first()


def _elsewhere(unit: PoliceUnit) -> Municipality:
    return Municipality.objects.exclude(safety_region__police_unit=unit).filter(valid_until=None).first()


def test_only_a_mayor_has_a_municipality(give):
    with pytest.raises(PeopleRefused, match="Alleen bij een burgemeester"):
        give(UserFactory(), municipality=Municipality.objects.get(code="GM0361"))


def test_what_was_taken_is_written_down_and_can_be_given_again(give, unit, by):
    user = UserFactory()
    give(user)
    take_role(user=user, role_id=user.roles.get().pk, police_unit=unit, by=by)
    give(user)
    assert [action for action, _, _ in record(user)] == ["given", "taken", "given"]


def test_taking_what_is_gone_says_so(give, unit, by):
    user = UserFactory()
    give(user)
    role = user.roles.get().pk
    take_role(user=user, role_id=role, police_unit=unit, by=by)
    with pytest.raises(RoleGone, match="iemand heeft haar intussen ingetrokken"):
        take_role(user=user, role_id=role, police_unit=unit, by=by)
    assert len(record(user)) == 2


def test_a_role_of_another_unit_is_not_there_to_take(unit, by):
    user = User.objects.get(username="staf-noord")
    with pytest.raises(RoleGone):
        take_role(user=user, role_id=user.roles.get().pk, police_unit=unit, by=by)
    assert user.roles.exists()


def test_the_last_administrator_stays(give, unit, by):
    role = by.roles.get(kind=Kind.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        take_role(user=by, role_id=role.pk, police_unit=unit, by=by)
    second = UserFactory()
    give(second, Kind.ADMINISTRATOR)
    take_role(user=by, role_id=role.pk, police_unit=unit, by=second)
    assert not by.roles.exists()


def test_an_administrator_who_cannot_log_in_does_not_count(give, unit, by):
    give(UserFactory(is_active=False), Kind.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        take_role(user=by, role_id=by.roles.get().pk, police_unit=unit, by=by)


def test_the_last_administrator_is_not_shut_out(give, unit, by):
    """As when two administrators shut each other out at once: whoever comes second is told."""
    second = UserFactory()
    give(second, Kind.ADMINISTRATOR)
    deactivate(user=second, police_unit=unit, by=by)
    with pytest.raises(LastAdministrator):
        deactivate(user=by, police_unit=unit, by=second)
    assert User.objects.get(pk=by.pk).is_active


def test_nobody_shuts_their_own_account(unit, by):
    with pytest.raises(NotYourself):
        deactivate(user=by, police_unit=unit, by=by)


def test_an_account_that_another_unit_counts_on_is_not_shut(give, unit, elsewhere, by):
    user = UserFactory()
    give(user)
    Role.objects.create(user=user, kind=Kind.READER, police_unit=elsewhere)
    with pytest.raises(SharedAccount):
        deactivate(user=user, police_unit=unit, by=by)
    with pytest.raises(SharedAccount):
        reactivate(user=user, police_unit=unit, by=by)


def test_a_new_address_belongs_to_nobody_else(give, unit, by):
    user = UserFactory()
    give(user)
    values = {"first_name": "Jip", "last_name": "Anders", "police_unit": unit, "by": by, "user": user}
    with pytest.raises(PeopleRefused, match="al een ander account met dit e-mailadres") as refusal:
        rename(email="STAF@nhveilig.example", **values)
    assert refusal.value.field == "email"
    for _ in range(2):
        rename(email="jip@gemeente.example", **values)
    assert [action for action, _, _ in record(user)] == ["given", "renamed"]
    assert User.objects.get(pk=user.pk).shown_name == "Jip Anders"


def test_who_serves_another_unit_is_not_renamed(give, unit, elsewhere, by):
    """By a new address one would take the account over."""
    user = UserFactory()
    give(user)
    Role.objects.create(user=user, kind=Kind.READER, police_unit=elsewhere)
    with pytest.raises(SharedAccount):
        rename(user=user, first_name="", last_name="x", email="by@gemeente.example", police_unit=unit, by=by)


def test_shutting_and_opening_are_written_down_once_each(give, unit, by):
    user = UserFactory()
    give(user)
    for change in (deactivate, deactivate, reactivate, reactivate):
        change(user=user, police_unit=unit, by=by)
    assert [action for action, _, _ in record(user)] == ["given", "deactivated", "reactivated"]
    assert User.objects.get(pk=user.pk).is_active


def test_the_record_is_only_added_to(give):
    user = UserFactory()
    give(user)
    change = RoleChange.objects.get(user=user)
    for rewrite in (change.save, change.delete, RoleChange.objects.all().delete):
        with pytest.raises(NotImplementedError):
            rewrite()
    with pytest.raises(NotImplementedError):
        RoleChange.objects.update(kind=Kind.STAFF)


def test_who_lost_the_last_role_is_still_found_unless_another_unit_has_them(give, unit, elsewhere, by):
    user = UserFactory()
    give(user)
    take_role(user=user, role_id=user.roles.get().pk, police_unit=unit, by=by)
    assert user in User.people.of_unit(unit)
    Role.objects.create(user=user, kind=Kind.READER, police_unit=elsewhere)
    assert user not in User.people.of_unit(unit)
