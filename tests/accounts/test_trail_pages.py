"""The trail as administrators read it: which rows, chosen how, and whether the chain holds."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.trail.checking import check_trail
from nhveilig.trail.kinds import Kind
from nhveilig.trail.models import Check, Entry
from nhveilig.trail.services import Subject, record
from reports.documents.models import Edition
from reports.documents.services.editions import freeze_edition

PAGE = "/spoor/"


@pytest.fixture
def as_user(demo):
    def logged_in(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return logged_in


@pytest.fixture
def rows(demo) -> list[Entry]:
    staff = User.objects.get(username="staf")
    told = [
        (Kind.ADOPTED, "budget", "Begroting van hier", "RE04", staff),
        (Kind.STEP, "plan", "Plan van elders", "RE05", staff),
        (Kind.ROLE, "account", "Rol gegeven: beheerder landelijk", "", staff),
        (Kind.ADOPTED, "distribution", "Verdeling van het land", "", None),
    ]
    return [
        record(kind=kind, subject=Subject(subject, 1, words), unit=unit, by=by)
        for kind, subject, words, unit, by in told
    ]


@pytest.mark.parametrize(
    ("username", "seen"),
    [
        ("beheerder", ["Begroting van hier", "Verdeling van het land"]),
        ("landelijk", ["Rol gegeven: beheerder landelijk", "Verdeling van het land"]),
    ],
)
def test_everybody_sees_the_rows_of_the_own_eenheid_and_what_was_adopted_for_all(rows, as_user, username, seen):
    page = as_user(username).get(PAGE).text
    assert [row.subject for row in rows if row.subject in page] == seen


def test_who_did_it_is_named_and_what_nobody_did_is_the_portals(rows, as_user):
    page = as_user("beheerder").get(PAGE).text
    assert "het portaal zelf" in page
    assert User.objects.get(username="staf").shown_name in page


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("soort=adopted", True),
        ("soort=login", False),
        ("soort=bestaat-niet", True),
        ("zoek=hier+begroting", True),
        ("zoek=elders", False),
        ("van=1-1-2020&tot=31-12-2020", False),
        ("van=1-1-2020", True),
        ("van=gisteren+ofzo", True),
    ],
)
def test_it_is_chosen_from(rows, as_user, query, is_there):
    found = as_user("beheerder").get(f"{PAGE}?{query}")
    assert (found.status_code, "Begroting van hier" in found.text) == (200, is_there)


def test_it_says_up_to_where_the_chain_is_in_order(rows, as_user):
    beheerder = as_user("beheerder")
    assert "nog niet nagekeken" in beheerder.get(PAGE).text
    check_trail()
    last = rows[-1].number
    assert f"Keten in orde tot en met nummer {last}</strong>" in beheerder.get(PAGE).text
    record(kind=Kind.ADOPTED, subject=Subject("budget", 2, "Nog een"), unit="RE04")
    assert "Daarna kwam er nog 1 regel bij, die vannacht wordt nagekeken." in beheerder.get(PAGE).text


def test_a_fault_is_the_first_thing_it_says(rows, as_user):
    Check.objects.create(at=timezone.now(), intact_to=2, fault="Nummer 3 ontbreekt: weggehaald uit het spoor.")
    page = as_user("beheerder").get(PAGE).text
    assert "De keten is beschadigd" in page
    assert "Nummer 3 ontbreekt" in page
    assert "Keten in orde tot en met" not in page


def test_the_file_holds_all_of_a_row_and_no_more_than_was_chosen(rows, as_user):
    answer = as_user("beheerder").get(f"{PAGE}spoor.csv?zoek=hier")
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert (head[0], head[-1]) == ("nummer", "hash")
    assert (row[0], row[4], row[-1]) == (str(rows[0].number), "Begroting van hier", rows[0].hash)


def test_as_many_queries_for_one_row_as_for_forty(rows, as_user):
    beheerder = as_user("beheerder")
    by = User.objects.get(username="staf")
    beheerder.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        beheerder.get(f"{PAGE}?zoek=hier")
    for number in range(40):
        record(kind=Kind.STEP, subject=Subject("plan", number, "Plan van hier"), unit="RE04", by=by)
    with CaptureQueriesContext(connection) as many:
        beheerder.get(f"{PAGE}?zoek=hier")
    assert len(many) == len(few)


def test_the_history_of_a_document_ends_with_what_was_decided_on_it(demo, as_user):
    demo.blocks.filter(anchor="leeswijzer").update(html="<p>Beter.</p>")
    edition = freeze_edition(document=demo, status=Edition.Status.CONCEPT, frozen_by=User.objects.get(username="staf"))
    page = as_user("staf").get(f"/documenten/{demo.slug}/schrijven/geschiedenis/").text
    assert "Stappen en besluiten" in page
    assert f"{edition.sha256[:16]}…" in page


@pytest.mark.parametrize(("fault", "word"), [(None, "unchecked"), ("", "ok"), ("Nummer 3 ontbreekt.", "broken")])
def test_who_watches_the_portal_is_told_how_it_stands(db, fault, word):
    if fault is not None:
        Check.objects.create(at=timezone.now(), intact_to=2, fault=fault)
    assert Client().get("/readyz").json() == {"database": "ok", "trail": word}
