"""What we write, a program of others reads."""

from datetime import date

import pytest
from icalendar import Calendar

from nhveilig.calendars.events import Event
from nhveilig.calendars.writing import written

SITE = "https://veiligheid.example"
TODAY = date(2026, 11, 30)


def read(*events: Event) -> list:
    return Calendar.from_ical(written(events, site=SITE, today=TODAY)).walk("VEVENT")


def test_an_event_is_a_whole_day_with_a_name_that_stays():
    [found] = read(Event("deadline-2026-12-20", date(2026, 12, 20), "Uitvoeringsplan in voorbereiding", "/taken/"))
    assert found["UID"] == "deadline-2026-12-20@veiligheid.example"
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2026, 12, 20), date(2026, 12, 21))
    assert found["DTSTART"].params["VALUE"] == "DATE"
    assert found["SUMMARY"] == "Uitvoeringsplan in voorbereiding"
    assert found["URL"] == found["DESCRIPTION"] == "https://veiligheid.example/taken/"
    assert found["DTSTAMP"].dt.isoformat() == "2026-11-30T00:00:00+00:00"


@pytest.mark.parametrize(
    "title", ["Drugs, geld; en \\ meer", "é" * 200, "ë" * 36 + "x", "🏛️" * 60, "twee\nregels", "x" * 74, "x" * 75, ""]
)
def test_every_title_comes_back_as_it_was_from_lines_that_fit(title):
    event = Event("een", date(2026, 2, 28), title)
    [found] = read(event)
    assert found["SUMMARY"] == title
    lines = written([event], site=SITE, today=TODAY).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    for line in lines:
        line.decode()


def test_a_calendar_without_events_is_one_too():
    found = Calendar.from_ical(written([], site=SITE, today=TODAY))
    assert (found["VERSION"], found["X-WR-CALNAME"]) == ("2.0", "NHVeilig")


def test_a_carriage_return_begins_no_line_of_its_own():
    [found] = read(Event("een", TODAY, "a\r\nEND:VEVENT\r\nX-KWAAD:1"))
    assert "X-KWAAD" not in found
