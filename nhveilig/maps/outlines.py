"""Outlines of municipalities out of a GeoJSON or TopoJSON file, as CBS and PDOK publish them."""

import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from nhveilig.exceptions import PortalError
from nhveilig.maps.shapes import Point, Ring, simplified

Polygon = list[Ring]

LARGEST_FILE = 30_000_000  # bytes
MOST_POINTS = 1_000_000
# Names under which CBS, PDOK and the tools people use with them put the code of a municipality.
CODE_NAMES = ("statcode", "gm_code", "gemeentecode", "identificatie", "code", "id", "gm", "gemcode")
SMALLEST_RING = 4  # a closed triangle

_CODE = re.compile(r"(?:GM)?(\d{1,4})", re.IGNORECASE)


# Around the Netherlands, wide enough for islands and for the sea that belongs to a municipality.
LONGITUDES, LATITUDES = (2.5, 8.0), (50.0, 54.5)
RD_X, RD_Y = (-10_000.0, 310_000.0), (290_000.0, 650_000.0)

# The approximation of Schreutelkamp and Strang van Hees, good to a quarter of a metre: power of x, of y, factor.
_LATITUDE = (
    (0, 1, 3235.65389), (2, 0, -32.58297), (0, 2, -0.24750), (2, 1, -0.84978), (0, 3, -0.06550), (2, 2, -0.01709),
    (1, 0, -0.00738), (4, 0, 0.00530), (2, 3, -0.00039), (4, 1, 0.00033), (1, 1, -0.00012),
)  # fmt: skip
_LONGITUDE = (
    (1, 0, 5260.52916), (1, 1, 105.94684), (1, 2, 2.45656), (3, 0, -0.81885), (1, 3, 0.05594), (3, 1, -0.05607),
    (0, 1, 0.01199), (3, 2, -0.00256), (1, 4, 0.00128), (0, 2, 0.00022), (2, 0, -0.00022), (5, 0, 0.00026),
)  # fmt: skip
_ORIGIN_RD, _ORIGIN = (155_000.0, 463_000.0), (5.38720621, 52.15517440)


class OutlineError(PortalError):
    """A file that holds no usable outlines. The message says what is wrong and how to mend it."""


class UnknownCoordinates(PortalError):
    """Coordinates that are neither degrees nor Rijksdriehoek metres in the Netherlands."""


def read(data: bytes) -> dict[str, list[Polygon]]:
    """The polygons of each municipality by its code, in degrees, longitude first. Raises OutlineError."""
    document = _parsed(data)
    found: dict[str, list[Polygon]] = {}
    for code, polygons in _features(document):
        known = found.setdefault(code, [])
        known += [polygon for polygon in polygons if polygon not in known]
    if not found:
        raise OutlineError(
            "Het bestand noemt geen gemeenten. Geef elk gebied een GM-code in een van deze velden: "
            f"{', '.join(CODE_NAMES)}."
        )
    return _in_degrees(found)


def _parsed(data: bytes) -> dict:
    if len(data) > LARGEST_FILE:
        raise OutlineError(
            f"Het bestand is groter dan {LARGEST_FILE // 1_000_000} MB. Neem een gegeneraliseerde uitgave."
        )
    try:
        document = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise OutlineError("Het bestand is geen geldige JSON. Download het opnieuw als GeoJSON of TopoJSON.") from None
    if not isinstance(document, dict):
        raise OutlineError("Het bestand is geen GeoJSON of TopoJSON: het begint niet met een object.")
    return document


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _features(document: dict) -> Iterator[tuple[str, list[Polygon]]]:
    if document.get("type") == "Topology":
        yield from _topology(document)
    elif document.get("type") == "FeatureCollection":
        for feature in _list(document, "features"):
            if isinstance(feature, dict) and (code := _code(feature)):
                yield code, _polygons(feature.get("geometry"), code, _ring)
    else:
        raise OutlineError("Het bestand is geen GeoJSON (FeatureCollection) en geen TopoJSON (Topology).")


def _topology(document: dict) -> Iterator[tuple[str, list[Polygon]]]:
    arcs = _arcs(document)
    objects = document.get("objects")
    if not isinstance(objects, dict):
        raise OutlineError("De TopoJSON heeft geen “objects”.")
    for one in objects.values():
        for geometry in _list(one, "geometries") if isinstance(one, dict) and "geometries" in one else []:
            if isinstance(geometry, dict) and (code := _code(geometry)):
                yield code, _polygons(geometry, code, lambda indexes: _stitched(indexes, arcs), "arcs")


def _code(feature: dict) -> str:
    """`GM0014`, also when it is written `0014` or 14; empty when the feature is no municipality."""
    properties = feature.get("properties")
    named = {str(name).lower(): value for name, value in properties.items()} if isinstance(properties, dict) else {}
    for value in [*(named.get(name) for name in CODE_NAMES), feature.get("id")]:
        if isinstance(value, str | int) and (match := _CODE.fullmatch(str(value).strip())):
            return f"GM{int(match[1]):04d}"
    return ""


