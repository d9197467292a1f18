from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from nhveilig.figures import formats


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Decimal("1234.56"), None, "1.234,56"),
        (Decimal("12.50"), None, "12,50"),
        (1234567, None, "1.234.567"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("0.125"), 2, "0,13"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-20.5"), 2, "\u221220,50"),
        (Decimal("-0.001"), 2, "0,00"),
        (5, 2, "5,00"),
    ],
)
def test_number(value, decimals, text):
    assert formats.number(value, decimals) == text


def test_a_float_is_refused():
    with pytest.raises(TypeError):
        formats.number(0.1)


@pytest.mark.parametrize(
    ("value", "text"),
    [("3.00", "+3,00"), ("-20.50", "\u221220,50"), ("0.00", "0,00"), ("-0.00", "0,00"), ("100", "+100"), ("0", "0")],
)
def test_a_change_carries_its_sign(value, text):
    assert formats.signed(Decimal(value)) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (formats.fte(Decimal("61.40")), "61,4\u00a0fte"),
        (formats.fte(Decimal("3076.0000")), "3.076\u00a0fte"),
        (formats.fte(Decimal(3076), 2), "3.076,00\u00a0fte"),
        (formats.euro(8010900), "€\u00a08.010.900"),
        (formats.euro(Decimal("1234.5")), "€\u00a01.234,50"),
        (formats.euro(Decimal("-500.00")), "€\u00a0\u2212500"),
        (formats.percentage(Decimal("25.0000")), "25%"),
        (formats.percentage(Decimal("12.5")), "12,5%"),
        (formats.file_size(0), "0\u00a0bytes"),
        (formats.file_size(999), "999\u00a0bytes"),
        (formats.file_size(45_400), "45\u00a0kB"),
        (formats.file_size(999_600), "1,0\u00a0MB"),
        (formats.file_size(1_234_567), "1,2\u00a0MB"),
    ],
)
def test_units(written, text):
    assert written == text


@pytest.mark.parametrize("day", [date(2019, 9, 20), "2019-09-20", datetime(2019, 9, 20, 23, 30)])  # noqa: DTZ001 - written as it is
def test_dates_come_from_dates_and_from_frozen_editions(day):
    assert formats.date_long(day) == "20 september 2019"
    assert formats.date_short(day) == "20-9-2019"


def test_a_moment_is_written_in_dutch_time():
    late = datetime(2019, 9, 20, 22, 30, tzinfo=UTC)
    assert formats.datetime_long(late) == formats.datetime_long(late.isoformat()) == "21 september 2019 om 00.30 uur"
    assert formats.date_short(late) == "21-9-2019"
