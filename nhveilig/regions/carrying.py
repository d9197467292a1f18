"""What an eenheid holds of a municipality that went into another, and that goes on under the new one.

Old years ask for what existed on their days, so only what holds today is carried over. A room says what it holds:

    add_carrier(Carrier("contactpersonen", 30, "Contactpersonen", Permission.EDIT_PARTNERS, _moves, _left))

in a module called `carrying`, which is found by itself. Nothing of it is stored: what was carried over is not found
any more.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from nhveilig.regions.models import Municipality, PoliceUnit


@dataclass(frozen=True)
class Move:
    """One thing that can be carried over from `place` to what it went into. `what` is the sentence that says it;
    `do` gets the Writer who does it. Nobody is meant to do what `is_offered` only."""

    key: str
    place: Municipality
    what: str
    do: Callable[[Any], object]
    is_offered: bool = False


@dataclass(frozen=True)
class Carrier:
    """`moves` are those of an eenheid for some of the municipalities that are over, each with its successor read; a
    fixed number of queries. `permission` is what it takes to do them. `left` is the same for a query: in which
    municipalities there is something to move, apart from what is only offered.
    """

    code: str
    order: int
    label: str
    permission: str
    moves: Callable[[PoliceUnit, Sequence[Municipality]], Iterable[Move]]
    left: Callable[[], Q]


# Of municipalities: those that `within` keeps.
STAYS = Q(successor__safety_region__police_unit=F("safety_region__police_unit"))


def within(police_unit: PoliceUnit, places: Iterable[Municipality]) -> dict[int, Municipality]:
    """Those that stay in the eenheid, by id: what goes into a municipality of another is that one's affair."""
    return {place.pk: place for place in places if place.successor.safety_region.police_unit_id == police_unit.pk}


_CARRIERS: dict[str, Carrier] = {}


def add_carrier(carrier: Carrier) -> Carrier:
    _CARRIERS[carrier.code] = carrier
    return carrier


def carriers() -> list[Carrier]:
    return sorted(_CARRIERS.values(), key=lambda carrier: carrier.order)
