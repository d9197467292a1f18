"""How it stood with the subjects of some plans on a day that is past, counted from what was reported up to that day."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan, ProgressUpdate, ResultTarget, Standing
from themes.parts.queries import counted_elsewhere
from themes.progress.counting import Subject, count, name_of_subject
from themes.progress.standings import Coverage, SubjectStanding, municipalities_of

Updates = list[ProgressUpdate]


class PastStandings:
    """Of all subjects of plans of one eenheid and year: two queries, whatever their number and that of the reports.

    A correction made later holds for the past too: it says how it stood then. Expects plans read with `with_parts()`.
    """

    def __init__(self, plans: Iterable[ImplementationPlan], day: date) -> None:
        self.plans, self.day = list(plans), day
        self._by_subject: dict[tuple[str, int], dict[int | None, Updates]] = {}
        for update in ProgressUpdate.objects.standing().of_plans_until(self.plans, day):
            by_place = self._by_subject.setdefault(update.subject_place, {})
            by_place.setdefault(update.municipality_id, []).append(update)

    @cached_property
    def municipalities(self) -> list[Municipality]:
        """Those of the eenheid on that day, by name."""
        return list(municipalities_of(self.plans[0], self.day).order_by("name")) if self.plans else []

    def of(self, subject: Subject) -> SubjectStanding:
        """A target that repeats one of another theme stood as that one did. Its standing is not stored."""
        counted = _counted(subject)
        standing = self._standing(counted, self._by_place(counted).get(None, []))
        return SubjectStanding(subject, standing, self._coverage(subject, counted))

    def last_day_of(self, subject: Subject) -> date | None:
        """The day of the last report, also of one municipality."""
        days = [updates[-1].on for updates in self._by_place(_counted(subject)).values()]
        return max(days) if days else None

    def missing_of(self, subject: Subject) -> list[Municipality]:
        """The municipalities that did not report yet on a target that counts in each of them."""
        if not _is_per_municipality(subject):
            return []
        reported = self._by_place(_counted(subject)).keys()
        return [one for one in self.municipalities if one.pk not in reported]

    def _by_place(self, counted: Subject) -> dict[int | None, Updates]:
        return self._by_subject.get((name_of_subject(counted), counted.pk), {})

    def _standing(self, counted: Subject, updates: Updates) -> Standing | None:
        found = count(counted, updates)
        if found is None:
            return None
        return Standing(
            value=found.figure.value,
            qualifier=found.figure.qualifier,
            course=found.course,
            words=found.words,
            evidence=found.evidence,
            on=found.on,
            reached=found.reached,
            updates=found.updates,
        )

    def _coverage(self, subject: Subject, counted: Subject) -> Coverage | None:
        if not _is_per_municipality(subject):
            return None
        by_place = self._by_place(counted)
        found = [self._standing(counted, by_place[pk]) for pk in by_place if pk is not None]
        return Coverage(sum(one.reached is True for one in found), len(found), len(self.municipalities))


def _counted(subject: Subject) -> Subject:
    return (counted_elsewhere(subject) or subject) if isinstance(subject, ResultTarget) else subject


def _is_per_municipality(subject: Subject) -> bool:
    return getattr(subject, "scope", "") == ResultTarget.Scope.EVERY_MUNICIPALITY
