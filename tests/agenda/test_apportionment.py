"""Rounded parts always add up to the whole, and none is more than one step from its exact share."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.apportionment import apportion

weights = st.lists(st.integers(min_value=0, max_value=10_000_000), min_size=1, max_size=30).filter(any)


@given(whole=st.integers(min_value=0, max_value=100_000), weights=weights)
def test_the_parts_add_up(whole, weights):
    parts = apportion(Decimal(whole), weights)

    assert sum(parts) == whole
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(part) - Fraction(whole * weight, sum(weights))) < 1
        assert part >= 0


@given(hundredths=st.integers(min_value=0, max_value=1_000_000), weights=weights)
def test_the_parts_add_up_in_hundredths_too(hundredths, weights):
    whole = Decimal(hundredths).scaleb(-2)

    parts = apportion(whole, weights, decimals=2)

    assert sum(parts) == whole
    assert all(part == part.quantize(Decimal("0.01")) for part in parts)


@given(whole=st.integers(min_value=0, max_value=10_000), weights=weights)
def test_a_larger_weight_never_gets_less(whole, weights):
    parts = apportion(Decimal(whole), weights)

    ordered = sorted(zip(weights, parts, strict=True))
    heavier = [(a, b) for a, b in pairwise(ordered) if a[0] < b[0]]
    assert all(lighter[1] <= heavy[1] for lighter, heavy in heavier)


def test_the_largest_remainders_get_what_is_left():
    assert apportion(Decimal(10), [1, 1, 1]) == [4, 3, 3]
    assert apportion(Decimal(205), [19, 22, 17]) == [67, 78, 60]


@pytest.mark.parametrize(
    ("whole", "weights", "reason"),
    [
        (-1, [1], "not negative"),
        (1, [-1, 2], "not negative"),
        (1, [0, 0], "at least one weight"),
        ("1.5", [1], "cannot be divided"),
    ],
)
def test_what_cannot_be_divided_is_refused(whole, weights, reason):
    with pytest.raises(ValueError, match=reason):
        apportion(Decimal(whole), weights)
