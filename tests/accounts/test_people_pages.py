"""The pages on which an administrator sees and changes who is who in the eenheid."""

import csv
import io
import re

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nhveilig.accounts.models import OF_UNITS, Role, User
from nhveilig.accounts.permissions import Permission
from nhveilig.accounts.presenters import FOR_WHOM, WORDS
from nhveilig.regions.models import Municipality, PoliceUnit

from .factories import RoleFactory

HERE = "/mensen/noord-holland/"
NEWCOMER = {
    "voornaam": "Jip",
    "achternaam": "Nieuw",
    "email": "jip@gemeente.example",
    "gebruikersnaam": "j.nieuw",
    "rol": "reader",
}
LINK = re.compile(rf"{settings.SITE_URL}(/wachtwoord-kiezen/[^/\s<]+/[^/\s<]+/)")


@pytest.fixture
def administrator(log_in) -> Client:
    return log_in("beheerder")


@pytest.fixture
def unit(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(code="RE04")


def address_of(username: str, rest: str = "") -> str:
    return f"{HERE}{User.objects.get(username=username).pk}/{rest}"


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)


def test_everybody_of_the_unit_is_there_by_surname_and_nobody_else(administrator):
    page = administrator.get(HERE).text
    assert names(page) == [
        "Bas Beheer",
        "Geke van der Beurs",
        "Greetje van de Griffie",
        "Bregje Haringman",
        "Lotte Leeslust",
        "Pieter van der Plaats",
        "Olga de Recht",
        "Ria van de Regio",
        "Coen Rekenaar",
        "Wies Samenwerk",
        "Sanne Stavast",
        "Rachid Stemming",
        "Paul Streep",
    ]
    assert "burgemeester Alkmaar" in page
    assert "Ommeland" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=haring", ["Bregje Haringman"]),
        ("q=staf%40nhveilig", ["Sanne Stavast"]),
        ("q=plaats+pieter", ["Pieter van der Plaats"]),
        ("rol=staff", ["Sanne Stavast"]),
        ("rol=staff&q=haring", []),
        ("account=stil", []),
        ("rol=geen", []),
    ],
)
def test_people_are_found_by_words_role_and_account(administrator, query, found):
    assert names(administrator.get(f"{HERE}?{query}").text) == found


def test_a_choice_that_does_not_exist_narrows_nothing(administrator):
    assert len(names(administrator.get(f"{HERE}?rol=koning&account=weg").text)) == 13


def test_the_download_is_what_the_list_was_narrowed_to_and_harmless(administrator, unit):
    RoleFactory(police_unit=unit, user__last_name="=1+1", user__username="formule")
    answer = administrator.get(f"{HERE}mensen.csv?rol=reader")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows] == ["naam", "'=1+1", "Lotte Leeslust"]
    assert rows[2][2:4] == ["lezer@nhveilig.example", "lezer"]


def test_the_overview_says_who_holds_what(administrator):
    page = administrator.get(f"{HERE}wie-heeft-welke-rol/").text
    row = page[page.index("Bregje Haringman") :]
    row = re.sub(r"<[^>]+>", " ", row[: row.index("</tr>")]).split()
    assert row.count("nee") == len(OF_UNITS) - 1
    assert "Alkmaar" in row


def test_every_role_and_every_permission_is_explained(administrator):
    assert set(WORDS) == set(Permission)
    assert set(FOR_WHOM) == set(Role.Kind)
    page = administrator.get(f"{HERE}rollen/").text
    assert page.count(WORDS[Permission.MANAGE_PEOPLE]) == 1
    assert page.count(WORDS[Permission.VIEW_PORTAL]) == len(Role.Kind)


@pytest.mark.parametrize("rest", ["", "wie-heeft-welke-rol/", "mensen.csv"])
def test_a_longer_list_takes_no_more_queries(administrator, unit, rest):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            administrator.get(f"{HERE}{rest}")
        counts.append(len(captured))
        for number in range(20):
            RoleFactory(police_unit=unit, user__username=f"meer-{number}-{len(counts)}")
    assert counts[0] == counts[1] <= 9


def test_adding_somebody_mails_a_link_and_shows_it_once(administrator):
    page = administrator.post(f"{HERE}toevoegen/", NEWCOMER)
    link = LINK.search(page.text)[1]
    assert page.headers["Cache-Control"].count("no-store") == 1
    (message,) = mail.outbox
    assert message.to == ["jip@gemeente.example"]
    assert link in message.body
    assert "3 dagen" in message.body
    assert "Uw gebruikersnaam is: j.nieuw" in message.body
    assert "wachtwoord-kiezen" not in administrator.get(address_of("j.nieuw")).text


