"""What one municipality has to do with in one year: asked of it, promised, kept; and what the region does."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted, date_long
from nhveilig.figures.status_bars import StatusBar
from nhveilig.questions.models import Question
from nhveilig.questions.queries import of_json
from nhveilig.regions.models import Municipality
from nhveilig.statuses.status import Status
from nhveilig.worklist.base import Task
from nhveilig.worklist.presenters import ShownTask
from reports.dashboards.municipalities import asked
from reports.dashboards.municipalities.beside import Around, Place, place_of
from reports.dashboards.municipalities.moving import Before, before, counted_as
from reports.dashboards.municipalities.promises import ComparedPromise, Promise, middle_of, sentence
from reports.dashboards.municipalities.queries import DECISION, MEMBER, PERSON, QUESTION, Said, said_in
from reports.dashboards.presenters import Told
from reports.dashboards.queries import existed_in, shown_plans
from themes.goals.queries import CouncilPlan, plan_of
from themes.models import (
    Decision,
    ImplementationPlan,
    PlanStep,
    Reaction,
    ResultTarget,
    Standing,
)
from themes.progress.promises import term_of
from themes.progress.standings import Coverage, SubjectStanding
from themes.progress.validators import last_day
from themes.workflow.queries import WHOLE_PLAN
from themes.worklist.base import day_and_month

Scope = ResultTarget.Scope
PlanStatus = ImplementationPlan.Status
DATES_SHOWN = 5
NAMELESS = "de projectleider"
# On an A4, in rows of something kept.
ROOM = 18
# More than these fold away.
MOST_ASKED = 3


class Person(NamedTuple):
    """Whom to ask; without an account there is no address."""

    name: str
    email: str = ""


@dataclass(frozen=True)
class ThemeAgreements:
    """How many targets of a plan are for municipalities, and how many for the region as a whole."""

    plan: ImplementationPlan
    municipal: int
    regional: int

    @property
    def text(self) -> str:
        if self.municipal:
            return counted(self.municipal, "afspraak", "afspraken")
        return f"{self.regional} voor de hele regio" if self.regional else "geen streefwaarden"


@dataclass
class MunicipalityYear:
    """Five queries, whatever the number of plans. `municipality` and its `predecessors` are of
    `queries.with_predecessors`; `around` are those of its eenheid."""

    access: Access
    municipality: Municipality
    predecessors: list[Municipality]
    year: int
    today: date
    around: Around

    @property
    def _unit(self) -> int:
        return self.municipality.safety_region.police_unit_id

    @cached_property
    def _plans(self) -> list[ImplementationPlan]:
        """Adopted for this year, or put to the municipalities now."""
        said = Reaction.objects.filter(plan=OuterRef("pk"), municipality=self.municipality, part=WHOLE_PLAN)
        said = said.order_by("-round")
        put = PlanStep.objects.filter(plan=OuterRef("pk"), to_status=PlanStatus.CONSULTATION)
        put = put.exclude(from_status=PlanStatus.CONSULTATION).order_by("-taken_at")
        return list(
            shown_plans(self.access)
            .for_list()
            .filter(theme__plan__police_unit=self._unit)
            .filter(Q(year=self.year, status=PlanStatus.ADOPTED) | self._put_to_municipalities())
            .annotate(reacted_at=Subquery(said.values("changed_at")[:1]), put_at=Subquery(put.values("taken_at")[:1]))
        )

    def _put_to_municipalities(self) -> Q:
        """All that are open now; on the page of a year that is over only those of that year and the next."""
        put = Q(status=PlanStatus.CONSULTATION)
        return put & Q(year__in=(self.year, self.year + 1)) if self.is_over else put

    @property
    def is_over(self) -> bool:
        return self.today.year > self.year

    @cached_property
    def plans(self) -> dict[int, ImplementationPlan]:
        """The adopted ones, by id."""
        return {plan.pk: plan for plan in self._plans if plan.status == PlanStatus.ADOPTED}

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
    def _told(self) -> dict[int, dict[int | None, Told]]:
        """By target and municipality; the municipality None is the whole region."""
        rows = Standing.objects.filter(target__in=[counted_as(target) for target in self._targets])
        found: dict[int, dict[int | None, Told]] = defaultdict(dict)
        for target, place, *said in rows.values_list("target", "municipality", *Told._fields):
            found[target][place] = Told(*said)
        return found

    def _standing(self, target: ResultTarget, place: int | None) -> Standing | None:
        told = self._told[counted_as(target)].get(place)
        return told and Standing(**told._asdict())

    @cached_property
    def _nearby(self) -> list[Place]:
        return self.around.near.among(place_of(self.municipality), self.around.places)

    # What it promised ------------------------------------------------------------------------------------------------

    @cached_property
    def promises(self) -> list[ComparedPromise]:
        """What every municipality does by itself."""
        return [self._promise(target) for target in self._targets if target.scope == Scope.EVERY_MUNICIPALITY]

    @cached_property
    def _before(self) -> Before:
        promised = [one for one in self._targets if one.scope == Scope.EVERY_MUNICIPALITY]
        return before(promised, last_day(self.year, self.today), self.municipality.pk)

    def _promise(self, target: ResultTarget) -> ComparedPromise:
        here = {place: told for place, told in self._told[counted_as(target)].items() if place}
        own = Promise(target, self._standing(target, self.municipality.pk), today=self.today)
        earlier = (SubjectStanding(target, self._standing(target, place.pk)) for place in self.predecessors)
        return ComparedPromise(
            target,
            own.standing,
            today=self.today,
            municipality=self.municipality,
            values={place: told.value for place, told in here.items() if told.value is not None},
            near=self._nearby,
            everywhere=self._coverage(here),
            may_report=self._may_report,
            trend=own.trend_since(self._before, self.municipality.pk),
            earlier=tuple((one, place) for one, place in zip(earlier, self.predecessors, strict=True) if one.standing),
        )

    def _coverage(self, told: dict[int, Told]) -> Coverage:
        reached = sum(one.reached is True for one in told.values())
        return Coverage(reached, len(told), len(self.around.places))

    @cached_property
    def _may_report(self) -> bool:
        """As its mayor or for them, or as staff."""
        own = asked.may(self.access, Permission.PREPARE_ANSWERS, self.municipality)
        return own or self.access.may(Permission.DECIDE_PLANS, self._unit)

    @property
    def reports_many(self) -> bool:
        return self._may_report and len(self.promises) > 1

    @property
    def is_own(self) -> bool:
        return self.municipality.code in self.access.municipality_codes

    @cached_property
    def open(self) -> list[ComparedPromise]:
        """What is not kept, what runs behind first."""
        order = {"behind": 0, "attention": 1}
        found = [one for one in self.promises if not one.is_kept]
        return sorted(found, key=lambda one: order.get(one.status.css if one.status else "", 2))

    @property
    def is_full(self) -> bool:
        """Whether one A4 has no room for the neighbours of everything that is open."""
        asked = min(len(self.asked), MOST_ASKED + 1)
        return len(self.open) * 3 + len(self.kept) + asked > ROOM

    @property
    def kept(self) -> list[ComparedPromise]:
        return [one for one in self.promises if one.is_kept]

    @property
    def sentence(self) -> str:
        """How many it kept, beside the municipality in the middle."""
        if not self.promises:
            return f"Voor {self.year} is niets vastgesteld dat elke gemeente zelf doet."
        counts = Counter(
            place
            for one in self.promises
            for place, told in self._told[counted_as(one.subject)].items()
            if told.reached
        )
        middle = middle_of(sorted(counts[place.pk] for place in self.around.places))
        return sentence(self.municipality.name, len(self.kept), len(self.promises), middle or 0)

    # What it has to do with besides ----------------------------------------------------------------------------------

    @cached_property
    def together(self) -> list[SubjectStanding]:
        """What the municipalities do together, or what counts them."""
        found = [one for one in self._targets if is_municipal(one) and one.scope != Scope.EVERY_MUNICIPALITY]
        return [SubjectStanding(target, self._standing(target, None)) for target in found]

    @cached_property
    def council_plan(self) -> CouncilPlan | None:
        """What its own council wants, in the plan that holds at the end of the year, or today."""
        return plan_of(self.municipality, last_day(self.year, self.today))

    @cached_property
    def agreed(self) -> list[ThemeAgreements]:
        """By theme: first the plans that ask something of municipalities."""
        counts = {pk: Counter(is_municipal(one) for one in self._targets if one.plan_id == pk) for pk in self.plans}
        found = [ThemeAgreements(self.plans[pk], number[True], number[False]) for pk, number in counts.items()]
        return sorted(found, key=lambda theme: not theme.municipal)

    @cached_property
    def regional(self) -> list[Status | None]:
        """How each target of the region stands; None when that was not said."""
        told = [self._told[counted_as(one)].get(None) for one in self._targets if not is_municipal(one)]
        return [one.status if one else Status.NONE for one in told]

    @property
    def regional_bar(self) -> StatusBar:
        return StatusBar(Counter(one.value for one in self.regional if one), "Streefwaarden voor de hele regio")

    @property
    def regional_untold(self) -> int:
        """Of how many something was reported, but not how it goes."""
        return self.regional.count(None)

    @cached_property
    def _said(self) -> dict[str, list[Said]]:
        found: dict[str, list[Said]] = defaultdict(list)
        themes = sorted({plan.theme_id for plan in self.plans.values()})
        for one in said_in(tuple(sorted(self.plans)), tuple(themes)):
            found[one.kind].append(one)
        return found

    @property
    def questions(self) -> list[Question]:
        """What was asked and answered about its plans."""
        return [of_json(json.loads(one.first)) for one in self._said[QUESTION]]

    @property
    def leaders(self) -> list[tuple[str, list[Person]]]:
        """By theme that asks something of municipalities, or by each where none does: who leads it in the portal, or
        else whom the plan names."""
        asking = [theme.plan for theme in self.agreed if theme.municipal] or [theme.plan for theme in self.agreed]
        found = ((plan.theme.short_title, self._leading(plan)) for plan in asking)
        return sorted((theme, people) for theme, people in found if people)

    def _leading(self, plan: ImplementationPlan) -> list[Person]:
        members = [one for one in self._said[MEMBER] if one.of == plan.theme_id]
        named = [one for one in self._said[PERSON] if one.of == plan.pk]
        return sorted(Person(f"{one.first} {one.second}".strip() or NAMELESS, one.third) for one in members or named)

    @property
    def dates(self) -> list[tuple[str, str]]:
        """Days ahead, soonest first."""
        soonest = sorted(self._days_ahead())[:DATES_SHOWN]
        return [(_in_words(day, self.today), what) for day, what in soonest]

    def _days_ahead(self) -> Iterator[tuple[date, str]]:
        for plan in self._plans:
            if plan.status == PlanStatus.CONSULTATION and plan.consultation_ends_on >= self.today:
                yield plan.consultation_ends_on, f"laatste dag om te reageren op {plan.theme.short_title} {plan.year}"
        terms = Counter(term_of(one.subject) for one in self.open)
        for day, number in terms.items():
            if day >= self.today:
                yield day, f"laatste dag van {counted(number, 'afspraak', 'afspraken')}"
        for one in self._decisions:
            if one.due_on and one.due_on >= self.today:
                yield one.due_on, f"besluit: {one}"

    # What is asked of it now -----------------------------------------------------------------------------------------

    @cached_property
    def asked(self) -> list[ShownTask]:
        """Late first, then by day."""
        decisions = (asked.decision(one, self.today) for one in self._decisions if self._is_ahead(one))
        tasks: list[Task] = [*self._reactions(), *self._reports(), *decisions]
        return [ShownTask(task) for task in sorted(tasks, key=lambda task: task.place)]

    def _reactions(self) -> list[Task]:
        if not existed_in(self.municipality, self.today.year):
            return []
        may_react = asked.may(self.access, Permission.REACT_TO_PLANS, self.municipality)
        waiting = [plan for plan in self._plans if asked.asks_for_reaction(plan, self.today)]
        return [asked.reaction(plan, self.municipality, self.today, may_react=may_react) for plan in waiting]

    def _reports(self) -> list[Task]:
        """Of a year that is over, `untold` says how many there are."""
        return [] if self.is_over else [asked.report(one) for one in self.promises if asked.asks_for_report(one)]

    @property
    def untold(self) -> int:
        return sum(one.standing is None for one in self.promises)

    @cached_property
    def _decisions(self) -> list[Decision]:
        """Of a municipality or all of them; whether they were taken, a plan does not say."""
        return [
            Decision(plan=self.plans[one.of], title=one.first, body=one.second, needed_by=one.third, due_on=one.day)
            for one in self._said[DECISION]
            if asked.MUNICIPAL_BODY.search(one.second)
        ]

    def _is_ahead(self, decision: Decision) -> bool:
        return self.today <= (decision.due_on or date(self.year, 12, 31))


def _in_words(day: date, today: date) -> str:
    return day_and_month(day) if day.year == today.year else date_long(day)


def is_municipal(target: ResultTarget) -> bool:
    """Whether it is for municipalities, or counts them."""
    return target.scope in (Scope.EVERY_MUNICIPALITY, Scope.ALL_MUNICIPALITIES) or target.unit == "gemeenten"
