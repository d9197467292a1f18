"""Events as iCalendar (RFC 5545). All are about whole days, so no time zone comes into it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from nhveilig.calendars.events import Event

# Octets of a line, without its end (3.1).
LONGEST_LINE = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def written(events: Iterable[Event], *, site: str, today: date) -> bytes:
    """`site` is the address of the portal: links begin with it, and it makes the names of events unique in the world.

    The same events on the same day give the same bytes.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//NHVeilig//Kalender//NL",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:NHVeilig",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        *(line for event in events for line in _lines(event, site, today)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _lines(event: Event, site: str, today: date) -> Iterator[str]:
    address = f"{site}{event.path}"
    yield "BEGIN:VEVENT"
    yield f"UID:{event.key}@{urlsplit(site).hostname}"
    yield f"DTSTAMP:{datetime(today.year, today.month, today.day, tzinfo=UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    # The first day on which it is over (3.6.1).
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{event.title.translate(_ESCAPES)}"
    yield f"DESCRIPTION:{address.translate(_ESCAPES)}"
    yield f"URL:{address}"
    # Nobody is busy because something is due.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _folded(line: str) -> bytes:
    """In lines of 75 octets at most, and never in the middle of a character; what goes on begins with a space."""
    pieces, piece = [], b""
    for character in line:
        encoded = character.encode()
        if len(piece) + len(encoded) > LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += encoded
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
