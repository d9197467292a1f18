"""What councils want of safety: when they must say it anew, who is told, and what rests on it."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.editing.changes import Writer
from nhveilig.governance.goals.carrying import PLANS
from nhveilig.governance.goals.models import Priority, SafetyPlan
from nhveilig.regions.carrying import carriers
from nhveilig.regions.models import Municipality, PoliceUnit
from nhveilig.worklist.queries import tasks_of
from tests.governance.factories import make_goal, make_safety_plan
from themes.goals.queries import plan_of, rests_on, with_councils
from themes.models import GoalTheme, ImplementationPlan, Theme

TODAY = date(2026, 3, 2)
TITLE = "Het veiligheidsplan van {} loopt af"


@pytest.fixture
def unit(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(slug="noord-holland")


@pytest.fixture
def town(unit) -> Municipality:
    """That of the mayor of the demo."""
    return User.objects.get(username="burgemeester").roles.get().municipality


@pytest.fixture
def theme(unit) -> Theme:
    return Theme.objects.filter(plan__police_unit=unit, implementation_plans__year=2026).first()


def told(username: str, today: date) -> list[tuple[str, str]]:
    tasks = tasks_of(Access(User.objects.get(username=username)), today)
    return [(task.title, task.why) for task in tasks if "veiligheidsplan van" in task.title]


def test_a_period_ends_after_it_begins_and_is_decided_on_before_it_ends(town):
    plan = SafetyPlan(municipality=town, title="Plan", since=date(2026, 1, 1), until=date(2025, 12, 31))
    with pytest.raises(ValidationError, match="niet na de eerste dag"):
        plan.clean()
    plan.until = date(2029, 12, 31)
    plan.decided_on = SafetyPlan._meta.get_field("decided_on").to_python("mei 2030")
    with pytest.raises(ValidationError, match="na de laatste dag"):
        plan.clean()


@pytest.mark.sqlite
def test_the_municipality_and_the_staff_are_told_in_time(town):
    make_safety_plan(town, date(2023, 1, 1), date(2026, 12, 31))
    title, why = TITLE.format(town), f"Veiligheidsplan {town} 2023. Het geldt tot en met 31 december 2026."
    assert told("staf", date(2026, 7, 3)) == []
    for username in ("staf", "burgemeester"):
        assert told(username, date(2026, 7, 4)) == [(title, why)]
    assert told("staf-noord", date(2027, 7, 4)) == []
    make_safety_plan(town, date(2027, 1, 1), date(2030, 12, 31))
    assert told("burgemeester", date(2026, 12, 1)) == []


@pytest.mark.sqlite
def test_after_four_years_a_longer_plan_is_no_excuse(town):
    make_safety_plan(town, date(2022, 1, 1), date(2029, 12, 31))
    [(title, why)] = told("staf", TODAY)
    assert title == TITLE.format(town)
    assert why.endswith("De raad stelt eens in de vier jaar doelen vast: uiterlijk 1 januari 2026.")


def test_what_is_unknown_is_no_zero(unit, town, theme):
    def said() -> str:
        return rests_on(with_councils(ImplementationPlan.objects.filter(theme=theme), TODAY)[0])

    assert said() == ""
    towns = Municipality.objects.filter(safety_region__police_unit=unit).on(TODAY).exclude(pk=town.pk)
    number = len(towns) + 1
    goal = make_goal(town, theme)
    make_goal(towns[0])
    assert said() == (
        f"1 van de {number} gemeenteraden noemt dit thema in het eigen veiligheidsplan. "
        f"Van {number - 2} gemeenten is het plan niet bekend."
    )
    make_goal(towns[1], theme)
    assert said().startswith(f"2 van de {number} gemeenteraden noemen")
    GoalTheme.objects.filter(priority=goal).update(deleted_at="2026-01-01T00:00Z")
    assert said().startswith(f"1 van de {number}")
    Priority.objects.update(deleted_at="2026-01-01T00:00Z")
    assert said().startswith("Geen van de")
    SafetyPlan.objects.update(until=date(2026, 3, 1))
    assert said() == ""


@pytest.mark.sqlite
def test_a_municipality_shows_the_plan_that_holds(town, theme):
    make_goal(town, theme, make_safety_plan(town, date(2021, 1, 1), date(2024, 12, 31)))
    goal = make_goal(town, theme)
    other = Priority.objects.create(plan=goal.plan, words="Jeugd")
    Priority.objects.create(plan=goal.plan, words="Weg", deleted_at="2026-01-01T00:00Z")
    found = plan_of(town, TODAY)
    assert (found.title, found.goals) == (goal.plan.title, {goal.words: [theme.short_title], other.words: []})
    assert plan_of(town, date(2030, 1, 1)) is None


def test_pages_say_on_what_a_theme_rests(town, theme, log_in):
    goal = make_goal(town, theme)
    unit = theme.plan.police_unit
    with time_machine.travel(TODAY):
        for name in ("themes:plan-detail", "reports:theme-dashboard"):
            page = log_in("staf").get(reverse(name, args=[unit.slug, 2026, theme.slug])).text
            assert "noemt dit thema in het eigen veiligheidsplan" in page, name
        page = log_in("burgemeester").get(reverse("reports:municipality-dashboard", args=[town.code, 2026])).text
        assert goal.words in page
        listed = log_in("lezer").get("/veiligheidsplannen/themas/", {"thema": theme.title}).text
        assert goal.words in listed


def test_a_plan_goes_along_when_a_municipality_merges(unit, town, theme):
    goal = make_goal(town, theme)
    make_safety_plan(town, date(2019, 1, 1), date(2022, 12, 31))
    successor = Municipality.objects.filter(safety_region__police_unit=unit).on(TODAY).exclude(pk=town.pk)[0]
    town.valid_until, town.successor = date(2026, 1, 1), successor
    town.save()
    carrier = next(one for one in carriers() if one.label == PLANS)
    assert list(Municipality.objects.filter(carrier.left())) == [town]
    [move] = carrier.moves(unit, [town])
    assert move.what == f"“{goal.plan}” van {town} geldt verder voor {successor}"
    move.do(Writer(User.objects.get(username="staf")))
    assert not Municipality.objects.filter(carrier.left()).exists()
    assert plan_of(successor, TODAY).goals == {goal.words: [theme.short_title]}
    assert SafetyPlan.objects.get(municipality=town).since.year == 2019
