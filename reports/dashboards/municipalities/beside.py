"""Beside which municipalities somebody sees one: those they chose, or else those that touch it or lie nearest."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import Exists, OuterRef, Subquery, Value

from nhveilig.accounts.access import Access
from nhveilig.regions.models import Municipality, Neighbours
from reports.dashboards.models import MOST_NEIGHBOURS, ChosenNeighbour

FAR_AWAY = float("inf")


@dataclass(frozen=True)
class Place:
    """A municipality with its tile on the map; None without one."""

    pk: int
    code: str
    name: str
    tile: tuple[int, int] | None

    @classmethod
    def of(cls, pk: int, code: str, name: str, *tile: int | None) -> Self:
        return cls(pk, code, name, None if None in tile else tile)

    def apart(self, other: Self) -> float:
        """How far, in tiles, squared."""
        if self.tile is None or other.tile is None:
            return FAR_AWAY
        return sum((here - there) ** 2 for here, there in zip(self.tile, other.tile, strict=True))


# The columns that make one.
PLACE = ("pk", "code", "name", "tile_column", "tile_row")


def place_of(municipality: Municipality) -> Place:
    return Place.of(*(getattr(municipality, name) for name in PLACE))


@dataclass(frozen=True)
class Near:
    """Ids of the municipalities somebody chose to see beside one, and of those that touch it."""

    chosen: frozenset[int] = frozenset()
    touching: frozenset[int] = frozenset()

    def among(self, own: Place, places: Iterable[Place]) -> list[Place]:
        """At most three: of those that were not chosen the ones that touch it first, then the nearest on the map."""
        others = [place for place in places if place.pk != own.pk]
        found = [place for place in others if place.pk in self.chosen]
        found = found or [place for place in others if place.pk in self.touching or own.apart(place) < FAR_AWAY]
        ranked = sorted(found, key=lambda place: (place.pk not in self.touching, own.apart(place), place.name))
        return ranked[:MOST_NEIGHBOURS]


@dataclass(frozen=True)
class Around:
    """The municipalities of an eenheid by name, and which of them are near one."""

    places: list[Place]
    near: Near

    @property
    def name(self) -> str:
        """What a kept page of a reader who sees the same neighbours is called."""
        return " ".join(",".join(map(str, sorted(these))) for these in (self.near.chosen, self.near.touching))


def around(access: Access, code: str, day: date) -> Around:
    """Those of the eenheid of a municipality on that day, as the reader sees them beside it. One query."""
    own = Municipality.objects.filter(code=code).values("safety_region__police_unit")
    beside = {"municipality__code": code, "neighbour": OuterRef("pk")}
    found = Municipality.objects.on(day).filter(safety_region__police_unit=Subquery(own)).order_by("name")
    rows = found.values_list(
        Exists(ChosenNeighbour.objects.filter(user=access.user.pk, **beside)),
        Exists(Neighbours.objects.filter(**beside)),
        *PLACE,
    )
    known = [(is_chosen, touches, Place.of(*place)) for is_chosen, touches, *place in rows]
    chosen = frozenset(place.pk for is_chosen, _, place in known if is_chosen)
    touching = frozenset(place.pk for _, touches, place in known if touches)
    return Around([place for _, _, place in known], Near(chosen, touching))


def near_of(access: Access, codes: Collection[str]) -> dict[str, Near]:
    """By the code of the municipality. One query."""
    columns = ("municipality__code", "neighbour")
    own = {"municipality__code__in": codes}
    touching = Neighbours.objects.filter(**own).order_by().values_list(*columns, Value(False))
    chosen = ChosenNeighbour.objects.filter(user=access.user.pk, **own).order_by().values_list(*columns, Value(True))
    rows = set(touching.union(chosen))
    return {code: Near(_those(rows, code, is_chosen=True), _those(rows, code, is_chosen=False)) for code in codes}


def _those(rows: Collection[tuple], code: str, *, is_chosen: bool) -> frozenset[int]:
    return frozenset(pk for one, pk, chosen in rows if one == code and bool(chosen) == is_chosen)
