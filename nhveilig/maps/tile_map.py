"""A square for every municipality, about where it lies: readable where true outlines are too small for a name."""

from collections.abc import Iterable, Iterator
from math import ceil, sqrt

from nhveilig.figures.svg import text_width
from nhveilig.regions.models import Municipality

Place = tuple[int, int]

KIND = "tiles"
EXPLANATION = "Elk vakje is een gemeente, ongeveer op haar plaats; oppervlakte en afstand kloppen niet."
EMPTY = {"width": 0, "height": 0, "places": {}}

# Measures of the drawing; the letters are almost 10 pt when a map of nine columns is as wide as the text of a page.
TILE = 54.0
GAP = 3.0
LETTERS = 11.2
ROOM = TILE - GAP
MOST_LINES = 3
# Wider than this, the tiles of an eenheid with five veiligheidsregio's become too small to read.
WIDEST = 11
# Where a long name may be broken: before what so many Dutch names of places end in.
ENDINGS = (
    "steradiel", "karspelen", "lingwerf", "kwartier", "mermeer", "kanaal", "warden", "lingen", "daal", "diel", "dijk",
    "drecht", "hoeke", "hout", "kerk", "kapelle", "land", "ling", "meer", "monde", "oord", "rode", "schoten", "stede",
    "steeg", "ster", "sum", "stein", "veen", "veld", "voort", "vliet", "waard", "water", "wijk", "wolde", "zijl", "dam",
    "berg", "burg", "beek", "broek", "horst", "huizen", "hoven", "heim", "bosch", "dorp", "graaf", "hem", "rade",
)  # fmt: skip


def shape(municipalities: list[Municipality]) -> dict:
    """Size of the drawing, and for each code the upper left corner of its tile and its name in lines."""
    places = placed(municipalities)
    columns, rows = (max(place[axis] for place in places.values()) + 1 for axis in (0, 1))
    return {
        "width": round(columns * TILE - GAP),
        "height": round(rows * TILE - GAP),
        "places": {
            one.code: {
                "x": places[one.code][0] * TILE,
                "y": places[one.code][1] * TILE,
                "lines": in_lines(one.name),
                "rings": [],
            }
            for one in municipalities
        },
    }


def in_lines(name: str, room: float = ROOM, size: float = LETTERS) -> list[str]:
    """A name in at most three lines that fit; a word that does not is cut, with a point."""
    words = [part for word in name.split() for part in word.replace("-", "- ").split()]
    found: list[str] = []
    for word in words:
        joint = "" if found and found[-1].endswith("-") else " "
        if found and text_width(f"{found[-1]}{joint}{word}", size) <= room:
            found[-1] += joint + word
        else:
            found += _broken(word, room, size)
    return found[:MOST_LINES]


def _broken(word: str, room: float, size: float) -> list[str]:
    ends = [ending for ending in ENDINGS if word.endswith(ending) and word != ending]
    halves = [[f"{word.removesuffix(ending)}-", ending] for ending in ends]
    fitting = [pair for pair in halves if all(text_width(half, size) <= room for half in pair)]
    if text_width(word, size) <= room or not fitting:
        return [_cut(word, room, size)]
    return fitting[0]


def _cut(word: str, room: float, size: float) -> str:
    if text_width(word, size) <= room:
        return word
    kept = word.rstrip("-")
    while text_width(f"{kept}.", size) > room:
        kept = kept[:-1]
    return f"{kept}."


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
