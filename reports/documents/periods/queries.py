"""How the adopted plans of an eenheid stood on the last day of a half year or a year, and what differs from before."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Case, When

from agenda.periods import Period, ends_on, period_title
from nhveilig.figures.formats import date_long
from nhveilig.figures.values import Figure
from nhveilig.regions.models import Municipality, PoliceUnit
from reports.documents.content import walk
from reports.documents.models import Document, Edition
from reports.documents.plans.queries import readiness
from themes.models import ImplementationPlan, Outlook, ResultTarget, Theme
from themes.parts.queries import PlanParts, counted_elsewhere
from themes.progress.counting import Subject, name_of_subject
from themes.progress.standings import NOT_REPORTED, PastStandings, SubjectStanding

BLOCK = "progress_report"
# Those a report can be about.
YEARS = range(2000, 2100)
KINDS = {Period.FIRST_HALF: Document.Kind.HALF_YEAR_REPORT, Period.YEAR: Document.Kind.TWELVE_MONTH_REPORT}
ADOPTED_FIRST = Case(When(status=Edition.Status.ADOPTED, then=0), default=1)
OVER = {Outlook.DONE, Outlook.STOPPED}
# What was reported without saying how it goes.
ONLY_REPORTED = "gemeld"
NOT_REACHED = "nog niet bereikt"


@dataclass(frozen=True)
class SubjectState:
    """One activity, result or target on the last day. `on` is the day of its last report, also of one municipality."""

    subject: Subject
    standing: SubjectStanding
    on: date | None
    missing: tuple[Municipality, ...] = ()

    @property
    def slug(self) -> str:
        return f"{name_of_subject(self.subject)}-{self.subject.pk}"

    @property
    def origin(self) -> str:
        """The slug of what it goes on from, in the plan of an earlier year; empty when it is new."""
        return f"{name_of_subject(self.subject)}-{self.subject.origin_id}" if self.subject.origin_id else ""

    @property
    def is_target(self) -> bool:
        return isinstance(self.subject, ResultTarget)

    @property
    def counts_here(self) -> bool:
        return not (self.is_target and counted_elsewhere(self.subject))

    @property
    def course_text(self) -> str:
        if not self.standing.is_reported:
            return NOT_REPORTED
        if self.standing.course_label:
            return self.standing.course_label
        stored = self.standing.standing
        missed = bool(self.standing.coverage) or (stored is not None and stored.reached is False)
        return NOT_REACHED if missed else ONLY_REPORTED

    def late(self, day: date) -> str:
        """Why it is late, as a sentence goes on after its name; empty when it is not."""
        due, course = getattr(self.subject, "due_on", None), self.standing.course
        if due and due <= day and course not in OVER:
            return f"had op {date_long(due)} klaar moeten zijn; {self.course_text}"
        return f"loopt achter, stand van {date_long(self.on)}" if course == Outlook.BEHIND else ""


@dataclass(frozen=True)
class ThemeState:
    """How one theme stood on the last day, part by part."""

    plan: ImplementationPlan
    states: tuple[SubjectState, ...]

    @property
    def theme(self) -> Theme:
        return self.plan.theme

    @property
    def targets(self) -> list[SubjectState]:
        return [state for state in self.states if state.is_target]

    @property
    def in_words(self) -> list[SubjectState]:
        """Activities, and the results something was said about."""
        return [state for state in self.states if not state.is_target]

    @property
    def counted(self) -> list[SubjectState]:
        """What counts in this theme: all but the targets that count in another."""
        return [state for state in self.states if state.counts_here]

    @property
    def silent(self) -> list[SubjectState]:
        return [state for state in self.counted if not state.standing.is_reported]

    @property
    def leaders(self) -> list[str]:
        """Those whom the plan names."""
        return [one.name for one in PlanParts(self.plan).people if one.kind == one.Kind.LEADER and one.name]

    def by_course(self) -> Counter[str]:
        """How many of each course; "" for what was reported without one, None for what was not reported."""
        return Counter(state.standing.course if state.standing.is_reported else None for state in self.counted)


@dataclass(frozen=True)
class ReportedChange:
    """One subject that was reported on, beside what the previous report said of it (None when it said nothing)."""

    state: SubjectState
    before: dict | None

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def was(self) -> Figure:
        return Figure.from_dict(self.before) if self.before else Figure.blank()

    @property
    def was_course(self) -> str:
        return self.before["course"] if self.before else ""

    @property
    def differs(self) -> bool:
        return not self.is_new and (self.was, self.was_course) != (self.state.standing.realised, self.state.course_text)


class PreviousReport:
    """What the newest edition of the report before said of each subject; the adopted one where there is one."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.until = ""
        self._by_slug: dict[str, dict] = {}
        self._by_code: dict[tuple[str, str, str], dict] = {}
        for block in walk(edition.intact()["blocks"]):
            if block["kind"] == BLOCK:
                self._read(block["content"])

    def _read(self, content: dict) -> None:
        self.until = content["until"]
        for said in content.get("subjects", []):
            self._by_slug[said["slug"]] = said
            if said["code"]:
                self._by_code[content["policy"], content["theme"], said["code"]] = said

    def changes(self, theme: ThemeState) -> list[ReportedChange]:
        return [
            ReportedChange(state, self._before(theme, state)) for state in theme.counted if state.standing.is_reported
        ]

    def _before(self, theme: ThemeState, state: SubjectState) -> dict | None:
        """What was said of this part, of what it goes on from, or of what bore its code in the year before."""
        code = (theme.theme.plan.slug, theme.theme.slug, getattr(state.subject, "code", ""))
        return self._by_slug.get(state.slug) or self._by_slug.get(state.origin) or self._by_code.get(code)

    def as_dict(self) -> dict:
        return {"title": self.edition.document.title, "edition": self.edition.number, "until": self.until}


