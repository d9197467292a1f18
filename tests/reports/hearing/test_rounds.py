"""A round about a 95%-versie: who is asked, when it can be sent, reminded of and closed, and what it refuses."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nhveilig.accounts.models import Role
from nhveilig.editing.changes import Writer
from nhveilig.notices.models import Notice
from reports.documents.models import Edition, Export
from reports.hearing import planning
from reports.hearing.exceptions import RoundRefused
from reports.hearing.models import Answer, Hearing, Point, Round
from reports.hearing.services.mailing import mail_griffies, remind
from reports.hearing.services.rounds import close_round, discard_round, send_round
from tests.at_once import at_once
from tests.regions.factories import MunicipalityFactory
from tests.worlds import Sessions

from .world import ADOPTION, LAST_DAY, NOW, make_document, make_edition, make_unit, person, prepare, send

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def visitor(user):
    sessions = Sessions()
    sessions.log_in([user])
    return sessions.client(user.username)


def heard(row: Round, outcome: str = Hearing.Outcome.NO_VIEW) -> None:
    row.hearings.update(outcome=outcome)


class TestWhoIsAsked:
    def test_every_raad_of_the_eenheid_as_it_is_on_the_day_it_opens(self):
        unit = make_unit(2)
        region = unit.safety_regions.get()
        MunicipalityFactory(safety_region=region, valid_until=NOW)
        MunicipalityFactory(safety_region=region, valid_from=NOW + timedelta(days=1))
        row = prepare(make_document(unit))
        assert row.hearings.count() == 2

    def test_the_prosecution_is_asked_about_a_distribution(self):
        row = prepare(make_document(make_unit(1)), kind=Round.Kind.DISTRIBUTION)
        assert min(str(one) for one in row.hearings.all()) == "Openbaar Ministerie"

    def test_the_address_of_a_griffie_is_remembered(self):
        unit = make_unit(1)
        document = make_document(unit)
        send(document)
        heard(Round.objects.get())
        close_round(row=Round.objects.get(), by=Writer(None))
        again = prepare(document, make_edition(document, number=2))
        assert again.hearings.get().email.startswith("griffie-")


class TestWhatIsRefused:
    @pytest.mark.parametrize("status", [Edition.Status.CONCEPT, Edition.Status.ADOPTED])
    def test_only_a_95_percent_version_goes_to_the_raden(self, status):
        document = make_document(make_unit())
        with pytest.raises(RoundRefused, match="95%-versie"):
            prepare(document, make_edition(document, status))

    def test_nobody_is_heard_after_it_was_adopted(self):
        document = make_document(make_unit())
        edition = make_edition(document)
        make_edition(document, Edition.Status.ADOPTED, number=2)
        with pytest.raises(RoundRefused, match="gaat daaraan vooraf"):
            prepare(document, edition)

    def test_one_round_at_a_time(self):
        document = make_document(make_unit())
        edition = make_edition(document)
        prepare(document, edition)
        with pytest.raises(RoundRefused, match="loopt al een ronde"):
            prepare(document, edition)
        assert Round.objects.count() == 1

    def test_a_round_whose_last_day_is_over_is_not_sent(self):
        row = prepare(make_document(make_unit()))
        with time_machine.travel(LAST_DAY + timedelta(days=1)), pytest.raises(RoundRefused, match="is voorbij"):
            send_round(row=row, by=Writer(None))

    def test_what_was_sent_is_not_thrown_away(self):
        row = send(make_document(make_unit()))
        with pytest.raises(RoundRefused, match="blijft daarom staan"):
            discard_round(row=row)

    @pytest.mark.parametrize(
        ("outcome", "more", "words"),
        [
            ("", {}, "niet bekend wat zij zeiden"),
            (Hearing.Outcome.POINTS, {}, "zonder punt"),
            (Hearing.Outcome.POSITIVE, {"is_provisional": True}, "onder voorbehoud"),
        ],
    )
    def test_it_is_not_closed_while_something_is_unknown(self, outcome, more, words):
        row = send(make_document(make_unit(8)))
        row.hearings.update(outcome=outcome, **more)
        with pytest.raises(RoundRefused, match=words) as refusal:
            close_round(row=row, by=Writer(None))
        assert "3 andere" in str(refusal.value)
        row.refresh_from_db()
        assert row.is_open

    def test_a_reason_is_enough_for_a_raad_that_says_nothing(self):
        row = send(make_document(make_unit(1)))
        row.hearings.update(outcome=Hearing.Outcome.SILENT, reason="De raad vergaderde niet.")
        assert close_round(row=row, by=Writer(None)).closed_at


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_it_at_once_one_does():
    row = send(make_document(make_unit(1)))
    heard(row)

    def close() -> object:
        return close_round(row=Round.objects.get(pk=row.pk), by=Writer(None))

    told = sorted(str(one) for one in at_once([close, close]))
    assert told[0].startswith("Deze ronde is al gesloten")
    assert told[1].startswith("Horen van de gemeenteraden")


class TestSending:
    def test_each_griffie_gets_a_mail_with_a_link_of_its_own(self, mailoutbox):
        send(make_document(make_unit(2)))
        assert mail_griffies() == 2
        assert mail_griffies() == 0
        links = {line for mail in mailoutbox for line in mail.body.splitlines() if "/raad/" in line}
        assert len(links) == 4
        assert "1 november 2027" in mailoutbox[0].body

    def test_mayors_and_the_prosecution_hear_of_it_and_the_pdf_is_made(self):
        unit = make_unit(1)
        town = unit.safety_regions.get().municipalities.get()
        mayor, officer = person(unit, Role.Kind.MAYOR, town), person(unit, Role.Kind.CHIEF_PROSECUTOR)
        reader = person(unit, Role.Kind.READER)
        send(make_document(unit))
        assert set(Notice.objects.values_list("user", flat=True)) == {mayor.pk, officer.pk}
        assert reader.pk not in Notice.objects.values_list("user", flat=True)
        assert Export.objects.get().format == Export.Format.PDF

    def test_who_said_nothing_is_reminded_once_a_day(self, mailoutbox):
        row = send(make_document(make_unit(3)))
        mail_griffies()
        mailoutbox.clear()
        Hearing.objects.filter(pk=row.hearings.first().pk).update(outcome=Hearing.Outcome.NO_VIEW)
        assert remind(row=row, by=Writer(None)) == 2
        mail_griffies()
        assert [mail.subject[:11] for mail in mailoutbox] == ["Herinnering"] * 2
        with pytest.raises(RoundRefused, match="vandaag al herinnerd"):
            remind(row=row, by=Writer(None))
        with time_machine.travel(NOW + timedelta(days=1)):
            assert remind(row=row, by=Writer(None)) == 2


class TestPlanning:
    def test_the_days_are_counted_back_from_the_adoption(self):
        assert planning.last_day(ADOPTION) == date(2027, 10, 27)
        assert planning.opens_on(ADOPTION) == date(2027, 7, 21)

    def test_little_time_to_answer_is_said_with_the_day_that_would_do(self):
        [words] = planning.warnings_of(date(2027, 8, 1), date(2027, 11, 11), ADOPTION)
        assert words.startswith("Tussen de laatste dag en de vaststelling zitten 20 dagen.")
        assert "10 november 2027" in words
        assert planning.warnings_of(date(2027, 8, 1), date(2027, 11, 10), ADOPTION) == []

    def test_a_round_in_the_recess_is_short(self):
        [words] = planning.warnings_of(date(2027, 7, 1), date(2027, 9, 30), ADOPTION)
        assert words.startswith("De raden hebben 4 weken, het zomerreces (juli en augustus) niet meegeteld.")


def fill(row: Round, chapters: int) -> None:
    for hearing in row.hearings.all():
        answer = Answer.objects.create(round=row, subject="Iets")
        Point.objects.bulk_create(
            Point(hearing=hearing, place=f"hoofdstuk-{number + 1}", text="Punt", answer=answer if number % 2 else None)
            for number in range(chapters)
        )
    heard(row, Hearing.Outcome.POINTS)


@pytest.mark.parametrize("page", ["round", "points"])
def test_a_page_asks_the_same_of_the_database_at_any_size(page):
    numbers = []
    for towns, chapters in ((10, 10), (60, 40)):
        unit = make_unit(towns)
        row = send(make_document(unit, chapters))
        fill(row, chapters)
        client, address = visitor(person(unit)), reverse(f"hearing:{page}", args=[row.document.slug, row.pk])
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        numbers.append(len(asked))
    assert numbers[0] == numbers[1] <= 12


def test_the_matrix_says_in_words_what_its_signs_say():
    unit = make_unit(2)
    row = send(make_document(unit))
    first = row.hearings.first()
    Point.objects.create(hearing=first, place="hoofdstuk-2", stance="objection", text="Nee")
    Hearing.objects.filter(pk=first.pk).update(outcome=Hearing.Outcome.POINTS)
    page = visitor(person(unit)).get(row.get_absolute_url()).text
    assert "1 van de 2 raden is gehoord. Die raad deed 1 bezwaar; 1 wacht op antwoord." in page
    assert '<span class="visually-hidden">1 bezwaar, nog geen antwoord</span>' in page
    assert page.count('<span class="visually-hidden">nog niet gehoord</span>') == 3
    narrowed = visitor(person(unit)).get(f"{row.get_absolute_url()}?toon=stil").text
    assert str(first.municipality) not in narrowed.split("<table")[1]


def test_nobody_but_staff_sees_a_round_that_was_not_sent():
    unit = make_unit(1)
    row = prepare(make_document(unit))
    assert visitor(person(unit, Role.Kind.CHIEF_PROSECUTOR)).get(row.get_absolute_url()).status_code == 404
    assert visitor(person(unit)).get(row.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("editions", "words", "offers"),
    [
        ([], "Nog geen 95%-versie", False),
        (["consultation"], "Nog geen ronde", True),
        (["consultation", "adopted"], "Dit document is vastgesteld.", False),
    ],
)
def test_without_a_round_the_page_says_what_can_be_done(editions, words, offers):
    unit = make_unit(1)
    document = make_document(unit)
    for number, status in enumerate(editions, start=1):
        make_edition(document, status, number)
    page = visitor(person(unit)).get(reverse("hearing:rounds", args=[document.slug])).text
    assert words in page
    assert (reverse("hearing:round-new", args=[document.slug]) in page) == offers
