"""When in a year something happens, read from what people planned; what cannot be read is no period."""

from datetime import date

import pytest

from nhveilig.figures.moments import quarters_in_words, read_quarters, spans_in
from nhveilig.figures.parsing import Unreadable

YEAR = 2026


def days(*spans: str) -> list[tuple[date, date]]:
    """`1-1 31-3`: from the first of January to the last of March."""
    found = [span.split() for span in spans]
    return [tuple(date(YEAR, int(one.split("-")[1]), int(one.split("-")[0])) for one in span) for span in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("het hele jaar", days("1-1 31-12")),
        ("Doorlopend.", days("1-1 31-12")),
        ("2026", days("1-1 31-12")),
        ("elk kwartaal", days("1-1 31-3", "1-4 30-6", "1-7 30-9", "1-10 31-12")),
        ("per half jaar", days("1-1 30-6", "1-7 31-12")),
        ("tweede kwartaal", days("1-4 30-6")),
        ("Q3 2026", days("1-7 30-9")),
        ("derde  kwartaal 2026", days("1-7 30-9")),
        ("eerste halfjaar", days("1-1 30-6")),
        ("juni", days("1-6 30-6")),
        ("juni en december", days("1-6 30-6", "1-12 31-12")),
        ("december, juni en maart", days("1-3 31-3", "1-6 30-6", "1-12 31-12")),
        ("voorjaar", days("1-3 31-5")),
        ("voorjaar en najaar", days("1-3 31-5", "1-9 30-11")),
        ("najaar 2026", days("1-9 30-11")),
        ("medio 2026", days("1-5 31-8")),
        ("eind 2026", days("1-9 31-12")),
        ("half oktober", days("11-10 20-10")),
        ("tot half oktober", days("1-1 15-10")),
        ("vóór oktober", days("1-1 30-9")),
        ("uiterlijk 1 juli 2026", days("1-1 1-7")),
        ("april t/m juni", days("1-4 30-6")),
        ("van april tot en met Q3", days("1-4 30-9")),
        ("april tot juni", days("1-4 31-5")),
        ("vanaf september", days("1-9 31-12")),
        ("na juni", days("1-7 31-12")),
        ("15-11-2026", days("15-11 15-11")),
        ("oktober 2026 tot en met maart 2027", days("1-10 31-12")),
        ("najaar 2025 tot en met februari 2026", days("1-1 28-2")),
    ],
)
def test_what_can_be_read(text, expected):
    assert spans_in(text, YEAR) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "zo snel mogelijk",
        "schooljaar 2026-2027",
        "binnen een week na een signaal",
        "ten minste 2 keer in 2026",
        "overleg: 4 keer per jaar",
        "vóór de zomervakantie",
        "juni en misschien december",
        "winter",
        "vóór de zomer",
        "april tot januari",
        "eind 2025",
        "31-02-2026",
        "tot en met",
        "en",
        "3/4/2026",
    ],
)
def test_what_cannot_be_read_is_not_guessed(text):
    assert spans_in(text, YEAR) == []


@pytest.mark.parametrize(
    ("text", "quarters", "words"),
    [
        ("", [], ""),
        ("3", [3], "3e kwartaal"),
        ("3,1", [1, 3], "1e en 3e kwartaal"),
        ("Q1 t/m Q3", [1, 2, 3], "1e, 2e en 3e kwartaal"),
        ("1e kwartaal\n4e kwartaal", [1, 4], "1e en 4e kwartaal"),
        ("elk kwartaal", [1, 2, 3, 4], "1e, 2e, 3e en 4e kwartaal"),
    ],
)
def test_quarters_are_written_in_one_way_and_read_in_several(text, quarters, words):
    assert (read_quarters(text), quarters_in_words(quarters)) == (quarters, words)
    assert read_quarters(words) == quarters


@pytest.mark.parametrize("text", ["5", "1, 5", "later", "1-3-2026"])
def test_what_is_no_quarter_is_refused(text):
    with pytest.raises(Unreadable):
        read_quarters(text)
