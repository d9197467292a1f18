from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from nhveilig.exceptions import PortalError
from nhveilig.figures import formats
from nhveilig.figures.formats import AmbiguousNumber, NotANumber, parse_number


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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", "1234.5"),
        ("1234,5", "1234.5"),
        (" 1 234,5 ", "1234.5"),
        ("1\u00a0234\u202f567", "1234567"),
        ("1234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234.5", "1234.5"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("1,2340", "1.234"),
        ("\u221220,50", "-20.5"),
        ("-3", "-3"),
        ("+ 3", "3"),
        ("0", "0"),
    ],
)
def test_numbers_are_read_as_people_type_them(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1.234", "1,234", "100.000", "-12.500"])
def test_a_number_with_two_meanings_is_refused_with_a_way_out(text):
    with pytest.raises(AmbiguousNumber) as refusal:
        parse_number(text)
    whole, broken = (part.split(" ")[0] for part in str(refusal.value).split(" Schrijf ")[1].split(", of "))
    assert parse_number(whole) == abs(Decimal(text.replace(".", "").replace(",", "")))
    assert parse_number(broken) == abs(Decimal(text.replace(",", ".")))


@pytest.mark.parametrize(
    "text", ["", "  ", "twaalf", "1e5", "12 5", "1.23.456", "1,2,3", "NaN", "٣", "--3", "5%", "9" * 41]
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(NotANumber):
        parse_number(text)


def test_refusals_are_sentences_for_the_user():
    assert issubclass(NotANumber, PortalError)
    assert issubclass(AmbiguousNumber, PortalError)


@pytest.mark.parametrize("value", ["1234.56", "-20.5", "0.001", "1000000"])
def test_what_is_written_is_read_back(value):
    try:
        assert parse_number(formats.number(Decimal(value), 4)) == Decimal(value)
    except AmbiguousNumber:
        pytest.fail("four decimals have one meaning")
