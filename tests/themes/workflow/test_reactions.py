"""Municipalities say what they think, change their mind until the last day, and never write over each other unseen."""

import pytest
import time_machine
from django.utils import timezone

from nhveilig.editing.exceptions import RowIsGone, SaveRefused
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory
from tests.themes.workflow.people import answer, decider, municipalities, person, react
from themes.models import ImplementationPlan, PlanStep, Reaction
from themes.parts.registry import UnknownPart, key_of
from themes.workflow.exceptions import ConsultationIsClosed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("during_the_consultation")]


def test_of_the_plan_and_of_a_part(plan, town, mayor):
    part = key_of(ActivityFactory(plan=plan))
    react(plan, town, mayor)
    react(plan, town, mayor, "objects", "Te duur voor ons.", part)
    assert list(plan.reactions.values_list("part", "stance", "text", "author")) == [
        ("", "agrees", "", mayor.pk),
        (part, "objects", "Te duur voor ons.", mayor.pk),
    ]


def test_one_may_change_ones_mind(plan, town, mayor):
    first = react(plan, town, mayor)
    with time_machine.travel("2025-03-31 23:59+02:00", tick=False):
        react(plan, town, mayor, "remark", "Toch een vraag.", seen=first.version)
    assert plan.reactions.get().text == "Toch een vraag."


def test_what_was_sent_twice_is_one_reaction(plan, town, mayor):
    first = react(plan, town, mayor, "remark", "Een vraag.")
    with time_machine.travel("2025-03-03 15:00+01:00", tick=False):
        assert react(plan, town, mayor, "remark", " Een vraag. ").changed_at == first.changed_at


def test_a_deputy_is_told_what_the_mayor_wrote(plan, town, mayor):
    deputy = person(plan, "mayor", "Loco", town)
    react(plan, town, mayor, "remark", "Een vraag.")
    with pytest.raises(SaveRefused) as refusal:
        react(plan, town, deputy, "objects", "Nee.")
    told = [(one.field, one.theirs, one.mine, one.changed_by) for one in refusal.value.conflicts]
    assert told == [("stance", "remark", "objects", "Bregje Proef"), ("text", "Een vraag.", "Nee.", "Bregje Proef")]
    assert {one.changed_at for one in refusal.value.conflicts} == {timezone.now()}
    again = react(plan, town, deputy, "objects", "Nee.", seen=plan.reactions.get().version)
    assert (again.text, again.author) == ("Nee.", deputy)


def test_an_opinion_and_its_reason_are_one_thing(plan, town, mayor):
    """Who only changes the one, does not make a sentence of two people with the other."""
    deputy = person(plan, "mayor", "Loco", town)
    first = react(plan, town, mayor, "remark", "Een vraag.")
    react(plan, town, deputy, "objects", "Een vraag.", seen=first.version)
    with pytest.raises(SaveRefused):
        react(plan, town, mayor, "remark", "Nog een vraag.", seen=first.version)
    assert (plan.reactions.get().stance, plan.reactions.get().text) == ("objects", "Een vraag.")


def test_a_reaction_of_before_there_were_versions_is_held_against_too(plan, town, mayor):
    Reaction.objects.create(plan=plan, municipality=town, stance="remark", text="Een vraag.", author=mayor)
    with pytest.raises(SaveRefused):
        react(plan, town, mayor, "objects", "Nee.", seen=0)
    assert react(plan, town, mayor, "objects", "Nee.", seen=1).text == "Nee."


def test_in_a_next_round_the_same_words_count_anew(plan, town, mayor):
    first = react(plan, town, mayor)
    with time_machine.travel("2025-03-10 09:00+01:00", tick=False):
        PlanStep.objects.create(plan=plan, from_status="review", to_status="consultation")
    with time_machine.travel("2025-03-11 09:00+01:00", tick=False):
        again = react(plan, town, mayor, seen=first.version)
        assert again.changed_at == timezone.now()


@pytest.mark.parametrize("stance", ["remark", "objects"])
def test_a_remark_or_objection_has_words(plan, town, mayor, stance):
    with pytest.raises(SaveRefused, match="ook waarom"):
        react(plan, town, mayor, stance, "  \n")
    assert not plan.reactions.exists()


