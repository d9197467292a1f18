"""Classes of values to colour a map by: as few as can be told apart, each holding about as many places."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

CLASSES = 4
UNKNOWN = 0


@dataclass(frozen=True)
class Shades:
    """`shade` of a place counts from 1 (lowest); 0 is unknown."""

    shade_of: Mapping[str, int]
    legend: list[dict]

    def of(self, code: str) -> int:
        return self.shade_of.get(code, UNKNOWN)


def shades(values: Mapping[str, tuple[Decimal | None, str]]) -> Shades:
    """Equal values always get one shade."""
    known = sorted((value, text) for value, text in values.values() if value is not None)
    shade_of = {code: _shade(value, [one for one, _ in known]) for code, (value, _) in values.items()}
    legend = [_entry(shade, known, shade_of, values) for shade in sorted(set(shade_of.values()) - {UNKNOWN})]
    return Shades(shade_of, [*legend, {"region": None, "shade": UNKNOWN, "label": "onbekend"}])


def _shade(value: Decimal | None, known: list[Decimal]) -> int:
    if value is None:
        return UNKNOWN
    return known.index(value) * CLASSES // len(known) + 1


def _entry(shade: int, known: list, shade_of: Mapping[str, int], values: Mapping) -> dict:
    texts = [
        text for _, text in sorted((values[code][0], values[code][1]) for code, one in shade_of.items() if one == shade)
    ]
    label = texts[0] if texts[0] == texts[-1] else f"{texts[0]} tot en met {texts[-1]}"
    return {"region": None, "shade": shade, "label": label}
