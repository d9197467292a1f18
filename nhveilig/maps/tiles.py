"""A square for every municipality, about where it lies: readable where true outlines are too small for a name."""

from collections.abc import Iterable, Iterator
from math import ceil, sqrt

from nhveilig.regions.models import Municipality

Place = tuple[int, int]

# Wider than this, the tiles of an eenheid with five veiligheidsregio's become too small to read.
WIDEST = 11


def placed(municipalities: Iterable[Municipality]) -> dict[str, Place]:
    """Column and row of each, by code; no two on one place.

    Where nobody gave any a place, those of one veiligheidsregio stand together. A few without a place (a new
    municipality), or with one that is taken, come in a row of their own below.
    """
    found = list(municipalities)
    if not any(municipality.tile_column is not None for municipality in found):
        return _by_region(found)
    return _as_given(found)


def _as_given(municipalities: list[Municipality]) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for municipality in municipalities:
        place = (municipality.tile_column, municipality.tile_row)
        if None not in place and place not in places.values():
            places[municipality.code] = place
    places = _from_the_corner(places)
    below = max(row for _, row in places.values()) + 2
    rest = [municipality for municipality in municipalities if municipality.code not in places]
    return places | {one.code: (n % WIDEST, below + n // WIDEST) for n, one in enumerate(rest)}


def _from_the_corner(places: dict[str, Place]) -> dict[str, Place]:
    left, top = (min(place[axis] for place in places.values()) for axis in (0, 1))
    return {code: (column - left, row - top) for code, (column, row) in places.items()}


def _by_region(municipalities: list[Municipality]) -> dict[str, Place]:
    """A block for each veiligheidsregio, side by side as long as they fit and then below."""
    groups: dict[int, list[Municipality]] = {}
    for municipality in municipalities:
        groups.setdefault(municipality.safety_region_id, []).append(municipality)
    blocks = list(groups.values())
    return {
        municipality.code: (column + n % width, row + n // width)
        for block, (column, row, width) in zip(blocks, _corners(blocks), strict=True)
        for n, municipality in enumerate(block)
    }


def _corners(blocks: list[list[Municipality]]) -> Iterator[tuple[int, int, int]]:
    """Left column, top row and width of each block."""
    column = row = height = 0
    for block in blocks:
        width = ceil(sqrt(len(block)))
        if column and column + width > WIDEST:
            column, row, height = 0, row + height + 1, 0
        yield column, row, width
        column, height = column + width + 1, max(height, ceil(len(block) / width))
