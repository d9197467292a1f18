"""Help, the bureau to ask, and what is said about privacy."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nhveilig.regions.models import Office, PoliceUnit
from nhveilig.regions.services import set_office

OFFICE = "/inrichten/stafbureau/noord-holland/"
SAID = {"name": "Bureau Veiligheid", "email": "bureau@voorbeeld.example", "phone": "088 123 45 67"}


@pytest.fixture
def unit(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(slug="noord-holland")


def test_without_a_bureau_the_page_says_so(staff, log_in):
    assert "Het stafbureau van uw eenheid heeft hier nog geen" in log_in("lezer").get("/hulp/").text
    assert "Zet hier hoe uw bureau te bereiken is" in staff.get("/hulp/").text


def test_staff_says_how_the_bureau_is_reached(staff, log_in, unit):
    assert staff.get("/inrichten/stafbureau/").url == OFFICE
    saved = staff.post(OFFICE, SAID, follow=True)
    assert "Het stafbureau staat nu op de pagina Hulp." in saved.text
    page = log_in("burgemeester").get("/hulp/").text
    assert '<a href="mailto:bureau@voorbeeld.example">' in page
    assert '<a href="tel:0881234567">088 123 45 67</a>' in page
    staff.post(OFFICE, SAID | {"name": "Stafbureau"})
    assert Office.objects.get().name == "Stafbureau"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": "", "phone": ""}, "Vul een e-mailadres of een telefoonnummer in."),
        ({"phone": "bel maar"}, "Schrijf een telefoonnummer met cijfers"),
        ({"name": ""}, "Naam van het bureau"),
        ({"email": "bureau"}, "e-mailadres"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(staff, change: dict, sentence: str):
    refused = staff.post(OFFICE, SAID | change)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert not Office.objects.exists()


def test_the_bureau_of_another_eenheid_is_not_there(staff, log_in, unit):
    elsewhere = PoliceUnit.objects.get(slug="limburg")
    set_office(police_unit=elsewhere, name="Bureau Zuid", email="zuid@voorbeeld.example", phone="")
    assert staff.get("/inrichten/stafbureau/limburg/").status_code == 404
    assert "Bureau Zuid" not in staff.get("/hulp/").text
    assert log_in("lezer").post(OFFICE, SAID).status_code == 403


def test_who_cannot_log_in_finds_every_bureau_that_can_be_reached(client, unit):
    assert "Nog geen stafbureau heeft hier" in client.get("/hulp/").text
    set_office(police_unit=unit, name="Bureau Veiligheid", email="", phone="+31 88 123 45 67")
    page = client.get("/hulp/").text
    assert "Bureau Veiligheid, Noord-Holland" in page
    assert 'href="tel:+31881234567"' in page


def test_the_page_takes_a_fixed_number_of_queries(staff, unit):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            staff.get("/hulp/")
        return len(asked)

    set_office(police_unit=unit, **SAID)
    first = queries()
    for other in PoliceUnit.objects.exclude(pk=unit.pk):
        set_office(police_unit=other, **SAID)
    assert queries() == first == 4


def test_privacy_says_how_long_things_are_really_kept(db, settings):
    settings.ACCESS_LOG_DAYS, settings.IMPORT_RETENTION_DAYS = 91, 17
    settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE = 45 * 60, 7 * 3600
    page = Client().get("/privacy/").text
    for words in ("91 dagen", "17 dagen", "45 minuten niets doet", "na 7 uur"):
        assert words in page


def test_the_foot_of_every_page_leads_to_help_and_statements(client, db):
    page = client.get("/inloggen/").text
    foot = page[page.index("<footer") :]
    for address in ("/hulp/", "/hulp/#stafbureau", "/toegankelijkheid/", "/privacy/", "/open-data/"):
        assert f'href="{address}"' in foot
