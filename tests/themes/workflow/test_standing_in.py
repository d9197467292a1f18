"""A mayor's deputy reacts in the mayor's name; an assistant prepares what the mayor sends. Both names stay with it."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role, StandIn, User
from nhveilig.notices.models import Notice
from tests.themes.factories import ActivityFactory
from tests.themes.workflow.people import complete_plan, decider, person, react, writer
from tests.worklist.readers import asked, titles
from themes.models import ImplementationPlan, PreparedReaction, Reaction
from themes.parts.registry import key_of
from themes.workflow.exceptions import ConsultationIsClosed, DetailWrong
from themes.workflow.queries import consultation_of
from themes.workflow.services import prepare_reaction

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("during_the_consultation")]


def helper(plan, mayor: User, kind: str) -> User:
    user = person(plan, Role.Kind.READER, "Anke")
    unit = plan.theme.plan.police_unit
    StandIn.objects.create(
        user=user, principal=mayor, police_unit=unit, kind=kind, starts_on=timezone.localdate(), made_by=mayor
    )
    return user


@pytest.fixture
def deputy(plan, mayor):
    return helper(plan, mayor, StandIn.Kind.DEPUTY)


@pytest.fixture
def assistant(plan, mayor):
    return helper(plan, mayor, StandIn.Kind.ASSISTANT)


def address(plan, name: str = "plan-detail") -> str:
    return reverse(f"themes:{name}", args=[plan.theme.plan.police_unit.slug, plan.year, plan.theme.slug])


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def prepare(plan, town, by, stance="objects", text="Te duur voor ons.", part=""):
    return prepare_reaction(plan=plan, municipality=town, part=part, stance=stance, text=text, by=by)


def test_a_deputy_reacts_in_the_name_of_the_mayor(plan, town, mayor, deputy):
    leader = writer(plan)
    page = browser(deputy).get(address(plan)).text
    assert "Reageer namens Alkmaar" in page
    said = {"municipality": town.pk, "stance": "remark", "text": "Een vraag.", "version": 0}
    assert browser(deputy).post(address(plan, "reaction-give"), said).status_code == 302
    reaction = plan.reactions.get()
    assert (reaction.author, reaction.on_behalf_of) == (deputy, mayor)
    for reader, name in ((leader, "reactions"), (mayor, "plan-detail")):
        assert "Anke Proef namens Bregje Proef" in browser(reader).get(address(plan, name)).text
    assert "Anke Proef namens Bregje Proef" in str(consultation_of(plan).csv_rows())
    assert not Notice.objects.filter(user=deputy, kind="reaction").exists()


def test_when_the_mayor_reacts_only_the_mayor_is_named(plan, town, mayor, deputy):
    browser(deputy).post(
        address(plan, "reaction-give"), {"municipality": town.pk, "stance": "agrees", "text": "", "version": 0}
    )
    react(plan, town, mayor, "remark", "Toch een vraag.", seen=plan.reactions.get().version)
    reaction = plan.reactions.get()
    assert (reaction.author, reaction.on_behalf_of) == (mayor, None)


def test_a_deputy_of_a_leader_takes_steps_in_that_name():
    plan = complete_plan()
    leader = writer(plan)
    deputy = helper(plan, leader, StandIn.Kind.DEPUTY)
    page = address(plan, "plan-steps")
    take = reverse(
        "themes:step-take", args=[plan.theme.plan.police_unit.slug, plan.year, plan.theme.slug, "ter-review"]
    )
    assert browser(deputy).post(take, {"version": plan.version}).status_code == 302
    step = plan.steps.get()
    assert (step.taken_by, step.on_behalf_of) == (deputy, leader)
    assert "Anke Proef namens Pieter Proef" in browser(leader).get(page).text


def test_who_stands_in_hears_what_the_mayor_hears(plan, town, mayor, assistant):
    reaction = react(plan, town, mayor, "remark", "Een vraag.")
    by = decider(plan)
    there = reverse(
        "themes:reaction-answer",
        args=[plan.theme.plan.police_unit.slug, plan.year, plan.theme.slug, reaction.pk],
    )
    browser(by).post(there, {"answer": "Wij kijken ernaar.", "version": reaction.version})
    assert set(Notice.objects.filter(kind="answer").values_list("user", flat=True)) == {mayor.pk, assistant.pk}


def test_an_assistant_prepares_and_the_mayor_sends_with_one_button(plan, town, mayor, assistant):
    writer(plan)
    page = browser(assistant).get(address(plan)).text
    assert "Zet een reactie klaar voor Alkmaar" in page
    assert "Verstuur de reactie" not in page
    said = {"municipality": town.pk, "stance": "objects", "text": "Te duur voor ons."}
    assert browser(assistant).post(address(plan, "reaction-prepare"), said).status_code == 302
    assert not Reaction.objects.exists()
    assert consultation_of(plan).silent == [town]
    assert "Deze reactie staat klaar" in browser(assistant).get(address(plan)).text
    assert list(PreparedReaction.objects.waiting_for(Access(mayor))) == [PreparedReaction.objects.get()]
    assert not PreparedReaction.objects.waiting_for(Access(assistant))
    assert Notice.objects.get(kind="prepared").user == mayor
    page = browser(mayor).get(address(plan)).text
    assert "Anke Proef zette een reactie voor u klaar." in page
    assert "Te duur voor ons.</textarea>" in page
    browser(mayor).post(address(plan, "reaction-give"), said | {"version": 0})
    reaction = plan.reactions.get()
    assert (reaction.author, reaction.prepared_by, reaction.text) == (mayor, assistant, "Te duur voor ons.")
    assert not PreparedReaction.objects.exists()
    assert "Bregje Proef, voorbereid door Anke Proef" in browser(mayor).get(address(plan)).text


def test_an_assistant_cannot_send(plan, town, assistant):
    said = {"municipality": town.pk, "stance": "agrees", "text": "", "version": 0}
    assert browser(assistant).post(address(plan, "reaction-give"), said).status_code == 403
    assert not Reaction.objects.exists()


def test_what_is_prepared_again_is_written_over_and_can_be_thrown_away(plan, town, assistant):
    prepare(plan, town, assistant)
    prepare(plan, town, assistant, "remark", "Een vraag.")
    part = key_of(ActivityFactory(plan=plan))
    prepare(plan, town, assistant, part=part)
    assert PreparedReaction.objects.get(part="").text == "Een vraag."
    browser(assistant).post(address(plan, "reaction-prepare"), {"municipality": town.pk, "part": "", "weg": "ja"})
    assert PreparedReaction.objects.get().part == part


def test_nothing_is_prepared_without_a_reason_or_after_the_last_day(plan, town, mayor, assistant):
    with pytest.raises(DetailWrong):
        prepare(plan, town, assistant, text=" ")
    with time_machine.travel("2025-04-01 09:00+02:00", tick=False), pytest.raises(ConsultationIsClosed):
        prepare(plan, town, assistant)
    refused = browser(assistant).post(address(plan, "reaction-prepare"), {"municipality": town.pk, "stance": "objects"})
    assert refused.status_code == 422
    assert "Schrijf bij een opmerking of een bezwaar ook waarom." in refused.text
    assert not PreparedReaction.objects.exists()


def test_what_waits_is_no_longer_asked_when_the_plan_moves_on(plan, town, mayor, assistant):
    prepare(plan, town, assistant)
    ImplementationPlan.objects.filter(pk=plan.pk).update(status="review", consultation_ends_on=None)
    assert not PreparedReaction.objects.waiting_for(Access(mayor))


def test_the_task_of_the_mayor_is_the_assistants_until_it_is_prepared(plan, town, mayor, assistant):
    day = timezone.localdate()
    ask = f"Reageer op het plan {plan.theme.short_title} {plan.year}"
    assert ask in titles(mayor, day)
    assert ask in titles(assistant, day)
    prepare(plan, town, assistant)
    send = "Verstuur de reactie die Anke Proef voorbereidde"
    assert send in titles(mayor, day)
    assert ask not in titles(mayor, day)
    assert ask not in titles(assistant, day)
    assert send not in titles(assistant, day)
    react(plan, town, mayor, "objects", "Te duur voor ons.")
    assert send not in titles(mayor, day)


def test_the_task_of_the_mayor_is_the_deputys_with_the_name_of_the_mayor(plan, town, mayor, deputy):
    task = next(one for one in asked(deputy, timezone.localdate()) if one.title.startswith("Reageer"))
    assert task.whose == "Bregje Proef"
