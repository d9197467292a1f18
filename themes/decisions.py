"""What is adopted of the plans and the money, and what its decision says."""

from django.db.models import Model, Q
from django.utils.text import capfirst

from nhveilig.figures.dates import FuzzyDate
from nhveilig.governance.enums import Subject
from nhveilig.governance.services import Adopted


def _name(budget: Model) -> str:
    number = f" {budget.number}" if budget.kind == "wijziging" else ""
    return f"{capfirst(budget.get_kind_display())}{number} {budget.year}"


# Of a record or an example nobody adopted anything.
PLAN = Adopted(
    label="themes.ImplementationPlan",
    held=Q(status="adopted", nature=""),
    subject=Subject.YEAR_PLAN,
    what=lambda plan: f"Uitvoeringsplan {plan.theme.short_title} {plan.year}",
    on=lambda plan: FuzzyDate.of_day(plan.adopted_on),
    unit=lambda plan: plan.theme.plan.police_unit_id,
    related=("theme__plan",),
)
BUDGET = Adopted(
    label="themes.Budget",
    held=Q(status="adopted"),
    subject=Subject.BUDGET,
    what=lambda budget: budget.title or _name(budget),
    on=lambda budget: FuzzyDate.of_day(budget.adopted_on),
    unit=lambda budget: budget.police_unit_id,
)
ADOPTED = (PLAN, BUDGET)
