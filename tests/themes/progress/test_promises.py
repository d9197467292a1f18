"""What every municipality promised by itself: how it stands at each edge of the rule."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from nhveilig.figures.values import Figure, Qualifier
from nhveilig.statuses.status import Status
from tests.regions.factories import MunicipalityFactory
from tests.themes.factories import ImplementationPlanFactory, ResultTargetFactory
from themes.models import ImplementationPlan, ResultTarget, Standing
from themes.progress.counting import reaches
from themes.progress.promises import status_in_sql, status_of

TERM = date(2026, 10, 1)


def stands(value, *, on, aim=4, due=TERM, course="", operator=ResultTarget.Operator.AT_LEAST):
    plan = ImplementationPlan(year=2026)
    target = ResultTarget(plan=plan, value=aim and Decimal(aim), due_on=due, operator=operator)
    figure = Figure.of(value) if value is not None else Figure.blank()
    standing = Standing(
        value=figure.value, qualifier=figure.qualifier, course=course, reached=reaches(target, figure), on=on
    )
    return status_of(target, standing, on)


@pytest.mark.parametrize(
    ("value", "on", "expected"),
    [
        # 32 days before the term and 31: from then on three quarters is asked.
        (0, date(2026, 8, 30), Status.ON_TRACK),
        (0, date(2026, 8, 31), Status.BEHIND),
        ("2.99", date(2026, 8, 31), Status.BEHIND),
        (3, date(2026, 8, 31), Status.ATTENTION),
        # The term itself is still in time, the day after is not.
        (3, TERM, Status.ATTENTION),
        (3, date(2026, 10, 2), Status.BEHIND),
        # Reached is reached, also when it is late.
        (4, date(2026, 10, 2), Status.DONE),
        (5, date(2026, 1, 2), Status.DONE),
    ],
)
def test_it_stands_by_its_number_and_its_term(value, on, expected):
    assert stands(value, on=on) is expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 11, 29), Status.ON_TRACK),
        (date(2026, 11, 30), Status.BEHIND),
        (date(2027, 1, 1), Status.BEHIND),
    ],
)
def test_without_a_term_the_end_of_the_year_counts(on, expected):
    assert stands(1, on=on, due=None) is expected


def test_what_nobody_reported_on_has_no_other_status_even_when_it_is_late():
    target = ResultTarget(plan=ImplementationPlan(year=2020), value=Decimal(1))
    assert status_of(target, None, date(2026, 1, 1)) is Status.NONE


def test_a_word_that_was_reported_is_not_overwritten():
    assert stands(0, on=date(2026, 10, 2), course="stopped") is Status.STOPPED
    assert stands(4, on=date(2026, 10, 2), course="behind") is Status.DONE


def test_a_report_without_a_number_keeps_no_part_of_the_promise():
    assert stands(None, on=date(2026, 9, 15)) is Status.BEHIND
    assert stands(None, on=date(2026, 2, 1)) is Status.ON_TRACK


def test_without_a_number_to_reach_nobody_can_say():
    assert stands(3, on=date(2026, 10, 2), aim=None) is None


def test_more_than_the_most_is_no_part_of_a_promise():
    at_most = ResultTarget.Operator.AT_MOST
    assert stands(5, on=date(2026, 9, 15), operator=at_most) is Status.BEHIND
    assert stands(4, on=date(2026, 9, 15), operator=at_most) is Status.DONE


def test_an_unknown_figure_is_not_nought_of_a_number():
    target = ResultTarget(plan=ImplementationPlan(year=2026), value=Decimal(4))
    standing = Standing(value=None, qualifier=Qualifier.UNDECIDED, reached=None, on=TERM)
    assert status_of(target, standing, date(2026, 3, 1)) is Status.ON_TRACK


@pytest.mark.django_db
@pytest.mark.parametrize("due", [None, TERM])
@pytest.mark.parametrize(
    "today", [date(2026, 8, 30), date(2026, 8, 31), TERM, date(2026, 10, 2), date(2026, 11, 29), date(2026, 11, 30),
              date(2026, 12, 31), date(2027, 1, 1)],
)  # fmt: skip
def test_the_database_says_the_same_on_every_day(due, today):
    plan = ImplementationPlanFactory(year=2026)
    town = MunicipalityFactory()
    operators = ResultTarget.Operator
    for aim, operator in ((4, operators.AT_LEAST), (4, operators.AT_MOST), (None, operators.AT_LEAST)):
        for value, course in ((0, ""), ("2.99", ""), (3, ""), (4, ""), (5, ""), (None, ""), (1, "stopped")):
            target = ResultTargetFactory(plan=plan, value=aim, due_on=due, operator=operator)
            figure = Figure.blank() if value is None else Figure.of(value)
            said = {"value": figure.value, "qualifier": figure.qualifier, "course": course, "updates": 1}
            reached = reaches(target, figure)
            at = timezone.now()
            Standing.objects.create(
                plan=plan, target=target, municipality=town, on=TERM, reached=reached, reported_at=at, **said
            )
    for found in Standing.objects.select_related("target__plan").annotate(now=status_in_sql(today)):
        status = status_of(found.target, found, today)
        assert found.now == (status.value if status else "")
