"""A plan goes from concept to vastgesteld, one step at a time; what is in the way is said, and nothing is skipped."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.themes.factories import ActivityFactory, ImplementationPlanFactory
from tests.themes.workflow.people import complete_plan, decider, municipalities, person, writer
from themes.editing.services.parts import add_part
from themes.models import ImplementationPlan, PlanStep, Reaction
from themes.parts.exceptions import PlanIsClosed
from themes.signals import plan_adopted
from themes.workflow.exceptions import DetailWrong, PlanChanged, StepIncomplete, StepOvertaken
from themes.workflow.services import StepDetails, take_step
from themes.workflow.transitions import (
    ADOPT,
    CONSULT,
    EXTEND,
    RETURN,
    SUBMIT,
    TRANSITIONS,
    WITHDRAW,
    possible_from,
    transition_of,
)

pytestmark = pytest.mark.django_db
Status = ImplementationPlan.Status
NOTHING = StepDetails()
WHY = StepDetails(reason="De planning past niet bij die van de politie.")


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2025-03-03 14:03+01:00", tick=False):
        yield


@pytest.fixture
def plan() -> ImplementationPlan:
    return complete_plan()


@pytest.fixture
def staff(plan):
    return decider(plan)


def step(plan, transition, by, details=NOTHING):
    now = ImplementationPlan.objects.for_list().get(pk=plan.pk)
    return take_step(plan=now, transition=transition, by=by, seen_version=now.version, details=details)


def until(day: str) -> StepDetails:
    return StepDetails(ends_on=date.fromisoformat(day))


def adopted(day: str = "2025-03-03", reason: str = "") -> StepDetails:
    return StepDetails(adopted_on=date.fromisoformat(day), reason=reason)


def in_consultation(plan, staff, day: str = "2025-03-31") -> None:
    step(plan, SUBMIT, staff)
    step(plan, CONSULT, staff, until(day))


def test_the_whole_way(plan, staff):
    leader = writer(plan)
    step(plan, SUBMIT, leader)
    step(plan, RETURN, staff, WHY)
    step(plan, SUBMIT, leader)
    step(plan, CONSULT, staff, until("2025-03-31"))
    with time_machine.travel("2025-04-02 10:00+02:00"):
        step(plan, ADOPT, staff, adopted("2025-04-01"))
    plan.refresh_from_db()
    assert (plan.status, plan.adopted_on) == (Status.ADOPTED, date(2025, 4, 1))
    taken = list(plan.steps.values_list("from_status", "to_status", "taken_by"))
    assert taken == [
        ("concept", "review", leader.pk),
        ("review", "returned", staff.pk),
        ("returned", "review", leader.pk),
        ("review", "consultation", staff.pk),
        ("consultation", "adopted", staff.pk),
    ]
    assert plan.steps.get(to_status="returned").reason == WHY.reason
    assert plan.steps.get(to_status="consultation").ends_on == date(2025, 3, 31)


def test_a_step_counts_as_a_change_of_the_plan(plan, staff):
    before = plan.version
    step(plan, SUBMIT, staff)
    plan.refresh_from_db()
    assert (plan.version, plan.changed_by) == (before + 1, staff)


ALLOWED = {
    "concept": {"ter-review"},
    "returned": {"ter-review"},
    "review": {"ter-consultatie", "teruggeven", "terugnemen"},
    "consultation": {"vaststellen", "verlengen", "teruggeven"},
    "adopted": set(),
}


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("code", TRANSITIONS)
def test_no_step_can_be_skipped(plan, staff, status, code):
    ends_on = date(2025, 3, 31) if status == Status.CONSULTATION else None
    ImplementationPlan.objects.filter(pk=plan.pk).update(status=status, consultation_ends_on=ends_on)
    details = StepDetails(reason="Omdat.", ends_on=date(2025, 4, 30), adopted_on=date(2025, 3, 3))
    try:
        step(plan, TRANSITIONS[code], staff, details)
        taken = True
    except (StepOvertaken, PlanChanged):
        taken = False
    assert taken == (code in ALLOWED[status])
    assert PlanStep.objects.count() == int(taken)
    assert {one.code for one in possible_from(status)} == ALLOWED[status]


def test_every_step_in_the_history_is_known_again(plan, staff):
    in_consultation(plan, staff)
    step(plan, EXTEND, staff, until("2025-04-30"))
    step(plan, RETURN, staff, WHY)
    step(plan, SUBMIT, staff)
    step(plan, WITHDRAW, staff)
    assert [transition_of(one) for one in plan.steps.all()] == [SUBMIT, CONSULT, EXTEND, RETURN, SUBMIT, WITHDRAW]


def test_what_is_missing_is_named_and_the_plan_stays():
    plan = ImplementationPlanFactory()
    ActivityFactory(plan=plan, title="Havenscan", owner="")
    with pytest.raises(StepIncomplete) as refusal:
        step(plan, SUBMIT, decider(plan))
    texts = [one.text for one in refusal.value.obstacles]
    assert texts == ["Ambitie: de tekst", "Activiteit “Havenscan”: wanneer", "Activiteit “Havenscan”: eigenaar"]
    assert all(one.url.startswith("/uitvoeringsplannen/") for one in refusal.value.obstacles)
    assert ImplementationPlan.objects.get().status == Status.CONCEPT


def test_nobody_writes_in_a_plan_that_is_read(plan, staff):
    step(plan, SUBMIT, staff)
    with pytest.raises(PlanIsClosed, match="bij het stafbureau"):
        add_part(plan=plan, kind="activity", editor=staff)
    step(plan, RETURN, staff, WHY)
    add_part(plan=plan, kind="activity", editor=staff)


def test_a_plan_that_goes_back_says_why(plan, staff):
    step(plan, SUBMIT, staff)
    with pytest.raises(DetailWrong, match="waarom") as refusal:
        step(plan, RETURN, staff, StepDetails(reason="  \n "))
    assert refusal.value.field == "reason"
    assert ImplementationPlan.objects.get().status == Status.REVIEW


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (None, "Kies de laatste dag"),
        ("2025-03-03", "op of na 10 maart 2025"),
        ("2025-03-09", "op of na 10 maart 2025"),
        ("2026-03-04", "niet later dan 3 maart 2026"),
    ],
)
def test_municipalities_get_a_week_at_least_and_a_year_at_most(plan, staff, day, sentence):
    step(plan, SUBMIT, staff)
    with pytest.raises(DetailWrong, match=sentence):
        step(plan, CONSULT, staff, StepDetails(ends_on=day and date.fromisoformat(day)))
    step(plan, CONSULT, staff, until("2025-03-10"))


def test_more_time_is_more(plan, staff):
    in_consultation(plan, staff)
    with pytest.raises(DetailWrong, match="op of na 1 april 2025"):
        step(plan, EXTEND, staff, until("2025-03-31"))
    step(plan, EXTEND, staff, until("2025-04-01"))
    assert ImplementationPlan.objects.get().consultation_ends_on == date(2025, 4, 1)


def test_a_plan_that_went_back_has_no_term_any_more(plan, staff):
    in_consultation(plan, staff)
    step(plan, RETURN, staff, WHY)
    assert ImplementationPlan.objects.get().consultation_ends_on is None


class TestAdopting:
    def test_before_the_end_somebody_writes_down_why(self, plan, staff):
        municipalities(plan, "Alkmaar", "Bergen")
        in_consultation(plan, staff)
        with pytest.raises(DetailWrong, match=r"tot en met 31 maart 2025, en 2 van de 2 reageerden nog niet"):
            step(plan, ADOPT, staff, adopted())
        taken = step(plan, ADOPT, staff, adopted(reason="Het overleg van 3 maart besloot het."))
        assert taken.reason == "Het overleg van 3 maart besloot het."

    def test_on_the_last_day_municipalities_can_still_react(self, plan, staff):
        municipalities(plan, "Alkmaar")
        in_consultation(plan, staff)
        with time_machine.travel("2025-03-31 23:00+02:00"), pytest.raises(DetailWrong, match="waarom"):
            step(plan, ADOPT, staff, adopted())
        with time_machine.travel("2025-04-01 00:30+02:00"):
            step(plan, ADOPT, staff, adopted())

    def test_when_all_have_reacted_nobody_waits(self, plan, staff):
        towns = municipalities(plan, "Alkmaar", "Bergen")
        in_consultation(plan, staff)
        for town in towns:
            Reaction.objects.create(plan=plan, municipality=town, stance="agrees")
        step(plan, ADOPT, staff, adopted())

    def test_a_remark_on_one_part_is_not_a_verdict(self, plan, staff):
        [town] = municipalities(plan, "Alkmaar")
        in_consultation(plan, staff)
        Reaction.objects.create(plan=plan, municipality=town, stance="remark", part="activity-1", text="Meer geld")
        with pytest.raises(DetailWrong, match="1 van de 1"):
            step(plan, ADOPT, staff, adopted())

    def test_a_verdict_of_an_earlier_round_is_not_one_of_this(self, plan, staff):
        [town] = municipalities(plan, "Alkmaar")
        in_consultation(plan, staff)
        Reaction.objects.create(plan=plan, municipality=town, stance="agrees")
        with time_machine.travel("2025-03-05 10:00+01:00"):
            step(plan, RETURN, staff, WHY)
            in_consultation(plan, staff)
        with time_machine.travel("2025-03-06 10:00+01:00"), pytest.raises(DetailWrong, match="1 van de 1"):
            step(plan, ADOPT, staff, adopted("2025-03-06"))

    def test_a_municipality_that_merged_is_not_waited_for(self, plan, staff):
        [_, old] = municipalities(plan, "Alkmaar", "Graft-De Rijp")
        type(old).objects.filter(pk=old.pk).update(valid_until="2015-01-01")
        in_consultation(plan, staff)
        with pytest.raises(DetailWrong, match="1 van de 1"):
            step(plan, ADOPT, staff, adopted())

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [("2025-03-04", "in de toekomst"), ("2025-03-02", "pas sinds 3 maart 2025"), (None, "welke dag")],
    )
    def test_on_a_day_that_can_be(self, plan, staff, day, sentence):
        in_consultation(plan, staff)
        with pytest.raises(DetailWrong, match=sentence) as refusal:
            step(plan, ADOPT, staff, StepDetails(reason="Kan nu.", adopted_on=day and date.fromisoformat(day)))
        assert refusal.value.field == "adopted_on"
        assert ImplementationPlan.objects.get().status == Status.CONSULTATION

    def test_others_hear_of_it_inside_the_transaction(self, plan, staff):
        heard = []

        def receiver(plan, step, **kwargs):
            heard.append((plan.status, plan.adopted_on, step.to_status))

        in_consultation(plan, staff)
        plan_adopted.connect(receiver)
        try:
            step(plan, ADOPT, staff, adopted(reason="Kan nu."))
        finally:
            plan_adopted.disconnect(receiver)
        assert heard == [("adopted", date(2025, 3, 3), "adopted")]

    def test_what_goes_wrong_there_undoes_the_step(self, plan, staff):
        def receiver(**kwargs):
            raise RuntimeError

        in_consultation(plan, staff)
        plan_adopted.connect(receiver)
        try:
            with pytest.raises(RuntimeError):
                step(plan, ADOPT, staff, adopted(reason="Kan nu."))
        finally:
            plan_adopted.disconnect(receiver)
        assert ImplementationPlan.objects.get().status == Status.CONSULTATION
        assert not PlanStep.objects.filter(to_status="adopted").exists()


class TestOvertaken:
    def test_by_a_step_one_hears_who_took_it(self, plan, staff):
        seen = ImplementationPlan.objects.for_list().get(pk=plan.pk)
        step(plan, SUBMIT, staff)
        with pytest.raises(StepOvertaken) as refusal:
            take_step(plan=seen, transition=SUBMIT, by=staff, seen_version=seen.version)
        assert str(refusal.value) == (
            "Sanne Proef stuurde het plan naar het stafbureau op 3 maart 2025 om 14.03 uur. "
            "Het plan is nu bij het stafbureau. Uw stap is niet gezet."
        )

    def test_by_a_step_that_left_the_same_one_open(self, plan, staff):
        step(plan, SUBMIT, staff)
        seen = ImplementationPlan.objects.for_list().get(pk=plan.pk)
        step(plan, CONSULT, person(plan, "administrator", "Bas"), until("2025-03-31"))
        now = ImplementationPlan.objects.for_list().get(pk=plan.pk)
        with pytest.raises(StepOvertaken, match="Bas Proef legde het plan voor aan de gemeenten"):
            take_step(plan=now, transition=RETURN, by=staff, seen_version=seen.version, details=WHY)

    def test_by_a_writer_one_looks_again(self, plan, staff):
        seen = ImplementationPlan.objects.for_list().get(pk=plan.pk)
        with time_machine.travel(timezone.now() + timedelta(minutes=1)):
            add_part(plan=plan, kind="decision", editor=writer(plan))
        with pytest.raises(PlanChanged, match=r"Pieter Proef heeft dit plan op 3 maart 2025 om 14\.04 uur gewijzigd"):
            take_step(plan=seen, transition=SUBMIT, by=staff, seen_version=seen.version)
