"""Who waits for somebody reminds that person, of one thing once a day, from the list that shows who is behind."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from nhveilig.accounts.models import Role, User
from nhveilig.notices.models import Notice
from tests.themes.factories import ResultTargetFactory
from tests.themes.progress.reporting import reported
from tests.themes.workflow.people import complete_plan, decider, municipalities, person, react, writer
from themes.models import ImplementationPlan, ResultTarget
from themes.parts.views import plan_url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2025-03-03 14:03+01:00", tick=False) as clock:
        yield clock


@pytest.fixture
def plan():
    return complete_plan(status="consultation", consultation_ends_on=date(2025, 3, 31))


@pytest.fixture
def staff(plan):
    client = Client()
    client.force_login(decider(plan))
    return client


def sent(client, plan, wat="reactie", **more):
    return client.post(plan_url(plan, "plan-remind"), {"wat": wat} | more, follow=True).text


def test_a_municipality_that_said_nothing(plan, staff):
    town, other = municipalities(plan, "Alkmaar", "Bergen")
    mayor = person(plan, Role.Kind.MAYOR, "Anja", town)
    page = staff.get(plan_url(plan, "reactions")).text
    # And the Openbaar Ministerie.
    assert page.count('name="waar"') == 3
    assert "herinnerd op" not in page

    back = plan_url(plan, "reactions")
    page = sent(staff, plan, waar=town.code, terug=back)
    assert "De herinnering is verstuurd." in page
    assert "herinnerd op 3 maart 2025" in page
    assert page.count('name="waar"') == 2
    notice = Notice.objects.get()
    assert (notice.user, notice.subject) == (mayor, "uw reactie")
    assert notice.text == (
        "Sanne Proef herinnert u: Alkmaar reageerde nog niet op dit plan. Dat kan tot en met 31 maart 2025."
    )
    assert "niemand anders met een account" in sent(staff, plan, waar=other.code)


def test_the_officier_is_reminded_until_the_openbaar_ministerie_reacted(plan, staff):
    officer = person(plan, Role.Kind.CHIEF_PROSECUTOR, "Olga")
    assert "De herinnering is verstuurd." in sent(staff, plan, waar="om")
    assert Notice.objects.get().user == officer
    react(plan, None, officer)
    page = sent(staff, plan, waar="om", terug=plan_url(plan, "reactions"))
    assert "Het Openbaar Ministerie heeft intussen gereageerd." in page


def test_once_a_day(plan, staff, clock):
    [town] = municipalities(plan, "Alkmaar")
    person(plan, Role.Kind.MAYOR, "Anja", town)
    sent(staff, plan, waar=town.code)
    clock.shift(600)
    assert "Vandaag is hier al aan herinnerd." in sent(staff, plan, waar=town.code)
    clock.shift(24 * 3600)
    staff.force_login(User.objects.get(first_name="Sanne"))
    assert "De herinnering is verstuurd." in sent(staff, plan, waar=town.code)
    assert Notice.objects.count() == 2


def test_not_of_what_is_there_already(plan, staff):
    [town] = municipalities(plan, "Alkmaar")
    mayor = person(plan, Role.Kind.MAYOR, "Anja", town)
    react(ImplementationPlan.objects.for_list().get(), town, mayor)
    Notice.objects.all().delete()
    assert "Alkmaar heeft intussen gereageerd." in sent(staff, plan, waar=town.code)
    assert "wacht intussen niemand meer" in sent(staff, plan, "schrijven")
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("status", "wat", "subject"), [("concept", "schrijven", "gereed maken"), ("adopted", "voortgang", "hoe staat het")]
)
def test_whoever_leads_the_theme(plan, staff, status, wat, subject):
    leader = writer(plan)
    ImplementationPlan.objects.update(status=status, adopted_on=date(2025, 1, 30) if status == "adopted" else None)
    pages = {"schrijven": "/", "voortgang": plan_url(plan, "progress")}
    assert f'value="{wat}"' in staff.get(pages[wat]).text
    sent(staff, plan, wat)
    notice = Notice.objects.get()
    assert notice.user == leader
    assert notice.subject.startswith(subject)
    assert "herinnerd op 3 maart 2025" in staff.get(pages[wat]).text


def test_the_leader_waits_for_municipalities_but_not_for_the_own_writing(plan):
    [town] = municipalities(plan, "Alkmaar")
    person(plan, Role.Kind.MAYOR, "Anja", town)
    client = Client()
    client.force_login(writer(plan))
    assert "De herinnering is verstuurd." in sent(client, plan, waar=town.code)
    ImplementationPlan.objects.update(status="returned")
    assert "niemand anders met een account" in sent(client, plan, "schrijven")
    assert 'value="voortgang"' not in client.get(plan_url(plan, "progress")).text


def test_from_the_lists_of_what_was_not_reported(plan, staff):
    leader = writer(plan)
    [town, other] = municipalities(plan, "Alkmaar", "Bergen")
    mayors = [person(plan, Role.Kind.MAYOR, name, place) for name, place in (("Anja", town), ("Bea", other))]
    ImplementationPlan.objects.update(status="adopted", adopted_on=date(2025, 1, 30), consultation_ends_on=None)
    plan.refresh_from_db()
    target = ResultTargetFactory(plan=plan, value=2, unit="scans", scope=ResultTarget.Scope.EVERY_MUNICIPALITY)
    reported(target, 2, on=date(2025, 2, 3), today=date(2025, 3, 3), town=other)
    place = [plan.theme.plan.police_unit.slug, 2025]
    not_reported, matrix = (reverse(f"themes:{name}", args=place) for name in ("not-reported", "matrix"))
    for _ in ("made", "kept"):
        page = staff.get(not_reported).text
        assert page.count("Herinner de projectleider") == 1
        assert page.count("Herinner deze gemeenten") == staff.get(matrix).text.count("Herinner deze gemeenten") == 1

    page = sent(staff, plan, "gemeenten", waar=f"target-{target.pk}", terug=matrix)
    assert "herinnerd op 3 maart 2025" in page
    assert "Herinner deze gemeenten" not in page
    notice = Notice.objects.get(kind="reminder")
    assert (notice.user, notice.url) == (mayors[0], matrix)
    assert notice.text == f"Sanne Proef herinnert u: uw gemeente meldde nog niets over ‘{target}’."
    sent(staff, plan, "voortgang", terug=not_reported)
    assert "herinnerd op 3 maart 2025" in staff.get(not_reported).text

    client = Client()
    client.force_login(leader)
    assert "Herinner" not in client.get(not_reported).text
    reported(target, 2, on=date(2025, 2, 3), today=date(2025, 3, 3), town=town)
    assert "Alle gemeenten hebben dit intussen gemeld." in sent(staff, plan, "gemeenten", waar=f"target-{target.pk}")
    assert "intussen gemeld" in sent(staff, plan, "gemeenten", waar="target-x")


@pytest.mark.parametrize("number", [1, 8])
def test_the_page_asks_as_much_for_many_as_for_one(plan, staff, number, django_assert_max_num_queries):
    municipalities(plan, *(f"Gemeente {letter}" for letter in "ABCDEFGH"[:number]))
    staff.get(plan_url(plan, "reactions"))
    with django_assert_max_num_queries(16):
        staff.get(plan_url(plan, "reactions"))
