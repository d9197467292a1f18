"""Which municipalities of an eenheid went into another, and what there is left to carry over."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from nhveilig.figures.formats import listed
from nhveilig.regions.carrying import Carrier, Move, carriers
from nhveilig.regions.models import Municipality, PoliceUnit


@dataclass(frozen=True)
class Merger:
    """What went into one municipality on one day."""

    day: date
    successor: Municipality
    places: tuple[Municipality, ...]
    moves: tuple[tuple[Carrier, tuple[Move, ...]], ...]

    @property
    def names(self) -> str:
        return listed(place.name for place in self.places)

    @property
    def is_one(self) -> bool:
        return len(self.places) == 1

    @property
    def left(self) -> int:
        """How much there is to do, apart from what is only offered."""
        return sum(not move.is_offered for _, moves in self.moves for move in moves)


def merged_places(police_unit: PoliceUnit) -> list[Municipality]:
    """The latest first."""
    found = Municipality.objects.filter(
        safety_region__police_unit=police_unit, successor__isnull=False, valid_until__isnull=False
    )
    regions = found.select_related("successor__safety_region__police_unit")
    return list(regions.order_by("-valid_until", "successor__name", "successor_id", "name"))


def mergers_of(police_unit: PoliceUnit) -> list[Merger]:
    """Each with what is left to do, by whoever may. As many queries as there are things to carry over, and one."""
    places = merged_places(police_unit)
    found = {carrier: list(carrier.moves(police_unit, places)) for carrier in carriers()}
    by_merger = groupby(places, key=lambda place: (place.valid_until, place.successor))
    return [_merger(day, successor, tuple(group), found) for (day, successor), group in by_merger]


def _merger(
    day: date, successor: Municipality, places: tuple[Municipality, ...], found: dict[Carrier, list[Move]]
) -> Merger:
    own = ((carrier, tuple(move for move in moves if move.place in places)) for carrier, moves in found.items())
    return Merger(day, successor, places, tuple((carrier, moves) for carrier, moves in own if moves))


def allowed(merger: Merger, may: Callable[[str], bool]) -> list[tuple[Carrier, Sequence[Move]]]:
    return [(carrier, moves) for carrier, moves in merger.moves if may(carrier.permission)]


def find_merger(mergers: Iterable[Merger], code: str, year: int) -> Merger | None:
    return next((one for one in mergers if (one.successor.code, one.day.year) == (code, year)), None)
