"""What an eenheid says of itself, and what lies beside each other."""

from collections.abc import Iterable

from django.db import transaction

from nhveilig.regions.models import Municipality, Office, PoliceUnit, SetAside


def set_office(*, police_unit: PoliceUnit, name: str, email: str, phone: str) -> Office:
    said = {"name": name, "email": email, "phone": phone}
    return Office.objects.update_or_create(police_unit=police_unit, defaults=said)[0]


@transaction.atomic
def set_neighbours(*, municipality: Municipality, neighbours: Iterable[Municipality]) -> None:
    """Those and no others; each of them finds the municipality as well."""
    municipality.neighbours.set(neighbours)


def set_step_aside(*, police_unit: PoliceUnit, step: str, is_needed: bool) -> None:
    """A step of setting up that the eenheid does without, or does want after all. Twice is once."""
    if is_needed:
        SetAside.objects.filter(police_unit=police_unit, step=step).delete()
    else:
        SetAside.objects.get_or_create(police_unit=police_unit, step=step)
