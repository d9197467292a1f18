from collections.abc import Sequence
from dataclasses import dataclass

from django import template

register = template.Library()


@dataclass(frozen=True)
class Folded:
    """What a phone screen has room for, what is folded away below it, and how much of that the A4 has room for."""

    shown: Sequence
    rest: Sequence
    on_paper: Sequence

    @property
    def beyond(self) -> int:
        """What is not on paper."""
        return len(self.rest) - len(self.on_paper)


@register.simple_tag
def folded(items: Sequence, screen: int, paper: int) -> Folded:
    """One too many is shown as well: the line that says so would take as much room."""
    items = list(items)
    if len(items) == screen + 1:
        screen += 1
    if len(items) == paper + 1:
        paper += 1
    return Folded(items[:screen], items[screen:], items[screen:paper])
