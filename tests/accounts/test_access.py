"""What a role gives, for which eenheid, and at what cost."""

import pytest
from django.db import IntegrityError, transaction

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role, User
from nhveilig.accounts.permissions import Permission
from nhveilig.regions.models import Municipality, PoliceUnit


@pytest.fixture
def somebody(demo) -> User:
    return User.objects.create(username="iemand")


def unit(code: str) -> PoliceUnit:
    return PoliceUnit.objects.get(code=code)


def test_nobody_may_anything_without_a_role(somebody):
    assert not any(Access(somebody).may(permission) for permission in Permission)


def test_a_superuser_without_a_role_may_nothing_either(somebody):
    somebody.is_superuser = somebody.is_staff = True
    somebody.save()
    assert not any(Access(somebody).may(permission) for permission in Permission)


def test_a_role_counts_for_its_own_unit_only(somebody):
    Role.objects.create(user=somebody, kind=Role.Kind.STAFF, police_unit=unit("RE04"))
    access = Access(somebody)
    assert access.may(Permission.FREEZE_EDITION, unit("RE04").pk)
    assert not access.may(Permission.FREEZE_EDITION, unit("RE05").pk)


def test_two_roles_add_up_without_mixing(somebody):
    Role.objects.create(user=somebody, kind=Role.Kind.STAFF, police_unit=unit("RE05"))
    Role.objects.create(user=somebody, kind=Role.Kind.READER, police_unit=unit("RE04"))
    access = Access(somebody)
    assert access.units_with(Permission.VIEW_DOCUMENTS) == {unit("RE04").pk, unit("RE05").pk}
    assert access.units_with(Permission.FREEZE_EDITION) == {unit("RE05").pk}


def test_roles_are_read_once(somebody, django_assert_num_queries):
    access = Access(somebody)
    with django_assert_num_queries(1):
        for permission in Permission:
            access.may(permission)


def test_a_mayor_has_a_municipality_and_nobody_else_has(somebody):
    municipality = Municipality.objects.get(code="GM0361")
    wrong = [{"kind": Role.Kind.MAYOR}, {"kind": Role.Kind.READER, "municipality": municipality}]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Role.objects.create(user=somebody, police_unit=unit("RE04"), **values)


def test_a_role_is_held_once(somebody):
    Role.objects.create(user=somebody, kind=Role.Kind.READER, police_unit=unit("RE04"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.create(user=somebody, kind=Role.Kind.READER, police_unit=unit("RE04"))
