"""The headings of a page, as somebody who cannot see it walks through them."""

import re

HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)


def steps_skipped(html: str) -> list[str]:
    """The headings that lie more than one level below the one before, by their words."""
    found = [(int(level), re.sub(r"<[^>]+>", "", words).strip()) for level, words in HEADING.findall(html)]
    before = [0, *(level for level, _ in found)]
    return [words for (level, words), above in zip(found, before, strict=False) if level > above + 1]
