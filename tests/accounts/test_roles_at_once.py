"""Two administrators who press a button in the same moment."""

import pytest

from nhveilig.accounts.exceptions import LastAdministrator, RoleGone
from nhveilig.accounts.models import Role, RoleChange, User
from nhveilig.accounts.services import give_role, take_role
from nhveilig.regions.models import PoliceUnit
from tests.at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


@pytest.fixture
def unit(db) -> PoliceUnit:
    return PoliceUnit.objects.create(code="RE04", slug="noord-holland", name="Noord-Holland", order=4)


@pytest.fixture
def administrators(unit) -> list[User]:
    users = [User.objects.create(username=f"beheerder-{number}") for number in (1, 2)]
    for user in users:
        Role.objects.create(user=user, kind=Role.Kind.ADMINISTRATOR, police_unit=unit)
    return users


def test_a_role_given_by_two_is_one_role(unit, administrators):
    user = User.objects.create(username="iemand")
    given = at_once(
        [
            lambda by=by: give_role(user=user, kind=Role.Kind.READER, police_unit=unit, municipality=None, by=by)
            for by in administrators
        ]
    )
    assert sorted(given) == [False, True]
    assert user.roles.count() == RoleChange.objects.filter(user=user).count() == 1


def test_a_role_taken_by_two_is_gone_once_and_one_is_told(unit, administrators):
    user = User.objects.create(username="iemand")
    role = Role.objects.create(user=user, kind=Role.Kind.READER, police_unit=unit)
    taken = at_once(
        [lambda by=by: take_role(user=user, role_id=role.pk, police_unit=unit, by=by) for by in administrators]
    )
    assert sorted(type(one).__name__ for one in taken) == sorted([Role.__name__, RoleGone.__name__])
    assert RoleChange.objects.filter(user=user).count() == 1


def test_two_administrators_cannot_take_each_others_role(unit, administrators):
    first, second = administrators
    roles = {user: user.roles.get().pk for user in administrators}
    taken = at_once(
        [
            lambda: take_role(user=first, role_id=roles[first], police_unit=unit, by=second),
            lambda: take_role(user=second, role_id=roles[second], police_unit=unit, by=first),
        ]
    )
    assert sum(isinstance(one, LastAdministrator) for one in taken) == 1
    assert Role.objects.of_lasting_administrators(unit).count() == 1
