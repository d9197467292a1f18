"""The year of the plans as a line of six steps: where they are follows from the steps they took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from nhveilig.figures.formats import counted
from nhveilig.worklist.presenters import in_words
from themes.models import ImplementationPlan
from themes.workflow.transitions import Status
from themes.worklist.base import LONG_AGO, OPEN, day_and_month


@dataclass(frozen=True)
class Step:
    """`when` is empty as long as no date is known."""

    when: str
    title: str
    note: str
    is_done: bool
    is_current: bool = False


@dataclass(frozen=True)
class Cycle:
    """`steps` of the plans for `year`; the one that is current is the first that is not done."""

    year: int
    steps: list[Step]
    days_to_react: int | None

    @property
    def intro(self) -> str:
        at = next((number for number, step in enumerate(self.steps, start=1) if step.is_current), len(self.steps))
        left = self.days_to_react
        more = "" if left is None else f" De gemeenten kunnen nog {_days(left)} reageren."
        return f"Stap {in_words(at)} van {in_words(len(self.steps))}.{more}"


def _days(left: int) -> str:
    return "alleen vandaag" if left == 0 else f"{in_words(left)} {'dag' if left == 1 else 'dagen'}"


def cycle_of(plans: Sequence[ImplementationPlan], year: int, today: date) -> Cycle:
    """Expects plans of that year, read with `with_stages()`."""
    steps = [_writing(plans), _review(plans), _consultation(plans, today), _answers(plans, today)]
    steps += [_adoption(plans), Step(f"Na {year - 1}", f"Terugblik op {year - 1}", "voor het jaarverslag", False)]
    first = next(number for number, step in enumerate(steps) if not step.is_done)
    # What comes after the first step that is not done is not done either, whatever some of the plans did.
    steps = [
        Step(one.when, one.title, _note(one, place, first), place < first, place == first)
        for place, one in enumerate(steps)
    ]
    ends = [plan.consultation_ends_on for plan in plans if plan.status == Status.CONSULTATION]
    left = (max(ends) - today).days if ends else None
    return Cycle(year, steps, left if left is not None and left >= 0 else None)


def _note(step: Step, place: int, first: int) -> str:
    return step.note or ("gedaan" if place < first else "nu" if place == first else "")


def _many(done: int, plans: Sequence[ImplementationPlan]) -> str:
    """`4 van 10 gedaan`; of one plan or none nothing that is not said by the step itself."""
    return f"{done} van {len(plans)} gedaan" if len(plans) > 1 and done < len(plans) else ""


def _last(days: Sequence[date | None]) -> str:
    known = [day for day in days if day]
    return day_and_month(max(known)) if known else ""


def _writing(plans: Sequence[ImplementationPlan]) -> Step:
    done = sum(plan.status not in OPEN for plan in plans)
    when = _last([plan.deadline for plan in plans])
    return Step(when, "Schrijven", _many(done, plans), bool(plans) and done == len(plans))


def _review(plans: Sequence[ImplementationPlan]) -> Step:
    done = sum(plan.status in (Status.CONSULTATION, Status.ADOPTED) for plan in plans)
    when = _last([plan.reviewed_at and timezone.localdate(plan.reviewed_at) for plan in plans])
    return Step(when, "Stafbureau leest", _many(done, plans), done == len(plans))


def _consultation(plans: Sequence[ImplementationPlan], today: date) -> Step:
    now = [plan for plan in plans if plan.status == Status.CONSULTATION and plan.consultation_ends_on >= today]
    over = sum(_has_reacted(plan, today) for plan in plans)
    began = _last([timezone.localdate(plan.began) for plan in plans if plan.began > LONG_AGO])
    ends = f"nu, tot en met {_last([plan.consultation_ends_on for plan in now])}" if now else _many(over, plans)
    return Step(began, "Bij de gemeenten", ends, over == len(plans))


def _has_reacted(plan: ImplementationPlan, today: date) -> bool:
    over = plan.status == Status.CONSULTATION and plan.consultation_ends_on < today
    return plan.status == Status.ADOPTED or over


def _answers(plans: Sequence[ImplementationPlan], today: date) -> Step:
    open_ones = sum(plan.unanswered for plan in plans if plan.status != Status.ADOPTED)
    note = f"nog {counted(open_ones, 'bezwaar', 'bezwaren')}" if open_ones else ""
    return Step("", "Antwoorden verwerkt", note, not open_ones and all(_has_reacted(p, today) for p in plans))


def _adoption(plans: Sequence[ImplementationPlan]) -> Step:
    done = sum(plan.status == Status.ADOPTED for plan in plans)
    when = _last([plan.adopted_on for plan in plans])
    return Step(when, "Vaststellen", _many(done, plans), bool(plans) and done == len(plans))
