"""How the adopted plans of an eenheid stood on the last day of a half year or a year."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from agenda.periods import ends_on, period_title
from nhveilig.regions.models import PoliceUnit
from reports.documents.periods.changes import PreviousReport, previous_report
from reports.documents.periods.states import SubjectState, ThemeState
from reports.documents.plans.queries import readiness
from themes.models import ImplementationPlan, Theme
from themes.parts.queries import PlanParts
from themes.progress.counting import name_of_subject
from themes.progress.standings import PastStandings


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
        return previous_report(self.police_unit, self.year, self.period)

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
