"""Comparing texts that may be as long as a book, in the time a page may take."""

import re
from dataclasses import dataclass
from itertools import pairwise, takewhile

from nhveilig.comparing.changes import PassageChange, html_changes, only_changed

# Characters, old and new together. Comparing so many takes about half a second; on one page no more are compared.
MOST_COMPARED = 100_000
# Shorter ones are compared as a whole.
LONG = 20_000
_END_OF_BLOCK = re.compile(r"</(?:p|li|h[2-6]|tr)>")

Shown = list[tuple[int, PassageChange | None]]


@dataclass
class Budget:
    """How many characters may still be compared for this page."""

    left: int = MOST_COMPARED

    def takes(self, size: int) -> bool:
        """Whether there is room for `size` characters, which are then spent."""
        if size > self.left:
            return False
        self.left -= size
        return True


def compared(old: str, new: str, budget: Budget) -> Shown | None:
    """What changed between two clean texts; None when that is more than the budget allows."""
    before, middle, after = 0, (old, new), 0
    if len(old) + len(new) > LONG:
        before, middle, after = _apart(_blocks(old), _blocks(new))
    if not budget.takes(len(middle[0]) + len(middle[1])):
        return None
    return _joined([(before, None), *only_changed(html_changes(*middle)), (after, None)])


def _blocks(html: str) -> list[str]:
    """Cut after each block. The last piece is what follows the last block: nothing, or the end of a list."""
    ends = [0, *(found.end() for found in _END_OF_BLOCK.finditer(html)), len(html)]
    return [html[start:end] for start, end in pairwise(ends)]


def _apart(old: list[str], new: list[str]) -> tuple[int, tuple[str, str], int]:
    """How many blocks are the same at the start, what stands between in both, how many are the same at the end."""
    before = _same(old, new)
    after = _same(old[before:][::-1], new[before:][::-1])
    middle = ("".join(text[before : len(text) - after]) for text in (old, new))
    # The last piece is no block.
    return before, tuple(middle), max(after - 1, 0)


def _same(old: list[str], new: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _joined(parts: Shown) -> Shown:
    """Runs of passages that stayed, counted as one."""
    found: Shown = []
    for number, change in parts:
        if change is None and found and found[-1][1] is None:
            found[-1] = (found[-1][0] + number, None)
        elif change is not None or number:
            found.append((number, change))
    return found
