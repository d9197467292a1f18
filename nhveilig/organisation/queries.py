"""The tree of one eenheid, as its pages and services read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit


@dataclass(frozen=True)
class Branch:
    """A part with what falls below it, for a list within a list."""

    unit: OrganisationUnit
    places: list[Municipality]
    branches: list["Branch"]


class Organisation:
    """Every part of an eenheid, also those that ended. Two queries, whatever their number."""

    def __init__(self, police_unit: PoliceUnit) -> None:
        found = OrganisationUnit.objects.filter(police_unit=police_unit).order_by("order", "pk")
        self.units = list(found.prefetch_related("municipalities"))
        self._by_id = {unit.pk: unit for unit in self.units}
        self._below: dict[int | None, list[OrganisationUnit]] = {}
        for unit in self.units:
            self._below.setdefault(unit.parent_id, []).append(unit)

    @cached_property
    def root(self) -> OrganisationUnit | None:
        """The eenheid itself."""
        return next((unit for unit in self.children(None) if unit.kind == OrganisationUnit.Kind.UNIT), None)

    def find(self, pk: int) -> OrganisationUnit:
        """Raises KeyError."""
        return self._by_id[pk]

    def children(self, parent: OrganisationUnit | None) -> list[OrganisationUnit]:
        return self._below.get(parent and parent.pk, [])

    def below(self, unit: OrganisationUnit) -> Iterator[OrganisationUnit]:
        """Its parts and theirs, each after what it is part of."""
        for child in self.children(unit):
            yield child
            yield from self.below(child)

    def branches(self, day: date) -> list[Branch]:
        """What exists on that day. What hangs below something that ended stands at the top, to be mended."""
        there = {unit.pk: Branch(unit, _served(unit, day), []) for unit in self.units if unit.exists_on(day)}
        top = []
        for branch in there.values():
            above = there.get(branch.unit.parent_id)
            (above.branches if above else top).append(branch)
        return top

    def gone(self, day: date) -> list[OrganisationUnit]:
        """What ended, the latest first."""
        ended = [unit for unit in self.units if unit.valid_until and unit.valid_until <= day]
        return sorted(ended, key=lambda unit: unit.valid_until, reverse=True)

    def coming(self, day: date) -> list[OrganisationUnit]:
        return [unit for unit in self.units if unit.valid_from and unit.valid_from > day]

    def level(self, unit: OrganisationUnit) -> int:
        level = 0
        while unit.parent_id in self._by_id:
            level, unit = level + 1, self._by_id[unit.parent_id]
        return level


def _served(unit: OrganisationUnit, day: date) -> list[Municipality]:
    return [place for place in unit.municipalities.all() if place.exists_on(day)]


def is_used(units: list[OrganisationUnit]) -> bool:
    """Whether figures stand with any of these parts: in a table of higher rooms or a count of inhabitants."""
    relations = (one for one in OrganisationUnit._meta.related_objects if one.related_model is not OrganisationUnit)
    return any(one.related_model._base_manager.filter(**{f"{one.field.name}__in": units}).exists() for one in relations)


def places_of(police_unit: PoliceUnit, unit: OrganisationUnit | None = None) -> QuerySet[Municipality]:
    """The municipalities a part may serve: those of today, and those it serves already."""
    today = timezone.localdate()
    found = Municipality.objects.on(today).filter(safety_region__police_unit=police_unit)
    if unit and unit.pk:
        served = Municipality.objects.filter(organisation_units=unit.pk).values("pk")
        found = Municipality.objects.filter(Q(pk__in=found.values("pk")) | Q(pk__in=served))
    return found.order_by("name", "pk")
