from nhveilig.regions.models import PoliceUnit
from themes.models import ImplementationPlan


def plans_of_year(police_unit: PoliceUnit, year: int) -> list[ImplementationPlan]:
    """With all their parts, in the order of a jaarplan."""
    plans = ImplementationPlan.objects.with_parts().filter(theme__plan__police_unit=police_unit, year=year)
    # Programmes before the beleidsplan: what the organisation always does comes first.
    return list(plans.order_by("-theme__plan__kind", "theme__plan_id", "theme__number"))
