"""A mayor's deputy reacts in the mayor's name; an assistant prepares what the mayor sends. Both names stay with it."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role, StandIn, User
from nhveilig.notices.models import Notice
from tests.themes.factories import ActivityFactory
from tests.themes.workflow.people import complete_plan, decider, draft, person, react, writer
from tests.worklist.readers import asked, titles
from themes.models import ImplementationPlan, PreparedReaction, Reaction
from themes.parts.registry import key_of
from themes.workflow.exceptions import ConsultationIsClosed
from themes.workflow.queries import consultation_of

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


WHOLE = {"plan-stance": "objects", "plan-text": "Te duur voor ons."}


def send(user: User, plan) -> None:
    """What is kept, after looking it over."""
    page = browser(user).get(address(plan, "reaction-check")).text
    seen = re.search(r'name="gezien" value="([^"]*)"', page)[1]
    answer = browser(user).post(address(plan, "reaction-check"), {"gezien": seen})
    assert answer.url.startswith(address(plan, "reaction-sent"))


def test_a_deputy_reacts_in_the_name_of_the_mayor(plan, town, mayor, deputy):
    leader = writer(plan)
    assert "Lees en reageer" in browser(deputy).get(address(plan)).text
    said = {"plan-stance": "remark", "plan-text": "Een vraag."}
    answer = browser(deputy).post(address(plan, "reaction-give"), said)
    assert answer.url.startswith(address(plan, "reaction-check"))
    send(deputy, plan)
    reaction = plan.reactions.get()
    assert (reaction.author, reaction.on_behalf_of) == (deputy, mayor)
    for reader, name in ((leader, "reactions"), (mayor, "plan-detail")):
        assert "Anke Proef namens Bregje Proef" in browser(reader).get(address(plan, name)).text
    assert "Anke Proef namens Bregje Proef" in str(consultation_of(plan).csv_rows())
    assert not Notice.objects.filter(user=deputy, kind="reaction").exists()


def test_when_the_mayor_reacts_only_the_mayor_is_named(plan, town, mayor, deputy):
    browser(deputy).post(address(plan, "reaction-give"), {"plan-stance": "agrees"})
    send(deputy, plan)
    react(plan, town, mayor, "remark", "Toch een vraag.")
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


def test_an_assistant_prepares_and_the_mayor_looks_it_over_and_sends(plan, town, mayor, assistant):
    writer(plan)
    assert "Bereid de reactie voor" in browser(assistant).get(address(plan)).text
    page = browser(assistant).get(address(plan, "reaction-give")).text
    assert "Zet de reactie klaar" in page
    assert "Kijk uw reactie na" not in page
    assert browser(assistant).post(address(plan, "reaction-give"), WHOLE).url == address(plan)
    assert not Reaction.objects.exists()
    assert consultation_of(plan).silent == [town]
    assert list(PreparedReaction.objects.waiting_for(Access(mayor))) == [PreparedReaction.objects.get()]
    assert not PreparedReaction.objects.waiting_for(Access(assistant))
    assert Notice.objects.get(kind="prepared").user == mayor
    page = browser(mayor).get(address(plan, "reaction-give")).text
    assert "Anke Proef bereidde deze reactie voor." in page
    assert "Te duur voor ons.</textarea>" in page
    browser(mayor).post(address(plan, "reaction-give"), WHOLE)
    send(mayor, plan)
    reaction = plan.reactions.get()
    assert (reaction.author, reaction.prepared_by, reaction.text) == (mayor, assistant, "Te duur voor ons.")
    assert not PreparedReaction.objects.exists()
    assert "Bregje Proef, voorbereid door Anke Proef" in browser(mayor).get(address(plan)).text


def test_an_assistant_of_the_officier_prepares_too(plan, town):
    officer = person(plan, Role.Kind.CHIEF_PROSECUTOR, "Olga")
    assistant = helper(plan, officer, StandIn.Kind.ASSISTANT)
    assert browser(assistant).post(address(plan, "reaction-give"), WHOLE).url == address(plan)
    assert Notice.objects.get(kind="prepared").user == officer
    deputy = person(plan, Role.Kind.READER, "Vera")
    about = {"principal": officer, "police_unit": plan.theme.plan.police_unit, "made_by": officer}
    StandIn.objects.create(user=deputy, kind=StandIn.Kind.DEPUTY, starts_on=timezone.localdate(), **about)
    (task,) = asked(deputy, timezone.localdate())
    assert (task.title.split(" op ")[0], task.whose) == ("Verstuur de reactie", "Olga Proef")
    send(officer, plan)
    assert plan.reactions.get().said_by == "Openbaar Ministerie"


def test_an_assistant_cannot_send(plan, town, mayor, assistant):
    seen = draft(plan, town, assistant)
    assert browser(assistant).post(address(plan, "reaction-check"), {"gezien": seen}).status_code == 403
    assert not Reaction.objects.exists()


def test_what_is_prepared_again_is_written_over_and_can_be_thrown_away(plan, town, assistant):
    draft(plan, town, assistant)
    draft(plan, town, assistant, "remark", "Een vraag.")
    draft(plan, town, assistant, part=key_of(ActivityFactory(plan=plan)))
    assert PreparedReaction.objects.get(part="").text == "Een vraag."
    browser(assistant).post(address(plan, "reaction-give"), {"weg": "ja"})
    assert not PreparedReaction.objects.exists()


def test_nobody_hears_of_what_lacks_a_reason_and_nothing_is_kept_after_the_last_day(plan, town, mayor, assistant):
    with time_machine.travel("2025-04-01 09:00+02:00", tick=False), pytest.raises(ConsultationIsClosed):
        draft(plan, town, assistant)
    refused = browser(assistant).post(address(plan, "reaction-give"), {"plan-stance": "objects"})
    assert refused.status_code == 422
    assert "Schrijf bij een opmerking of een bezwaar ook waarom." in refused.text
    assert not Notice.objects.exists()


def test_what_waits_is_no_longer_asked_when_the_plan_moves_on(plan, town, mayor, assistant):
    draft(plan, town, assistant)
    ImplementationPlan.objects.filter(pk=plan.pk).update(status="review", consultation_ends_on=None)
    assert not PreparedReaction.objects.waiting_for(Access(mayor))


def test_the_task_of_the_mayor_is_the_assistants_until_it_is_prepared(plan, town, mayor, assistant):
    day, name = timezone.localdate(), f"{plan.theme.short_title} {plan.year}"
    ask, send_it = f"Reageer op het plan {name}", f"Verstuur de reactie op {name}"
    assert ask in titles(mayor, day)
    assert ask in titles(assistant, day)
    draft(plan, town, assistant, part=key_of(ActivityFactory(plan=plan)))
    assert (ask in titles(mayor, day), send_it in titles(mayor, day)) == (True, False)
    assert ask in titles(assistant, day)
    draft(plan, town, assistant)
    assert titles(mayor, day).count(send_it) == 1
    (task,) = asked(mayor, day)
    assert "Laatst bewaard door Anke Proef" in task.why
    assert titles(assistant, day) == []
    react(plan, town, mayor, "objects", "Te duur voor ons.")
    assert titles(mayor, day) == []
    draft(plan, town, mayor, "remark", "Toch een vraag.", key_of(ActivityFactory(plan=plan)))
    assert titles(mayor, day) == [send_it]


def test_the_task_of_the_mayor_is_the_deputys_with_the_name_of_the_mayor(plan, town, mayor, deputy):
    task = next(one for one in asked(deputy, timezone.localdate()) if one.title.startswith("Reageer"))
    assert task.whose == "Bregje Proef"
