"""Measurements of parts of a year and of single eenheden, taken together."""

from decimal import Decimal

import pytest

from agenda.models import Indicator, Measurement
from agenda.standings import Realised, over_periods, over_regions, signals
from nhveilig.figures.values import Figure, Qualifier

Rule, Status = Indicator.Rule, Measurement.Status


def indicator(**rules: str) -> Indicator:
    return Indicator(name="Onderzoeken", unit="onderzoeken", **rules)


def measured(**periods: int | str | Figure) -> list[Measurement]:
    """`measured(h1=4)`: a final figure of a period; text is open (n.t.b.)."""
    found = []
    for period, value in periods.items():
        measurement = Measurement(year=2020, period=period, status=Status.FINAL)
        measurement.figure = value if isinstance(value, Figure) else Figure.of(value)
        found.append(measurement)
    return found


@pytest.mark.parametrize(
    ("periods", "shown"),
    [
        ({"jaar": 9}, "9"),
        ({"h1": 4}, "4 (t/m eerste halfjaar)"),
        ({"h1": 4, "h2": 5}, "9"),
        ({"k1": 1, "k2": 2, "h2": 5}, "8"),
        ({"k1": 1}, "1 (t/m eerste kwartaal)"),
        ({"k1": 1, "k2": 2, "k3": 3}, "6 (t/m derde kwartaal)"),
        ({"k1": 1, "k3": 3}, "1 (t/m eerste kwartaal)"),
        ({"h2": 5}, "5 (alleen tweede halfjaar)"),
        ({"jaar": 9, "h1": 4, "h2": 4}, "9"),
        ({"h1": Figure.unknown(), "k1": 2}, "2 (t/m eerste kwartaal)"),
        ({"h1": Figure.of(4, Qualifier.CIRCA), "h2": 5}, "circa 9"),
        ({"h1": Figure.of(4, Qualifier.MINIMUM), "h2": 5}, "ten minste 9"),
        ({"h1": Figure.of(4, Qualifier.MINIMUM), "h2": Figure.of(5, Qualifier.CIRCA)}, "circa 9"),
    ],
)
def test_counts_are_added_as_far_as_they_follow_each_other(periods, shown):
    assert over_periods(indicator(), measured(**periods)).text() == shown


@pytest.mark.parametrize(
    ("rule", "periods", "shown"),
    [
        (Rule.LAST, {"h1": 4, "h2": 5}, "5"),
        (Rule.LAST, {"k1": 4, "k3": 6}, "6 (t/m derde kwartaal)"),
        (Rule.AVERAGE, {"h1": 4, "h2": 5}, "4,5"),
        (Rule.AVERAGE, {"h1": 4, "k3": 7}, "5 (t/m derde kwartaal)"),
        (Rule.NONE, {"h1": 40, "h2": 50}, "40 (t/m eerste halfjaar)"),
        (Rule.NONE, {"jaar": 45, "h1": 40}, "45"),
    ],
)
def test_each_rule_over_periods(rule, periods, shown):
    found = over_periods(indicator(period_rule=rule), measured(**periods))

    assert Realised(Figure.of(found.figure.value.normalize()), found.through, found.parts).text() == shown


def test_up_to_the_first_half_the_year_does_not_count():
    parts = measured(jaar=9, k1=1, k2=2)

    assert over_periods(indicator(), parts, until="h1").text() == "3 (t/m eerste halfjaar)"


@pytest.mark.parametrize("periods", [{}, {"jaar": Figure.undecided()}, {"h1": Figure.blank()}])
def test_what_is_not_known_is_no_zero(periods):
    assert over_periods(indicator(), measured(**periods)) is None


def test_a_correction_replaces_what_it_corrects():
    old, new = measured(jaar=9)[0], measured(jaar=8)[0]
    old.is_current = False

    assert over_periods(indicator(), [old, new]).text() == "8"


def test_a_provisional_part_makes_the_whole_provisional():
    parts = measured(h1=4, h2=5)
    parts[1].status = Status.PROVISIONAL

    assert over_periods(indicator(), parts).text() == "9 (voorlopig)"


def realised(value: int, through: int = 4) -> Realised:
    return Realised(Figure.of(value), through)


def test_eenheden_are_added_and_the_missing_ones_counted():
    found = over_regions(indicator(), None, [realised(3), None, realised(4), None])

    assert found.text() == "7 (zonder 2 eenheden)"
    assert not found.is_complete


def test_the_national_figure_goes_before_the_sum():
    assert over_regions(indicator(), realised(100), [realised(3), None]).text() == "100"


def test_eenheden_at_different_points_in_the_year_are_not_mixed():
    assert over_regions(indicator(), None, [realised(3), realised(4, through=2)]) is None


def test_the_other_rules_over_eenheden():
    both = [realised(3), realised(4)]

    assert over_regions(indicator(region_rule=Rule.AVERAGE), None, both).figure.value == Decimal("3.5")
    assert over_regions(indicator(region_rule=Rule.NONE), None, both) is None
    assert over_regions(indicator(), None, [None, None]) is None


def test_parts_that_contradict_the_year_are_signalled():
    assert signals(indicator(), measured(jaar=9, h1=4, h2=5)) == []
    assert signals(indicator(), measured(jaar=9, h1=4)) == []
    assert signals(indicator(period_rule=Rule.LAST), measured(jaar=9, h1=4, h2=4)) == []
    assert signals(indicator(), measured(jaar=9, h1=4, h2=4)) == [
        "Heel jaar 2020 is 9, maar eerste halfjaar en tweede halfjaar geven samen 8. Controleer welk cijfer klopt."
    ]
    assert len(signals(indicator(), measured(h1=9, k1=4, k2=4, h2=1, k3=1, k4=1))) == 2
