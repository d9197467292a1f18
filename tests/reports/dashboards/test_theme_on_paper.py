"""What of a theme stands on one A4: as many as fit, what asks for attention first, and the others by their number."""

from datetime import date
from types import SimpleNamespace

from reports.dashboards.themes.goals import Act, Goal
from reports.dashboards.themes.paper import ROOM, on_one_a4
from themes.models import Activity, Objective
from themes.progress.standings import Coverage


def act(number: int, *, is_late: bool = False, is_finished: bool = False, title: str = "Loodsen bezoeken") -> Act:
    standing = SimpleNamespace(
        subject=Activity(pk=number, title=title, due_on=date(2025, 6, 1)),
        key=f"activity-{number}",
        is_late=is_late,
        is_overdue=False,
        is_finished=is_finished,
        said="",
    )
    return Act(standing)


def target(number: int, *, is_reached: bool = False) -> SimpleNamespace:
    standing = SimpleNamespace(key=f"target-{number}", coverage=Coverage(1, 1, 2))
    return SimpleNamespace(target=f"Controles {number}", words="1 van 2", standing=standing, is_reached=is_reached)


def goal(acts: list[Act], targets: list[SimpleNamespace] | None = None, text: str = "Minder diefstal") -> Goal:
    return Goal(Objective(number=1, text=text), acts, targets or [], [])


def test_of_a_theme_that_fits_nothing_is_left_out():
    [found] = on_one_a4([goal([act(1), act(2)], [target(1)])])
    assert (found.left_out, found.is_on_paper) == (frozenset(), True)


def test_what_asks_for_attention_stands_there_and_the_rest_is_counted():
    acts = [act(number, is_finished=True) for number in range(2 * ROOM)] + [act(199, is_late=True), act(200)]
    targets = [target(number, is_reached=True) for number in range(2 * ROOM)] + [target(199)]
    [found] = on_one_a4([goal(acts, targets)])
    assert found.acts_left_out > 5
    assert found.targets_left_out > 5
    assert not found.left_out & {"activity-199", "activity-200", "target-199", "activity-0"}
    shown = max(len(acts) - found.acts_left_out, len(targets) - found.targets_left_out)
    assert shown < ROOM


def test_long_names_take_more_room():
    few, many = (
        on_one_a4([goal([act(number, title=title) for number in range(60)])])[0].acts_left_out
        for title in ("Loodsen bezoeken", "Loodsen bezoeken met de havenmeester en de douane " * 3)
    )
    assert few < many


def test_of_more_goals_than_fit_the_last_are_counted():
    found = on_one_a4([goal([act(number), act(100 + number)]) for number in range(40)])
    on_paper = [one.is_on_paper for one in found]
    assert 5 < sum(on_paper) < 40
    assert on_paper == sorted(on_paper, reverse=True)
    assert all(one.acts_left_out == 1 for one in found)


def test_one_goal_that_is_too_long_is_there():
    [found] = on_one_a4([goal([act(1)], text="Minder diefstal " * 500)])
    assert found.is_on_paper


def test_a_theme_without_goals_has_nothing_on_paper():
    assert on_one_a4([]) == []
