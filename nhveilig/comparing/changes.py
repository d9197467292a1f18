"""What became of each passage of a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from nhveilig.comparing import pairing, words
from nhveilig.comparing.passages import Passage, of_html
from nhveilig.comparing.words import ADDED, REMOVED, SAME

CHANGED = "changed"
ONLY_HERE = dict.fromkeys([ADDED, REMOVED], ("mark", "alleen hier"))


@dataclass(frozen=True)
class PassageChange:
    """A passage that is in one of two texts, or in both."""

    old: Passage | None
    new: Passage | None

    @property
    def kind(self) -> str:
        return (self.new or self.old).kind

    @cached_property
    def fate(self) -> str:
        if self.old is None or self.new is None:
            return ADDED if self.old is None else REMOVED
        return SAME if self.old.identity == self.new.identity else CHANGED

    @cached_property
    def runs(self) -> list[words.Run]:
        return words.runs(self.old, self.new)

    @property
    def html(self) -> SafeString:
        return words.html(self.runs)


def changes_between(old: Sequence[Passage], new: Sequence[Passage]) -> tuple[PassageChange, ...]:
    return tuple(PassageChange(*pair) for pair in pairing.passages(old, new))


def html_changes(old: str, new: str) -> tuple[PassageChange, ...]:
    """Between two clean texts (nhveilig.texts.cleaning.clean)."""
    return changes_between(of_html(old), of_html(new))


def only_changed(changes: Sequence[PassageChange]) -> list[tuple[int, PassageChange | None]]:
    """What a reader is shown: a passage that changed, or (how many, None) for a run of those that did not."""
    found: list[tuple[int, PassageChange | None]] = []
    for stayed, run in groupby(changes, key=lambda passage: passage.fate == SAME):
        passages = list(run)
        found += [(len(passages), None)] if stayed else [(1, passage) for passage in passages]
    return found


@dataclass(frozen=True)
class Sides:
    """Two texts beside each other, with what only one of them says marked."""

    left: SafeString
    right: SafeString


def sides(left: str, right: str) -> Sides:
    """The old and the new text, each with its own changes marked; both are clean (nhveilig.texts.cleaning)."""
    changes = html_changes(left, right)
    old, new = ([one for one in changes if one.old], [one for one in changes if one.new])
    return Sides(_side(old, REMOVED), _side(new, ADDED))


def _side(changes: list[PassageChange], fate: str) -> SafeString:
    return format_html_join(
        "", '<p class="passage passage--{}">{}</p>', ((one.kind, _own(one, fate)) for one in changes)
    )


def _own(change: PassageChange, fate: str) -> SafeString:
    return words.html([run for run in change.runs if run.fate in (SAME, fate)], ONLY_HERE)
