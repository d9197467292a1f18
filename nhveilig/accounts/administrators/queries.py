from dataclasses import dataclass

from nhveilig.accounts.models import ADMINISTRATING, Role
from nhveilig.regions.models import PoliceUnit


@dataclass(frozen=True)
class OfUnit:
    """The administrators of an eenheid."""

    police_unit: PoliceUnit
    roles: list[Role]


def administrators() -> tuple[list[Role], list[OfUnit]]:
    """Of the country, and of each eenheid. Two queries."""
    held = Role.objects.in_force().filter(kind__in=ADMINISTRATING, user__is_active=True).select_related("user")
    found = sorted(held, key=lambda role: role.user.surname_first)
    units = PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL)
    of_units = [OfUnit(unit, [role for role in found if role.police_unit_id == unit.pk]) for unit in units]
    return [role for role in found if role.police_unit_id is None], of_units
