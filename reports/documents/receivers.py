"""What becomes of a document when its plan is adopted."""

from reports.documents.services.plan_documents import freeze_plan
from themes.models import ImplementationPlan, PlanStep


def freeze_adopted_plan(sender: object, plan: ImplementationPlan, step: PlanStep, **kwargs: object) -> None:
    """In the transaction that adopts: without an edition nobody could show what was adopted."""
    freeze_plan(plan=plan, frozen_by=step.taken_by)
