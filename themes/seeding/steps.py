"""The steps that plans of the demo data have taken, counted back from today: so there is always something to do."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from nhveilig.accounts.models import User
from themes.models import ImplementationPlan, PlanStep
from themes.seeding.folders import PlanFolder

Status = ImplementationPlan.Status


def take(folders: Iterable[PlanFolder]) -> None:
    """Put every plan with a `steps.csv` where its last step leads. Raises SheetError.

    The steps of the demo data are not checked: the published plans miss an owner here and there.
    """
    users = {user.username: user for user in User.objects.all()}
    taken = {folder: list(_steps(folder, users)) for folder in folders if (folder.path / "steps.csv").exists()}
    dated = [one for steps in taken.values() for one in steps]
    PlanStep.objects.bulk_create(step for step, _ in dated)
    for step, moment in dated:
        step.taken_at = moment
    # Apart, because a step that is stored gets the time of storing.
    PlanStep.objects.bulk_update([step for step, _ in dated], ["taken_at"])
    plans = [_moved(folder.plan, steps[-1][0]) for folder, steps in taken.items() if steps]
    ImplementationPlan.objects.bulk_update(plans, ["status", "consultation_ends_on"])


def _steps(folder: PlanFolder, users: dict[str, User]) -> Iterator[tuple[PlanStep, datetime]]:
    """Each with the moment it was taken."""
    now, status = timezone.now(), Status.CONCEPT
    for row in folder.sheet("steps.csv"):
        ends_in = row.integer_or_none("ends_in_days")
        step = PlanStep(
            plan=folder.plan,
            from_status=status,
            to_status=row.choice("to_status", Status),
            taken_by=row.lookup("taken_by", users, "deze gebruiker"),
            reason=row.text("reason", required=False),
            ends_on=None if ends_in is None else timezone.localdate() + timedelta(days=ends_in),
        )
        status = step.to_status
        yield step, now - timedelta(days=row.integer("days_ago"))


def _moved(plan: ImplementationPlan, last: PlanStep) -> ImplementationPlan:
    plan.status, plan.consultation_ends_on = last.to_status, last.ends_on
    return plan
