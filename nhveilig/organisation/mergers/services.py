"""Carrying over what an eenheid holds of municipalities that merged. Each thing keeps its own history."""

from collections.abc import Callable, Collection

from django.db import transaction
from django.utils import timezone

from nhveilig.editing.changes import Writer
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import date_long
from nhveilig.organisation.mergers.queries import allowed, find_merger, mergers_of
from nhveilig.organisation.services import hold
from nhveilig.regions.models import PoliceUnit


class CannotCarryOver(PortalError):
    """It is too early, or not as it was when one looked."""

    sentence = "Intussen is er iets veranderd. Bekijk wat er nu nog overgaat, en kies opnieuw."


@transaction.atomic
def carry_over(
    *,
    police_unit: PoliceUnit,
    code: str,
    year: int,
    chosen: Collection[str],
    may: Callable[[str], bool],
    by: Writer,
) -> int:
    """Do the chosen moves of one merger, all of them or none; how many. Raises CannotCarryOver and PortalErrors of
    what is moved."""
    hold(police_unit)
    merger = find_merger(mergers_of(police_unit), code, year)
    if merger and merger.day > timezone.localdate():
        raise CannotCarryOver(f"Dit kan vanaf {date_long(merger.day)}. Tot die dag bestaan de oude gemeenten nog.")
    there = {move.key: move for _, moves in allowed(merger, may) for move in moves} if merger else {}
    if set(chosen) - there.keys():
        raise CannotCarryOver
    done = [move for key, move in there.items() if key in chosen]
    for move in done:
        move.do(by)
    return len(done)
