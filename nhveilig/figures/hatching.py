"""Hatching computed line by line.

An SVG `<pattern>` would be shorter, but PDF viewers show the seams between its tiles.
"""

import math
from collections.abc import Callable, Iterator

STEP = 7

Segment = tuple[float, float, float, float]
Hatch = Callable[[float, float, float, float], Iterator[Segment]]


def _steps(low: float, high: float) -> range:
    """Multiples of STEP between low and high: equal for neighbours, so that hatching runs on from bar to bar."""
    return range((math.floor(low) // STEP + 1) * STEP, math.ceil(high), STEP)


def _rising(left: float, top: float, right: float, bottom: float) -> Iterator[Segment]:
    for total in _steps(left + top, right + bottom):
        yield max(left, total - bottom), min(bottom, total - left), min(right, total - top), max(top, total - right)


def _falling(left: float, top: float, right: float, bottom: float) -> Iterator[Segment]:
    for difference in _steps(left - bottom, right - top):
        start = max(left, difference + top)
        end = min(right, difference + bottom)
        yield start, start - difference, end, end - difference


def _level(left: float, top: float, right: float, bottom: float) -> Iterator[Segment]:
    for y in _steps(top, bottom):
        yield left, y, right, y


def _grid(left: float, top: float, right: float, bottom: float) -> Iterator[Segment]:
    yield from _level(left, top, right, bottom)
    for x in _steps(left, right):
        yield x, top, x, bottom


def _dots(left: float, top: float, right: float, bottom: float) -> Iterator[Segment]:
    for y in _steps(top + 1, bottom - 1):
        shift = STEP / 2 if y // STEP % 2 else 0
        for x in _steps(left + 1 - shift, right - 3 - shift):
            yield x + shift, y, x + shift + 2.2, y


HATCHES: tuple[Hatch | None, ...] = (None, _rising, _dots, _level, _grid, _falling)


def hatching(place: int, x: float, y: float, width: float, height: float) -> str:
    """The path data of the place-th hatching inside a rectangle; "" for the first, which is plain."""
    hatch = HATCHES[place - 1]
    if hatch is None:
        return ""
    return "".join(f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" for x1, y1, x2, y2 in hatch(x, y, x + width, y + height))
