"""The teams that serve a municipality, and its mayor, griffier and raadsleden, when it goes into another."""

from collections.abc import Iterator, Sequence
from functools import partial

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from nhveilig.accounts.models import OF_MUNICIPALITIES, Role
from nhveilig.accounts.permissions import Permission
from nhveilig.accounts.services import give_role, take_role
from nhveilig.editing.changes import Writer
from nhveilig.organisation.services import set_fields
from nhveilig.regions.carrying import STAYS, Carrier, Move, add_carrier, within
from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit


def _area(police_unit: PoliceUnit, places: Sequence[Municipality]) -> Iterator[Move]:
    """The old one stays with the team: years in which it existed show it there."""
    going = within(police_unit, places)
    today = OrganisationUnit.objects.on(timezone.localdate())
    units = today.filter(police_unit=police_unit, municipalities__in=going).distinct().order_by("order", "pk")
    for unit in units.prefetch_related("municipalities"):
        served = {place.pk for place in unit.municipalities.all()}
        for place in (going[pk] for pk in sorted(served & going.keys())):
            if place.successor_id not in served:
                served.add(place.successor_id)
                what = f"{unit} werkt voortaan voor {place.successor}"
                yield Move(f"area-{unit.pk}-{place.successor_id}", place, what, partial(_serve, unit, place.successor))


def _area_left() -> Q:
    today = OrganisationUnit.objects.on(timezone.localdate())
    served = today.filter(municipalities=OuterRef("pk"), police_unit=OuterRef("safety_region__police_unit"))
    return STAYS & Q(Exists(served.exclude(municipalities=OuterRef("successor"))))


def _serve(unit: OrganisationUnit, place: Municipality, by: Writer) -> None:
    unit = OrganisationUnit.objects.get(pk=unit.pk)
    served = [*unit.municipalities.values_list("pk", flat=True), place.pk]
    set_fields(unit, by, municipalities=served)


def _people(police_unit: PoliceUnit, places: Sequence[Municipality]) -> Iterator[Move]:
    roles = Role.objects.in_force().filter(kind__in=OF_MUNICIPALITIES, police_unit=police_unit, municipality__in=places)
    by_id, going = {place.pk: place for place in places}, within(police_unit, places)
    for role in roles.select_related("user", "police_unit").order_by("municipality__name", "user__username"):
        place, name = by_id[role.municipality_id], role.user.shown_name
        if place.pk in going:
            # First: an account that is without a role here in between may lose its password.
            what = f"{name} wordt {role.get_kind_display()} van {place.successor}"
            yield Move(f"new-mayor-{role.pk}", place, what, partial(_appoint, role, place.successor), is_offered=True)
        what = f"{name} is geen {role.get_kind_display()} van {place} meer"
        yield Move(f"mayor-{role.pk}", place, what, partial(_dismiss, role))


def _people_left() -> Q:
    roles = Role.objects.in_force().filter(kind__in=OF_MUNICIPALITIES, municipality=OuterRef("pk"))
    return Q(Exists(roles.filter(police_unit=OuterRef("safety_region__police_unit"))))


def _appoint(role: Role, place: Municipality, by: Writer) -> None:
    about = {"user": role.user, "kind": role.kind, "police_unit": place.safety_region.police_unit}
    give_role(municipality=place, by=by.user, **about)


def _dismiss(role: Role, by: Writer) -> None:
    take_role(user=role.user, role_id=role.pk, police_unit=role.police_unit, by=by.user)


add_carrier(Carrier("werkgebied", 10, "Werkgebied van teams", Permission.EDIT_ORGANISATION, _area, _area_left))
add_carrier(
    Carrier(
        "burgemeesters", 20, "Burgemeesters, griffiers en raadsleden", Permission.MANAGE_PEOPLE, _people, _people_left
    )
)
