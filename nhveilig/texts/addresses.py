"""Names by which a row is found: in addresses, anchors and codes."""

from collections.abc import Collection
from itertools import chain, count


def first_free(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or else the first of `wanted-2`, `wanted-3` and so on that is not taken."""
    return next(one for one in chain([wanted], (f"{wanted}-{number}" for number in count(2))) if one not in taken)