class PeriodReport:
    """`period` is h1 or jaar. Expects plans read with `with_parts()`, and asks a fixed number of queries more."""

    def __init__(self, police_unit: PoliceUnit, year: int, period: str, plans: Iterable[ImplementationPlan]) -> None:
        self.police_unit, self.year, self.period = police_unit, year, period
        self.until = ends_on(year, period)
        self.plans = [plan for plan in plans if plan.status == ImplementationPlan.Status.ADOPTED]

    @property
    def title(self) -> str:
        return period_title(self.year, self.period)

    @cached_property
    def themes(self) -> list[ThemeState]:
        standings = PastStandings(self.plans, self.until)
        return [ThemeState(plan, tuple(_states(PlanParts(plan), standings))) for plan in self.plans]

    @cached_property
    def previous(self) -> PreviousReport | None:
        """A year follows on its first half, that on the year before."""
        before = [(self.year, Period.FIRST_HALF)] if self.period == Period.YEAR else []
        for year, period in [*before, (self.year - 1, Period.YEAR)]:
            documents = Document.objects.filter(kind=KINDS[period], police_unit=self.police_unit, start_year=year)
            editions = Edition.objects.for_reading().filter(document__in=documents)
            newest = editions.order_by(ADOPTED_FIRST, "-number").first()
            if newest and (found := PreviousReport(newest)).until:
                return found
        return None

    @cached_property
    def without_plan(self) -> list[Theme]:
        """Themes that run in the year and have no adopted plan, so nothing can be reported on them."""
        programmes = readiness(self.police_unit, self.year)
        return [one.theme for programme in programmes for one in programme.themes if not one.is_adopted]

    def theme(self, slug: str, policy: str | None) -> ThemeState | None:
        for state in self.themes:
            if state.theme.slug == slug and policy in {None, state.theme.plan.slug}:
                return state
        return None


def _states(parts: PlanParts, standings: PastStandings) -> Iterator[SubjectState]:
    for subject in [*parts.activities, *parts.results, *parts.targets]:
        state = SubjectState(
            subject, standings.of(subject), standings.last_day_of(subject), tuple(standings.missing_of(subject))
        )
        # A result that is measured is told by its targets, unless somebody said something about it.
        if state.standing.is_reported or not parts.targets_of(subject) or name_of_subject(subject) != "result":
            yield state
