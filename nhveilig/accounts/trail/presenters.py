"""Rows of the trail with the names of people, which the trail itself does not know."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nhveilig.accounts.names import SOMEBODY
from nhveilig.figures.formats import date_long
from nhveilig.trail.kinds import Part
from nhveilig.trail.models import Entry

# Those that say more than the words of the row; the file has all of them.
FACTS = {
    "adopted_on": "vastgesteld op",
    "decided_on": "besloten op",
    "ends_on": "reageren tot en met",
    "target": "streefcijfer",
    "shares": "delen",
    "sha256": "SHA-256",
}
HASH, DAY = re.compile(r"[0-9a-f]{64}"), re.compile(r"\d{4}-\d\d-\d\d")
# Of a hash as much as tells it from another.
SHOWN_OF_A_HASH = 16
# A command on the server, or work by the clock.
THE_PORTAL = "het portaal zelf"


@dataclass(frozen=True)
class Told:
    """A row for a reader; `entry` was read `with_people()`."""

    entry: Entry

    @property
    def by(self) -> str:
        name = self._named(Part.BY) or THE_PORTAL
        principal = self._named(Part.ON_BEHALF_OF)
        return f"{name} namens {principal}" if principal else name

    @property
    def about(self) -> str:
        return self._named(Part.ABOUT)

    @property
    def facts(self) -> list[tuple[str, str]]:
        held = self.entry.facts
        said = [(label, _written(held[name])) for name, label in FACTS.items() if held.get(name)]
        return [*said, ("hash van de regel", _written(self.entry.hash))]

    def _named(self, part: Part) -> str:
        """Empty where nobody had this part; of somebody whose account is gone, that it was somebody."""
        found = next((one.user.shown_name for one in self.entry.persons.all() if one.part == part), "")
        return found or (SOMEBODY if part in self.entry.people else "")


def _written(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items())
    text = str(value)
    if HASH.fullmatch(text):
        return f"{text[:SHOWN_OF_A_HASH]}…"
    return date_long(text) if DAY.fullmatch(text) else text


def told(entries: Iterable[Entry]) -> list[Told]:
    return [Told(entry) for entry in entries]
