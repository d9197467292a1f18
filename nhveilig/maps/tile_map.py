from nhveilig.figures.svg import text_width
from nhveilig.maps.tiles import placed
from nhveilig.regions.models import Municipality

KIND = "tiles"
EXPLANATION = "Elk vakje is een gemeente, ongeveer op haar plaats; oppervlakte en afstand kloppen niet."
EMPTY = {"width": 0, "height": 0, "places": {}}

# Measures of the drawing; the letters are almost 10 pt when a map of nine columns is as wide as the text of a page.
TILE = 54.0
GAP = 3.0
LETTERS = 11.2
ROOM = TILE - GAP
MOST_LINES = 3
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
                "lines": lines(one.name),
                "rings": [],
            }
            for one in municipalities
        },
    }


def lines(name: str, room: float = ROOM, size: float = LETTERS) -> list[str]:
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