def test_the_link_of_a_newcomer_works_once(administrator):
    link = LINK.search(administrator.post(f"{HERE}toevoegen/", NEWCOMER).text)[1]
    visitor = Client()
    form = visitor.get(link).headers["Location"]
    assert "abc" not in form
    password = {"new_password1": "een lange zin van mij", "new_password2": "een lange zin van mij"}
    assert visitor.post(form, password, follow=True).redirect_chain[-1][0] == "/inloggen/"
    assert visitor.login(username="j.nieuw", password="een lange zin van mij")
    assert "Deze link werkt niet meer" in Client().get(link).text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"email": "staf@nhveilig.example"}, "Sanne Stavast heeft al een account"),
        ({"gebruikersnaam": "staf"}, "De gebruikersnaam “staf” is al in gebruik."),
        ({"gebruikersnaam": "met spatie"}, "zonder spaties"),
        ({"rol": "mayor"}, "Kies van welke gemeente"),
        ({"rol": ""}, "Kies een rol."),
        ({"rol": "koning"}, "Deze rol bestaat niet."),
        ({"email": "geen adres"}, "Dit is geen e-mailadres."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_stored(administrator, change, message):
    before = User.objects.count()
    page = administrator.post(f"{HERE}toevoegen/", NEWCOMER | change)
    assert page.status_code == 422
    assert message in page.text
    assert (User.objects.count(), len(mail.outbox)) == (before, 0)


def test_somebody_of_another_unit_is_offered_a_role_and_stays_unknown_until_then(administrator):
    page = administrator.post(f"{HERE}toevoegen/", NEWCOMER | {"email": "staf-noord@nhveilig.example"})
    assert "Er is al een account met dit e-mailadres" in page.text
    assert not any(word in page.text for word in ("Ommeland", "staf-noord</", "Noord-Nederland"))
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', page.text))
    answer = administrator.post(f"{HERE}rol-aanbieden/", fields, follow=True)
    assert "Noor Ommeland heeft nu een rol in Noord-Holland." in answer.text


def test_the_link_to_an_account_that_others_count_on_goes_by_mail_alone(administrator, unit):
    noor = User.objects.get(username="staf-noord")
    Role.objects.create(user=noor, kind=Role.Kind.READER, police_unit=unit)
    page = administrator.post(address_of("staf-noord", "wachtwoordlink/")).text
    assert not LINK.search(page)
    assert LINK.search(mail.outbox[0].body)


def test_a_mail_that_cannot_be_sent_is_told(administrator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = administrator.post(f"{HERE}toevoegen/", NEWCOMER).text
    assert "De mail kon niet worden verstuurd." in page
    assert LINK.search(page)


def test_a_role_is_given_and_a_second_time_it_says_so(administrator):
    there = address_of("lezer")
    answers = [administrator.post(there, {"rol": "staff"}, follow=True).text for _ in range(2)]
    assert "Lotte Leeslust heeft de rol gekregen." in answers[0]
    assert "Lotte Leeslust had deze rol al. Er is niets veranderd." in answers[1]
    assert "Rol gegeven: stafbureau" in answers[0]


def test_a_mayor_of_a_municipality_of_elsewhere_is_refused_in_words(administrator):
    other = Municipality.objects.exclude(safety_region__police_unit__code="RE04").first()
    page = administrator.post(address_of("lezer"), {"rol": "mayor", "gemeente": other.pk})
    assert page.status_code == 422
    assert "Dit is nu geen gemeente van deze eenheid." in page.text


def test_taking_a_role_says_first_what_is_lost(administrator):
    role = Role.objects.get(user__username="controller")
    there = address_of("controller", f"rollen/{role.pk}/intrekken/")
    page = administrator.get(there).text
    assert "sterktetabellen wijzigen en vaststellen" in page
    taken = administrator.post(there, follow=True).text
    assert "Coen Rekenaar heeft de rol controller politie niet meer." in taken
    for again in (administrator.get(there, follow=True), administrator.post(there, follow=True)):
        assert "Deze rol is er niet meer" in again.text


def test_the_last_administrator_is_told_why_not(administrator):
    role = Role.objects.get(user__username="beheerder")
    page = administrator.post(address_of("beheerder", f"rollen/{role.pk}/intrekken/"), follow=True).text
    assert "Dit is de laatste beheerder van de eenheid zonder einddatum." in page


def test_who_gives_up_managing_lands_where_they_still_may_be(administrator, unit):
    Role.objects.create(user=User.objects.get(username="staf"), kind=Role.Kind.ADMINISTRATOR, police_unit=unit)
    role = Role.objects.get(user__username="beheerder")
    answer = administrator.post(address_of("beheerder", f"rollen/{role.pk}/intrekken/"))
    assert answer.headers["Location"] == "/"


def test_who_is_shut_out_is_out_at_once_and_can_come_back(administrator, log_in):
    reader = log_in("lezer")
    page = administrator.post(address_of("lezer", "stilzetten/"), follow=True).text
    assert "Lotte Leeslust kan niet meer inloggen." in page
    assert reader.get("/").status_code == 302
    assert "stilgezet" in administrator.post(address_of("lezer", "wachtwoordlink/"), follow=True).text
    administrator.post(address_of("lezer", "openzetten/"))
    assert User.objects.get(username="lezer").is_active


def test_name_and_address_are_changed_on_a_page(administrator):
    there = address_of("lezer", "gegevens/")
    assert 'value="Leeslust"' in administrator.get(there).text
    typed = {"voornaam": "Lotte", "achternaam": "van Boven", "email": "staf@nhveilig.example"}
    refused = administrator.post(there, typed)
    assert refused.status_code == 422
    assert "al een ander account" in refused.text
    page = administrator.post(there, typed | {"email": "lotte@gemeente.example"}, follow=True).text
    assert "Lotte van Boven" in page
    assert "Naam of e-mailadres gewijzigd" in page


def test_people_of_elsewhere_are_not_there(administrator):
    assert administrator.get(address_of("staf-noord")).status_code == 404
    assert administrator.get("/mensen/noord-nederland/").status_code == 404


def test_who_manages_two_units_finds_the_way_between_them(administrator):
    other = PoliceUnit.objects.get(code="RE01")
    Role.objects.create(user=User.objects.get(username="beheerder"), kind=Role.Kind.ADMINISTRATOR, police_unit=other)
    assert administrator.get("/mensen/").headers["Location"] == "/mensen/noord-nederland/"
    assert 'href="/mensen/noord-nederland/"' in administrator.get(HERE).text
