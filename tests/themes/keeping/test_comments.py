"""Writers of a plan talk about its parts: what was said stays, whoever said it."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from nhveilig.accounts.models import Role, User
from nhveilig.editing.comments.services import (
    TEXT,
    CommentRefused,
    answer_comment,
    delete_comment,
    edit_comment,
    empty_comment_bin,
    reopen_comment,
    resolve_comment,
    restore_comment,
    write_comment,
)
from nhveilig.editing.exceptions import FieldRefused, RowIsGone
from nhveilig.regions.models import Municipality, SafetyRegion
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, IntendedResultFactory
from themes.comments.services import PlanDiscussion
from themes.editing.services.parts import delete_part
from themes.models import Comment
from themes.parts.registry import UnknownPart, key_of
from themes.parts.views import part_url

from .conftest import address, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(plan, activity, wies) -> Comment:
    return write_comment(about=PlanDiscussion(plan), part=key_of(activity), text="Wie is eigenaar?", author=wies)


def page_of(browser, plan, query="") -> str:
    return browser.get(address(plan, "plan-comments", query)).content.decode()


def test_a_comment_stands_under_its_part(plan, activity, comment, browser):
    page = page_of(browser, plan)
    assert "Activiteit: Controles in de haven" in page
    assert "Wie is eigenaar?" in page
    assert "Wies Werker" in page


def test_a_comment_is_text_and_never_markup(plan, browser, wies):
    write_comment(about=PlanDiscussion(plan), text="<img src=x onerror=alert(1)>\n\n\0tweede", author=wies)
    page = page_of(browser, plan)
    assert "&lt;img src=x" in page
    assert "<p>tweede</p>" in page


def test_one_writes_about_a_part_or_about_the_whole_plan(plan, activity, browser, pieter):
    browser.post(address(plan, "plan-comments", f"onderdeel={key_of(activity)}"), {"text": "Goed zo"})
    browser.post(address(plan, "plan-comments"), {"text": "Wanneer is het af?"})
    assert list(Comment.objects.values_list("part", "text", "author")) == [
        (key_of(activity), "Goed zo", pieter.pk),
        ("", "Wanneer is het af?", pieter.pk),
    ]
    assert "Wanneer is het af?" not in page_of(browser, plan, f"onderdeel={key_of(activity)}")


@pytest.mark.parametrize(
    ("text", "reason"), [("", "nog niets geschreven"), (" \n ", "nog niets"), ("x" * 4001, "4.001 tekens")]
)
def test_what_cannot_be_a_comment_comes_back_with_the_reason(plan, browser, text, reason):
    response = browser.post(address(plan, "plan-comments"), {"text": text})
    assert response.status_code == 422
    assert reason in response.content.decode()
    assert text.strip() in response.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.parametrize("key", ["activity-999999", "onzin", "activity-x"])
def test_nobody_writes_about_what_is_not_there(plan, wies, key):
    with pytest.raises(UnknownPart):
        write_comment(about=PlanDiscussion(plan), part=key, text="Hallo", author=wies)


def test_nobody_writes_about_what_is_in_the_bin(plan, activity, wies, pieter):
    delete_part(plan=plan, part=key_of(activity), editor=pieter)
    with pytest.raises(RowIsGone, match="Pieter Plaats"):
        write_comment(about=PlanDiscussion(plan), part=key_of(activity), text="Hallo", author=wies)


def test_a_comment_is_answered(plan, comment, browser):
    response = browser.post(address(plan, "comment-answer", pk=comment.pk), {"text": "De douane."}, follow=True)
    assert [answer.text for answer in comment.answers.all()] == ["De douane."]
    assert "Uw antwoord staat erbij." in response.content.decode()


def test_an_answer_to_an_answer_joins_the_thread(plan, comment, pieter, wies):
    answer = answer_comment(about=PlanDiscussion(comment.plan), comment=comment, text="De douane.", author=pieter)
    assert (
        answer_comment(about=PlanDiscussion(answer.plan), comment=answer, text="Dank!", author=wies).answer_to
        == comment
    )


def test_an_empty_answer_opens_its_own_form_again(plan, comment, browser):
    response = browser.post(address(plan, "comment-answer", pk=comment.pk), {"text": "  "})
    page = response.content.decode()
    assert response.status_code == 422
    assert "<details open>" in page
    assert f'id="answer-{comment.pk}-fout"' in page


def test_a_resolved_thread_is_out_of_sight_until_asked_for(plan, comment, browser, pieter):
    browser.post(address(plan, "comment-resolve", pk=comment.pk))
    comment.refresh_from_db()
    assert comment.resolved_by == pieter
    assert "Wie is eigenaar?" not in page_of(browser, plan)
    shown = page_of(browser, plan, "afgehandeld=ja")
    assert "Wie is eigenaar?" in shown
    assert "Afgehandeld door Pieter Plaats" in shown
    browser.post(address(plan, "comment-reopen", pk=comment.pk))
    assert "Wie is eigenaar?" in page_of(browser, plan)


def test_of_two_who_resolve_the_first_is_remembered(comment, pieter, wies):
    assert resolve_comment(about=PlanDiscussion(comment.plan), comment=comment, editor=wies)
    assert not resolve_comment(about=PlanDiscussion(comment.plan), comment=comment, editor=pieter)
    comment.refresh_from_db()
    assert comment.resolved_by == wies


def test_an_answer_opens_a_resolved_thread(plan, comment, browser, wies):
    resolve_comment(about=PlanDiscussion(comment.plan), comment=comment, editor=wies)
    response = browser.post(address(plan, "comment-answer", pk=comment.pk), {"text": "Toch niet."}, follow=True)
    assert "staat weer open" in response.content.decode()
    assert Comment.objects.counts_of(plan) == {comment.part: 1}
    assert not reopen_comment(about=PlanDiscussion(comment.plan), comment=comment, editor=wies)


def test_one_rewords_ones_own_comment_and_that_shows(plan, comment, wies):
    browser = browser_of(wies)
    browser.post(address(plan, "comment-edit", pk=comment.pk), {"text": "Wie is de eigenaar?"})
    page = page_of(browser, plan)
    assert "Wie is de eigenaar?" in page
    assert "aangepast op" in page
    assert not edit_comment(
        about=PlanDiscussion(comment.plan), comment=comment, text="Wie is de eigenaar?", editor=wies
    )


@pytest.mark.parametrize("name", ["comment-edit", "comment-delete", "comment-restore"])
def test_nobody_changes_the_words_of_others(plan, comment, browser, name):
    said = browser.post(address(plan, name, pk=comment.pk), {"text": "Iets anders"}, follow=True).content.decode()
    comment.refresh_from_db()
    assert (comment.text, comment.deleted_at) == ("Wie is eigenaar?", None)
    assert "alleen uw eigen opmerkingen" in said


def test_a_text_that_has_no_place_any_more_is_given_back(plan, comment, browser, wies):
    delete_comment(about=PlanDiscussion(comment.plan), comment=comment, editor=wies)
    response = browser.post(address(plan, "comment-answer", pk=comment.pk), {"text": "De douane, denk ik."})
    assert response.status_code == 422
    assert "De douane, denk ik." in response.content.decode()
    assert "intussen verwijderd" in response.content.decode()


def test_a_deleted_comment_goes_and_comes_back(plan, comment, wies):
    browser = browser_of(wies)
    browser.post(address(plan, "comment-delete", pk=comment.pk))
    assert "Wie is eigenaar?" not in page_of(browser, plan)
    assert "Wie is eigenaar?" in browser.get(address(plan, "plan-bin")).content.decode()
    assert not delete_comment(about=PlanDiscussion(comment.plan), comment=comment, editor=wies)
    browser.post(address(plan, "comment-restore", pk=comment.pk))
    assert "Wie is eigenaar?" in page_of(browser, plan)


def test_a_deleted_comment_with_answers_leaves_its_place(plan, comment, browser, pieter, wies):
    answer_comment(about=PlanDiscussion(comment.plan), comment=comment, text="De douane.", author=pieter)
    delete_comment(about=PlanDiscussion(comment.plan), comment=comment, editor=wies)
    page = page_of(browser, plan)
    assert "Deze opmerking is verwijderd." in page
    assert "De douane." in page
    assert "Wie is eigenaar?" not in page
    assert "Wie is eigenaar?" not in browser.get(address(plan, "plan-bin")).content.decode()


def test_nobody_answers_what_is_gone(comment, pieter, wies):
    delete_comment(about=PlanDiscussion(comment.plan), comment=comment, editor=wies)
    with pytest.raises(CommentRefused, match="intussen verwijderd"):
        answer_comment(about=PlanDiscussion(comment.plan), comment=comment, text="De douane.", author=pieter)


@pytest.mark.parametrize(
    "act",
    [
        lambda comment, wies: write_comment(about=PlanDiscussion(comment.plan), text="Nog iets", author=wies),
        lambda comment, wies: answer_comment(
            about=PlanDiscussion(comment.plan), comment=comment, text="Nog iets", author=wies
        ),
        lambda comment, wies: edit_comment(
            about=PlanDiscussion(comment.plan), comment=comment, text="Nog iets", editor=wies
        ),
        lambda comment, wies: delete_comment(about=PlanDiscussion(comment.plan), comment=comment, editor=wies),
        lambda comment, wies: restore_comment(about=PlanDiscussion(comment.plan), comment=comment, editor=wies),
        lambda comment, wies: resolve_comment(about=PlanDiscussion(comment.plan), comment=comment, editor=wies),
        lambda comment, wies: reopen_comment(about=PlanDiscussion(comment.plan), comment=comment, editor=wies),
    ],
)
def test_an_adopted_plan_keeps_its_comments_as_they_are(plan, comment, wies, act):
    plan.status = "adopted"
    plan.save()
    with pytest.raises(CommentRefused, match="vastgesteld"):
        act(comment, wies)
    assert list(Comment.objects.values_list("text", "deleted_at", "resolved_at")) == [("Wie is eigenaar?", None, None)]


def test_an_adopted_plan_offers_nothing_to_write_with(plan, comment, browser):
    plan.status = "adopted"
    plan.save()
    page = page_of(browser, plan)
    assert "Wie is eigenaar?" in page
    assert "<textarea" not in page


def test_a_plan_under_review_is_talked_about(plan, wies):
    plan.status = "review"
    plan.save()
    assert write_comment(about=PlanDiscussion(plan), text="Klaar?", author=wies).pk


def test_open_threads_are_counted_per_part(plan, activity, comment, pieter, wies, django_assert_num_queries):
    other = ActivityFactory(plan=plan)
    answer_comment(about=PlanDiscussion(comment.plan), comment=comment, text="De douane.", author=pieter)
    write_comment(about=PlanDiscussion(plan), part=key_of(activity), text="Nog een", author=wies)
    write_comment(about=PlanDiscussion(plan), text="Over alles", author=wies)
    resolve_comment(
        about=PlanDiscussion(plan),
        comment=write_comment(about=PlanDiscussion(plan), part=key_of(other), text="Af", author=wies),
        editor=wies,
    )
    delete_comment(
        about=PlanDiscussion(plan),
        comment=write_comment(about=PlanDiscussion(plan), part=key_of(other), text="Weg", author=wies),
        editor=wies,
    )
    write_comment(about=PlanDiscussion(ImplementationPlanFactory()), text="Elders", author=wies)
    with django_assert_num_queries(1):
        assert Comment.objects.counts_of(plan) == {key_of(activity): 2, "": 1}


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "Opmerking maken"), (1, "1 opmerking"), (3, "3 opmerkingen")],
)
def test_a_part_says_how_many_comments_are_open(count, said):
    about = {"count": count, "url": "/opmerkingen/?onderdeel=activity-1", "label": "Controles"}
    shown = render_to_string("themes/keeping/part_comments.html", about)
    assert f"{said}<span" in shown
    assert 'opmerkingen/?onderdeel=activity-1"' in shown


def test_the_bin_for_comments_is_emptied_after_thirty_days(plan, wies, pieter):
    old, answered, recent = (
        write_comment(about=PlanDiscussion(plan), text=text, author=wies) for text in ("Oud", "Vraag", "Nieuw")
    )
    answer_comment(about=PlanDiscussion(answered.plan), comment=answered, text="Antwoord", author=pieter)
    for one, days in ((old, 31), (answered, 31), (recent, 29)):
        Comment.objects.filter(pk=one.pk).update(deleted_at=timezone.now() - timedelta(days=days))
    assert empty_comment_bin(Comment, now=timezone.now()) == 1
    assert set(Comment.objects.values_list("text", flat=True)) == {"Vraag", "Antwoord", "Nieuw"}


@pytest.mark.parametrize("query", ["onderdeel=activity-999999", "onderdeel=%00x", "onderdeel=onzin&afgehandeld=nee"])
def test_an_address_that_leads_nowhere_offers_no_form(plan, comment, browser, query):
    response = browser.get(address(plan, "plan-comments", query))
    assert response.status_code == 200
    assert "<textarea" not in response.content.decode()


def test_a_comment_of_another_plan_is_not_here(plan, comment, browser):
    elsewhere = write_comment(about=PlanDiscussion(ImplementationPlanFactory()), text="Elders", author=comment.author)
    assert browser.post(address(plan, "comment-answer", pk=elsewhere.pk), {"text": "Hier"}).status_code == 404


def test_a_mayor_does_not_read_what_writers_say(plan, comment):
    mayor, unit = User.objects.create(username="burgemeester-hier"), plan.theme.plan.police_unit
    region = SafetyRegion.objects.create(code="VR99", name="Streek", police_unit=unit)
    here = Municipality.objects.create(code="GM0001", name="Dorp", safety_region=region)
    Role.objects.create(user=mayor, kind=Role.Kind.MAYOR, police_unit=unit, municipality=here)
    plan.status, plan.consultation_ends_on = "consultation", timezone.localdate()
    plan.save()
    assert browser_of(mayor).get(address(plan, "plan-comments")).status_code == 403


def test_a_text_may_be_as_long_as_is_said(plan, wies):
    assert write_comment(about=PlanDiscussion(plan), text="x" * TEXT.longest, author=wies).pk
    with pytest.raises(FieldRefused, match=r"4\.001"):
        write_comment(about=PlanDiscussion(plan), text="x" * (TEXT.longest + 1), author=wies)


@pytest.mark.parametrize("threads", [2, 20])
def test_the_page_asks_the_same_for_any_number(plan, pieter, wies, browser, threads, django_assert_num_queries):
    for number in range(threads):
        for part in (ActivityFactory(plan=plan), IntendedResultFactory(plan=plan)):
            comment = write_comment(about=PlanDiscussion(plan), part=key_of(part), text=f"Vraag {number}", author=wies)
            answer_comment(about=PlanDiscussion(comment.plan), comment=comment, text="Ja", author=pieter)
    # Session, visitor, roles, plan; threads, answers, their parts; how many are resolved, how many open;
    # who can be named.
    with django_assert_num_queries(10):
        browser.get(address(plan, "plan-comments"))


def test_the_editor_shows_them_below_their_part_and_gets_its_writer_back(browser, plan, activity):
    beside = f"terug=bewerken&onderdeel={key_of(activity)}"
    placed = browser.post(address(plan, "plan-comments", beside), {"part": key_of(activity), "text": "Klopt dit?"})
    assert placed.url == part_url(plan, key_of(activity))
    asked = browser.get(address(plan, "plan-comments", beside), HTTP_HX_REQUEST="true").text
    assert "Klopt dit?" in asked
    assert "<h1" not in asked
    comment = Comment.objects.get()
    assert f"{comment.pk}/afhandelen/?{beside.replace('&', '&amp;')}" in asked
    closed = browser.post(address(plan, "comment-resolve", beside, pk=comment.pk))
    assert closed.url == part_url(plan, key_of(activity))
