import math

from nhveilig.figures.svg import Box, overlap, text_width
from nhveilig.maps.shapes import Point, Ring, area_and_centre, crossings_of, simplified
from nhveilig.maps.tile_map import in_lines
from nhveilig.regions.models import Municipality

KIND = "outlines"
EXPLANATION = "De kaart toont hun grenzen; waar een naam niet past, staat een afkorting of niets."

WIDTH = 460.0
TALLEST = 600.0
LETTERS = 11.0
# At both sides, for names that are wider than what they name.
MARGIN = 14.0
# Finer than a screen or a printer shows at this size; islands smaller than this are left out.
TOLERANCE = 0.5
SMALLEST = 1.5
SHORTEST = 3
LINE = 12.5
# As wide as three letters: a name this short may stick out a little.
NARROW = 24.0


def shape(municipalities: list[Municipality]) -> dict:
    """Size of the drawing, and for each code its rings on it, the middle of its name, and the name in lines."""
    flat = {one.code: _flattened(one.outline.geometry["coordinates"]) for one in municipalities}
    points = [point for polygons in flat.values() for rings in polygons for ring in rings for point in ring]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    scale = min(WIDTH / (right - left), TALLEST / (bottom - top))
    laid = {
        code: [[_scaled(ring, left, top, scale) for ring in rings] for rings in polygons]
        for code, polygons in flat.items()
    }
    return {
        "width": round((right - left) * scale + 2 * MARGIN),
        "height": round((bottom - top) * scale) + 1,
        "places": _places(municipalities, laid),
    }


def _places(municipalities: list[Municipality], laid: dict[str, list[list[Ring]]]) -> dict[str, dict]:
    """The largest first: of two names that would meet, that of the larger shape is kept."""
    taken: list[Box] = []
    by_size = sorted(municipalities, key=lambda one: -area_and_centre(_largest(laid[one.code]))[0])
    return {one.code: _place(one.name, laid[one.code], taken) for one in by_size}


def _flattened(polygons: list) -> list[list[Ring]]:
    """Degrees as equal steps in both directions at the middle of the country, north above."""
    shrink = math.cos(math.radians(52.2))
    return [[[(x * shrink, -y) for x, y in ring] for ring in rings] for rings in polygons]


def _scaled(ring: Ring, left: float, top: float, scale: float) -> Ring:
    laid = [((x - left) * scale + MARGIN, (y - top) * scale) for x, y in ring]
    return [(round(x, 1), round(y, 1)) for x, y in simplified(laid, TOLERANCE)]


def _place(name: str, polygons: list[list[Ring]], taken: list[Box]) -> dict:
    largest = _largest(polygons)
    x, y = _middle(largest)
    shown = [ring for rings in polygons for ring in rings if ring is largest or area_and_centre(ring)[0] > SMALLEST]
    across = [place for place, _ in largest]
    lines = _fitting(name, (x, y), max(across) - min(across), taken)
    return {"x": round(x, 1), "y": round(y, 1), "lines": lines, "rings": shown}


def _largest(polygons: list[list[Ring]]) -> Ring:
    return max((rings[0] for rings in polygons), key=lambda ring: area_and_centre(ring)[0])


def _middle(ring: Ring) -> Point:
    """The middle of the widest level stretch inside near the centre of gravity: a bay may lie at the centre itself."""
    _, (_, height) = area_and_centre(ring)
    crossings = sorted(crossings_of([ring], height))
    pairs = list(zip(crossings[::2], crossings[1::2], strict=False)) or [(ring[0][0], ring[0][0])]
    left, right = max(pairs, key=lambda pair: pair[1] - pair[0])
    return (left + right) / 2, height


def _fitting(name: str, middle: Point, width: float, taken: list[Box]) -> list[str]:
    """The name where it fits the shape, else its first letters, else nothing; never over a name in `taken`."""
    for words in (in_lines(name, width, LETTERS), [f"{name[:SHORTEST]}."]):
        box = _box(words, middle)
        whole = not words[0].endswith(".") or len(words[0]) == SHORTEST + 1
        if whole and box[2] - box[0] <= max(width, NARROW) and not any(overlap(box, other) for other in taken):
            taken.append(box)
            return words
    return []


def _box(words: list[str], middle: Point) -> Box:
    across = max(text_width(word, LETTERS) for word in words) / 2
    down = LINE * len(words) / 2
    return middle[0] - across, middle[1] - down, middle[0] + across, middle[1] + down
