"""A Map as accessible SVG: the same string on the web page and in the PDF, equal for equal input."""

from html import escape

from nhveilig.caching.own import for_own
from nhveilig.figures.svg import drawing, element, text, text_width
from nhveilig.maps.shapes import path
from nhveilig.maps.tile_map import GAP, LETTERS, TILE

LINE = 12.5
NUMBER = 18.0
SWATCH = 26.0
LEGEND_LINE = 22.0
LEGEND_LETTERS = 13.0
NARROWEST = 320
INK, ON_DEEP, EDGE, PAPER, OWN = "#16222c", "#ffffff", "#6e7f8c", "#ffffff", "#c9701a"
# Of a class from lowest to highest, or of a region by its place: the ground and what stands on it. First the unknown.
CLASSES = (
    (PAPER, INK),
    ("#dce8f0", INK),
    ("#a9cbe0", INK),
    ("#3877a3", ON_DEEP),
    ("#0d3550", ON_DEEP),
    (PAPER, INK),
    (PAPER, INK),
)


def render(content: dict, *, marks_own: bool = False) -> str:
    """Every text in it is escaped. The number or the name in a place says what its colour repeats.

    `marks_own`: with an outline at each place for whose own it is, of `nhveilig.caching.own`.
    """
    width = max(content["width"], NARROWEST)
    legend, height = _legend(content, width)
    shift = (width - content["width"]) / 2
    marks = [for_own(place["code"], _mark(place)) for place in content["places"]] if marks_own else []
    body = element("g", *_places(content), *marks, transform=f"translate({shift + 0.5:.1f} {height:.1f})")
    kind, size = f"map map-{content['kind']}", (round(width + 1), round(height + content["height"] + 2))
    return drawing(content, kind, *size, LETTERS, legend, body)


def _places(content: dict) -> list[str]:
    """Shapes first and names after, so that no shape lies over the name of its neighbour."""
    if content["kind"] == "tiles":
        return [_tile(place) for place in content["places"]]
    return [draw(place) for draw in (_outline, _outline_label) for place in content["places"]]


def _legend(content: dict, width: float) -> tuple[str, float]:
    """Swatches with their meaning, as many to a line as fit; and how high they are together."""
    parts, x, y = [], 0.0, 0.0
    for entry in content["legend"]:
        room = SWATCH + 8 + text_width(entry["label"], LEGEND_LETTERS) * 1.05
        if x and x + room > width:
            x, y = 0.0, y + LEGEND_LINE
        parts += [
            _swatch(entry, x, y),
            text(x + SWATCH + 6, y + 12.5, entry["label"], font_size=LEGEND_LETTERS),
        ]
        x += room + 14
    return "".join(parts), y + LEGEND_LINE + 12


def _swatch(entry: dict, x: float, y: float) -> str:
    return _tile_ground(x, y, SWATCH, 16.0, _class_of(entry))


def _class_of(place: dict) -> int:
    """A place of a map that has values has a shade; else its region tells it apart."""
    return place["region"] if place["shade"] is None else place["shade"]


def _tile(place: dict) -> str:
    side, x, y, class_ = TILE - GAP, place["x"], place["y"], _class_of(place)
    ground, middle = _tile_ground(x, y, side, side, class_), x + side / 2
    if place["shade"] is None:
        return element("g", _named(place), ground, *_label(middle, y + side / 2, place["lines"], class_))
    name = _label(middle, y + 15, place["lines"][:2], class_)
    number = _number(middle, y + 38, place["value"], class_)
    return element("g", _named(place), ground, *name, number)


def _outline(place: dict) -> str:
    fill, _ = CLASSES[_class_of(place)]
    look = {"fill": fill, "stroke": EDGE, "stroke_width": "0.8", "stroke_linejoin": "round", "fill_rule": "evenodd"}
    shape = element("path", d=_path(place), **look, class_=f"map-shape map-{_class_of(place)}")
    return element("g", _named(place), shape)


def _mark(place: dict) -> str:
    """Around the place, in the colour of “ours”; the table says it in words."""
    look = {"fill": "none", "stroke": OWN, "stroke_width": 4, "class_": "map-own"}
    if place["rings"]:
        return element("path", d=_path(place), stroke_linejoin="round", **look)
    side = TILE - GAP + 2
    return element("rect", x=place["x"] - 1, y=place["y"] - 1, width=side, height=side, rx=3, **look)


def _path(place: dict) -> str:
    return path([[tuple(point) for point in ring] for ring in place["rings"]])


def _outline_label(place: dict) -> str:
    """The number, or on a map without values the name where it fits."""
    class_ = _class_of(place)
    if place["shade"] is not None:
        return _number(place["x"], place["y"], place["value"], class_)
    return "".join(_label(place["x"], place["y"], place["lines"], class_)) if place["lines"] else ""


def _tile_ground(x: float, y: float, width: float, height: float, class_: int) -> str:
    box, look = {"x": x, "y": y, "width": width, "height": height}, {"fill": CLASSES[class_][0], "stroke": EDGE}
    return element("rect", **box, rx=2, **look, class_=f"map-shape map-{class_}")


def _number(x: float, middle: float, value: str, class_: int) -> str:
    """What comes first of `6 van 8`; the table has the rest."""
    number = value.split(" ", maxsplit=1)[0] or "?"
    look = {"font_size": NUMBER, "font_weight": 600, "fill": CLASSES[class_][1], "class_": _ink(class_)}
    return text(x, middle + NUMBER * 0.35, number, text_anchor="middle", **look)


def _label(x: float, middle: float, lines: list[str], class_: int) -> list[str]:
    top = middle - LINE * (len(lines) - 1) / 2 + LETTERS * 0.35
    look = {"fill": CLASSES[class_][1], "class_": _ink(class_)}
    return [text(x, top + LINE * n, line, text_anchor="middle", **look) for n, line in enumerate(lines)]


def _ink(class_: int) -> str:
    return "map-on-deep" if CLASSES[class_][1] == ON_DEEP else "map-on-pale"


def _named(place: dict) -> str:
    """What a pointer that rests on it shows; a screen reader reads the table."""
    value = f": {place['value']}" if place["value"] else ""
    return element("title", escape(f"{place['name']}{value}"))
