"""Which eenheden, themes, years and municipalities an address of a dashboard can mean to its reader."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Self
from urllib.parse import urlencode

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures import findings
from nhveilig.figures.formats import date_long
from nhveilig.maps.presenters import UnitMap
from nhveilig.regions.models import Municipality, PoliceUnit
from reports.dashboards.models import Visit
from themes.models import Decision, ImplementationPlan, PolicyPlan, ResultTarget, Standing, Theme
from themes.models.plans import ImplementationPlanQuerySet
from themes.parts.registry import key_of
from themes.parts.views import plan_url
from themes.progress.validators import last_day
from themes.reading.presenters import moment_of

Status = ImplementationPlan.Status
_UNIT = "safety_region__police_unit"


def shown_plans(access: Access) -> ImplementationPlanQuerySet:
    """What a municipality has to do with: plans that are adopted or put to it, as far as the reader may see them."""
    return ImplementationPlan.objects.visible_to(access).filter(status__in=(Status.ADOPTED, Status.CONSULTATION))


def with_predecessors(access: Access, code: str, year: int, today: date) -> list[Municipality]:
    """The municipality first, then those that merged into it; empty for who may not see it. One query.

    Each knows `earlier_year` and `later_year` (the nearest with a plan, or None), `has_policy` in this year, and `of`:
    how many municipalities its eenheid has on the last day.
    """
    plans = shown_plans(access).filter(theme__plan__police_unit=OuterRef(_UNIT))
    policy = PolicyPlan.objects.filter(police_unit=OuterRef(_UNIT), start_year__lte=year, end_year__gte=year)
    found = (
        Municipality.objects.filter(Q(code=code) | Q(successor__code=code))
        .filter(**{f"{_UNIT}__in": access.units_with(Permission.VIEW_PLANS)})
        .select_related(_UNIT, "successor__safety_region")
        .annotate(
            earlier_year=Subquery(plans.filter(year__lt=year).order_by("-year").values("year")[:1]),
            later_year=Subquery(plans.filter(year__gt=year).order_by("year").values("year")[:1]),
            has_policy=Exists(plans.filter(year=year)) | Exists(policy),
            of=number_of_municipalities(OuterRef(_UNIT), last_day(year, today)),
        )
    )
    places = sorted(found, key=lambda one: (one.code != code, one.name))
    return places if places and places[0].code == code else []


def number_of_municipalities(police_unit: PoliceUnit | OuterRef, day: date) -> Subquery:
    """How many municipalities an eenheid has on that day; NULL when there are none."""
    there = Municipality.objects.on(day).filter(**{_UNIT: police_unit}).order_by()
    return Subquery(there.values(_UNIT).annotate(number=Count("pk")).values("number"))


def years_with_plans(access: Access, police_unit: PoliceUnit | int) -> list[int]:
    """Newest first; where nothing was planned, the years its policy covers."""
    plans = shown_plans(access).filter(theme__plan__police_unit=police_unit)
    years = list(plans.order_by("-year").values_list("year", flat=True).distinct())
    return years or covered_years(police_unit)


def covered_years(police_unit: PoliceUnit | int) -> list[int]:
    """Every year of a policy plan, newest first."""
    spans = PolicyPlan.objects.filter(police_unit=police_unit).values_list("start_year", "end_year")
    return sorted({year for first, last in spans for year in range(first, last + 1)}, reverse=True)


def has_policy(police_unit: PoliceUnit, year: int) -> bool:
    """Whether a policy plan covers the year, planned for it or not."""
    return PolicyPlan.objects.filter(police_unit=police_unit, start_year__lte=year, end_year__gte=year).exists()


def newest_year(years: list[int], today: date) -> int:
    """The year to begin with: the newest that has begun, or else the first that will; this year without any."""
    begun = [year for year in years if year <= today.year]
    return max(begun) if begun else min(years, default=today.year)


def existed_in(municipality: Municipality, year: int) -> bool:
    """Whether it was there on any day of the year."""
    began, ended = municipality.valid_from, municipality.valid_until
    return (began is None or began <= date(year, 12, 31)) and (ended is None or ended > date(year, 1, 1))


def seen_successor(municipality: Municipality, access: Access) -> Municipality | None:
    """What it merged into, when the reader may see that too."""
    successor = municipality.successor
    units = access.units_with(Permission.VIEW_PLANS)
    return successor if successor and successor.safety_region.police_unit_id in units else None


def own_units(access: Access) -> list[PoliceUnit]:
    """The eenheden whose plans somebody may read, in their order."""
    held = access.units_with(Permission.VIEW_PLANS)
    return [unit for unit in access.units if unit.pk in held]


def themes_of(police_unit: PoliceUnit, access: Access) -> QuerySet[Theme]:
    """Every theme of every plan of the eenheid, the newest plan first, with the years that were planned for it.

    With when the reader was here (`seen_at`, `before` of Visit): it is asked for together, for it is on every page.
    """
    visit = Visit.objects.of(access.user, police_unit)
    return (
        Theme.objects.readable_by(access)
        .filter(plan__police_unit=police_unit)
        .select_related("plan")
        .annotate(
            planned_from=Min("implementation_plans__year"),
            planned_until=Max("implementation_plans__year"),
            seen_at=Subquery(visit.values("seen_at")),
            before=Subquery(visit.values("before")),
        )
        .order_by("-plan__start_year", "-plan__kind", "plan__title", "plan", "number")
    )


def years_of(themes: Iterable[Theme]) -> list[int]:
    """From the first year of the first plan to the last of the last, and further where somebody planned further."""
    planned = [year for theme in themes for year in (theme.planned_from, theme.planned_until) if year]
    known = [*planned, *(year for theme in themes for year in (theme.plan.start_year, theme.plan.end_year))]
    return list(range(min(known), max(known) + 1)) if known else []


def first_shown(police_unit: PoliceUnit, access: Access) -> int:
    """The year an overview begins with: the newest with plans to read that has begun, or else one that a policy covers.
    Always a year of which there is an overview."""
    today = timezone.localdate()
    plans = ImplementationPlan.objects.visible_to(access).filter(theme__plan__police_unit=police_unit)
    planned = plans.order_by().values_list("year", flat=True).distinct()
    return newest_year(list(planned) or years_of(themes_of(police_unit, access)), today)


# A plan names the body that decides in words of its own.
MUNICIPAL_BODY = re.compile(r"\b(gemeente|raad\b|raden\b|college|burgemeester|b\s?(en|&)\s?w\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """`what` is the kind in a word, `action` the verb before the title, if any; `when` the day or the words for it."""

    what: str
    title: str
    plan: ImplementationPlan
    url: str
    action: str
    by: date | None = None
    when: str = ""

    @property
    def place(self) -> tuple[date, str]:
        """Soonest first, and last what has no day."""
        return self.by or date.max, self.title

    @classmethod
    def reaction(cls, plan: ImplementationPlan, *, may_react: bool) -> Self:
        return cls(
            what="Reactie",
            title=f"Uitvoeringsplan {plan.theme.short_title} {plan.year}",
            plan=plan,
            url=plan_url(plan, "reaction-give") if may_react else plan_url(plan),
            action="Reageer" if may_react else "Lees",
            by=plan.consultation_ends_on,
            when=f"tot en met {date_long(plan.consultation_ends_on)}",
        )

    @classmethod
    def report(cls, target: ResultTarget, municipality: Municipality, *, may_report: bool) -> Self:
        place = f"?{urlencode({'gemeente': municipality.code})}"
        here = plan_url(target.plan, "progress-report", part=key_of(target)) + place
        return cls(
            what="Melding",
            title=str(target),
            plan=target.plan,
            url=here if may_report else plan_url(target.plan, "progress"),
            action="Meld" if may_report else "Nog te melden",
            by=target.due_on,
            when=moment_of(target),
        )

    @classmethod
    def decision(cls, decision: Decision) -> Self:
        return cls(
            what="Gevraagd besluit",
            title=f"{decision} ({decision.body})",
            plan=decision.plan,
            url=plan_url(decision.plan),
            action="",
            by=decision.due_on,
            when=moment_of(decision),
        )


def asks_for_reaction(plan: ImplementationPlan, today: date) -> bool:
    """Whether the municipality did not say yet what it thinks of a plan that is put to it. Expects `reacted_at` and
    `put_at` on the plan."""
    if plan.status != ImplementationPlan.Status.CONSULTATION or today > plan.consultation_ends_on:
        return False
    return plan.reacted_at is None or (plan.put_at is not None and plan.reacted_at < plan.put_at)


def of_municipalities(decisions: Iterable[Decision]) -> list[Decision]:
    return [decision for decision in decisions if MUNICIPAL_BODY.search(decision.body)]


def may(access: Access, permission: Permission, municipality: Municipality) -> bool:
    """Whether the visitor holds it for this municipality, as its mayor."""
    return municipality.pk in access.municipalities_with(permission)


@dataclass(frozen=True)
class MunicipalityLine:
    municipality: Municipality
    reached: int
    reported: int
    of: int

    @property
    def text(self) -> str:
        """`3 van 5`"""
        return f"{self.reached} van {self.of}"

    @property
    def silent(self) -> int:
        return self.of - self.reported


@dataclass
class MunicipalityList:
    """Four queries, whatever the number of municipalities."""

    access: Access
    police_unit: PoliceUnit
    year: int
    today: date

    @cached_property
    def targets(self) -> list[int]:
        """What is counted in every municipality, each once."""
        plans = shown_plans(self.access).filter(
            year=self.year, status=Status.ADOPTED, theme__plan__police_unit=self.police_unit
        )
        found = ResultTarget.objects.present().filter(
            plan__in=plans.values("pk"), scope=ResultTarget.Scope.EVERY_MUNICIPALITY
        )
        return list({counts_as or pk for pk, counts_as in found.values_list("pk", "counts_as")})

    @cached_property
    def _counts(self) -> dict[int, tuple[int, int]]:
        """By municipality: reached and reported."""
        told = Standing.objects.filter(target__in=self.targets, municipality__isnull=False).order_by()
        counted = told.values_list("municipality").annotate(reached=Count("pk", Q(reached=True)), reported=Count("pk"))
        return {place: (reached, reported) for place, reached, reported in counted}

    @cached_property
    def lines(self) -> list[MunicipalityLine]:
        """By name."""
        of = len(self.targets)
        found = [MunicipalityLine(one, *self._counts.get(one.pk, (0, 0)), of) for one in self.map.municipalities]
        return sorted(found, key=lambda line: line.municipality.name)

    @cached_property
    def map(self) -> UnitMap:
        return UnitMap(self.police_unit, last_day(self.year, self.today), measure="Bereikt")

    def drawn(self) -> dict:
        """The Map, coloured by the share that is reached; by veiligheidsregio when no municipality is counted."""
        if not self.targets:
            return self.map.as_dict()
        self.map.values = {line.municipality.code: (Decimal(line.reached) / line.of, line.text) for line in self.lines}
        found = findings.everywhere([line.reached for line in self.lines], len(self.targets))
        return self.map.as_dict() | {"finding": found}
