"""What may be said of a target and what was realised, and which figures should be there by now."""

from datetime import date

import pytest

from agenda.models import Indicator, Measurement, SafetyAgenda
from agenda.register.queries import gaps
from agenda.standings import IndicatorStanding, Realised, Verdict
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.regions.models import PoliceUnit
from tests.agenda.factories import MeasurementFactory, TargetFactory, make_agenda
from tests.regions.factories import PoliceUnitFactory

UP, DOWN = Indicator.Direction.UP, Indicator.Direction.DOWN


def verdict(target: Figure | None, realised: Realised | None, direction: str = UP, **rules: str) -> Verdict:
    indicator = Indicator(unit="zaken", supplier="politie", direction=direction, **rules)
    return IndicatorStanding(indicator, 2020, target, realised).verdict


def year(value: int | Figure, **about) -> Realised:
    return Realised(value if isinstance(value, Figure) else Figure.of(value), **about)


@pytest.mark.parametrize(
    ("target", "realised", "expected"),
    [
        (Figure.of(15), year(15), Verdict.REACHED),
        (Figure.of(15), year(14), Verdict.MISSED),
        (Figure.of(15), year(Figure.of(14, Qualifier.MINIMUM)), Verdict.UNCLEAR),
        (Figure.of(14), year(Figure.of(14, Qualifier.MINIMUM)), Verdict.REACHED),
        (Figure.of(15), year(Figure.of(18, Qualifier.CIRCA)), Verdict.UNCLEAR),
        (Figure.of(15), year(7, through=2), Verdict.UNDER_WAY),
        (Figure.of(15), year(16, through=2), Verdict.REACHED),
        (Figure.of(15), year(9, missing=3), Verdict.UNCLEAR),
        (Figure.of(15), None, Verdict.OPEN),
        (Figure.undecided(), None, Verdict.OPEN),
        (Figure.undecided(), year(9), Verdict.NO_TARGET),
        (Figure.not_applicable(), None, Verdict.NO_TARGET),
        (None, None, Verdict.NO_TARGET),
        (Figure.of(25, Qualifier.MAXIMUM), year(30), Verdict.MISSED),
        (Figure.of(25, Qualifier.MAXIMUM), year(20), Verdict.REACHED),
        (Figure.of(2, Qualifier.MINIMUM), year(2), Verdict.REACHED),
    ],
)
def test_more_is_better_unless_the_target_is_a_maximum(target, realised, expected):
    assert verdict(target, realised) is expected


@pytest.mark.parametrize(
    ("realised", "expected"),
    [(year(9), Verdict.REACHED), (year(11), Verdict.MISSED), (year(4, through=2), Verdict.UNDER_WAY),
     (year(4, missing=2), Verdict.UNCLEAR)],
)  # fmt: skip
def test_where_less_is_better_part_of_the_year_decides_nothing(realised, expected):
    assert verdict(Figure.of(10), realised, DOWN) is expected


def test_half_a_percentage_is_not_half_way():
    assert verdict(Figure.of(40), year(45, through=2), period_rule=Indicator.Rule.NONE) is Verdict.UNDER_WAY


def test_without_a_supplier_nothing_is_measured():
    standing = IndicatorStanding(Indicator(unit="dagen"), 2020, Figure.of(300), None)

    assert standing.verdict is Verdict.NOT_MEASURED


@pytest.fixture
def agenda(db) -> SafetyAgenda:
    make_agenda(1, PoliceUnitFactory.create_batch(2))
    Indicator.objects.update(supplier="politie")
    return SafetyAgenda.objects.with_register().get()


def missing_on(day: date) -> list[tuple[str, int, str]]:
    agenda, units = SafetyAgenda.objects.with_register().get(), list(PoliceUnit.objects.all())
    return [(gap.police_unit.name, gap.year, gap.period) for gap in gaps(agenda, units, day)]


def test_a_figure_is_missing_once_its_term_has_passed(agenda):
    first, second = (unit.name for unit in PoliceUnit.objects.order_by("order"))

    assert missing_on(date(2027, 8, 11)) == []
    assert missing_on(date(2027, 8, 12)) == [(first, 2027, "h1"), (second, 2027, "h1")]
    assert missing_on(date(2028, 2, 12)) == [(first, 2027, "jaar"), (second, 2027, "jaar")]


def test_what_was_measured_is_not_missing(agenda):
    indicator, (first, second) = Indicator.objects.get(), PoliceUnit.objects.order_by("order")
    MeasurementFactory(indicator=indicator, police_unit=first)
    MeasurementFactory(indicator=indicator, police_unit=second, period=Measurement.Period.FIRST_HALF)

    assert missing_on(date(2028, 2, 12)) == [(second.name, 2027, "h2")]


def test_an_open_figure_is_still_missing(agenda):
    first = PoliceUnit.objects.order_by("order").first()
    MeasurementFactory(indicator=Indicator.objects.get(), police_unit=first, value=None, qualifier="undecided")

    assert (first.name, 2027, "jaar") in missing_on(date(2028, 2, 12))


def test_a_national_target_that_is_not_divided_lacks_one_figure(agenda):
    target = TargetFactory(indicator__objective=agenda.objectives.get(), indicator__supplier="politie")
    national = [
        gap for gap in gaps(SafetyAgenda.objects.with_register().get(), [], date(2028, 3, 1)) if not gap.police_unit
    ]

    assert [(gap.indicator, gap.year, gap.since) for gap in national] == [(target.indicator, 2027, date(2028, 2, 11))]
    MeasurementFactory(indicator=target.indicator, police_unit=None)
    again = gaps(SafetyAgenda.objects.with_register().get(), [], date(2028, 3, 1))
    assert all(gap.police_unit for gap in again)


def test_nobody_misses_what_nobody_supplies(agenda):
    Indicator.objects.update(supplier="")

    assert missing_on(date(2030, 1, 1)) == []
