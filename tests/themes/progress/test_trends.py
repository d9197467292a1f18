"""How it went since an earlier day: what is told of all that changed, and when there is nothing to compare."""

from datetime import date

import pytest

from themes.models import ImplementationPlan
from themes.progress.trends import Trend, compared_with, headline, trend_of

TODAY = date(2026, 11, 30)


def trend(now, then, today=TODAY, adopted_on=date(2025, 12, 18)):
    return trend_of(ImplementationPlan(year=2026, adopted_on=adopted_on), now, then, today)


@pytest.mark.parametrize(
    ("now", "then", "way", "words"),
    [
        ({"behind": 2, "done": 3}, {"on_track": 5}, "worse", "Twee activiteiten lopen achter, eind augustus geen"),
        ({"behind": 1}, {"behind": 3}, "better", "Eén activiteit loopt achter, eind augustus drie"),
        ({"attention": 1}, {"behind": 1}, "better", "Geen activiteit loopt achter, eind augustus één"),
        # Of what was stopped nobody says that it caught up.
        ({"stopped": 1}, {"behind": 1}, "worse", "Eén activiteit is gestopt, eind augustus geen"),
        ({"attention": 2}, {"on_track": 2}, "worse", "Twee activiteiten vragen aandacht, eind augustus geen"),
        ({"done": 2}, {"done": 1, "on_track": 1}, "better", "Twee activiteiten zijn gereed, eind augustus één"),
        ({"done": 1, "": 1}, {"done": 2}, "worse", "Eén activiteit is gereed, eind augustus twee"),
        (
            {"done": 1, "on_track": 2},
            {"done": 1, "on_track": 1, "": 1},
            "flat",
            "Eind augustus waren er even veel gereed, en liepen er even veel achter",
        ),
    ],
)
def test_the_most_telling_change_is_said(now, then, way, words):
    assert trend(now, then) == Trend(way, words)


def test_without_something_to_compare_nothing_is_said():
    assert trend({"behind": 2}, {"": 2}) is None, "nobody had reported yet"
    assert trend({"behind": 2}, {"on_track": 2}, adopted_on=date(2026, 9, 1)) is None
    assert trend({"behind": 2}, {"on_track": 2}, today=date(2026, 3, 31)) is None, "the year had not begun"


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (TODAY, date(2026, 8, 31)),
        (date(2026, 11, 1), date(2026, 8, 31)),
        (date(2026, 5, 31), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2025, 10, 31)),
    ],
)
def test_it_is_compared_with_the_end_of_a_month(today, day):
    assert compared_with(today) == day


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        ({}, {}, ""),
        ({"": 3}, {}, "Over geen van de 3 activiteiten is gemeld."),
        ({"behind": 1}, {"on_track": 1}, "De enige activiteit loopt achter."),
        (
            {"done": 7, "on_track": 20, "attention": 4, "behind": 6, "stopped": 1, "": 3},
            {"on_track": 30, "": 11},
            "Van de 41 activiteiten zijn er 7 gereed en liggen er 20 op koers. "
            "Zes lopen achter; eind augustus was dat er nog geen.",
        ),
        (
            {"done": 1, "on_track": 1, "behind": 1},
            {"behind": 2, "": 1},
            "Van de 3 activiteiten is er 1 gereed en ligt er 1 op koers. "
            "Eén loopt achter; eind augustus waren dat er twee.",
        ),
        (
            {"behind": 2},
            {"behind": 2},
            "Van de 2 activiteiten is er nog geen gereed en ligt er geen op koers. "
            "Twee lopen achter, even veel als eind augustus.",
        ),
        (
            {"done": 2},
            {"behind": 2},
            "Van de 2 activiteiten zijn er 2 gereed en ligt er geen op koers. "
            "Niets loopt achter; eind augustus liepen er nog twee achter.",
        ),
        ({"done": 2}, {}, "Van de 2 activiteiten zijn er 2 gereed en ligt er geen op koers. Niets loopt achter."),
    ],
)
def test_the_year_in_a_sentence(now, then, said):
    assert headline(now, then, TODAY) == said
