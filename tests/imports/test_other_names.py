"""A file whose columns are called otherwise: somebody says once which is which."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nhveilig.accounts.models import Role
from nhveilig.imports.models import ColumnName, ImportJob
from tests.accounts.factories import RoleFactory, UserFactory
from tests.imports.files import xlsx_of
from tests.regions.factories import PoliceUnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
HEAD = ("Wie", "Mailbox", "Hoedanigheid")
PERSON = ("Anja Bos", "anja@example.org", "lezer")


@pytest.fixture
def unit():
    return PoliceUnitFactory()


@pytest.fixture
def client(unit):
    user = UserFactory()
    RoleFactory(user=user, kind=Role.Kind.ADMINISTRATOR, police_unit=unit)
    client = Client()
    client.force_login(user)
    return client


def upload(client, unit, *rows):
    file = SimpleUploadedFile("mensen.xlsx", xlsx_of(*rows))
    return client.post(f"/invoer/mensen/{unit.slug}/", {"file": file})["Location"]


def page(client, url):
    return client.get(url).content.decode()


def places(found, *names):
    """Which field of the form asks for which of our columns."""
    labels = {name: found.index(f"Onze kolom “{name}”") for name in names}
    return {name: found[: labels[name]].rpartition('for="id_')[2].partition('"')[0] for name in names}


def choose(client, url, **chosen):
    fields = places(page(client, url), *chosen)
    return client.post(f"{url}kolommen/", {fields[name]: value for name, value in chosen.items()})


def test_is_asked_which_is_which_and_that_is_remembered(client, unit):
    url = upload(client, unit, HEAD, PERSON)
    assert ImportJob.objects.get().state == "columns"
    asked = page(client, url)
    assert "Welke kolom is welke?" in asked
    # “Wie” is understood.
    assert "Onze kolom “naam”" not in asked
    choose(client, url, **{"e-mailadres": "Mailbox", "rol": "Hoedanigheid"})
    assert "Anja Bos (anja@example.org), lezer" in page(client, url)
    again = upload(client, unit, HEAD, ("Bert Vos", "bert@example.org", "lezer"))
    found = page(client, again)
    assert "Bert Vos" in found
    assert "“mailbox” is “e-mailadres”" in found


def test_what_was_said_can_be_forgotten(client, unit):
    url = upload(client, unit, HEAD, PERSON)
    choose(client, url, **{"e-mailadres": "Mailbox", "rol": "Hoedanigheid"})
    client.post(f"{url}kolommen/", {"vergeet": "ja"})
    assert "Welke kolom is welke?" in page(client, url)
    assert not ColumnName.objects.exists()


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ({"e-mailadres": "Mailbox", "rol": ""}, "Deze kolom is nodig"),
        ({"e-mailadres": "Mailbox", "rol": "Mailbox"}, "U koos “Mailbox” twee keer"),
        ({"e-mailadres": "Mailbox", "rol": "Elders"}, "Deze kolom staat niet in uw bestand"),
    ],
)
def test_a_choice_that_cannot_be_is_said(client, unit, chosen, why):
    answer = choose(client, upload(client, unit, HEAD, PERSON), **chosen)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not ColumnName.objects.exists()


def test_a_column_that_nothing_is_done_with_may_be_one_of_ours(client, unit):
    url = upload(client, unit, ("naam", "e-mailadres", "rol", "Laatste dag"), (*PERSON, "31-12-2099"))
    assert "Kies wat de kolommen zijn die niet worden gebruikt" in page(client, url)
    choose(client, url, **{"tot en met": "Laatste dag"})
    assert "“laatste dag” is “tot en met”" in page(client, url)


def test_another_eenheid_is_asked_itself(client, unit):
    ColumnName.objects.create(kind="mensen", police_unit=PoliceUnitFactory(), name="mailbox", column="e-mailadres")
    upload(client, unit, HEAD, PERSON)
    assert ImportJob.objects.get().state == "columns"


def test_what_was_stored_asks_nothing_any_more(client, unit):
    url = upload(client, unit, HEAD, PERSON)
    ImportJob.objects.update(state="done")
    client.post(f"{url}kolommen/", {"vergeet": "ja"})
    assert ImportJob.objects.get().state == "done"
