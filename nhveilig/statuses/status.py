"""How it stands with what was promised: six words, each with a shape and a colour, in one order everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Look:
    """The mark in light, what is drawn on it, its edge, and its shape in a square of 16 (`currentColor` on `ground`).

    Print takes these; on a screen the style sheet says the same with `--status-…`, in dark too.
    """

    mark: str
    on_mark: str
    edge: str
    shape: str


LINE = 'class="ground" fill="none" stroke="{ground}" stroke-linecap="round" stroke-linejoin="round"'
OUTLINE = 'fill="none" stroke="currentColor"'


class Status(Enum):
    """Stored as its value; that of what nobody reported on is empty."""

    DONE = "done"
    ON_TRACK = "on_track"
    ATTENTION = "attention"
    BEHIND = "behind"
    STOPPED = "stopped"
    NONE = ""

    @property
    def word(self) -> str:
        return WORDS[self]

    @property
    def look(self) -> Look:
        return LOOKS[self]

    @property
    def css(self) -> str:
        """What its classes and tokens end in: `on-track`."""
        return self.name.lower().replace("_", "-")

    def drawing(self) -> str:
        """Its shape as a small SVG: with colours of its own for paper, with classes for a screen."""
        look = self.look
        ink = look.edge if look.mark == "none" else look.mark
        shape = look.shape.format(ground=look.on_mark, edge=look.edge)
        head = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16" color="{ink}"'
        return f'<svg {head} class="shape mark--{self.css}" aria-hidden="true" focusable="false">{shape}</svg>'

    @property
    def choice(self) -> tuple[str, str]:
        """As a model stores and names it."""
        return self.value, self.word


WORDS = {
    Status.DONE: "gereed",
    Status.ON_TRACK: "op koers",
    Status.ATTENTION: "vraagt aandacht",
    Status.BEHIND: "loopt achter",
    Status.STOPPED: "gestopt",
    Status.NONE: "nog niet gemeld",
}
LOOKS = {
    Status.DONE: Look(
        "#0d3550",
        "#fff",
        "#0d3550",
        '<rect x=".5" y=".5" width="15" height="15" rx="3.5" fill="currentColor"/>'
        f'<path d="m4 8.4 2.7 2.7L12 5.4" {LINE} stroke-width="2"/>',
    ),
    Status.ON_TRACK: Look(
        "#1d7d62",
        "#fff",
        "#1d7d62",
        '<circle cx="8" cy="8" r="7.5" fill="currentColor"/>'
        f'<path d="M4.4 8h6.8M8.3 4.9 11.4 8l-3.1 3.1" {LINE} stroke-width="1.9"/>',
    ),
    Status.ATTENTION: Look(
        "#f0b429",
        "#3d2600",
        "#855000",
        '<path d="M8 1.4 15.2 14.6H.8Z" fill="currentColor" stroke="{edge}" stroke-linejoin="round"'
        f' stroke-width="1.2"/><path d="M8 6v4m0 2.3v.1" {LINE} stroke-width="1.9"/>',
    ),
    Status.BEHIND: Look(
        "#b3261e",
        "#fff",
        "#b3261e",
        '<path d="M8 .6 15.4 8 8 15.4.6 8Z" fill="currentColor" stroke="currentColor" stroke-linejoin="round"'
        f' stroke-width=".8"/><path d="M8 4.6v6.4M5.5 8.7 8 11.2l2.5-2.5" {LINE} stroke-width="1.8"/>',
    ),
    Status.STOPPED: Look(
        "#657581",
        "#fff",
        "#657581",
        f'<circle cx="8" cy="8" r="6.4" {OUTLINE} stroke-width="2.1"/>'
        f'<path d="M5 8h6" {OUTLINE} stroke-linecap="round" stroke-width="2.4"/>',
    ),
    Status.NONE: Look(
        "none",
        "#4a5a67",
        "#6e7f8c",
        f'<circle cx="8" cy="8" r="6.4" {OUTLINE} stroke-dasharray="2.9 2.1" stroke-width="1.9"/>',
    ),
}


def in_order(counts: Mapping[str, int]) -> list[tuple[Status, int]]:
    """Each status there is one of at least, with how many; `counts` is by stored value."""
    return [(status, counts[status.value]) for status in Status if counts.get(status.value)]
