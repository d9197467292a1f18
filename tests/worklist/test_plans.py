"""What plans ask of people: it is there as long as the plan asks for it, and of nobody else."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from nhveilig.accounts.models import Role
from tests.accounts.factories import RoleFactory, UserFactory
from tests.regions.factories import PoliceUnitFactory
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    ResultTargetFactory,
    ThemeFactory,
)
from tests.themes.progress.reporting import reported
from tests.themes.workflow.people import answer, complete_plan, decider, draft, municipalities, person, react, writer
from tests.worklist.readers import asked, titles
from themes.models import Comment, ImplementationPlan, PlanStep, ResultTarget, ThemeMember

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
Status = ImplementationPlan.Status
YEAR = 2026
TODAY = date(YEAR, 11, 30)


def moved(plan, status, **more):
    """As a step of today does; `TODAY` is not the day on which this runs."""
    PlanStep.objects.create(plan=plan, from_status=plan.status, to_status=status, **more)
    plan.status = status
    plan.save()
    return plan


def consulted(plan, ends_on=None):
    plan.consultation_ends_on = ends_on or timezone.localdate() + timedelta(days=20)
    return moved(plan, Status.CONSULTATION)


@pytest.fixture
def plan():
    return complete_plan(year=YEAR, deadline=date(YEAR, 12, 8))


def test_a_concept_is_asked_of_who_leads_its_theme(plan):
    leader, other = writer(plan), writer(complete_plan(year=YEAR - 1), "Kees")
    member = writer(plan, "Wies", ThemeMember.Kind.MEMBER)

    (task,) = asked(leader, TODAY)
    assert (task.title, task.day, task.url) == (
        "Schrijf het plan Havens 2026",
        date(YEAR, 12, 8),
        f"/uitvoeringsplannen/{plan.theme.plan.police_unit.slug}/2026/{plan.theme.slug}/bewerken/",
    )
    assert titles(member, TODAY) == []
    assert titles(other, TODAY) == [], "a year that is over is not going to be written any more"


def test_who_lost_the_role_is_asked_nothing(plan):
    leader = writer(plan)
    Role.objects.filter(user=leader).update(kind=Role.Kind.READER)
    assert titles(leader, TODAY) == []


def test_a_role_elsewhere_asks_nothing_here(plan):
    leader = writer(plan)
    Role.objects.filter(user=leader).update(police_unit=PoliceUnitFactory())
    assert titles(leader, TODAY) == []


def test_what_came_back_says_why(plan):
    leader = writer(plan)
    moved(plan, Status.RETURNED, reason="Noem  de\npartners.")

    (task,) = asked(leader, TODAY)
    assert task.waits
    assert task.why == "Het stafbureau schrijft: “Noem de partners.”"


def test_activities_without_owner_are_counted(plan):
    leader = writer(plan)
    ActivityFactory.create_batch(2, plan=plan)

    assert "Geef 2 activiteiten een eigenaar" in titles(leader, TODAY)


def test_a_theme_that_has_not_begun_while_others_have(plan):
    theme = ThemeFactory(plan=plan.theme.plan, short_title="Parken")
    leader = UserFactory()
    RoleFactory(user=leader, kind=Role.Kind.PROJECT_LEADER, police_unit=plan.theme.plan.police_unit)
    ThemeMember.objects.create(theme=theme, user=leader)
    assert titles(leader, TODAY) == []

    ImplementationPlanFactory(theme=plan.theme, year=YEAR + 1)
    assert titles(leader, TODAY) == ["Begin met het plan Parken 2027"]


def test_of_a_conversation_only_the_turn_of_the_reader(plan):
    leader, staff = writer(plan), decider(plan)
    began = Comment.objects.create(plan=plan, author=staff, text="Welke partners?")
    assert "Reageer op 1 opmerking bij Havens 2026" in titles(leader, TODAY)

    Comment.objects.create(plan=plan, author=leader, answer_to=began, text="De haven.")
    assert "Reageer op 1 opmerking bij Havens 2026" not in titles(leader, TODAY)
    Comment.objects.create(plan=plan, author=staff, answer_to=began, text="En de politie?")
    assert "Reageer op 1 opmerking bij Havens 2026" in titles(leader, TODAY)
    began.resolved_at = timezone.now()
    began.save()
    assert "Reageer op 1 opmerking bij Havens 2026" not in titles(leader, TODAY)


def test_a_plan_at_the_bureau_waits_for_who_decides(plan):
    staff, leader = decider(plan), writer(plan)
    stranger = decider(complete_plan(), "Joris")
    moved(plan, Status.REVIEW)

    assert titles(staff, TODAY) == ["Lees het plan Havens 2026"]
    assert asked(staff, TODAY)[0].since == timezone.localdate()
    assert titles(leader, TODAY) == []
    assert titles(stranger, TODAY) == []


def test_an_objection_is_asked_until_it_is_answered(plan):
    leader, staff = writer(plan), decider(plan)
    town, _ = municipalities(plan, "Alkmaar", "Hoorn")
    mayor = person(plan, Role.Kind.MAYOR, "Bregje", town)
    consulted(plan)
    today = timezone.localdate()
    assert titles(mayor, today) == ["Reageer op het plan Havens 2026"]
    assert titles(staff, today) == ["2 gemeenten reageerden nog niet op Havens 2026"]

    part = f"activity-{plan.activity_set.get().pk}"
    react(plan, town, mayor)
    objection = react(plan, town, mayor, "objects", "Wij niet", part)
    assert titles(mayor, today) == []
    (task,) = asked(leader, today)
    assert task.title == "Beantwoord het bezwaar van Alkmaar"
    assert "bij ‘Havenscan’" in task.why
    assert (task.day, task.waits) == (plan.consultation_ends_on, True)
    assert titles(staff, today) == [
        "1 gemeente reageerde nog niet op Havens 2026",
        "Bezwaar van Alkmaar wacht op antwoord",
    ]

    answer(objection, leader, "Wij passen het aan.")
    assert titles(leader, today) == []
    assert titles(staff, today) == ["1 gemeente reageerde nog niet op Havens 2026"]


def test_the_officier_is_asked_until_the_openbaar_ministerie_reacted(plan):
    leader, staff = writer(plan), decider(plan)
    officer = person(plan, Role.Kind.CHIEF_PROSECUTOR, "Olga")
    municipalities(plan, "Alkmaar")
    consulted(plan)
    today = timezone.localdate()
    (task,) = asked(officer, today)
    assert task.title == "Reageer op het plan Havens 2026"
    assert task.why.startswith("Het Openbaar Ministerie kan zeggen")
    assert task.url.endswith("/reacties/geven/?namens=om")
    silent = "1 gemeente reageerde nog niet op Havens 2026"

    draft(plan, None, officer, "objects", "Niet zo")
    assert titles(officer, today) == ["Verstuur de reactie op Havens 2026"]
    objection = react(plan, None, officer, "objects", "Niet zo")
    assert titles(officer, today) == []
    assert titles(leader, today) == ["Beantwoord het bezwaar van het Openbaar Ministerie"]
    assert titles(staff, today) == [silent, "Bezwaar van het Openbaar Ministerie wacht op antwoord"]
    answer(objection, leader, "Wij passen het aan.")
    assert titles(staff, today) == [silent]


def test_an_objection_that_was_taken_back_in_a_later_round_is_no_task(plan):
    leader, officer = writer(plan), person(plan, Role.Kind.CHIEF_PROSECUTOR, "Olga")
    (town,) = municipalities(plan, "Alkmaar")
    mayor = person(plan, Role.Kind.MAYOR, "Bregje", town)
    consulted(plan)
    for party, user in ((town, mayor), (None, officer)):
        react(plan, party, user, "objects", "Wij niet")
    assert len(titles(leader, timezone.localdate())) == 2
    moved(plan, Status.RETURNED)
    moved(plan, Status.CONSULTATION)
    for party, user in ((town, mayor), (None, officer)):
        react(plan, party, user)
    assert titles(leader, timezone.localdate()) == []


def test_a_new_round_asks_every_municipality_again(plan):
    (town,) = municipalities(plan, "Alkmaar")
    mayor = person(plan, Role.Kind.MAYOR, "Bregje", town)
    consulted(plan)
    react(plan, town, mayor)
    assert titles(mayor, timezone.localdate()) == []

    moved(plan, Status.RETURNED)
    moved(plan, Status.CONSULTATION)
    assert titles(mayor, timezone.localdate()) == ["Reageer op het plan Havens 2026"]


def test_remarks_are_one_task(plan):
    leader = writer(plan)
    for town in municipalities(plan, "Alkmaar", "Hoorn"):
        if plan.status != Status.CONSULTATION:
            consulted(plan)
        react(plan, town, person(plan, Role.Kind.MAYOR, town.name, town), "remark", "Kan dit eerder?")

    assert titles(leader, timezone.localdate()) == ["Beantwoord 2 opmerkingen op Havens 2026"]


def test_when_the_time_to_react_is_over_it_waits_for_who_decides(plan):
    staff = decider(plan)
    (town,) = municipalities(plan, "Alkmaar")
    mayor = person(plan, Role.Kind.MAYOR, "Bregje", town)
    consulted(plan, ends_on=TODAY - timedelta(days=1))

    assert titles(staff, TODAY) == ["Stel het plan Havens 2026 vast"]
    assert titles(mayor, TODAY) == []


@pytest.fixture
def adopted(plan):
    plan.activity_set.all().delete()
    plan.status, plan.adopted_on = Status.ADOPTED, date(YEAR, 1, 15)
    plan.save()
    return plan


def test_what_should_be_ready_is_asked_until_somebody_says_how_it_goes(adopted):
    member, stranger = writer(adopted, "Wies", ThemeMember.Kind.MEMBER), writer(complete_plan(), "Kees")
    activity = ActivityFactory(plan=adopted, title="Kade schoon", due_on=date(YEAR, 11, 15))
    reported(activity, on=date(YEAR, 9, 9), today=TODAY, course="on_track", words="Het loopt.")

    (task,) = asked(member, TODAY)
    assert task.title == "Meld hoe het staat: Kade schoon"
    assert task.why == "Havens 2026. Laatste melding 9 september: ‘Het loopt.’"
    assert (task.day, task.is_late, task.days_left) == (date(YEAR, 11, 15), True, -15)
    assert task.url.endswith(f"/voortgang/activity-{activity.pk}/")
    assert titles(stranger, TODAY) == []

    reported(activity, on=date(YEAR, 11, 20), today=TODAY, course="behind")
    assert titles(member, TODAY) == []


@pytest.mark.parametrize(("due_on", "is_asked"), [(date(YEAR, 12, 14), True), (date(YEAR, 12, 15), False)])
def test_a_day_that_comes_is_told_two_weeks_before(adopted, due_on, is_asked):
    leader = writer(adopted)
    target = ResultTargetFactory(plan=adopted, title="Scans", value=3, unit="scans", due_on=due_on)
    reported(target, 1, on=date(YEAR, 10, 1), today=TODAY)

    assert titles(leader, TODAY) == (["Meld hoe het staat: Scans"] if is_asked else [])


def test_what_is_reached_or_finished_is_not_asked(adopted):
    leader = writer(adopted)
    target = ResultTargetFactory(plan=adopted, value=3, unit="scans", due_on=date(YEAR, 11, 1))
    activity = ActivityFactory(plan=adopted, due_on=date(YEAR, 11, 1))
    reported(target, 3, on=date(YEAR, 2, 1), today=TODAY)
    reported(activity, on=date(YEAR, 2, 1), today=TODAY, course="done")

    assert titles(leader, TODAY) == []


def test_old_standings_and_what_was_never_reported_are_counted_per_plan(adopted):
    leader = writer(adopted)
    for activity in ActivityFactory.create_batch(2, plan=adopted):
        reported(activity, on=date(YEAR, 4, 14), today=TODAY, course="on_track")
    IntendedResultFactory(plan=adopted)

    (old, never) = asked(leader, TODAY)
    assert old.title == "Meld 1 onderdeel van Havens 2026"
    assert never.title == "Werk 2 standen bij van Havens 2026"
    assert "14 april" in never.why


def test_a_new_plan_is_not_late_to_be_reported_on(adopted):
    leader = writer(adopted)
    ActivityFactory(plan=adopted)
    ImplementationPlan.objects.update(adopted_on=TODAY - timedelta(days=30))

    assert titles(leader, TODAY) == []


def test_a_mayor_is_asked_what_the_own_municipality_promised(adopted):
    town, other = municipalities(adopted, "Alkmaar", "Hoorn")
    mayor, neighbour = person(adopted, Role.Kind.MAYOR, "B", town), person(adopted, Role.Kind.MAYOR, "C", other)
    target = ResultTargetFactory(plan=adopted, title="Controles", value=2, scope=ResultTarget.Scope.EVERY_MUNICIPALITY)

    (task,) = asked(mayor, TODAY)
    assert task.title == "Meld voor Alkmaar: Controles"
    assert task.why == "Havens 2026. Afgesproken: 2. Hier is nog nooit iets over gemeld."
    assert task.url.endswith(f"/voortgang/target-{target.pk}/?gemeente={town.code}")

    reported(target, 1, on=date(YEAR, 3, 2), today=TODAY, town=town)
    (task,) = asked(mayor, TODAY)
    assert task.why == "Havens 2026. Afgesproken: 2. Laatst gemeld: 1, op 2 maart."
    reported(target, 2, on=date(YEAR, 11, 2), today=TODAY, town=town)
    assert titles(mayor, TODAY) == []
    assert titles(neighbour, TODAY) == ["Meld voor Hoorn: Controles"]
