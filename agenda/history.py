"""What targets and measurements of an indicator were before, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass

from agenda.models import Indicator, Measurement, RegionalTarget, Target, TargetRevision
from agenda.periods import period_title


@dataclass(frozen=True)
class TargetChange:
    whose: str
    when: str
    before: str
    after: str
    revision: TargetRevision


def target_changes(indicator: Indicator) -> list[TargetChange]:
    """Expects `with_history()`."""
    found = [change for target in indicator.targets.all() for change in _changes(target, "Landelijk")]
    for target in indicator.regional_targets.all():
        found += _changes(target, target.police_unit.name)
    return sorted(found, key=lambda change: (change.revision.revised_on, change.revision.pk), reverse=True)


def _changes(target: Target | RegionalTarget, whose: str) -> Iterable[TargetChange]:
    now = target.text if isinstance(target, RegionalTarget) else target.figure.text()
    revisions = list(target.revisions.all())
    afters = [*(later.text for later in revisions[1:]), now][: len(revisions)]
    when = str(target.year or target.period)
    return [TargetChange(whose, when, r.text, after, r) for r, after in zip(revisions, afters, strict=True)]


@dataclass(frozen=True)
class MeasurementHistory:
    """The figures of one eenheid in one period, the current one first."""

    current: Measurement
    earlier: list[Measurement]

    @property
    def whose(self) -> str:
        return self.current.police_unit.name if self.current.police_unit else "Landelijk"

    @property
    def when(self) -> str:
        return period_title(self.current.year, self.current.period)


def measurement_history(measurements: Iterable[Measurement]) -> list[MeasurementHistory]:
    grouped: dict[tuple[int | None, int, str], list[Measurement]] = {}
    for measurement in measurements:
        key = (measurement.police_unit_id, measurement.year, measurement.period)
        grouped.setdefault(key, []).append(measurement)
    found = [_history(revisions) for revisions in grouped.values()]
    return sorted(found, key=lambda one: (-one.current.year, one.current.period, one.whose))


def _history(revisions: list[Measurement]) -> MeasurementHistory:
    newest, *earlier = sorted(revisions, key=lambda measurement: -measurement.revision)
    return MeasurementHistory(newest, earlier)
