"""The table as a browser without script sends it: every text, and what its reader had been shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from formation.editing.forms import LONGEST_TEXT, ReasonForm
from formation.editing.grid import UnreadableRequest, seen_from
from formation.services.cells import CellChange

CELL = "cel-"
CHOICE = "keuze-"
THEIRS, MINE = "hun", "mijn"


@dataclass(frozen=True)
class Submitted:
    """`typed` holds only what differs from what was shown, by key."""

    typed: dict[str, str]
    seen: dict[str, tuple[int, str]]
    reason: str

    @classmethod
    def of(cls, posted: QueryDict) -> "Submitted":
        """Raises UnreadableRequest."""
        seen, form = seen_from(posted.get("gezien", "")), ReasonForm(posted)
        if not form.is_valid():
            raise UnreadableRequest(form)
        texts = {name.removeprefix(CELL): text for name, text in posted.items() if name.startswith(CELL)}
        if not texts.keys() <= seen.keys():
            raise UnreadableRequest
        typed = {
            key: text[:LONGEST_TEXT]
            for key, text in texts.items()
            if text.strip() != seen[key][1] and posted.get(f"{CHOICE}{key}") != THEIRS
        }
        return cls(typed, seen | dict(_overruled(posted, seen)), form.cleaned_data["reason"])

    def changes(self) -> list[CellChange]:
        return [CellChange(*map(int, key.split("-")), text, self.seen[key][0]) for key, text in self.typed.items()]


def _overruled(posted: QueryDict, seen: dict[str, tuple[int, str]]) -> Iterator[tuple[str, tuple[int, str]]]:
    """Where somebody chose their own figure over that of another: the version they chose it over."""
    for key, (_, shown) in seen.items():
        choice, _, version = posted.get(f"{CHOICE}{key}", "").partition("-")
        if choice == MINE and version.isdecimal() and len(version) < 10:
            yield key, (int(version), shown)
