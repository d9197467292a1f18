"""Every kind of document that is put together from plans, by one page and one service."""

import pytest
from django.test import Client

from nhveilig.accounts.models import Role
from reports.documents.assembling.queries import ASSEMBLIES
from reports.documents.models import Document
from tests.accounts.factories import RoleFactory
from tests.themes.factories import ImplementationPlanFactory, PlanTextFactory, PolicyPlanFactory, ThemeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("kind", ASSEMBLIES)]
YEAR = 2025


@pytest.fixture
def policy():
    policy = PolicyPlanFactory(start_year=YEAR, end_year=YEAR)
    plan = ImplementationPlanFactory(theme=ThemeFactory(plan=policy, title="Havens"), year=YEAR, status="adopted")
    PlanTextFactory(plan=plan)
    return policy


@pytest.fixture
def staff(policy) -> Client:
    client = Client()
    client.force_login(RoleFactory(kind=Role.Kind.STAFF, police_unit=policy.police_unit).user)
    return client


def test_it_is_made_with_one_button_and_brought_in_line_with_another(kind, policy, staff):
    assembly = ASSEMBLIES[kind](policy.police_unit, YEAR)
    before = staff.get(assembly.url()).content.decode()
    assert f"<title>{assembly.title} {assembly.verb}" in before
    assert assembly.make[0] in before
    assert "Havens" in before

    response = staff.post(assembly.url(), follow=True)
    document = Document.objects.get(kind=kind)
    assert response.redirect_chain == [(f"/documenten/{document.slug}/", 302)]
    assert (document.title, document.period, document.police_unit) == (assembly.title, str(YEAR), policy.police_unit)
    assert assembly.document_label in response.content.decode()
    assert assembly.again[0] in staff.get(assembly.url()).content.decode()


def test_without_plans_the_page_says_so_and_nothing_is_made(kind, policy, staff):
    assembly = ASSEMBLIES[kind](policy.police_unit, YEAR + 1)
    page = staff.get(assembly.url()).content.decode()
    assert assembly.empty[0] in page
    assert assembly.make[0] not in page
    assert assembly.refusal.format(year=YEAR + 1) in staff.post(assembly.url(), follow=True).content.decode()
    assert not Document.objects.exists()


def test_another_eenheid_is_not_there(kind, policy, staff):
    other = PolicyPlanFactory().police_unit
    assert staff.get(ASSEMBLIES[kind](other, YEAR).url()).status_code == 404
