"""Notes are frozen where they are called, with their number. Print moves them to the foot of the page."""

import re

NOTE = re.compile(r'<span\b(?=[^>]*\bclass="voetnoot")(?=[^>]*\bdata-nummer="(\d+)")[^>]*>(.*?)</span>', re.DOTALL)
CALL = '<sup class="noot"><a href="#noot-{0}" id="noot-{0}-terug" aria-label="Noot {0}">{0}</a></sup>'


def for_web(html: str) -> str:
    """Each note replaced by a link to `#noot-<number>`; the note itself stands in the block of notes."""
    return NOTE.sub(lambda match: CALL.format(match[1]), html)
