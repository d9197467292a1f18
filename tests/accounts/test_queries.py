"""Roles that every request reads are put together by hand, and are what the ORM makes of them."""

import pytest
from django.forms.models import model_to_dict

from nhveilig.accounts.models import Role
from nhveilig.accounts.queries import RELATED, roles_carried_by
from tests.accounts.factories import RoleFactory
from tests.regions.factories import MunicipalityFactory, PoliceUnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_each_role_is_as_the_orm_reads_it(django_assert_num_queries):
    mayor = RoleFactory(kind="mayor", police_unit=PoliceUnitFactory(), municipality=MunicipalityFactory())
    RoleFactory(kind="national", user=mayor.user)
    with django_assert_num_queries(1):
        found = {role.pk: role for role in roles_carried_by(mayor.user)}
        read = {pk: [getattr(role, name) for name in RELATED] for pk, role in found.items()}
    roles = Role.objects.select_related(*RELATED)
    assert {role.pk: model_to_dict(role) for role in roles} == {pk: model_to_dict(role) for pk, role in found.items()}
    for role in roles:
        for one, other in zip(read[role.pk], (getattr(role, name) for name in RELATED), strict=True):
            assert (one and one.__dict__ | {"_state": None}) == (other and other.__dict__ | {"_state": None})
    assert {role.stand_in for role in found.values()} == {None}
