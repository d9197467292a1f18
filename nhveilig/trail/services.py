"""The only way in which the trail grows."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone

from nhveilig.trail import heads
from nhveilig.trail.chain import BEGINNING, link, mark
from nhveilig.trail.kinds import Kind, Part
from nhveilig.trail.models import Entry, EntryPerson

# Any number that nothing else locks.
_LOCK = 7_215_902_113
LONGEST_SUBJECT = 300


@dataclass(frozen=True)
class Subject:
    """What a row is about: `words` as a reader knows it, without the name of a person."""

    kind: str
    key: object
    words: str


@transaction.atomic
def record(
    *,
    kind: Kind,
    subject: Subject,
    unit: str = "",
    by: AbstractBaseUser | None = None,
    on_behalf_of: AbstractBaseUser | None = None,
    about: AbstractBaseUser | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Entry:
    """Put down an act, in the transaction of that act and last of what it does: until that ends all others wait who
    put something down. `by` is None for what a command on the server does.

    `facts` hold codes, days and numbers; no text that people write, for it may name somebody.
    """
    people = {part: user for part, user in _parts(by, on_behalf_of, about) if user is not None}
    nonces = {part: secrets.token_hex(16) for part in people}
    _wait_for_others()
    entry = _next(
        at=timezone.now(),
        kind=str(kind),
        unit=unit,
        subject_kind=subject.kind,
        subject_key=str(subject.key),
        subject=subject.words[:LONGEST_SUBJECT],
        facts=json.loads(json.dumps(facts or {}, cls=DjangoJSONEncoder)),
        people={part: mark(nonces[part], user.pk) for part, user in people.items()},
    )
    EntryPerson.objects.bulk_create(
        EntryPerson(entry=entry, part=part, user_id=user.pk, nonce=nonces[part]) for part, user in people.items()
    )
    transaction.on_commit(lambda: heads.keep(entry.number, entry.hash), robust=True)
    return entry


def _parts(by, on_behalf_of, about) -> list[tuple[str, AbstractBaseUser | None]]:
    return [(Part.BY.value, by), (Part.ON_BEHALF_OF.value, on_behalf_of), (Part.ABOUT.value, about)]


def _wait_for_others() -> None:
    """Of two at once the second reads the row of the first. On SQLite there is one writer at a time already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _next(at: datetime, **said: Any) -> Entry:
    last = Entry.objects.order_by("-number").values_list("number", "hash").first()
    number, previous = last or (0, BEGINNING)
    entry = Entry(number=number + 1, at=at, previous=previous, **said)
    # As it is stored, for of that the hash is taken.
    entry.subject = Entry._meta.get_field("subject").to_python(entry.subject)
    entry.hash = link(previous, vars(entry))
    entry.save(force_insert=True)
    return entry
