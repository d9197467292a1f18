"""Which eenheden, themes, years and municipalities an address of a dashboard can mean to its reader."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.regions.models import Municipality, PoliceUnit
from reports.dashboards.models import Visit
from themes.models import ImplementationPlan, PlanPerson, PolicyPlan, ResultTarget, Standing, Theme
from themes.models.plans import ImplementationPlanQuerySet
from themes.parts.questions import with_asked

Status = ImplementationPlan.Status
_UNIT = "safety_region__police_unit"


def shown_plans(access: Access) -> ImplementationPlanQuerySet:
    """What a municipality has to do with: plans that are adopted or put to it, as far as the reader may see them."""
    return ImplementationPlan.objects.visible_to(access).filter(status__in=(Status.ADOPTED, Status.CONSULTATION))


def with_predecessors(access: Access, code: str, year: int) -> list[Municipality]:
    """The municipality first, then those that merged into it; empty for who may not see it. One query.

    Each knows `earlier_year` and `later_year` (the nearest with a plan, or None), and `has_policy` in this year.
    """
    plans = shown_plans(access).filter(theme__plan__police_unit=OuterRef(_UNIT))
    policy = PolicyPlan.objects.filter(police_unit=OuterRef(_UNIT), start_year__lte=year, end_year__gte=year)
    found = (
        Municipality.objects.filter(Q(code=code) | Q(successor__code=code))
        .filter(**{f"{_UNIT}__in": access.units_with(Permission.VIEW_PLANS)})
        .select_related(f"{_UNIT}__office", "successor__safety_region")
        .annotate(
            earlier_year=Subquery(plans.filter(year__lt=year).order_by("-year").values("year")[:1]),
            later_year=Subquery(plans.filter(year__gt=year).order_by("year").values("year")[:1]),
            has_policy=Exists(plans.filter(year=year)) | Exists(policy),
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
            adopted_until=Max("implementation_plans__year", filter=Q(implementation_plans__status=Status.ADOPTED)),
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
    """The year an overview begins with: the newest with adopted plans that has begun, or else one that a policy covers.
    Always a year of which there is an overview."""
    today = timezone.localdate()
    plans = ImplementationPlan.objects.visible_to(access).filter(theme__plan__police_unit=police_unit)
    adopted = plans.filter(status=Status.ADOPTED).order_by().values_list("year", flat=True).distinct()
    return newest_year(list(adopted) or years_of(themes_of(police_unit, access)), today)


def with_leader(plans: QuerySet[ImplementationPlan]) -> QuerySet[ImplementationPlan]:
    """With the first who leads each by name (`leader`), and for whom they work, None where nobody does; and with
    whether anything was asked about it."""
    leaders = (
        PlanPerson.objects.present().filter(plan=OuterRef("pk"), kind=PlanPerson.Kind.LEADER).order_by("order", "pk")
    )
    told = {"leader": "name", "leader_works_for": "organisation"}
    return with_asked(plans).annotate(**{name: Subquery(leaders.values(field)[:1]) for name, field in told.items()})


def counted_everywhere(access: Access, police_unit: PoliceUnit | int, year: int) -> QuerySet[ResultTarget]:
    """What every municipality of an eenheid does by itself in a year; `counted` is the id it is counted under, for
    what two themes share is there twice."""
    plans = shown_plans(access).filter(year=year, status=Status.ADOPTED, theme__plan__police_unit=police_unit)
    found = ResultTarget.objects.present().filter(
        plan__in=plans.values("pk"), scope=ResultTarget.Scope.EVERY_MUNICIPALITY
    )
    return found.annotate(counted=Coalesce("counts_as", "pk"))


def with_kept(places: QuerySet, police_unit: PoliceUnit | int, year: int) -> QuerySet[Municipality]:
    """Municipalities with how many promises of the adopted plans of a year each `kept`, `of` how many; None of none."""
    plan = {"year": year, "status": Status.ADOPTED, "theme__plan__police_unit": police_unit}
    target = {"scope": ResultTarget.Scope.EVERY_MUNICIPALITY, "counts_as": None, "deleted_at": None}
    target |= {f"plan__{name}": value for name, value in plan.items()}
    reached = Standing.objects.filter(municipality=OuterRef("pk"), reached=True)
    reached = reached.filter(**{f"target__{name}": value for name, value in target.items()}).order_by()
    promised = ResultTarget.objects.filter(**target).order_by().values("scope")
    return places.annotate(
        kept=Subquery(reached.values("municipality").annotate(number=Count("pk")).values("number")),
        of=Subquery(promised.annotate(number=Count("pk")).values("number")),
    )
