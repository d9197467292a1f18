"""How one theme stood on the last day of a period, part by part."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from nhveilig.figures.formats import date_long
from nhveilig.figures.values import Figure
from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan, Outlook, ResultTarget, Theme
from themes.parts.queries import PlanParts, counted_elsewhere
from themes.progress.counting import Subject, name_of_subject
from themes.progress.standings import NOT_REPORTED, SubjectStanding

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
    def figure(self) -> Figure:
        """The figure reached; of what counts in every municipality, how many of them reached it."""
        coverage = self.standing.coverage
        if coverage is None:
            return self.standing.figure
        return Figure.of(coverage.reached) if coverage.reported else Figure.blank()

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
