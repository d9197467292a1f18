from collections.abc import Sequence
from dataclasses import dataclass

from django import template

register = template.Library()


@dataclass(frozen=True)
class Folded:
    """What a phone screen has room for, and what is folded away below it."""

    shown: Sequence
    rest: Sequence


@register.filter
def shown_first(items: Sequence, room: int) -> Folded:
    """One too many is shown as well: the line that says so would take as much room."""
    items = list(items)
    room = len(items) if len(items) == room + 1 else room
    return Folded(items[:room], items[room:])
