from collections.abc import Iterable

from django import template

register = template.Library()


@register.simple_tag
def folded(items: Iterable, screen: int, paper: int) -> dict[str, object]:
    """What a phone screen has room for (`shown`), what is folded away below it (`rest`), and how much of that the A4
    has room for (`on_paper`); `beyond` counts what is not on paper.

    One too many is shown as well: the line that says so would take as much room.
    """
    items = list(items)
    screen, paper = (room + 1 if len(items) == room + 1 else room for room in (screen, paper))
    on_paper = items[screen:paper]
    beyond = len(items[screen:]) - len(on_paper)
    return {"shown": items[:screen], "rest": items[screen:], "on_paper": on_paper, "beyond": beyond}
