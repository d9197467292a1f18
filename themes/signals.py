"""What happens to a plan that others must hear of."""

from django.dispatch import Signal

# Sent with `plan` (an ImplementationPlan) and `step` (its PlanStep), inside the transaction that adopts the plan:
# a receiver that raises undoes the step.
plan_adopted = Signal()
