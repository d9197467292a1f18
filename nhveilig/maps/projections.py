"""From the coordinates of a map file to longitude and latitude."""

from collections.abc import Callable

from nhveilig.exceptions import PortalError

Point = tuple[float, float]

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


class UnknownCoordinates(PortalError):
    """Coordinates that are neither degrees nor Rijksdriehoek metres in the Netherlands."""


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
