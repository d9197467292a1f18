"""What one municipality has to do with in one year: agreed for it, delivered, asked of it. Its police is in `teams`."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import OuterRef, Q, Subquery
from django.utils.text import get_text_list

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted, number
from nhveilig.figures.status_bars import StatusBar
from nhveilig.regions.models import Municipality
from reports.dashboards.queries import Asked, Status, asks_for_reaction, existed_in, may, of_municipalities, shown_plans
from themes.models import Decision, ImplementationPlan, PlanStep, Reaction, ResultTarget, Standing
from themes.parts.views import plan_url
from themes.progress.standings import Coverage, PromiseStanding, SubjectStanding
from themes.reading.presenters import aim_of, moment_of
from themes.workflow.queries import WHOLE_PLAN

Scope = ResultTarget.Scope


@dataclass(frozen=True)
class AgreedTarget:
    """A target for municipalities: `region` is how it stands with all of them, `own` here; `earlier` with those that
    merged into this one."""

    target: ResultTarget
    region: SubjectStanding
    own: SubjectStanding | None = None
    earlier: tuple[SubjectStanding, ...] = ()

    @property
    def aim(self) -> str:
        """`ten minste 5 gemeenten`; empty where no number was agreed."""
        return "" if self.target.value is None else aim_of(self.target)

    @property
    def moment(self) -> str:
        return moment_of(self.target)

    @property
    def url(self) -> str:
        """Where the figures come from: the reports on the plan."""
        return plan_url(self.target.plan, "progress")

    @property
    def is_reached(self) -> bool:
        return bool(self.own and self.own.standing and self.own.standing.reached)

    @property
    def gauged(self) -> bool:
        """Whether a bar says more than the word: there is a number, and it is not reached."""
        known = bool(self.own and self.own.figure.is_known and self.target.value)
        return known and not self.is_reached and self.target.operator == ResultTarget.Operator.AT_LEAST

    @property
    def beside_others(self) -> str:
        """`27 van 32 gemeenten zijn zover, deze ook`: of what is counted in each of them."""
        coverage = self.region.coverage
        if coverage is None:
            return ""
        if not coverage.reached:
            return f"Nog geen van de {number(coverage.of)} gemeenten is zover."
        verb = "is" if coverage.reached == 1 else "zijn"
        here = "deze ook" if self.is_reached else "deze nog niet"
        return f"{coverage.text} {verb} zover, {here}."


@dataclass(frozen=True)
class ThemeAgreements:
    plan: ImplementationPlan
    targets: list[AgreedTarget]
    # Targets of the same plan for the region as a whole.
    regional: int


@dataclass
class MunicipalityYear:
    """Six queries, whatever the number of plans. `municipality` and its `predecessors` are of
    `places.with_predecessors`."""

    access: Access
    municipality: Municipality
    predecessors: list[Municipality]
    year: int
    today: date

    @cached_property
    def _plans(self) -> list[ImplementationPlan]:
        """Adopted for this year, or put to the municipalities now."""
        said = Reaction.objects.filter(plan=OuterRef("pk"), municipality=self.municipality, part=WHOLE_PLAN)
        said = said.order_by("-round")
        put = PlanStep.objects.filter(plan=OuterRef("pk"), to_status=Status.CONSULTATION)
        put = put.exclude(from_status=Status.CONSULTATION).order_by("-taken_at")
        return list(
            shown_plans(self.access)
            .for_list()
            .filter(theme__plan__police_unit=self.municipality.safety_region.police_unit_id)
            .filter(Q(year=self.year, status=Status.ADOPTED) | self._put_to_municipalities())
            .annotate(reacted_at=Subquery(said.values("changed_at")[:1]), put_at=Subquery(put.values("taken_at")[:1]))
        )

    def _put_to_municipalities(self) -> Q:
        """All that are open now; on the page of a year that is over only those of that year and the next."""
        put = Q(status=Status.CONSULTATION)
        return put & Q(year__in=(self.year, self.year + 1)) if self.is_over else put

    @property
    def is_over(self) -> bool:
        return self.today.year > self.year

    @cached_property
    def plans(self) -> dict[int, ImplementationPlan]:
        """The adopted ones, by id."""
        return {plan.pk: plan for plan in self._plans if plan.status == Status.ADOPTED}

    @cached_property
    def _targets(self) -> list[ResultTarget]:
        """Each once: what another theme repeats is left out where the one that counts is there."""
        found = list(
            ResultTarget.objects.present().filter(plan__in=self.plans.values()).order_by("plan_id", "order", "pk")
        )
        for target in found:
            target.plan = self.plans[target.plan_id]
        here = {target.pk for target in found}
        return [target for target in found if target.counts_as_id not in here]

    @cached_property
    def _standings(self) -> dict[tuple[int, int | None], Standing]:
        """The standings by target and municipality; the municipality None is the whole region."""
        places = [self.municipality, *self.predecessors]
        counted = [_counted(target) for target in self._targets]
        found = Standing.objects.filter(Q(municipality=None) | Q(municipality__in=places), target__in=counted)
        return {(one.target_id, one.municipality_id): one for one in found}

    @cached_property
    def _coverage(self) -> dict[int, tuple[int, int]]:
        return Standing.objects.coverage(list(self.plans.values()))

    def _stands(self, target: ResultTarget, place: Municipality | None) -> SubjectStanding:
        standing = self._standings.get((_counted(target), place and place.pk))
        return PromiseStanding(target, standing, today=self.today) if place else SubjectStanding(target, standing)

    def _agreed(self, target: ResultTarget) -> AgreedTarget:
        region = self._stands(target, None)
        if target.scope != Scope.EVERY_MUNICIPALITY:
            return AgreedTarget(target, region)
        coverage = Coverage(*self._coverage.get(_counted(target), (0, 0)), self.municipality.of or 0)
        earlier = [self._stands(target, place) for place in self.predecessors]
        return AgreedTarget(
            target,
            SubjectStanding(target, region.standing, coverage),
            self._stands(target, self.municipality),
            tuple(one for one in earlier if one.standing),
        )

    @cached_property
    def agreed(self) -> list[ThemeAgreements]:
        """By theme: first the plans that ask something of municipalities."""
        by_plan: dict[int, list[ResultTarget]] = {pk: [] for pk in self.plans}
        for target in self._targets:
            by_plan[target.plan_id].append(target)
        found = [
            ThemeAgreements(
                self.plans[pk],
                [self._agreed(target) for target in targets if is_municipal(target)],
                sum(not is_municipal(target) for target in targets),
            )
            for pk, targets in by_plan.items()
        ]
        return sorted(found, key=lambda theme: not theme.targets)

    @cached_property
    def targets(self) -> list[AgreedTarget]:
        """For municipalities: first what each does by itself, what is not reached before the rest; then what they do
        together."""
        found = [agreed for theme in self.agreed for agreed in theme.targets]
        return sorted(found, key=lambda agreed: (agreed.own is None, agreed.is_reached))

    def sum_agreed(self) -> str:
        """`9 afspraken voor gemeenten in 4 thema’s; 63 streefwaarden gelden voor de hele regio.`"""
        asking = sum(bool(theme.targets) for theme in self.agreed)
        themes = counted(asking, "thema", "thema’s")
        agreed = counted(len(self.targets), "afspraak", "afspraken")
        first = f"{agreed} voor gemeenten, in {themes}." if asking else "Geen afspraken voor gemeenten apart."
        if not self.regional:
            return first
        others = counted(len(self.regional), "streefwaarde geldt", "streefwaarden gelden")
        return f"{first} {others} voor de hele regio."

    def sum_asked(self) -> str:
        """`2 reacties, 1 melding en 1 besluit.`"""
        kinds = Counter(asked.what for asked in self.asked)
        names = {"Reactie": "reacties", "Melding": "meldingen", "Gevraagd besluit": "gevraagde besluiten"}
        words = [counted(kinds[one], one.lower(), many) for one, many in names.items() if kinds[one]]
        is_late = self.is_over and kinds["Melding"]
        late = f" Het jaar {self.year} is voorbij; melden kan nog, met een reden." if is_late else ""
        return f"{get_text_list(words, 'en')}.{late}"

    @property
    def own(self) -> list[AgreedTarget]:
        """What is counted in this municipality by itself."""
        return [agreed for agreed in self.targets if agreed.own]

    @property
    def reached(self) -> int:
        return sum(agreed.is_reached for agreed in self.own)

    @cached_property
    def regional(self) -> list[SubjectStanding]:
        return [self._stands(target, None) for target in self._targets if not is_municipal(target)]

    @property
    def regional_bar(self) -> StatusBar:
        """How the targets of the region stand."""
        told = Counter(one.status.value for one in self.regional if one.status)
        return StatusBar(told, "Streefwaarden voor de hele regio")

    @property
    def regional_untold(self) -> int:
        """Of how many something was reported, but not how it goes."""
        return sum(one.status is None for one in self.regional)

    @cached_property
    def asked(self) -> list[Asked]:
        """Open now, soonest first."""
        decisions = (Asked.decision(one) for one in self._decisions if self._is_ahead(one))
        return sorted([*self._reactions(), *self._reports(), *decisions], key=lambda asked: asked.place)

    def _reactions(self) -> list[Asked]:
        if not existed_in(self.municipality, self.today.year):
            return []
        may_react = may(self.access, Permission.REACT_TO_PLANS, self.municipality)
        waiting = [plan for plan in self._plans if asks_for_reaction(plan, self.today)]
        return [Asked.reaction(plan, may_react=may_react) for plan in waiting]

    def _reports(self) -> list[Asked]:
        may_report = may(self.access, Permission.REPORT_PROGRESS, self.municipality) or self.access.may(
            Permission.DECIDE_PLANS, self.municipality.safety_region.police_unit_id
        )
        silent = [agreed for agreed in self.own if not agreed.own.is_reported]
        return [Asked.report(agreed.target, self.municipality, may_report=may_report) for agreed in silent]

    @cached_property
    def _decisions(self) -> list[Decision]:
        """Of a municipality or all of them; whether they were taken, a plan does not say."""
        found = of_municipalities(Decision.objects.present().filter(plan__in=self.plans.values()))
        for decision in found:
            decision.plan = self.plans[decision.plan_id]
        return found

    @property
    def past_decisions(self) -> list[Asked]:
        return [Asked.decision(one) for one in self._decisions if not self._is_ahead(one)]

    def _is_ahead(self, decision: Decision) -> bool:
        return self.today <= (decision.due_on or date(self.year, 12, 31))


def is_municipal(target: ResultTarget) -> bool:
    """Whether it is for municipalities, or counts them."""
    return target.scope in (Scope.EVERY_MUNICIPALITY, Scope.ALL_MUNICIPALITIES) or target.unit == "gemeenten"


def _counted(target: ResultTarget) -> int:
    """What a target that repeats one of another theme is counted as."""
    return target.counts_as_id or target.pk
