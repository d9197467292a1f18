"""How municipalities moved with what they promised, since the end of the month three months ago."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nhveilig.figures.values import Figure
from nhveilig.worklist.presenters import capitalised
from themes.models import ProgressUpdate, ResultTarget
from themes.progress.counting import reaches
from themes.progress.trends import Trend, compared_with, day_compared

AT_MOST = ResultTarget.Operator.AT_MOST


@dataclass(frozen=True)
class Before:
    """`values`: what each municipality had reported of each target until that day, by their ids. Seen from `today`,
    the last day that counts of the year."""

    today: date
    values: Mapping[tuple[int, int], Decimal]

    @property
    def when(self) -> str:
        """`eind augustus`"""
        return day_compared(self.today)

    def is_of(self, year: int) -> bool:
        """Whether what was promised for `year` held then."""
        return compared_with(self.today).year >= year

    def trend(self, target: ResultTarget, place: int, now: Figure, words: Callable[[Decimal], str]) -> Trend | None:
        """`words` are those of a value. None when no number is known now, or the promise did not hold then."""
        if not now.is_known or not self.is_of(target.plan.year):
            return None
        before, when = self.values.get((counted_as(target), place)), self.when
        if before is None:
            return Trend("better" if now.value else "flat", f"{capitalised(when)} nog niet gemeld")
        if before == now.value:
            return Trend("flat", f"Sinds {when} niet veranderd")
        is_better = (now.value > before) != (target.operator == AT_MOST)
        told = f"{capitalised(when)} {words(before)}, nu {words(now.value)}"
        return Trend("better" if is_better else "worse", told)

    def kept(self, targets: Iterable[ResultTarget], place: int) -> int:
        """How many of them it kept then."""
        known = ((one, self.values.get((counted_as(one), place))) for one in targets)
        return sum(reaches(one, Figure(value)) is True for one, value in known if value is not None)


def before(targets: Sequence[ResultTarget], today: date, place: int | None = None) -> Before:
    """Of all municipalities, or of one. One query."""
    by_pk = {counted_as(one): one for one in targets}
    told = ProgressUpdate.objects.standing().filter(target__in=by_pk, value__isnull=False, on__lte=compared_with(today))
    told = told.filter(municipality=place) if place else told.filter(municipality__isnull=False)
    values: dict[tuple[int, int], Decimal] = {}
    for target, town, value in told.order_by("on", "pk").values_list("target", "municipality", "value"):
        sum_before = values.get((target, town), Decimal(0)) if by_pk[target].adds_up else Decimal(0)
        values[target, town] = sum_before + value
    return Before(today, values)


def counted_as(target: ResultTarget) -> int:
    """The target itself, or the one of another theme that it repeats."""
    return target.counts_as_id or target.pk
