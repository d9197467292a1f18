from collections.abc import Collection

from django.db.models import Max

from nhveilig.regions.models import PoliceUnit
from themes.models import ImplementationPlan


def plans_of_year(police_unit: PoliceUnit, year: int) -> list[ImplementationPlan]:
    """With all their parts, in the order of a jaarplan."""
    plans = ImplementationPlan.objects.with_parts().filter(theme__plan__police_unit=police_unit, year=year)
    # Programmes before the beleidsplan: what the organisation always does comes first.
    return list(plans.order_by("-theme__plan__kind", "theme__plan_id", "theme__number"))


def newest_years(unit_ids: Collection[int]) -> list[tuple[str, int]]:
    """Slug of the eenheid and the last year it has a plan for; nothing for an eenheid without plans."""
    plans = ImplementationPlan.objects.filter(theme__plan__police_unit__in=unit_ids)
    by_unit = plans.order_by("theme__plan__police_unit__slug").values_list("theme__plan__police_unit__slug")
    return list(by_unit.annotate(newest=Max("year")))
