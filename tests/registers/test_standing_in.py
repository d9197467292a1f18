"""What a deputy does with a row of a register bears both names in its history."""

import pytest
from django.test import Client

from nhveilig.accounts.models import Role
from nhveilig.editing.models import Edit
from nhveilig.partners.models import Partner
from nhveilig.partners.registers import PARTNERS
from tests.accounts.factories import RoleFactory
from tests.regions.factories import PoliceUnitFactory
from tests.registers.rows import open_form
from tests.themes.editing.test_standing_in import deputy_of

pytestmark = pytest.mark.django_db


def test_a_row_is_changed_put_back_removed_and_taken_back():
    unit = PoliceUnitFactory()
    principal = RoleFactory(kind=Role.Kind.STAFF, police_unit=unit).user
    client, partner = Client(), Partner.objects.create(name="Halt", kind="veiligheid")
    client.force_login(deputy_of(principal, unit))
    client.post(PARTNERS.url("change", partner), open_form(client, PARTNERS, partner) | {"name": ["Stichting Halt"]})
    partner.refresh_from_db()
    client.post(PARTNERS.url("undo", partner, edit=Edit.objects.of_whole(partner).get().pk))
    partner.refresh_from_db()
    client.post(PARTNERS.url("delete", partner))
    client.post(PARTNERS.url("restore", partner))
    edits = Edit.objects.of_whole(partner).order_by("pk")
    assert [one.kind for one in edits] == ["changed", "changed", "deleted", "restored"]
    assert {one.on_behalf_of for one in edits} == {principal}
