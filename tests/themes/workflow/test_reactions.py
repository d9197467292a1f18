"""Municipalities say what they think, change their mind until the last day, and never write over each other unseen."""

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from nhveilig.editing.exceptions import RowIsGone, SaveRefused
from nhveilig.notices.models import Notice
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory
from tests.themes.workflow.people import answer, decider, draft, municipalities, person, react, stamp
from themes.models import ImplementationPlan, PlanStep, PreparedReaction, Reaction
from themes.parts.registry import UnknownPart, key_of
from themes.reacting.services import ReactionIncomplete, ReactionsChanged, discard_draft, send_draft
from themes.workflow.exceptions import ConsultationIsClosed
from themes.workflow.permissions import Party
from themes.workflow.queries import consultation_of

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
    react(plan, town, mayor)
    with time_machine.travel("2025-03-31 23:59+02:00", tick=False):
        react(plan, town, mayor, "remark", "Toch een vraag.")
    assert plan.reactions.get().text == "Toch een vraag."


def test_what_was_sent_twice_is_one_reaction(plan, town, mayor):
    first = react(plan, town, mayor, "remark", "Een vraag.")
    with time_machine.travel("2025-03-03 15:00+01:00", tick=False):
        assert react(plan, town, mayor, "remark", "Een vraag.").changed_at == first.changed_at


class TestSending:
    def send(self, plan, town, by, seen):
        return send_draft(plan=plan, party=Party(town), seen=seen, by=by)

    def test_who_read_another_draft_is_told_whose_it_is_now(self, plan, town, mayor):
        deputy = person(plan, "mayor", "Loco", town)
        seen = draft(plan, town, mayor, "remark", "Een vraag.")
        with time_machine.travel("2025-03-03 15:00+01:00", tick=False):
            draft(plan, town, deputy, "objects", "Nee.")
            with pytest.raises(ReactionsChanged, match="Loco Proef wijzigde het concept op 3 maart 2025 om 15"):
                self.send(plan, town, mayor, seen)
        assert not Reaction.objects.exists()
        self.send(plan, town, mayor, stamp(plan, town))
        said = Reaction.objects.get()
        assert (said.text, said.author, said.prepared_by) == ("Nee.", mayor, deputy)

    def test_who_read_it_before_another_sent_it_is_told_who_did(self, plan, town, mayor):
        deputy = person(plan, "mayor", "Loco", town)
        seen = draft(plan, town, mayor, "remark", "Een vraag.")
        self.send(plan, town, deputy, seen)
        with pytest.raises(ReactionsChanged, match="Loco Proef verstuurde een reactie"):
            self.send(plan, town, mayor, seen)
        assert Reaction.objects.get().author == deputy

    def test_a_draft_that_was_thrown_away_is_not_sent(self, plan, town, mayor):
        seen = draft(plan, town, mayor)
        assert discard_draft(plan=plan, party=Party(town))
        with pytest.raises(ReactionsChanged, match="gooide iemand het concept weg"):
            self.send(plan, town, mayor, seen)
        assert not discard_draft(plan=plan, party=Party(town))

    def test_something_is_said_of_the_plan_as_a_whole(self, plan, town, mayor):
        seen = draft(plan, town, mayor, part=key_of(ActivityFactory(plan=plan)))
        with pytest.raises(ReactionIncomplete, match="het plan als geheel"):
            self.send(plan, town, mayor, seen)

    def test_what_is_no_longer_chosen_is_not_kept(self, plan, town, mayor):
        draft(plan, town, mayor, "remark", "Een vraag.")
        draft(plan, town, mayor, "", "Een vraag.")
        assert not PreparedReaction.objects.exists()

    def test_what_was_sent_in_the_same_words_is_no_draft(self, plan, town, mayor):
        react(plan, town, mayor, "remark", "Een vraag.")
        draft(plan, town, mayor, "objects", "Nee.")
        draft(plan, town, mayor, "remark", "Een vraag.")
        assert not PreparedReaction.objects.exists()

    def test_whoever_sends_it_gets_a_copy_with_all_of_it(self, plan, town, mayor):
        part = key_of(ActivityFactory(plan=plan, title="Havenscan"))
        draft(plan, town, mayor, "objects", "Te duur.", part)
        react(plan, town, mayor)
        copy = Notice.objects.get(user=mayor, kind="copy")
        assert copy.text == "Activiteit: Havenscan: bezwaar (Te duur.); Het hele plan: akkoord"
        assert copy.subject == "kopie van de reactie van Alkmaar"


class TestProsecution:
    @pytest.fixture
    def officer(self, plan):
        return person(plan, "chief_prosecutor", "Olga")

    def test_reacts_beside_the_municipalities_and_is_not_counted_as_one(self, plan, town, officer):
        react(plan, None, officer, "objects", "Niet zonder ons.")
        assert str(Reaction.objects.get()) == "Openbaar Ministerie: bezwaar"
        found = consultation_of(plan)
        assert [one["value"] for one in found.counts] == [0, 0, 0, 0]
        assert (found.silent, found.is_prosecution_silent) == ([town], False)
        assert [name for name, _ in found.rows] == ["Openbaar Ministerie"]
        assert found.unanswered_objections

    def test_is_told_of_the_answer_alone(self, plan, town, mayor, officer):
        answer(react(plan, None, officer, "objects", "Niet zonder ons."), decider(plan), "We doen het samen.")
        assert [one.user for one in Notice.objects.filter(kind="answer")] == [officer]

    def test_keeps_one_draft_and_one_reaction_in_a_round(self, plan, officer):
        for text in ("Een vraag.", "Twee vragen."):
            react(plan, None, officer, "remark", text)
            draft(plan, None, officer, "objects", text)
        assert Reaction.objects.get().text == "Twee vragen."
        with pytest.raises(IntegrityError), transaction.atomic():
            Reaction.objects.create(plan=plan, stance="agrees")
        with pytest.raises(IntegrityError), transaction.atomic():
            PreparedReaction.objects.create(plan=plan, stance="agrees", prepared_by=officer)


def test_in_a_next_round_the_same_words_count_anew(plan, town, mayor):
    react(plan, town, mayor)
    with time_machine.travel("2025-03-10 09:00+01:00", tick=False):
        PlanStep.objects.create(plan=plan, from_status="review", to_status="consultation")
    with time_machine.travel("2025-03-11 09:00+01:00", tick=False):
        again = react(plan, town, mayor)
        assert again.changed_at == timezone.now()


@pytest.mark.parametrize("stance", ["remark", "objects"])
def test_a_remark_or_objection_has_words(plan, town, mayor, stance):
    with pytest.raises(ReactionIncomplete, match="ook waarom"):
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
        react(plan, town, mayor, "objects", "Veel te duur.")
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
