"""How it stands with the subjects of one or more plans, as pages and documents say it: in words, with the day. And one
subject by the key in its address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.urls import reverse

from nhveilig.figures.formats import counted, date_long
from nhveilig.figures.units import with_unit
from nhveilig.figures.values import Figure
from nhveilig.regions.models import Municipality, ValidityQuerySet
from nhveilig.statuses.status import Status
from themes.models import Activity, ImplementationPlan, Outlook, ProgressUpdate, ResultTarget, Standing
from themes.parts.queries import PlanParts, counted_elsewhere
from themes.parts.registry import UnknownPart, key_of, parse_key
from themes.parts.views import plan_url
from themes.progress.counting import Subject, count, name_of_subject
from themes.progress.promises import status_of
from themes.progress.validators import last_day
from themes.reading.presenters import aim_of

NOT_REPORTED = Status.NONE.word
# A quarter: longer ago than this, nobody knows whether it is still so.
FRESH_FOR = timedelta(days=92)
FINISHED = {Outlook.DONE, Outlook.STOPPED}


@dataclass(frozen=True)
class Coverage:
    """How many municipalities reached what is counted in each of them, of how many."""

    reached: int
    reported: int
    of: int

    @property
    def text(self) -> str:
        """`27 van 32 gemeenten`"""
        return f"{self.reached} van {counted(self.of, 'gemeente', 'gemeenten')}"


class AboutSubject:
    """What a page says of one subject names it by these."""

    subject: Subject

    @cached_property
    def key(self) -> str:
        """`activity-12`"""
        return key_of(self.subject)

    @property
    def aim(self) -> str:
        """What was agreed, such as `ten minste 20 controles`; empty for what is no target."""
        return aim_of(self.subject) if isinstance(self.subject, ResultTarget) else ""


@dataclass(frozen=True)
class SubjectStanding(AboutSubject):
    """One subject and how it stands; `standing` None when nobody reported yet (for the region as a whole)."""

    subject: Subject
    standing: Standing | None
    coverage: Coverage | None = None

    @property
    def kind(self) -> str:
        return str(self.subject._meta.verbose_name)

    @property
    def url(self) -> str:
        return subject_url(self.subject)

    @property
    def is_reported(self) -> bool:
        return self.standing is not None or bool(self.coverage and self.coverage.reported)

    @property
    def figure(self) -> Figure:
        return self.standing.figure if self.standing else Figure.blank()

    @property
    def realised(self) -> Figure:
        """The figure reached; of what is counted in every municipality, how many of them reached it."""
        if self.coverage is None:
            return self.figure
        return Figure.of(self.coverage.reached) if self.coverage.reported else Figure.blank()

    @property
    def figure_text(self) -> str:
        """`12 controles`, `27 van 32 gemeenten`, `onbekend`; empty when there is no figure."""
        if self.coverage:
            return self.coverage.text
        return with_unit(self.figure, self.subject.unit)

    @property
    def breakdown(self) -> str:
        """`jongens: 110; meisjes: 70`; empty when nobody divided the figure."""
        return self.standing.breakdown if self.standing and not self.coverage else ""

    @property
    def course(self) -> str:
        """A value of Outlook: what was said, or that it is reached; empty when nobody can tell."""
        if self.standing and self.standing.course:
            return self.standing.course
        reached = self.standing.reached if self.standing else None
        if self.coverage:
            reached = self.coverage.reached == self.coverage.of
        return Outlook.DONE if reached else ""

    @property
    def course_label(self) -> str:
        return Outlook(self.course).label if self.course else ""

    @property
    def status(self) -> Status | None:
        """None when something was reported, and nobody can tell how it goes."""
        if self.course:
            return Status(self.course)
        return None if self.is_reported else Status.NONE

    @property
    def on(self) -> date | None:
        return self.standing.on if self.standing else None

    @property
    def stamp(self) -> str:
        """`stand van 31 maart 2025`, or that nobody reported yet."""
        if self.standing:
            return f"stand van {date_long(self.standing.on)}"
        return f"gemeld door {self.coverage.reported} van {self.coverage.of}" if self.coverage else NOT_REPORTED


@dataclass(frozen=True, kw_only=True)
class PromiseStanding(SubjectStanding):
    """How it stands in one municipality."""

    today: date

    @property
    def status(self) -> Status | None:
        return status_of(self.subject, self.standing, self.today)


class Standings:
    """Of all subjects of some plans: two queries, whatever their number, and a third for how many municipalities
    there are when something is counted in each of them.

    `municipalities`: by eenheid how many there are, as far as that is known already.
    """

    def __init__(
        self, plans: Iterable[ImplementationPlan], *, today: date, municipalities: dict[int, int] | None = None
    ) -> None:
        self.plans, self.today = list(plans), today
        self._by_subject = {standing.subject_place: standing for standing in Standing.objects.of_plans(self.plans)}
        self._coverage = Standing.objects.coverage(self.plans)
        self._municipalities = dict(municipalities or {})

    def of(self, subject: Subject) -> SubjectStanding:
        """A target that repeats one of another theme stands as that one does."""
        counted = subject.counts_as_id or subject.pk
        standing = self._by_subject.get((name_of_subject(subject), counted))
        return SubjectStanding(subject, standing, self._covered(subject, counted))

    def _covered(self, subject: Subject, pk: int) -> Coverage | None:
        if not subject.is_per_municipality:
            return None
        reached, reported = self._coverage.get(pk, (0, 0))
        return Coverage(reached, reported, self._number_of_municipalities(subject))

    def _number_of_municipalities(self, subject: Subject) -> int:
        plan = next(plan for plan in self.plans if plan.pk == subject.plan_id)
        unit = plan.theme.plan.police_unit_id
        if unit not in self._municipalities:
            self._municipalities[unit] = municipalities_of(plan, self.today).count()
        return self._municipalities[unit]


class PastStandings:
    """Of plans of one eenheid and year on a day that is past, counted from what was reported until then: two queries.

    A correction made later holds for the past too: it says how it stood then. Expects plans read with `with_parts()`.
    """

    def __init__(self, plans: Iterable[ImplementationPlan], day: date) -> None:
        self.plans, self.day = list(plans), day
        self._by_subject: dict[tuple[str, int], dict[int | None, list[ProgressUpdate]]] = {}
        for update in ProgressUpdate.objects.standing().of_plans_until(self.plans, day):
            by_place = self._by_subject.setdefault(update.subject_place, {})
            by_place.setdefault(update.municipality_id, []).append(update)

    @cached_property
    def municipalities(self) -> list[Municipality]:
        """Those of the eenheid on that day, by name."""
        return list(municipalities_of(self.plans[0], self.day).order_by("name")) if self.plans else []

    def of(self, subject: Subject) -> SubjectStanding:
        """A target that repeats one of another theme stood as that one did. Its standing is not stored."""
        counted = counted_elsewhere(subject) or subject
        standing = count(counted, self._by_place(counted).get(None, []))
        return SubjectStanding(subject, standing, self._coverage(subject, counted))

    def last_day_of(self, subject: Subject) -> date | None:
        """The day of the last report, also of one municipality."""
        days = [updates[-1].on for updates in self._by_place(counted_elsewhere(subject) or subject).values()]
        return max(days) if days else None

    def missing_of(self, subject: Subject) -> list[Municipality]:
        """The municipalities that did not report yet on a target that counts in each of them."""
        if not subject.is_per_municipality:
            return []
        reported = self._by_place(counted_elsewhere(subject) or subject).keys()
        return [one for one in self.municipalities if one.pk not in reported]

    def _by_place(self, counted: Subject) -> dict[int | None, list[ProgressUpdate]]:
        return self._by_subject.get((name_of_subject(counted), counted.pk), {})

    def _coverage(self, subject: Subject, counted: Subject) -> Coverage | None:
        if not subject.is_per_municipality:
            return None
        by_place = self._by_place(counted)
        found = [count(counted, by_place[pk]) for pk in by_place if pk is not None]
        return Coverage(sum(one.reached is True for one in found), len(found), len(self.municipalities))


def municipalities_of(plan: ImplementationPlan, today: date) -> ValidityQuerySet:
    """Those of its eenheid: as they are now, or on the last day of a year that is over."""
    day = last_day(plan.year, today)
    return Municipality.objects.filter(safety_region__police_unit=plan.theme.plan.police_unit_id).on(day)


def is_ahead(plan: ImplementationPlan, today: date) -> bool:
    """Whether its year has not begun, so that there is nothing to report yet."""
    return plan.year > today.year


def asked_of(parts: PlanParts) -> Iterator[Subject]:
    """What a report is asked on: activities that go on, results that nothing measures, and targets that count here."""
    yield from (one for one in parts.activities if one.outcome == Activity.Outcome.OPEN)
    yield from (one for one in parts.results if not parts.targets_of(one))
    yield from (one for one in parts.targets if not counted_elsewhere(one))


def is_unreported(shown: SubjectStanding) -> bool:
    """Nothing was ever reported; of what is counted per municipality, some of them did not."""
    if shown.coverage:
        return shown.coverage.reported < shown.coverage.of
    return not shown.is_reported


def is_old(shown: SubjectStanding, today: date) -> bool:
    """Whether its last report is older than three months, in a year that goes on, and it is not finished."""
    if shown.on is None or shown.course in FINISHED or shown.on.year != today.year:
        return False
    return today - shown.on > FRESH_FOR


def subject_of(plan: ImplementationPlan, part: str) -> Subject | None:
    """None when the plan has no such part, has it in the bin, or nothing is reported on it."""
    try:
        kind, pk = parse_key(part)
    except UnknownPart:
        return None
    if kind.code not in {"activity", "result", "target"}:
        return None
    found = kind.model.objects.present().filter(plan=plan, pk=pk)
    if kind.model is ResultTarget:
        found = found.select_related("counts_as__plan__theme")
    subject = found.first()
    if subject:
        # Read with its theme and eenheid already.
        subject.plan = plan
    return subject


def subject_url(
    subject: Subject, municipality: Municipality | None = None, name: str = "progress-report", **more: object
) -> str:
    address = plan_url(subject.plan, name, part=key_of(subject), **more)
    return at_town(address, municipality) if municipality else address


def at_town(address: str, municipality: Municipality) -> str:
    """The address of a subject in one municipality."""
    return f"{address}?gemeente={municipality.code}"


def url_where_counted(subject: Subject) -> str:
    """Where a target that counts with another theme is reported; empty when that plan is not there to read (yet)."""
    other = counted_elsewhere(subject)
    if other is None or other.plan.status != ImplementationPlan.Status.ADOPTED:
        return ""
    # Both are of one eenheid, which was read with this plan.
    unit = subject.plan.theme.plan.police_unit.slug
    place = {"unit": unit, "year": other.plan.year, "theme": other.plan.theme.slug, "part": key_of(other)}
    return reverse("themes:progress-report", kwargs=place)


def standing_of(subject: Subject, municipality: Municipality | None, today: date) -> SubjectStanding:
    """For the region as a whole, or in one municipality."""
    if municipality is None:
        return Standings([subject.plan], today=today).of(subject)
    own = Standing.objects.filter(target=subject, municipality=municipality).select_related("reported_by")
    return PromiseStanding(subject, own.first(), today=today)