class TestClosed:
    @pytest.mark.parametrize("status", ["concept", "review", "returned", "adopted"])
    def test_in_any_other_state(self, plan, town, mayor, status):
        ImplementationPlan.objects.update(status=status)
        with pytest.raises(ConsultationIsClosed, match="Reageren kan niet"):
            react(plan, town, mayor)

    def test_after_the_last_day(self, plan, town, mayor):
        with (
            time_machine.travel("2025-04-01 00:01+02:00", tick=False),
            pytest.raises(ConsultationIsClosed, match="31 maart 2025"),
        ):
            react(plan, town, mayor)

    def test_to_who_is_not_a_municipality_of_the_eenheid(self, plan, mayor):
        [elsewhere] = municipalities(ImplementationPlanFactory(), "Emmen")
        with pytest.raises(ConsultationIsClosed, match="Emmen is op dit moment geen gemeente"):
            react(plan, elsewhere, mayor)

    def test_to_a_municipality_that_merged(self, plan, town, mayor):
        type(town).objects.update(valid_until="2025-03-03")
        with pytest.raises(ConsultationIsClosed, match="Alkmaar"):
            react(plan, town, mayor)


def test_a_part_that_is_not_there_gets_no_reaction(plan, town, mayor):
    elsewhere = ActivityFactory(plan=ImplementationPlanFactory())
    binned = ActivityFactory(plan=plan, title="Havenscan", deleted_at=timezone.now())
    for part, refusal in [
        ("activity-0", UnknownPart),
        ("onzin", UnknownPart),
        (key_of(elsewhere), UnknownPart),
        (key_of(binned), RowIsGone),
    ]:
        with pytest.raises(refusal):
            react(plan, town, mayor, part=part)
    assert not Reaction.objects.exists()


class TestAnswer:
    def test_changes_nothing_of_what_was_said(self, plan, town, mayor):
        reaction = react(plan, town, mayor, "objects", "Te duur.")
        with time_machine.travel("2025-03-05 09:00+01:00", tick=False):
            answer(reaction, decider(plan), " We zoeken geld. ")
            said = Reaction.objects.get()
            assert (said.answer, said.answered_at) == ("We zoeken geld.", timezone.now())
            assert (said.changed_at, said.author) == (reaction.changed_at, mayor)

    def test_of_two_at_once_the_later_one_sees_the_other(self, plan, town, mayor):
        reaction = react(plan, town, mayor, "objects", "Te duur.")
        staff = decider(plan)
        for _ in range(2):
            answer(reaction, staff, "We zoeken geld.", seen=reaction.version)
        with pytest.raises(SaveRefused) as refusal:
            answer(reaction, decider(plan, "Bas"), "Jammer.", seen=reaction.version)
        assert [one.theirs for one in refusal.value.conflicts] == ["We zoeken geld."]
        assert Reaction.objects.get().answer == "We zoeken geld."

    def test_does_not_wait_for_what_the_municipality_says_meanwhile(self, plan, town, mayor):
        reaction = react(plan, town, mayor, "objects", "Te duur.")
        react(plan, town, mayor, "objects", "Veel te duur.", seen=reaction.version)
        answer(reaction, decider(plan), "We zoeken geld.", seen=reaction.version)
        assert (Reaction.objects.get().text, Reaction.objects.get().answer) == ("Veel te duur.", "We zoeken geld.")

    def test_can_be_taken_back(self, plan, town, mayor):
        reaction = react(plan, town, mayor, "objects", "Te duur.")
        staff = decider(plan)
        answer(reaction, staff, "We zoeken geld.")
        answer(reaction, staff, "")
        assert (Reaction.objects.get().answer, Reaction.objects.get().answered_at) == ("", None)

    def test_not_to_an_adopted_plan(self, plan, town, mayor):
        reaction = react(plan, town, mayor)
        ImplementationPlan.objects.update(status="adopted")
        with pytest.raises(ConsultationIsClosed, match="vastgesteld"):
            answer(reaction, decider(plan), "Dank.")
