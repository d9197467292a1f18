"""How many people live in the area of an eenheid: the key by which a target can be divided."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from nhveilig.regions.models import Inhabitants, Municipality, PoliceUnit


def inhabitants_of(police_units: Iterable[PoliceUnit], day: date) -> dict[int, Decimal]:
    """Per id of an eenheid; one that lacks a count of any of its municipalities on `day` is left out. Two queries."""
    units = [unit.pk for unit in police_units]
    counts = Inhabitants.objects.filter(reference_date=day, municipality__safety_region__police_unit__in=units)
    figures = {count.municipality_id: count.figure for count in counts}
    there = Municipality.objects.on(day).filter(safety_region__police_unit__in=units)
    municipalities: dict[int, list[int]] = {}
    for pk, unit in there.values_list("pk", "safety_region__police_unit"):
        municipalities.setdefault(unit, []).append(pk)
    return {
        unit: sum((figures[pk].value for pk in pks), Decimal(0))
        for unit, pks in municipalities.items()
        if all(pk in figures and figures[pk].is_known for pk in pks)
    }


def reference_dates() -> list[date]:
    """The days on which inhabitants of municipalities were counted, newest first."""
    counted = Inhabitants.objects.filter(municipality__isnull=False)
    return list(counted.order_by("-reference_date").values_list("reference_date", flat=True).distinct())
