"""What became of a passage, word by word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from nhveilig.comparing.passages import Passage, Word

SAME, ADDED, REMOVED = "same", "added", "removed"
# For who cannot see a line under or through the words; the space keeps the first of them on the same line.
HEARD = '<span class="visually-hidden">[{}:\u00a0</span>{}<span class="visually-hidden">]</span>'
TAGS = {ADDED: ("ins", "toegevoegd"), REMOVED: ("del", "vervallen")}
# Between two changes so few words are left that reading them as one change is easier.
ISLAND = 2


@dataclass(frozen=True)
class Run:
    """Words that share their fate. Those that stayed are the new ones."""

    fate: str
    words: tuple[Word, ...]


def runs(old: Passage | None, new: Passage | None) -> list[Run]:
    """The new words and the removed ones, in reading order; what was removed stands before what replaced it."""
    if old is None or new is None:
        passage, fate = (new, ADDED) if old is None else (old, REMOVED)
        return [Run(fate, passage.words)]
    return [run for run in _runs(old.words, new.words) if run.words]


def _runs(old: tuple[Word, ...], new: tuple[Word, ...]) -> Iterator[Run]:
    for is_same, i, j, k, m in _without_islands(old, new):
        if is_same:
            yield Run(SAME, new[k:m])
        else:
            yield Run(REMOVED, old[i:j])
            yield Run(ADDED, new[k:m])


def _without_islands(old: tuple[Word, ...], new: tuple[Word, ...]) -> list[tuple[bool, int, int, int, int]]:
    before, after = [word.identity for word in old], [word.identity for word in new]
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    spans: list[tuple[bool, int, int, int, int]] = []
    for place, (tag, i, j, k, m) in enumerate(steps):
        stays = tag == "equal" and not (0 < place < len(steps) - 1 and m - k <= ISLAND and _is_busy(steps, place))
        if spans and not stays and not spans[-1][0]:
            spans[-1] = (False, spans[-1][1], j, spans[-1][3], m)
        else:
            spans.append((stays, i, j, k, m))
    return spans


def _is_busy(steps: list[tuple[str, int, int, int, int]], place: int) -> bool:
    """Whether the changes on both sides are replacements: a word put in twice keeps what stands between."""
    return steps[place - 1][0] == "replace" == steps[place + 1][0]


def html(found: list[Run], tags: Mapping[str, tuple[str, str]] = TAGS) -> SafeString:
    """The passage with `ins` and `del`, each beginning with a word for who cannot see the difference.

    Other `tags`: what an added or a removed run stands in, and the word it begins with.
    """
    parts = []
    for place, run in enumerate(found):
        # The first word of the new text has no space before it, but may stand behind the text it replaces.
        is_start = run.fate != REMOVED and all(earlier.fate == REMOVED for earlier in found[:place])
        parts.append(_run_html(run, tags, apart=bool(place) and (is_start or run.words[0].spaced)))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped


def _run_html(run: Run, tags: Mapping[str, tuple[str, str]], *, apart: bool) -> SafeString:
    space = " " if apart else ""
    inner = _words_html(run.words)
    if run.fate == SAME:
        return format_html("{}{}", space, inner)
    tag, said = tags[run.fate]
    return format_html("{}{}", space, _within(tag, format_html(HEARD, said, inner)))


def _words_html(words: tuple[Word, ...]) -> SafeString:
    parts = []
    for place, (styles, group) in enumerate(groupby(words, key=lambda word: word.styles)):
        styled = list(group)
        text = "".join(f" {word.text}" if word.spaced else word.text for word in styled).strip()
        space = " " if place and styled[0].spaced else ""
        parts.append(format_html("{}{}", space, _styled(text, styles)))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped


def _styled(text: str, styles: tuple[str, ...]) -> SafeString:
    """Links lose their address: in a comparison they would lead away from it."""
    inner = format_html("{}", text)
    for tag in reversed([style for style in styles if style != "a"]):
        inner = _within(tag, inner)
    return inner


def _within(tag: str, inner: SafeString) -> SafeString:
    """`tag` is one the portal chose, or of passages.INLINE; never what somebody wrote."""
    return mark_safe(f"<{tag}>{inner}</{tag}>")  # noqa: S308
