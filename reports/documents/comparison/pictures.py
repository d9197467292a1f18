"""What became of a picture: another one in its place, or other words beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from nhveilig.comparing import pairing
from nhveilig.comparing.changes import ADDED, CHANGED, REMOVED, SAME, PassageChange
from nhveilig.comparing.passages import of_text

SAID = {"alt": "Wat erop staat", "caption": "Bijschrift", "credit": "Beeld"}


@dataclass(frozen=True)
class PictureChange:
    """`old` and `new` are pictures as frozen, None where there is none; `words` is what is said of both, by label."""

    old: dict | None
    new: dict | None
    words: tuple[tuple[str, PassageChange], ...]

    @property
    def is_replaced(self) -> bool:
        """By the pixels: nobody has to change a word to choose another picture."""
        return bool(self.old and self.new and self.old["data"] != self.new["data"])

    @cached_property
    def fate(self) -> str:
        if self.old is None or self.new is None:
            return ADDED if self.old is None else REMOVED
        stayed = not self.is_replaced and all(change.fate == SAME for _, change in self.words)
        return SAME if stayed else CHANGED


def compare(old: list[dict], new: list[dict]) -> list[PictureChange]:
    """The pictures of two blocks that belong together: the same picture, or what stands at the same place."""
    keys = [lambda picture: picture["data"], lambda picture: picture["id"]]
    return [PictureChange(*pair, tuple(_words(*pair))) for pair in pairing.by_keys(old, new, keys)]


def _words(old: dict | None, new: dict | None) -> Iterator[tuple[str, PassageChange]]:
    for name, label in SAID.items():
        was, becomes = ((one or {}).get(name) for one in (old, new))
        if was or becomes:
            yield label, PassageChange(of_text(was) if was else None, of_text(becomes) if becomes else None)
