"""What looking at a dashboard writes: that somebody was there, and what they keep."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import Resolver404, resolve

from nhveilig.accounts.models import User
from nhveilig.exceptions import PortalError
from nhveilig.regions.models import Municipality, PoliceUnit
from reports.dashboards.models import ONE_VISIT, ChosenNeighbour, SavedView, Visit

LONGEST_NAME, LONGEST_PATH = 80, 400
MOST_VIEWS = 50
# Pages that show how things stand; only they are kept under a name.
DASHBOARDS = {f"reports:{about}-dashboard" for about in ("unit", "theme", "municipality", "team")}
DASHBOARDS |= {"themes:matrix", "themes:not-reported"}


class ViewRefused(PortalError):
    """Nothing was kept. The message is a Dutch sentence."""


def record_visit(*, user: User, police_unit: PoliceUnit, now: datetime, was_here: bool) -> None:
    """Begin a new visit. Of two requests at once the first one counts: the second finds it begun."""
    if not was_here:
        Visit.objects.bulk_create([Visit(user=user, police_unit=police_unit, seen_at=now)], ignore_conflicts=True)
        return
    over = Visit.objects.of(user, police_unit).filter(seen_at__lte=now - ONE_VISIT)
    over.update(before=F("seen_at"), seen_at=now)


def is_dashboard(path: str) -> bool:
    """Whether an address, with its choices, is one of a dashboard of this portal."""
    try:
        return path.startswith("/") and resolve(path.partition("?")[0]).view_name in DASHBOARDS
    except Resolver404:
        return False


def save_view(*, user: User, name: str, path: str) -> SavedView:
    """Keep an address under a name; kept already, it gets this name. Raises ViewRefused."""
    name = " ".join(name.split())
    if not name:
        raise ViewRefused("Geef de weergave een naam, bijvoorbeeld “Mijn gemeente”.")
    if len(name) > LONGEST_NAME:
        raise ViewRefused(f"De naam is {len(name)} tekens lang; er passen er {LONGEST_NAME}.")
    if len(path) > LONGEST_PATH or not is_dashboard(path):
        raise ViewRefused(
            "Alleen een overzicht van deze portal kan worden bewaard. Open het overzicht en bewaar het daar."
        )
    if SavedView.objects.filter(user=user).exclude(path=path).count() >= MOST_VIEWS:
        raise ViewRefused(f"U hebt al {MOST_VIEWS} weergaven bewaard. Verwijder er eerst een.")
    view, _ = SavedView.objects.update_or_create(user=user, path=path, defaults={"name": name})
    return view


def remove_view(*, view: SavedView) -> None:
    view.delete()


@transaction.atomic
def choose_neighbours(*, user: User, municipality: Municipality, neighbours: Iterable[int]) -> None:
    """Instead of those that were chosen before; none is those that touch it."""
    ChosenNeighbour.objects.filter(user=user, municipality=municipality).delete()
    chosen = [ChosenNeighbour(user=user, municipality=municipality, neighbour_id=pk) for pk in neighbours]
    ChosenNeighbour.objects.bulk_create(chosen, ignore_conflicts=True)
