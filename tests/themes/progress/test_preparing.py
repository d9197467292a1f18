"""An assistant prepares what a municipality reports; the mayor sends it, changed or not."""

import pytest
import time_machine
from django.urls import reverse

from nhveilig.accounts.models import Role, StandIn
from tests.accounts.factories import RoleFactory, UserFactory
from tests.themes.factories import ImplementationPlanFactory, ResultTargetFactory
from tests.themes.progress.reporting import TODAY, browser, reported
from tests.themes.workflow.people import municipalities, person
from tests.worklist.readers import titles
from themes.models import ImplementationPlan, PreparedReport, ProgressUpdate, ResultTarget
from themes.parts.registry import key_of
from themes.progress.links import answer_unchanged, make_links, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(f"{TODAY} 12:00", tick=False):
        yield


@pytest.fixture
def plan():
    return ImplementationPlanFactory(year=TODAY.year, status=ImplementationPlan.Status.ADOPTED)


@pytest.fixture
def town(plan):
    return municipalities(plan, "Alkmaar")[0]


@pytest.fixture
def target(plan):
    place = {"scope": ResultTarget.Scope.EVERY_MUNICIPALITY, "unit": "scans", "title": "Scan gedaan"}
    return ResultTargetFactory(plan=plan, value=3, **place)


@pytest.fixture
def mayor(plan, town):
    return person(plan, Role.Kind.MAYOR, "Bregje", town)


def helper(plan, mayor, kind):
    user = UserFactory(first_name="Anke", last_name="Proef")
    unit = plan.theme.plan.police_unit
    RoleFactory(user=user, kind=Role.Kind.READER, police_unit=unit)
    StandIn.objects.create(user=user, principal=mayor, police_unit=unit, kind=kind, starts_on=TODAY, made_by=mayor)
    return user


def page_of(target, town) -> str:
    plan = target.plan
    place = [plan.theme.plan.police_unit.slug, plan.year, plan.theme.slug, key_of(target)]
    return f"{reverse('themes:progress-report', args=place)}?gemeente={town.code}"


SAID = {"value": "2", "course": "on_track", "words": "Twee scans gedaan.", "on": str(TODAY), "evidence": ""}
SEND = "Verstuur de melding die Anke Proef voorbereidde"


def test_it_counts_nowhere_until_the_mayor_sends_it(plan, target, town, mayor):
    assistant, there = helper(plan, mayor, StandIn.Kind.ASSISTANT), page_of(target, town)
    assert "Zet de melding klaar" in browser(assistant).get(there).text
    assert browser(assistant).post(there, SAID).status_code == 302
    assert not ProgressUpdate.objects.exists()
    assert SEND in titles(mayor, TODAY)
    assert SEND not in titles(assistant, TODAY)
    page = browser(mayor).get(there).text
    assert "Anke Proef zette deze melding voor u klaar." in page
    assert "Twee scans gedaan." in page
    assert "Verstuur de melding" in page
    assert browser(mayor).post(there, SAID | {"value": "3"}).status_code == 302
    update = ProgressUpdate.objects.get()
    assert (update.reported_by, update.prepared_by, update.on_behalf_of, update.value) == (mayor, assistant, None, 3)
    assert not PreparedReport.objects.exists()
    assert SEND not in titles(mayor, TODAY)
    assert "Bregje Proef, voorbereid door Anke Proef" in browser(mayor).get(there).text


def test_what_cannot_be_reported_cannot_be_prepared(plan, target, town, mayor):
    assistant, there = helper(plan, mayor, StandIn.Kind.ASSISTANT), page_of(target, town)
    assert browser(assistant).post(there, SAID | {"value": "drie-en-een-half paard"}).status_code == 422
    assert browser(assistant).post(there.partition("?")[0], SAID).status_code == 403
    other = municipalities(plan, "Bergen")[0]
    assert browser(assistant).post(page_of(target, other), SAID).status_code == 403
    assert not PreparedReport.objects.exists()


def test_a_deputy_reports_in_the_name_of_the_mayor(plan, target, town, mayor):
    deputy, there = helper(plan, mayor, StandIn.Kind.DEPUTY), page_of(target, town)
    assert browser(deputy).post(there, SAID).status_code == 302
    update = ProgressUpdate.objects.get()
    assert (update.reported_by, update.on_behalf_of) == (deputy, mayor)
    assert "Anke Proef namens Bregje Proef" in browser(mayor).get(there).text


def test_a_link_in_the_mail_of_a_deputy_reports_in_the_name_of_the_mayor(plan, target, town, mayor):
    deputy = helper(plan, mayor, StandIn.Kind.DEPUTY)
    reported(target, 2, town=town)
    [link] = make_links(user=deputy, subjects=[target], municipality=town)
    update = answer_unchanged(token=token_of(link), seen="1")
    assert (update.reported_by, update.on_behalf_of) == (deputy, mayor)


@pytest.mark.parametrize("who", ["mayor", "assistant"])
def test_what_was_prepared_can_be_thrown_away(plan, target, town, mayor, who):
    assistant, there = helper(plan, mayor, StandIn.Kind.ASSISTANT), page_of(target, town)
    browser(assistant).post(there, SAID)
    client = browser(mayor if who == "mayor" else assistant)
    assert "Gooi de klaargezette melding weg" in client.get(there).text
    assert "Er is niets gemeld." in client.post(there, {"weg": "ja"}, follow=True).text
    assert not PreparedReport.objects.exists()
    assert not ProgressUpdate.objects.exists()
    assert "Gooi de klaargezette melding weg" not in client.get(there).text
    assert SEND not in titles(mayor, TODAY)


def test_an_assistant_is_led_to_it_from_the_page_of_the_municipality(plan, mayor, town, target):
    here = reverse("reports:municipality-dashboard", args=[town.code, plan.year])
    way = page_of(target, town)
    assert way in browser(helper(plan, mayor, StandIn.Kind.ASSISTANT)).get(here).text
    assert way not in browser(person(plan, Role.Kind.READER, "Lees")).get(here).text
