"""A Map as accessible SVG: the same string on the web page and in the PDF, equal for equal input."""

from html import escape

from nhveilig.figures.chart_parts import INK, PALETTE, PAPER, SOFT, hatch
from nhveilig.figures.svg import drawing, element, text, text_width
from nhveilig.maps.shapes import hatched, path
from nhveilig.maps.tile_map import GAP, LETTERS, TILE

LINE = 12.5
STRIP = 10.0
SWATCH = 26.0
LEGEND_LINE = 22.0
LEGEND_LETTERS = 13.0
NARROWEST = 320
# How much of the colour a place has, from unknown to highest. The words on it stay readable on all of them.
SHADES = ("0.04", "0.12", "0.26", "0.42", "0.6")
REGION_TINT = "0.16"


def render(content: dict) -> str:
    """Every text in it is escaped. A region is told apart by its hatching as well as by its colour."""
    width = max(content["width"], NARROWEST)
    legend, height = _legend(content, width)
    shift = (width - content["width"]) / 2
    body = element("g", *_places(content), transform=f"translate({shift + 0.5:.1f} {height:.1f})")
    kind, size = f"map map-{content['kind']}", (round(width + 1), round(height + content["height"] + 2))
    return drawing(content, kind, *size, LETTERS, legend, body)


def _places(content: dict) -> list[str]:
    """Shapes first and names after, so that no shape lies over the name of its neighbour."""
    if content["kind"] == "tiles":
        return [_tile(place) for place in content["places"]]
    names = [_outline_name(place) for place in content["places"] if place["lines"]]
    return [*(_outline(place) for place in content["places"]), *names]


def _legend(content: dict, width: float) -> tuple[str, float]:
    """Swatches with their meaning, as many to a line as fit; and how high they are together."""
    parts, x, y = [], 0.0, 0.0
    for entry in content["legend"]:
        room = SWATCH + 8 + text_width(entry["label"], LEGEND_LETTERS) * 1.05
        if x and x + room > width:
            x, y = 0.0, y + LEGEND_LINE
        parts += [
            _swatch(entry, x, y, content["kind"]),
            text(x + SWATCH + 6, y + 12.5, entry["label"], font_size=LEGEND_LETTERS),
        ]
        x += room + 14
    return "".join(parts), y + LEGEND_LINE + 12


def _swatch(entry: dict, x: float, y: float, kind: str) -> str:
    """As its places look: a tile is hatched in its strip, an outline all over."""
    region, height = entry["region"], 16.0
    if not region:
        return _ground(x, y, SWATCH, height, 1, SHADES[entry["shade"]])
    if kind == "tiles":
        return _strip(region, x, y, SWATCH, height)
    corners = [(x, y), (x + SWATCH, y), (x + SWATCH, y + height), (x, y + height)]
    return _shape([corners], region, REGION_TINT) + _hatch([corners], region)


def _tile(place: dict) -> str:
    side, x, y, coloured = TILE - GAP, place["x"], place["y"], place["shade"] is not None
    ground = _ground(x, y, side, side, 1 if coloured else place["region"], _tint(place))
    strip = "" if coloured else _strip(place["region"], x, y + side - STRIP, side, STRIP)
    lines = [*place["lines"][:2], place["value"]] if coloured else place["lines"]
    middle = y + (side if coloured else side - STRIP) / 2
    return element("g", _named(place), ground, strip, *_label(x + side / 2, middle, lines))


def _outline(place: dict) -> str:
    rings = [[tuple(point) for point in ring] for ring in place["rings"]]
    if place["shade"] is not None:
        return element("g", _named(place), _shape(rings, 1, _tint(place)))
    return element("g", _named(place), _shape(rings, place["region"], REGION_TINT), _hatch(rings, place["region"]))


def _outline_name(place: dict) -> str:
    lines = [*place["lines"], place["value"]] if place["value"] else place["lines"]
    return _halo(place["x"], place["y"], lines) + "".join(_label(place["x"], place["y"], lines))


def _shape(rings: list, colour: int, opacity: str) -> str:
    return element(
        "path", d=path(rings), fill=PALETTE[colour - 1], fill_opacity=opacity, fill_rule="evenodd",
        stroke=SOFT, stroke_width="0.7", stroke_linejoin="round", class_=f"map-shape chart-fill-{colour}",
    )  # fmt: skip


def _hatch(rings: list, region: int) -> str:
    lines = hatched(rings, region)
    look = {"stroke": PALETTE[region - 1], "stroke_width": "1", "stroke_opacity": "0.5", "fill": "none"}
    return element("path", d=lines, **look, class_=f"chart-stroke-{region}") if lines else ""


def _ground(x: float, y: float, width: float, height: float, colour: int, opacity: str) -> str:
    return element(
        "rect", x=x, y=y, width=width, height=height, rx=2, fill=PALETTE[colour - 1], fill_opacity=opacity,
        class_=f"chart-fill-{colour}",
    )  # fmt: skip


def _strip(region: int, x: float, y: float, width: float, height: float) -> str:
    solid = element(
        "rect", x=x, y=y, width=width, height=height, fill=PALETTE[region - 1], class_=f"chart-fill-{region}"
    )
    return solid + hatch(region, x, y, width, height)


def _halo(x: float, y: float, lines: list[str]) -> str:
    """A ground under the letters, for hatching runs through them otherwise."""
    width, height = max(text_width(line, LETTERS) for line in lines) + 3, LINE * len(lines)
    place = {"x": x - width / 2, "y": y - height / 2, "width": width, "height": height}
    return element("rect", **place, rx=2, fill=PAPER, fill_opacity="0.85", class_="chart-ground")


def _label(x: float, middle: float, lines: list[str]) -> list[str]:
    top = middle - LINE * (len(lines) - 1) / 2 + LETTERS * 0.35
    return [text(x, top + LINE * n, line, text_anchor="middle", fill=INK) for n, line in enumerate(lines)]


def _tint(place: dict) -> str:
    return REGION_TINT if place["shade"] is None else SHADES[place["shade"]]


def _named(place: dict) -> str:
    """What a pointer that rests on it shows; a screen reader reads the table."""
    value = f": {place['value']}" if place["value"] else ""
    return element("title", escape(f"{place['name']}{value}"))
