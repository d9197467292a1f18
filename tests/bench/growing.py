"""Ten eenheden, 342 municipalities and twenty years of progress out of one year of the demo data."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from agenda.models import SafetyAgenda
from formation.models import StrengthTable
from nhveilig.regions.models import Municipality, PoliceUnit
from tests.bench.multiplying import AGENDA, UNIT, copy_table, measure, multiply
from themes.models import (
    Activity,
    Budget,
    BudgetGroup,
    BudgetLine,
    ImplementationPlan,
    IntendedResult,
    PolicyPlan,
    ProgressUpdate,
    ResultTarget,
    Standing,
    Theme,
)

YEAR = 2020
# The year of the demo data and nineteen before it: years to come have no agenda yet.
YEARS = range(YEAR - 19, YEAR + 1)
# So many of the targets count in every municipality.
EVERYWHERE = 10
PARTS = (Activity, IntendedResult, ResultTarget)


def prepare() -> None:
    """One eenheid in one year, with a few targets that every municipality reported on, and a budget."""
    plans = ImplementationPlan.objects.filter(year=YEAR, theme__plan__police_unit__code=UNIT)
    targets = list(ResultTarget.objects.filter(plan__in=plans).order_by("pk")[:EVERYWHERE])
    ResultTarget.objects.filter(pk__in=[one.pk for one in targets]).update(
        scope=ResultTarget.Scope.EVERY_MUNICIPALITY, value=1, unit="gemeenten"
    )
    _report_everywhere(targets, _municipalities(PoliceUnit.objects.get(code=UNIT)))
    _copy_budgets([YEAR])
    measure(SafetyAgenda.objects.get(slug=AGENDA), PoliceUnit.objects.filter(code=UNIT), years=4)


def grow() -> None:
    """The same for every eenheid in every year. What a page shows of one year stays as it was."""
    multiply()
    own = PoliceUnit.objects.get(code=UNIT)
    plans = list(ImplementationPlan.objects.filter(year=YEAR, theme__plan__police_unit=own).select_related("theme"))
    targets = list(ResultTarget.objects.filter(plan__in=plans).order_by("pk")[:EVERYWHERE])
    for unit in PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL):
        themes = _copied_themes(plans, unit) if unit != own else {plan.theme_id: plan.theme_id for plan in plans}
        _copy_years(plans, themes, [year for year in YEARS if unit != own or year != YEAR])
        if unit != own:
            _report_everywhere(_copies_of(targets, unit), _municipalities(unit))
    _copy_budgets([year for year in YEARS if year != YEAR])
    _copy_dates(own)
    with connection.cursor() as cursor:
        # A database in use does so by itself; without it every plan would be made for tables that were empty.
        cursor.execute("ANALYZE")


def _municipalities(unit: PoliceUnit) -> list[Municipality]:
    return list(Municipality.objects.filter(safety_region__police_unit=unit, valid_until=None))


def _report_everywhere(targets: Iterable[ResultTarget], municipalities: Sequence[Municipality]) -> None:
    now, day = timezone.now(), date(YEAR, 12, 31)
    said = {"on": day, "value": 1, "reported_at": now}
    places = [(target, place) for target in targets for place in municipalities]
    ProgressUpdate.objects.bulk_create(
        ProgressUpdate(plan_id=target.plan_id, target=target, municipality=place, **said) for target, place in places
    )
    Standing.objects.bulk_create(
        Standing(plan_id=target.plan_id, target=target, municipality=place, reached=True, updates=1, **said)
        for target, place in places
    )


def _copied_themes(plans: Sequence[ImplementationPlan], unit: PoliceUnit) -> dict[int, int]:
    """By id of the theme that was copied, the id of its copy."""
    policy = PolicyPlan.objects.create(
        slug=f"plan-{unit.slug}", police_unit=unit, title="Plan", start_year=YEARS[0], end_year=YEARS[-1]
    )
    copies = [
        Theme(
            plan=policy, number=number, slug=plan.theme.slug, title=plan.theme.title, short_title=plan.theme.short_title
        )
        for number, plan in enumerate(plans, start=1)
    ]
    Theme.objects.bulk_create(copies)
    return {plan.theme_id: copy.pk for plan, copy in zip(plans, copies, strict=True)}


def _copy_years(plans: Sequence[ImplementationPlan], themes: dict[int, int], years: Iterable[int]) -> None:
    rows = {kind: list(kind.objects.filter(plan__in=plans)) for kind in (*PARTS, ProgressUpdate, Standing)}
    for year in years:
        copies = [
            ImplementationPlan(theme_id=themes[p.theme_id], year=year, status=p.status, adopted_on=date(year, 1, 2))
            for p in plans
        ]
        ImplementationPlan.objects.bulk_create(copies)
        ids = {ImplementationPlan: {old.pk: new.pk for old, new in zip(plans, copies, strict=True)}}
        for kind, found in rows.items():
            of_region = [row for row in found if not getattr(row, "municipality_id", None)]
            ids[kind] = _copied(kind, of_region, ids, year)


def _copied(
    kind: type[Model], rows: Sequence[Model], ids: dict[type[Model], dict[int, int]], year: int
) -> dict[int, int]:
    """Copies of `rows` that name the copies of what they named; by old id the new one."""
    copies = [kind(**dict(_fields(kind, row, ids, year))) for row in rows]
    kind.objects.bulk_create(copies)
    return {old.pk: new.pk for old, new in zip(rows, copies, strict=True)}


def _fields(
    kind: type[Model], row: Model, ids: dict[type[Model], dict[int, int]], year: int
) -> Iterator[tuple[str, object]]:
    for field in kind._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.primary_key or field.name in {"corrects", "origin", "code", "objective", "project", "counts_as"}:
            continue
        if field.is_relation and field.related_model in ids:
            value = ids[field.related_model].get(value)
        yield field.attname, value.replace(year=year, day=min(value.day, 28)) if field.name == "on" else value


def _copies_of(targets: Sequence[ResultTarget], unit: PoliceUnit) -> list[ResultTarget]:
    """The targets with the same title in the same year of another eenheid."""
    found = ResultTarget.objects.filter(plan__theme__plan__police_unit=unit, plan__year=YEAR)
    return list(found.filter(title__in=[one.title for one in targets]))


def _copy_budgets(years: Iterable[int]) -> None:
    old = Budget.objects.filter(police_unit__code=UNIT, year=2025).order_by("pk").first()
    groups = list(BudgetGroup.objects.filter(budget=old).prefetch_related("lines"))
    for year in years:
        budget = Budget.objects.create(police_unit_id=old.police_unit_id, year=year, kind=old.kind, status=old.status)
        for group in groups:
            copy = BudgetGroup.objects.create(budget=budget, side=group.side, order=group.order, title=group.title)
            BudgetLine.objects.bulk_create(
                BudgetLine(group=copy, order=line.order, title=line.title, amount=line.amount)
                for line in group.lines.all()
            )


def _copy_dates(unit: PoliceUnit) -> None:
    """A strength table a year, back to the first of the years."""
    oldest = StrengthTable.objects.filter(police_unit=unit, series="eenheid").order_by("reference_date").first()
    table = StrengthTable.objects.with_figures().get(pk=oldest.pk)
    for year in YEARS:
        if year < oldest.reference_date.year:
            copy_table(table, unit, {}, date(year, 1, 1))
