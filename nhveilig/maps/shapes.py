"""Rings of points: simplified and laid on paper."""

import math
from collections.abc import Iterable, Iterator

Point = tuple[float, float]
Ring = list[Point]


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


def crossings_of(rings: list[Ring], y: float) -> Iterator[float]:
    """Where the rings cross a level line."""
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y):
                yield x1 + (y - y1) * (x2 - x1) / (y2 - y1)
