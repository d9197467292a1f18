"""A text is written without knowing how deep in a page or document it will stand."""

import re

HEADING = re.compile(r"<(/?)h([1-6])(?=[\s>])", re.IGNORECASE)
DEEPEST = 6


def under(html: str, level: int) -> str:
    """The headings of `html` moved to stand below one of `level`, with their own order kept and no step skipped."""
    found = sorted({int(match[2]) for match in HEADING.finditer(html)})
    moved = {old: min(level + steps, DEEPEST) for steps, old in enumerate(found, start=1)}
    last = level

    def as_moved(heading: re.Match[str]) -> str:
        nonlocal last
        if not heading[1]:
            last = min(moved[int(heading[2])], last + 1)
        return f"<{heading[1]}h{last}"

    return HEADING.sub(as_moved, html)
