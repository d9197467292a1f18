from urllib.parse import urlencode

from django.urls import reverse

from nhveilig.accounts.permissions import Permission
from nhveilig.regions.models import PoliceUnit
from nhveilig.web.setup import Step, add_step
from themes.models import PolicyPlan


def _address(unit: PoliceUnit) -> str:
    return f"{reverse('reports:policy-plan-begin')}?{urlencode({'eenheid': unit.slug})}"


POLICY_PLAN = add_step(
    Step(
        "beleidsplan",
        60,
        "Beleidsplan",
        "De jaren, de thema’s en de doelen. Begin met een indeling, met een Word-bestand of leeg.",
        Permission.DECIDE_PLANS,
        _address,
        lambda unit: PolicyPlan.objects.filter(police_unit=unit),
        ("plan", "plannen"),
    )
)
