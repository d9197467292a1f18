"""The steps that plans of the demo data have taken: counted back from today, so that there is always something to do,
or on a day that was published."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.seeding.rows import complete, known
from nhveilig.seeding.sheets import SheetRow
from themes.models import ImplementationPlan, PlanStep
from themes.seeding.folders import PlanFolder

Status = ImplementationPlan.Status


@dataclass(frozen=True)
class Taken:
    """A step and the moment it was taken. `on` is its day, of a step for which a day was published."""

    step: PlanStep
    moment: datetime
    on: date | None


def take(folders: Iterable[PlanFolder]) -> None:
    """Put every plan with a `steps.csv` where its last step leads. Raises FileRefused.

    The steps of the demo data are not checked: the published plans miss an owner here and there.
    """
    users = reporters()
    taken = {folder: list(_steps(folder, users)) for folder in folders if (folder.path / "steps.csv").exists()}
    every = [one for steps in taken.values() for one in steps]
    PlanStep.objects.bulk_create(one.step for one in every)
    for one in every:
        one.step.taken_at = one.moment
    # Apart, because a step that is stored gets the time of storing.
    PlanStep.objects.bulk_update([one.step for one in every], ["taken_at"])
    plans = [_moved(folder.plan, steps[-1]) for folder, steps in taken.items() if steps]
    complete(plans, ["status", "consultation_ends_on", "adopted_on"])


def reporters() -> dict[str, User | None]:
    """By name; of an account that somebody removed nobody."""
    return {name: user if user.pk else None for name, user in known(User, "username").items()}


def noon(day: date) -> datetime:
    """When it happened, of what is known by its day alone."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def _steps(folder: PlanFolder, users: dict[str, User | None]) -> Iterator[Taken]:
    status = Status.CONCEPT
    for row in folder.sheet("steps.csv"):
        ends_in = row.integer("ends_in_days") if row.text("ends_in_days", required=False) else None
        step = PlanStep(
            plan=folder.plan,
            from_status=status,
            to_status=row.choice("to_status", Status),
            taken_by=row.lookup("taken_by", users, "deze gebruiker"),
            reason=row.text("reason", required=False),
            ends_on=None if ends_in is None else timezone.localdate() + timedelta(days=ends_in),
        )
        status = step.to_status
        yield _taken(step, row)


def _taken(step: PlanStep, row: SheetRow) -> Taken:
    """On the day in `taken_on`, a column that may be left out, or so many days ago."""
    on = row.day_or_none("taken_on") if row.has("taken_on") else None
    return Taken(step, noon(on) if on else timezone.now() - timedelta(days=row.integer("days_ago")), on)


def _moved(plan: ImplementationPlan, last: Taken) -> ImplementationPlan:
    plan.status, plan.consultation_ends_on = last.step.to_status, last.step.ends_on
    plan.adopted_on = last.on if plan.status == Status.ADOPTED else None
    return plan
