"""Two people at one plan at the same moment, each on a connection of their own."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.utils import timezone

from nhveilig.editing.exceptions import SaveRefused
from tests.at_once import at_once
from tests.themes.workflow.people import answer, complete_plan, decider, draft, municipalities, person, react, writer
from themes.editing.services.parts import add_part
from themes.models import Activity, ImplementationPlan, PlanStep, Reaction
from themes.parts.exceptions import PlanIsClosed
from themes.reacting.services import ReactionsChanged, send_draft
from themes.workflow.exceptions import PlanChanged, StepOvertaken
from themes.workflow.permissions import Party
from themes.workflow.services import StepDetails, take_step
from themes.workflow.transitions import CONSULT, RETURN, SUBMIT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]
PEOPLE = 4
NOTHING = StepDetails()


def taking(plan, transition, by, details=NOTHING):
    seen = ImplementationPlan.objects.for_list().get(pk=plan.pk)
    return lambda: take_step(plan=seen, transition=transition, by=by, seen_version=seen.version, details=details)


def kinds(outcomes) -> list[str]:
    return sorted(type(one).__name__ for one in outcomes)


def test_of_many_who_take_the_same_step_one_wins_and_the_others_hear_who():
    plan = complete_plan()
    people = [writer(plan, f"Schrijver{number}") for number in range(PEOPLE)]
    outcomes = at_once([taking(plan, SUBMIT, one) for one in people])
    assert kinds(outcomes) == ["PlanStep", *["StepOvertaken"] * (PEOPLE - 1)]
    winner = PlanStep.objects.get().taken_by.first_name
    assert all(winner in str(one) for one in outcomes if isinstance(one, StepOvertaken))
    plan.refresh_from_db()
    assert (plan.status, plan.version) == ("review", 2)


def test_of_two_different_steps_one_wins():
    plan = complete_plan(status="review")
    forward = StepDetails(ends_on=timezone.localdate() + timedelta(days=21))
    outcomes = at_once(
        [
            taking(plan, CONSULT, decider(plan, "Sanne"), forward),
            taking(plan, RETURN, decider(plan, "Bas"), StepDetails(reason="Nog niet rijp.")),
        ]
    )
    assert kinds(outcomes) == ["PlanStep", "StepOvertaken"]
    plan.refresh_from_db()
    assert plan.status == PlanStep.objects.get().to_status


def test_who_writes_while_another_submits_is_stored_or_told():
    plan = complete_plan()
    leader, colleague = writer(plan, "Pieter"), writer(plan, "Wies", kind="member")
    write = lambda: add_part(plan=plan, kind="decision", editor=colleague)  # noqa: E731
    submitted, written = at_once([taking(plan, SUBMIT, leader), write])
    if isinstance(submitted, PlanStep):
        assert isinstance(written, PlanIsClosed)
    else:
        assert isinstance(submitted, PlanChanged)
    assert ImplementationPlan.objects.get().status == ("review" if isinstance(submitted, PlanStep) else "concept")
    assert Activity.objects.count() == 1


def test_of_two_deputies_of_one_municipality_one_is_told_that_the_other_sent_it():
    plan = complete_plan(status="consultation", consultation_ends_on=date(2100, 1, 1))
    [town] = municipalities(plan, "Alkmaar")
    people = [person(plan, "mayor", f"Loco{number}", town) for number in range(PEOPLE)]

    seen = draft(plan, town, people[0], "remark", "Een vraag.")
    sending = partial(send_draft, plan=plan, party=Party(town), seen=seen)
    outcomes = at_once([lambda by=one: sending(by=by) for one in people])
    assert kinds(outcomes) == [*["ReactionsChanged"] * (PEOPLE - 1), "list"]
    author = Reaction.objects.get().author.shown_name
    assert all(author in str(one) for one in outcomes if isinstance(one, ReactionsChanged))


def test_of_two_who_answer_a_municipality_one_is_told_what_the_other_wrote():
    plan = complete_plan(status="consultation", consultation_ends_on=date(2100, 1, 1))
    [town] = municipalities(plan, "Alkmaar")
    reaction = react(plan, town, person(plan, "mayor", "Anja", town), "objects", "Te duur.")
    people = [decider(plan, f"Staf{number}") for number in range(PEOPLE)]
    seen = Reaction.objects.get(pk=reaction.pk).version
    outcomes = at_once([lambda by=one: answer(reaction, by, f"Van {by.first_name}", seen=seen) for one in people])
    assert kinds(outcomes) == [*["SaveRefused"] * (PEOPLE - 1), "list"]
    standing = Reaction.objects.get().answer
    assert {one.conflicts[0].theirs for one in outcomes if isinstance(one, SaveRefused)} == {standing}
