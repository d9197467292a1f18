"""Whether the trail is still what was put down: row after row, and beside what is kept outside the database."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils import timezone

from nhveilig.trail import heads
from nhveilig.trail.chain import BEGINNING, HASHED, link, mark
from nhveilig.trail.models import Check, Entry, EntryPerson

logger = logging.getLogger(__name__)

BATCH = 1000
Row = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """`intact_to` is the last row before the first `fault` (a sentence), or the last of all. `outside` is the highest
    number that is kept outside the database, 0 when there is none."""

    intact_to: int
    fault: str = ""
    outside: int = 0


@dataclass(frozen=True)
class _Fault(Exception):
    number: int
    said: str


def check_trail() -> Found:
    """Look at every row, keep how it stands, and say so in the log when it is not well."""
    found = _looked_at()
    if found.fault:
        logger.error("Het spoor van besluiten is beschadigd. %s", found.fault)
    else:
        _keep_head(found)
    Check.objects.update_or_create(
        pk=1, defaults={"at": timezone.now(), "intact_to": found.intact_to, "fault": found.fault}
    )
    return found


def _looked_at() -> Found:
    last, fault = _walked()
    try:
        outside, missed = _compared_with_outside(last if fault is None else None)
    except heads.HeadsUnreadable as error:
        return Found(fault.number - 1 if fault else last, fault.said if fault else str(error))
    first = min((one for one in (fault, missed) if one), key=lambda one: one.number, default=None)
    return Found(first.number - 1, first.said, outside) if first else Found(last, outside=outside)


def _walked() -> tuple[int, _Fault | None]:
    """The last row that is as it was put down, and what is wrong behind it."""
    number, previous = 0, BEGINNING
    try:
        for rows in _in_batches():
            people = _people_of(rows)
            for row in rows:
                _refuse_gap(row, number)
                _refuse_change(row, previous)
                _refuse_other_people(row, people)
                number, previous = row["number"], row["hash"]
    except _Fault as fault:
        return number, fault
    return number, None


def _in_batches() -> Iterator[list[Row]]:
    all_rows = Entry.objects.order_by("number").values(*HASHED, "previous", "hash")
    rows = list(all_rows[:BATCH])
    while rows:
        yield rows
        rows = list(all_rows.filter(number__gt=rows[-1]["number"])[:BATCH])


def _people_of(rows: list[Row]) -> dict[int, list[tuple[str, str, int]]]:
    within = EntryPerson.objects.filter(entry__gte=rows[0]["number"], entry__lte=rows[-1]["number"])
    found: dict[int, list[tuple[str, str, int]]] = {}
    for entry, *person in within.values_list("entry_id", "part", "nonce", "user_id"):
        found.setdefault(entry, []).append(tuple(person))
    return found


def _refuse_gap(row: Row, before: int) -> None:
    number, due = row["number"], before + 1
    if number < due:
        raise _Fault(due, f"Nummer {number} hoort er niet: deze regel is ingevoegd.")
    if number > due:
        gone = f"Nummer {due} ontbreekt" if number == due + 1 else f"Nummers {due} tot en met {number - 1} ontbreken"
        raise _Fault(due, f"{gone}: weggehaald uit het spoor.")


def _refuse_change(row: Row, previous: str) -> None:
    if link(row["previous"], row) != row["hash"]:
        raise _Fault(row["number"], f"Nummer {row['number']} is gewijzigd: de inhoud is niet meer die van de hash.")
    if row["previous"] != previous:
        raise _Fault(
            row["number"],
            f"Nummer {row['number']} sluit niet aan op de regel ervoor: hier is een regel vervangen, ingevoegd of "
            "verplaatst.",
        )


def _refuse_other_people(row: Row, people: dict[int, list[tuple[str, str, int]]]) -> None:
    """Who is forgotten is in no row; who is there must be who it was."""
    for part, nonce, user_id in people.get(row["number"], []):
        if row["people"].get(part) != mark(nonce, user_id):
            raise _Fault(row["number"], f"Bij nummer {row['number']} staat een ander als betrokkene dan toen.")


def _compared_with_outside(last: int | None) -> tuple[int, _Fault | None]:
    """`last` is the last row of a trail that is well in itself; None when it is not, for then the end says nothing."""
    highest, first = 0, None
    outside = heads.kept()
    while lines := list(islice(outside, BATCH)):
        hashes = dict(Entry.objects.filter(number__in=[number for number, _ in lines]).values_list("number", "hash"))
        highest = max(highest, *(number for number, _ in lines))
        other = [number for number, noted in lines if number in hashes and hashes[number] != noted]
        if other and (first is None or min(other) < first.number):
            first = _Fault(min(other), f"Nummer {min(other)} is vervangen: buiten de database staat een andere hash.")
    if first is None and last is not None and highest > last:
        first = _Fault(
            last + 1,
            f"Het spoor is aan het eind afgekapt: het houdt op bij nummer {last}, en buiten de database staat dat er "
            f"een nummer {highest} was.",
        )
    return highest, first


def _keep_head(found: Found) -> None:
    """What could not be noted right after the act."""
    if found.intact_to > found.outside:
        last = Entry.objects.values_list("hash", flat=True).get(number=found.intact_to)
        heads.keep(found.intact_to, last)
