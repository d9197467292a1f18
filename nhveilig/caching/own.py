"""What of a page is for whom it is about alone, though the page is kept for all: “uw gemeente” on a map.

In what is kept it stands for everybody, as a comment of HTML with the key of whose it is. Around it, outside what is
kept, the template says whose page this is: then what is theirs is shown, and nobody gets what is of others.
"""

import re
from collections.abc import Collection

MARKED = re.compile(r"<!--own:([\w-]+) (.*?):own-->", re.DOTALL)


def for_own(key: str, html: str) -> str:
    """`html` is markup, without a part of its own that is for one reader."""
    return f"<!--own:{key} {html}:own-->"


def shown_to(keys: Collection[str], html: str) -> str:
    return MARKED.sub(lambda found: found[2] if found[1] in keys else "", html)
