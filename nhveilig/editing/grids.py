"""A table to type in as a whole: what its page sends without a script, why that is refused, and what a script is told.

A cell has a key: its place in the page. What it stands for the table itself knows.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from nhveilig.editing.changes import FieldChange, SavedField
from nhveilig.editing.exceptions import FieldConflict, FieldProblem, SaveRefused
from nhveilig.editing.forms import NOT_WHAT_WAS_SENT, THEIRS
from nhveilig.editing.presenters import clock
from nhveilig.exceptions import PortalError

# What the page sends of a cell: its text, and which of two counts.
CELL, CHOICE, SEEN = "cel-", "keuze-", "gezien"
MINE = "mijn"
LONGEST_TEXT = 60

Seen = Mapping[str, tuple[int, str]]
# Of a change, a problem or a conflict: the key of its cell.
KeyOf = Callable[[Any], str]


class UnreadableRequest(PortalError):
    """What the page sent is not what this page sends."""

    def __init__(self, why: str = "") -> None:
        super().__init__(why or "Dit verzoek is niet te lezen. Laad de pagina opnieuw en probeer het nog eens.")


def seen_text(cells: Iterable[tuple[str, int, str]]) -> str:
    """For the form to send back: of each cell (key, version, text) as the reader was shown it."""
    found = {key: [version, text] for key, version, text in cells}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def read_seen(text: str, key: re.Pattern) -> dict[str, tuple[int, str]]:
    """What `seen_text` said. Raises UnreadableRequest."""
    try:
        found = {name: (int(version), str(shown)) for name, (version, shown) in json.loads(text).items()}
    except NOT_WHAT_WAS_SENT:
        raise UnreadableRequest from None
    if not all(key.fullmatch(name) for name in found):
        raise UnreadableRequest
    return found


@dataclass(frozen=True)
class Submitted:
    """The table as a browser without script sends it. `typed` holds only what differs from what was shown, by key."""

    typed: dict[str, str]
    seen: dict[str, tuple[int, str]]

    @classmethod
    def of(cls, posted: QueryDict, key: re.Pattern, longest: int = LONGEST_TEXT) -> "Submitted":
        """Raises UnreadableRequest."""
        seen = read_seen(posted.get(SEEN, ""), key)
        # A browser sends the lines of a text with other ends than they were stored with.
        texts = {
            name.removeprefix(CELL): text.replace("\r\n", "\n")
            for name, text in posted.items()
            if name.startswith(CELL)
        }
        if not texts.keys() <= seen.keys():
            raise UnreadableRequest
        typed = {
            name: text[:longest]
            for name, text in texts.items()
            if text.strip() != seen[name][1] and posted.get(f"{CHOICE}{name}") != THEIRS
        }
        return cls(typed, seen | dict(_overruled(posted, seen)))

    def changes(self, change_of: Callable[[str, str, int], FieldChange]) -> list[FieldChange]:
        """`change_of` makes one of (key, text, version)."""
        return [change_of(name, text, self.seen[name][0]) for name, text in self.typed.items()]


class EditsForm(forms.Form):
    """The changes to undo, by number."""

    edits = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        given = data.getlist("edits") if data else []
        self.fields["edits"].choices = [(one, one) for one in given if one.isdecimal() and len(one) < 19]


def _overruled(posted: QueryDict, seen: Seen) -> Iterator[tuple[str, tuple[int, str]]]:
    """Where somebody chose their own text over that of another: the version they chose it over."""
    for key, (_, shown) in seen.items():
        choice, _, version = posted.get(f"{CHOICE}{key}", "").partition("-")
        if choice == MINE and version.isdecimal() and len(version) < 10:
            yield key, (int(version), shown)


@dataclass
class Refused:
    """What went wrong with a whole page of texts, and the texts, so that nothing typed is lost. By key."""

    typed: dict[str, str] = field(default_factory=dict)
    seen: Seen = field(default_factory=dict)
    problems: dict[str, FieldProblem] = field(default_factory=dict)
    conflicts: dict[str, FieldConflict] = field(default_factory=dict)
    general: str = ""

    @classmethod
    def of(cls, submitted: Submitted, refusal: SaveRefused, key_of: KeyOf) -> "Refused":
        problems, conflicts = ({key_of(one): one for one in some} for some in (refusal.problems, refusal.conflicts))
        return cls(submitted.typed, submitted.seen, problems, conflicts)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset({*self.problems, *self.conflicts})

    @property
    def stale(self) -> dict[str, int]:
        """The versions of cells in conflict: sent again without a choice, they conflict again."""
        return {key: self.seen[key][0] for key in self.conflicts}


def saved_as_data(saved: Iterable[SavedField], key_of: KeyOf) -> dict[str, object]:
    """`edit` is what the history has of it, by number."""
    cells = [
        {
            "key": key_of(one),
            "where": one.where,
            "old": one.old,
            "text": one.text,
            "version": one.version,
            "edit": getattr(one.edit, "pk", one.edit),
        }
        for one in saved
    ]
    return {"cells": cells, "at": clock(timezone.now())}
