"""Two texts beside each other, with what only one of them says marked."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from nhveilig.comparing import words
from nhveilig.comparing.changes import PassageChange, html_changes

ONLY_HERE = dict.fromkeys([words.ADDED, words.REMOVED], ("mark", "alleen hier"))


@dataclass(frozen=True)
class Sides:
    left: SafeString
    right: SafeString


def sides(left: str, right: str) -> Sides:
    """The old and the new text, each with its own changes marked; both are clean (nhveilig.texts.cleaning)."""
    changes = html_changes(left, right)
    return Sides(
        _side(changes, words.REMOVED, lambda change: change.old), _side(changes, words.ADDED, lambda change: change.new)
    )


def _side(
    changes: tuple[PassageChange, ...], fate: str, is_there: Callable[[PassageChange], object | None]
) -> SafeString:
    here = [change for change in changes if is_there(change)]
    return format_html_join("", "{}", ((_passage(change, fate),) for change in here))


def _passage(change: PassageChange, fate: str) -> SafeString:
    runs = [run for run in change.runs if run.fate in (words.SAME, fate)]
    return format_html('<p class="passage passage--{}">{}</p>', change.kind, words.html(runs, ONLY_HERE))
