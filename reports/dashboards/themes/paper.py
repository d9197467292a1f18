"""What of the tree of a theme stands on its one A4. The rest is counted there, and stands in the portal."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from reports.dashboards.presenters import Judged
from reports.dashboards.targets import TargetProgress
from reports.dashboards.themes.goals import Act, Goal

# In lines of the tree as dashboards.css prints it; a goal takes its head, and what is left out of it takes one.
ROOM, HEAD, MORE = 46, 3, 1
# Of either column beside the other, and over the whole width, in letters.
LEFT, RIGHT, ACROSS = 56, 44, 110


class _Row(NamedTuple):
    """`place` is lower the more it asks for attention."""

    place: int
    key: str
    lines: int


def on_one_a4(goals: Sequence[Goal]) -> list[Goal]:
    """The same goals, each with what is `left_out` of it on paper: of all the same number stands there, what asks for
    attention first. Where even one of each is too many, the last goals are not on paper."""
    columns = [(_acts(goal), _targets(goal)) for goal in goals]
    heads = [HEAD + _lines(str(goal.objective or ""), ACROSS) - 1 for goal in goals]

    def heights(most: int) -> list[int]:
        return [head + max(_height(rows, most) for rows in both) for head, both in zip(heads, columns, strict=True)]

    longest = max((len(rows) for both in columns for rows in both), default=1)
    most = next((most for most in range(longest, 1, -1) if sum(heights(most)) <= ROOM), 1)
    ends = accumulate(heights(most))
    return [
        replace(
            goal,
            left_out=frozenset(row.key for rows in both for row in rows[most:]),
            is_on_paper=end <= ROOM or goal is goals[0],
        )
        for goal, both, end in zip(goals, columns, ends, strict=True)
    ]


def _height(rows: Sequence[_Row], most: int) -> int:
    return sum(row.lines for row in rows[:most]) + (MORE if len(rows) > most else 0)


def _acts(goal: Goal) -> list[_Row]:
    acts = [
        _Row(_place(one.standing, is_late=one.standing.is_late), one.standing.key, _lines_of(one)) for one in goal.acts
    ]
    # A result has no day.
    results = [
        _Row(_place(one, is_late=one.is_behind), one.key, _lines(str(one.subject), LEFT)) for one in goal.results
    ]
    return sorted([*acts, *results], key=lambda row: row.place)


def _place(one: Judged, *, is_late: bool) -> int:
    return 0 if is_late else 2 if one.is_finished else 1


def _lines_of(act: Act) -> int:
    told = _lines(act.said[:200], LEFT) if act.said else 0
    return _lines(f"{act.standing.subject} {act.about}", LEFT) + act.standing.is_overdue + told


def _targets(goal: Goal) -> list[_Row]:
    rows = [_Row(one.is_reached, one.standing.key, _lines(_words(one), RIGHT)) for one in goal.targets]
    return sorted(rows, key=lambda row: row.place)


def _words(one: TargetProgress) -> str:
    return f"{one.target} {one.words}"


def _lines(text: str, width: int) -> int:
    return ceil(len(text) / width) or 1
