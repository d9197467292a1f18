"""What a mayor sees of the own municipality: what it promised this year, and how many it kept."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import FilteredRelation, Q
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.regions.models import Municipality
from reports.dashboards.municipalities.beside import PLACE, Near, Place, near_of, place_of
from reports.dashboards.municipalities.promises import Promise, middle_of, sentence
from themes.models import ImplementationPlan, ResultTarget, Standing

# Between two pips, and the radius of one.
STEP, RADIUS = 16, 5.2


@dataclass(frozen=True)
class Pips:
    """So many of so many, as dots. A municipality promises a handful of things."""

    got: int
    of: int

    @property
    def width(self) -> int:
        return STEP * self.of

    @property
    def dots(self) -> list[tuple[int, bool]]:
        """Where each is, and whether it is filled."""
        return [(STEP * place + STEP // 2, place < self.got) for place in range(self.of)]

    @property
    def text(self) -> str:
        return f"{self.got} van {self.of}"


@dataclass(frozen=True)
class Town:
    """One municipality in one year. `kept` is how many promises each municipality of the eenheid kept; `nearby` those
    that the reader sees beside it."""

    municipality: Municipality
    year: int
    promises: list[Promise]
    kept: dict[Place, int]
    near: Near

    @property
    def url(self) -> str:
        return reverse("reports:municipality-dashboard", args=[self.municipality.code, self.year])

    @cached_property
    def own(self) -> Pips:
        return Pips(sum(one.is_kept for one in self.promises), len(self.promises))

    @cached_property
    def middle(self) -> Pips:
        return Pips(middle_of(sorted(self.kept.values())) or 0, len(self.promises))

    @cached_property
    def nearby(self) -> list[tuple[str, Pips]]:
        found = self.near.among(place_of(self.municipality), self.kept)
        return [(place.name, Pips(self.kept[place], len(self.promises))) for place in found]

    @property
    def open(self) -> list[Promise]:
        return [one for one in self.promises if not one.is_kept]

    @property
    def headline(self) -> str:
        return sentence(self.municipality.name, self.own.got, self.own.of, self.middle.got)


def own_towns(access: Access, today: date) -> list[Town]:
    """Those of the reader, by name, in this year. Three queries, and none for who is mayor of nothing."""
    roles = {role.municipality_id: role for role in access.roles if role.municipality_id}
    if not access.municipalities_with(Permission.REACT_TO_PLANS):
        return []
    units = {role.police_unit_id for role in roles.values()}
    targets = list(_promised(units, today))
    told = _told(units, targets, today)
    near = near_of(access, [role.municipality.code for role in roles.values()])
    towns = []
    for role in roles.values():
        own, unit = role.municipality, role.police_unit_id
        promised = [one for one in targets if one.plan.theme.plan.police_unit_id == unit]
        said = told[unit].get(place_of(own), {})
        promises = [Promise(one, said.get(one.pk), today=today) for one in promised]
        kept = {place: sum(one.reached is True for one in here.values()) for place, here in told[unit].items()}
        towns.append(Town(own, today.year, promises, kept, near[own.code]))
    return sorted(towns, key=lambda town: town.municipality.name)


def _promised(units: set[int], today: date):
    """What every municipality of these eenheden does by itself, by the plans of this year."""
    plans = ImplementationPlan.objects.filter(
        status=ImplementationPlan.Status.ADOPTED, year=today.year, theme__plan__police_unit__in=units
    )
    found = ResultTarget.objects.present().filter(
        plan__in=plans, counts_as=None, scope=ResultTarget.Scope.EVERY_MUNICIPALITY
    )
    return found.select_related("plan__theme__plan__police_unit").order_by("plan__theme__number", "order", "pk")


# What Start says of a standing.
TOLD = ("course", "reached", "value", "qualifier")
Told = dict[int, dict[Place, dict[int, Standing]]]


def _told(units: set[int], targets: list[ResultTarget], today: date) -> Told:
    """By eenheid and municipality how it stands with each target somebody reported on."""
    of_these = FilteredRelation("standing_set", condition=Q(standing_set__target__in=[one.pk for one in targets]))
    towns = Municipality.objects.on(today).filter(safety_region__police_unit__in=units).annotate(said=of_these)
    columns = ("safety_region__police_unit", "said__target", *(f"said__{name}" for name in TOLD), *PLACE)
    found: Told = {unit: {} for unit in units}
    for unit, target, *rest in towns.order_by().values_list(*columns):
        here = found[unit].setdefault(Place.of(*rest[len(TOLD) :]), {})
        if target:
            here[target] = Standing(**dict(zip(TOLD, rest, strict=False)))
    return found
