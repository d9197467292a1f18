"""Rings of points: simplified, laid on paper, hatched."""

import math
from collections.abc import Iterable, Iterator

Point = tuple[float, float]
Ring = list[Point]

# Degrees from level, by the place of the region; None is plain. The order is that of the hatching of bar charts.
ANGLES: tuple[tuple[float, ...], ...] = ((), (-45.0,), (90.0,), (0.0,), (0.0, 90.0), (45.0,))
HATCH_STEP = 7.0


def simplified(ring: Ring, tolerance: float) -> Ring:
    """`ring` without the points nearer than `tolerance` to the line between those that stay (Douglas and Peucker).

    A ring that would vanish stays as it is.
    """
    keep = {0, len(ring) - 1, len(ring) // 2}
    spans = [(0, len(ring) // 2), (len(ring) // 2, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        far, distance = _farthest(ring, first, last)
        if distance > tolerance:
            keep.add(far)
            spans += [(first, far), (far, last)]
    return [ring[place] for place in sorted(keep)] if len(keep) > 3 else ring


def _farthest(ring: Ring, first: int, last: int) -> tuple[int, float]:
    (x1, y1), (x2, y2) = ring[first], ring[last]
    dx, dy = x2 - x1, y2 - y1
    length = math.hypot(dx, dy)
    best, distance = first, 0.0
    for place in range(first + 1, last):
        x, y = ring[place]
        away = abs(dy * (x - x1) - dx * (y - y1)) / length if length else math.hypot(x - x1, y - y1)
        if away > distance:
            best, distance = place, away
    return best, distance


def area_and_centre(ring: Ring) -> tuple[float, Point]:
    """The area a ring encloses and its centre of gravity."""
    total = cx = cy = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        total, cx, cy = total + cross, cx + (x1 + x2) * cross, cy + (y1 + y2) * cross
    if not total:
        return 0.0, ring[0]
    return abs(total) / 2, (cx / 3 / total, cy / 3 / total)


def path(rings: Iterable[Ring]) -> str:
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in rings)


def hatched(rings: list[Ring], place: int) -> str:
    """Path data of the place-th hatching, inside the rings (even-odd) and nowhere else; "" for the first."""
    lines = [line for angle in ANGLES[place - 1] for line in _lines(rings, math.radians(angle))]
    return "".join(f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" for (x1, y1), (x2, y2) in lines)


def _lines(rings: list[Ring], angle: float) -> Iterator[tuple[Point, Point]]:
    """The parts inside of level lines over the rings turned by `angle`, turned back."""
    turned = [[_turn(point, -angle) for point in ring] for ring in rings]
    heights = [y for ring in turned for _, y in ring]
    # Multiples of the step, a fraction off so that a line never runs through a corner: neighbours hatch on.
    for n in range(math.floor(min(heights) / HATCH_STEP), math.ceil(max(heights) / HATCH_STEP)):
        y = (n + 0.4871) * HATCH_STEP
        crossings = sorted(crossings_of(turned, y))
        for left, right in zip(crossings[::2], crossings[1::2], strict=True):
            yield _turn((left, y), angle), _turn((right, y), angle)


def crossings_of(rings: list[Ring], y: float) -> Iterator[float]:
    """Where the rings cross a level line."""
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y):
                yield x1 + (y - y1) * (x2 - x1) / (y2 - y1)


def _turn(point: Point, angle: float) -> Point:
    (x, y), cos, sin = point, math.cos(angle), math.sin(angle)
    return x * cos - y * sin, x * sin + y * cos
