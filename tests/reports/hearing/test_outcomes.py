"""What a raad said: put in by whoever may, with an account or by a link, until the last day; and what is answered."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role
from nhveilig.editing.changes import Writer
from nhveilig.worklist.queries import tasks_of
from reports.documents.models import Block
from reports.hearing.exceptions import AnswerRefused
from reports.hearing.links import token_of
from reports.hearing.models import Answer, Hearing, Point, Round
from reports.hearing.services.answers import group_points, keep_answer
from reports.hearing.services.packages import package_of
from reports.hearing.services.rounds import close_round

from .test_rounds import visitor
from .world import LAST_DAY, NOW, make_document, make_unit, person, send

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def unit():
    return make_unit(2)


@pytest.fixture
def row(unit) -> Round:
    return send(make_document(unit))


@pytest.fixture
def hearing(row) -> Hearing:
    return row.hearings.select_related("municipality", "round__document", "round__edition").order_by("pk").first()


def by_link(hearing: Hearing, page: str = "answer-by-link", **more: object) -> str:
    return reverse(f"hearing:{page}", args=[token_of(hearing), *more.values()])


def url(hearing: Hearing, page: str) -> str:
    return reverse(f"hearing:{page}", args=[hearing.round.document.slug, hearing.round_id, hearing.code])


class TestByLink:
    def test_a_griffie_says_what_the_raad_said_without_an_account(self, hearing):
        page = Client().get(by_link(hearing))
        assert "Wat zei uw raad?" in page.text
        assert page.headers["Referrer-Policy"] == "no-referrer"
        sent = Client().post(by_link(hearing), {"outcome": "positive", "reference": "Z-12", "version": hearing.version})
        assert sent.status_code == 302, sent.text
        hearing.refresh_from_db()
        assert (hearing.outcome, hearing.reference, hearing.received_on) == ("positive", "Z-12", NOW)
        assert "positieve zienswijze" in Client().get(by_link(hearing)).text

    def test_a_point_makes_it_a_zienswijze_with_points(self, hearing):
        fields = {"punt-where": "hoofdstuk-2", "punt-stance": "objection", "punt-text": "Te veel controles."}
        assert Client().post(by_link(hearing, "point-by-link"), fields).status_code == 302
        point = Point.objects.get()
        hearing.refresh_from_db()
        assert (point.place, point.stance, hearing.outcome) == ("hoofdstuk-2", "objection", "points")
        assert Client().post(by_link(hearing, "point-away-by-link", point=point.pk)).status_code == 302
        assert not Point.objects.exists()

    def test_a_point_about_nothing_in_the_version_is_refused(self, hearing):
        fields = {"punt-where": "hoofdstuk-99", "punt-stance": "remark", "punt-text": "Iets."}
        assert Client().post(by_link(hearing, "point-by-link"), fields).status_code == 422
        assert not Point.objects.exists()

    @pytest.mark.parametrize("after", ["the last day", "it was closed"])
    def test_afterwards_it_shows_what_was_said_and_takes_nothing(self, row, hearing, after):
        if after == "it was closed":
            row.hearings.update(outcome=Hearing.Outcome.NO_VIEW)
            close_round(row=row, by=Writer(None))
        with time_machine.travel(LAST_DAY + timedelta(days=after == "the last day")):
            page = Client().get(by_link(hearing)).text
            assert "De laatste dag was" in page or "Deze ronde is gesloten" in page
            assert "Geef dit door" not in page
            sent = Client().post(by_link(hearing), {"outcome": "positive", "version": hearing.version})
        assert sent.status_code == 422
        hearing.refresh_from_db()
        assert hearing.outcome != "positive"

    def test_a_link_that_another_took_the_place_of_opens_nothing(self, hearing):
        old = by_link(hearing)
        Hearing.objects.filter(pk=hearing.pk).update(link_number=2)
        answer = Client().get(old)
        assert answer.status_code == 410
        assert hearing.round.document.title not in answer.text

    @pytest.mark.parametrize("token", ["1-1", "1-1.vervalst", "x", "1-1-1.a"])
    def test_a_link_that_somebody_made_up_opens_nothing(self, hearing, token):
        assert Client().get(reverse("hearing:answer-by-link", args=[token])).status_code == 410


class TestWithAnAccount:
    def test_a_griffier_puts_it_in_for_the_own_raad_alone(self, unit, row):
        own, other = row.hearings.select_related("municipality", "round__document").order_by("pk")
        client = visitor(person(unit, Role.Kind.CLERK, own.municipality))
        assert client.get(url(own, "outcome")).status_code == 200
        assert client.get(url(other, "outcome")).status_code == 403
        assert client.get(url(other, "hearing")).status_code == 200

    def test_silence_needs_a_reason(self, unit, hearing):
        client = visitor(person(unit))
        refused = client.post(url(hearing, "outcome"), {"outcome": "silent", "version": hearing.version})
        assert refused.status_code == 422
        assert "Schrijf waarom de raad niet reageert." in refused.text

    def test_staff_put_in_what_came_too_late(self, unit, hearing):
        client = visitor(person(unit))
        with time_machine.travel(LAST_DAY + timedelta(days=3)):
            sent = {"outcome": "no_view", "version": hearing.version}
            assert visitor(person(unit)).post(url(hearing, "outcome"), sent).status_code == 302
            page = visitor(person(unit)).get(url(hearing, "hearing")).text
        assert "te laat ontvangen" in page
        assert client

    def test_who_is_heard_has_a_task_until_it_is_said(self, unit, hearing):
        mayor = person(unit, Role.Kind.MAYOR, hearing.municipality)
        [task] = [one for one in tasks_of(Access(mayor), NOW) if one.source == "council-hearing"]
        assert task.day == LAST_DAY
        Hearing.objects.filter(pk=hearing.pk).update(outcome=Hearing.Outcome.NO_VIEW)
        assert not [one for one in tasks_of(Access(mayor), NOW) if one.source == "council-hearing"]

    def test_what_two_change_at_once_is_shown_to_the_second(self, unit, hearing):
        client, sent = visitor(person(unit)), {"outcome": "no_view", "version": hearing.version}
        assert client.post(url(hearing, "outcome"), sent).status_code == 302
        assert client.post(url(hearing, "outcome"), sent | {"outcome": "positive"}).status_code == 409


class TestAnswering:
    @pytest.fixture
    def points(self, row) -> list[Point]:
        row.hearings.update(outcome=Hearing.Outcome.POINTS)
        return [
            Point.objects.create(hearing=one, place="hoofdstuk-1", text="Zet de bezetting ernaast.")
            for one in row.hearings.all()
        ]

    def test_one_answer_for_what_two_raden_asked(self, unit, row, points):
        client = visitor(person(unit))
        place = [row.document.slug, row.pk]
        sent = client.post(reverse("hearing:answer-group", args=place), {"punt": [one.pk for one in points]})
        answer = Answer.objects.get()
        assert sent.headers["Location"] == reverse("hearing:answer", args=[*place, answer.pk])
        fields = {
            "subject": "Bezetting",
            "verdict": "yes",
            "text": "Dat doen wij.",
            "place": "hoofdstuk-1",
            "version": answer.version,
            "geef": "ja",
        }
        given = client.post(sent.headers["Location"], fields)
        assert given.headers["Location"] == row.get_absolute_url()
        assert client.get(reverse("hearing:points", args=place)).text.count("Dat doen wij.") == 2

    def test_an_answer_that_is_not_complete_is_not_given(self, row, points):
        answer = group_points(row=row, subject="Bezetting", points=points, by=Writer(None))
        with pytest.raises(AnswerRefused, match="of het punt is overgenomen; wat het antwoord is"):
            keep_answer(answer=answer, fields={}, changes=[], by=Writer(None), is_given=True)
        answer.verdict, answer.text = "partly", "Deels."
        answer.save()
        with pytest.raises(AnswerRefused, match="waar het document verandert"):
            keep_answer(answer=answer, fields={}, changes=[], by=Writer(None), is_given=True)

    def test_points_with_different_answers_are_not_put_together(self, row, points):
        for one in points:
            group_points(row=row, subject="Apart", points=[one], by=Writer(None))
        with pytest.raises(AnswerRefused, match="verschillende antwoorden"):
            group_points(row=row, subject="Samen", points=points, by=Writer(None))

    def test_the_task_on_the_text_closes_when_the_text_changed(self, unit, row, points):
        staff = Access(person(unit))
        answer = group_points(row=row, subject="Bezetting", points=points, by=Writer(None))
        Answer.objects.filter(pk=answer.pk).update(
            verdict="yes", text="Ja.", place="hoofdstuk-1", answered_at=timezone.now()
        )
        assert [one.title for one in tasks_of(staff, NOW)] == ["Pas het document aan: Bezetting"]
        Block.objects.filter(anchor="hoofdstuk-1").update(changed_at=timezone.now())
        assert tasks_of(staff, NOW) == []

    def test_staff_are_told_how_many_points_wait(self, unit, row, points):
        assert [one.title for one in tasks_of(Access(person(unit)), NOW)] == ["Beantwoord 2 punten van gemeenteraden"]

    def test_what_was_answered_keeps_its_words(self, unit, row, points):
        answer = group_points(row=row, subject="Bezetting", points=points, by=Writer(None))
        Answer.objects.filter(pk=answer.pk).update(answered_at=timezone.now())
        point = Point.objects.select_related("hearing__round__document", "hearing__municipality").get(pk=points[0].pk)
        address = reverse("hearing:point-change", args=[row.document.slug, row.pk, point.hearing.code, point.pk])
        sent = {"stance": "remark", "text": "Iets anders.", "where": "", "version": point.version}
        answer = visitor(person(unit)).post(address, sent)
        assert answer.status_code == 422
        assert "Dit punt is beantwoord." in answer.text


def test_the_package_has_what_a_griffie_needs(hearing):
    package = package_of(hearing, today=NOW)
    assert package == package_of(hearing, today=NOW)
    with zipfile.ZipFile(io.BytesIO(package.data)) as found:
        names = found.namelist()
        about = json.loads(found.read("metadata.json"))
        proposal = zipfile.ZipFile(io.BytesIO(found.read("2-raadsvoorstel.docx"))).read("word/document.xml").decode()
    assert names == [
        "1-brief.docx",
        "2-raadsvoorstel.docx",
        "3-raadsbesluit.docx",
        "4-wat-betekent-dit.docx",
        "5-reactieformulier.docx",
        "laatste-dag.ics",
        "metadata.json",
    ]
    assert about["laatste_dag"] == LAST_DAY.isoformat()
    assert hearing.municipality.name in proposal
    assert "artikel 38b" in proposal
