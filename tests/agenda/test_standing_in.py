"""What a deputy keeps of the agenda bears both names, typed or from a sheet."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agenda.models import Measurement, TargetRevision
from nhveilig.accounts.models import Role, User
from nhveilig.imports.models import ImportJob
from tests.accounts.factories import RoleFactory
from tests.agenda.factories import make_agenda
from tests.imports.files import confirm, csv_of, upload
from tests.regions.factories import PoliceUnitFactory
from tests.themes.editing.test_standing_in import deputy_of

pytestmark = pytest.mark.django_db
BOTH = "Anke Proef namens Pieter Proef"


@pytest.fixture(autouse=True)
def later():
    with time_machine.travel("2028-03-01 12:00+01:00"):
        yield


@pytest.fixture
def unit():
    return PoliceUnitFactory()


@pytest.fixture
def deputy(unit):
    name = {"user__first_name": "Pieter", "user__last_name": "Proef"}
    principal = RoleFactory(kind=Role.Kind.STAFF, police_unit=unit, **name).user
    client = Client()
    client.force_login(deputy_of(principal, unit))
    return client


@pytest.fixture
def indicator(unit):
    return make_agenda(1, [unit]).objectives.get().indicators.get()


@pytest.fixture
def place(indicator):
    return [indicator.objective.agenda.slug, indicator.objective.code, indicator.code]


def test_what_is_typed(deputy, unit, indicator, place):
    record = f"{reverse('agenda:measurement-record', args=place)}?eenheid={unit.slug}&jaar=2027&periode=jaar"
    figure = {"waarde": "9", "soort": "exact", "status": "definitief", "bron": "Jaarverslag", "herziening": "0"}
    page = deputy.post(record, figure, follow=True).text
    assert page.count(BOTH) == 1
    deputy.post(record, figure | {"waarde": "8", "herziening": "1"})
    newest = Measurement.objects.get(is_current=True)
    page = deputy.post(reverse("agenda:measurement-restore", args=[place[0], newest.pk]), follow=True).text
    assert page.count(BOTH) == 3, "of every revision"
    colleague = Client()
    colleague.force_login(User.objects.get(first_name="Pieter"))
    assert BOTH in colleague.post(record, figure | {"waarde": "7"}).text, "beside what somebody else typed"

    changed = {"waarde": "17", "soort": "exact", "reden": "Afgesproken", "per": "1-2-2028"}
    share = reverse("agenda:share-revise", args=[*place, unit.slug, 2027])
    page = deputy.post(share, changed | {"was_waarde": "10", "was_soort": "exact"}, follow=True).text
    assert f"({BOTH})" in page

    agreement = indicator.objective.agreements.get()
    note = {"eenheid": unit.slug, "jaar": "2027", "status": "loopt", "tekst": "Het team is op sterkte."}
    page = deputy.post(reverse("agenda:agreement-note", args=[place[0], agreement.code]), note, follow=True).text
    assert BOTH in page


def test_what_comes_in_from_a_sheet(deputy, unit, place):
    head = ("agenda", "doel", "indicator", "eenheid", "jaar", "periode", "realisatie", "status", "bron")
    upload(deputy, csv_of(head, (*place, unit.slug, "2027", "jaar", "9", "definitief", "x")), "realisatie", "landelijk")
    confirm(deputy, ImportJob.objects.get())
    assert BOTH in deputy.get(reverse("agenda:indicator-detail", args=place)).text

    head = ("agenda", "indicator", "eenheid", "jaar", "aandeel")
    sheet = csv_of(head, (place[0], place[2], unit.slug, "2027", "11"))
    upload(deputy, sheet, "verdeling", "landelijk", accept_totals="on")
    confirm(deputy, ImportJob.objects.latest("pk"), reason="Afgesproken", effective_on="2028-02-01")
    revision = TargetRevision.objects.get()
    assert (revision.revised_by.first_name, revision.on_behalf_of.first_name) == ("Anke", "Pieter")