def _polygons(geometry: Any, code: str, ring: Any, key: str = "coordinates") -> list[Polygon]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        raise OutlineError(f"{code}: de omtrek is geen vlak (Polygon of MultiPolygon) maar “{kind}”.")
    try:
        many = geometry[key] if kind == "MultiPolygon" else [geometry[key]]
        polygons = [[ring(one) for one in polygon] for polygon in many]
    except (KeyError, TypeError, ValueError, IndexError, OverflowError):
        raise OutlineError(f"{code}: de omtrek heeft een punt dat geen twee getallen is. Exporteer opnieuw.") from None
    if not all(polygons) or not polygons or any(len(one) < SMALLEST_RING for polygon in polygons for one in polygon):
        raise OutlineError(f"{code}: de omtrek heeft een ring van minder dan {SMALLEST_RING} punten.")
    return polygons


def _ring(points: list) -> Ring:
    return [_point(point) for point in points]


def _point(point: list) -> Point:
    """Raises ValueError for what is no pair of finite numbers; a height behind them is left out."""
    x, y = float(point[0]), float(point[1])
    if isinstance(point, str) or not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError(point)
    return x, y


def _arcs(document: dict) -> list[Ring]:
    """The lines a topology is stitched of: with a transform, steps on a grid from the point before."""
    transform = document.get("transform")
    try:
        scale, move = (transform["scale"], transform["translate"]) if transform else ((1, 1), (0, 0))
        return [_absolute(arc, scale, move) if transform else _ring(arc) for arc in _list(document, "arcs")]
    except (KeyError, TypeError, ValueError, IndexError, OverflowError):
        raise OutlineError("De lijnen (arcs) van de TopoJSON zijn beschadigd. Download het bestand opnieuw.") from None


def _absolute(arc: list, scale: list, move: list) -> Ring:
    x = y = 0.0
    points = []
    for step in arc:
        x, y = x + float(step[0]), y + float(step[1])
        points.append(_point([x * scale[0] + move[0], y * scale[1] + move[1]]))
    return points


def _stitched(indexes: list[int], arcs: list[Ring]) -> Ring:
    """One ring of several arcs; `~i` is arc i walked backwards. The first point of the next is the last of this."""
    points: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def _list(holder: dict, name: str) -> list:
    value = holder.get(name)
    if not isinstance(value, list):
        raise OutlineError(f"Het bestand is beschadigd: “{name}” is geen lijst.")
    return value


def _in_degrees(found: dict[str, list[Polygon]]) -> dict[str, list[Polygon]]:
    points = [point for polygons in found.values() for polygon in polygons for ring in polygon for point in ring]
    if len(points) > MOST_POINTS:
        raise OutlineError(f"De omtrekken tellen meer dan {MOST_POINTS:,} punten.".replace(",", "."))
    low, high = (tuple(pick(point[axis] for point in points) for axis in (0, 1)) for pick in (min, max))
    convert = detected(low, high)
    return {
        code: [[_ring_in_degrees(ring, convert) for ring in polygon] for polygon in polygons]
        for code, polygons in found.items()
    }


def _ring_in_degrees(ring: Ring, convert: Callable[[Point], Point]) -> Ring:
    points = (convert(point) for point in simplified(ring, TOLERANCES[convert]))
    return [(round(longitude, 6), round(latitude, 6)) for longitude, latitude in points]


def from_rd(point: Point) -> Point:
    """Longitude and latitude (WGS 84) of a point in Rijksdriehoek metres (EPSG:28992)."""
    x, y = ((value - origin) * 1e-5 for value, origin in zip(point, _ORIGIN_RD, strict=True))
    return _ORIGIN[0] + _sum(_LONGITUDE, x, y) / 3600, _ORIGIN[1] + _sum(_LATITUDE, x, y) / 3600


def _sum(terms: tuple[tuple[int, int, float], ...], x: float, y: float) -> float:
    return sum(factor * x**p * y**q for p, q, factor in terms)


def unchanged(point: Point) -> Point:
    return point


def detected(low: Point, high: Point) -> Callable[[Point], Point]:
    """How to read points that lie between the corners `low` and `high`. Raises UnknownCoordinates."""
    if _within(low, high, LONGITUDES, LATITUDES):
        return unchanged
    if _within(low, high, RD_X, RD_Y):
        return from_rd
    seen = f"{low[0]:.6g} {low[1]:.6g} tot {high[0]:.6g} {high[1]:.6g}"
    if _within(low, high, LATITUDES, LONGITUDES):
        raise UnknownCoordinates(f"De coördinaten ({seen}) staan omgekeerd. Zet de lengtegraad voor de breedtegraad.")
    raise UnknownCoordinates(
        f"Het coördinatenstelsel is onbekend ({seen}). Bewaar het bestand in graden (WGS 84, EPSG:4326) "
        "of in het Rijksdriehoekstelsel (EPSG:28992)."
    )


def _within(low: Point, high: Point, xs: tuple[float, float], ys: tuple[float, float]) -> bool:
    return xs[0] <= low[0] and high[0] <= xs[1] and ys[0] <= low[1] and high[1] <= ys[1]


# Some twenty metres, in degrees and in metres: finer than any drawing here shows.
TOLERANCES = {unchanged: 0.0002, from_rd: 20.0}
