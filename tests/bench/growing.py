"""Ten eenheden, 342 municipalities and twenty years of progress out of one year of the demo data."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from agenda.models import SafetyAgenda
from formation.models import StrengthTable
from nhveilig.regions.models import Municipality, PoliceUnit
from tests.bench.multiplying import AGENDA, UNIT, copied, copy_table, fresh, measure, multiply
from tests.themes.factories import PolicyPlanFactory
from themes.models import (
    Activity,
    Budget,
    BudgetLine,
    ImplementationPlan,
    IntendedResult,
    ProgressUpdate,
    ResultTarget,
    Standing,
)

YEAR = 2020
# The year of the demo data and nineteen before it: years to come have no agenda yet.
YEARS = range(YEAR - 19, YEAR + 1)
# So many of the targets count in every municipality.
EVERYWHERE = 10
PARTS = (Activity, IntendedResult, ResultTarget)
# What a copy leaves out.
LEFT = {"corrects", "origin", "code", "objective", "project", "counts_as"}


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
    policy = PolicyPlanFactory(police_unit=unit, start_year=YEARS[0], end_year=YEARS[-1])
    numbered = enumerate(plans, start=1)
    return {plan.theme_id: copied(plan.theme, plan=policy, number=number).pk for number, plan in numbered}


def _copy_years(plans: Sequence[ImplementationPlan], themes: dict[int, int], years: Iterable[int]) -> None:
    rows = {kind: list(kind.objects.filter(plan__in=plans)) for kind in (*PARTS, ProgressUpdate, Standing)}
    for year in years:
        adopted_on = date(year, 1, 2)
        copies = [fresh(p, theme_id=themes[p.theme_id], year=year, adopted_on=adopted_on, origin=None) for p in plans]
        ids = {ImplementationPlan: _stored(ImplementationPlan, plans, copies)}
        for kind, found in rows.items():
            of_region = [row for row in found if not getattr(row, "municipality_id", None)]
            ids[kind] = _stored(kind, of_region, [fresh(row, **_changed(row, ids, year)) for row in of_region])


def _stored(kind: type[Model], rows: Sequence[Model], copies: Sequence[Model]) -> dict[int, int]:
    """By the id of a row that of its copy."""
    kind.objects.bulk_create(copies)
    return {old.pk: new.pk for old, new in zip(rows, copies, strict=True)}


def _changed(row: Model, ids: dict[type[Model], dict[int, int]], year: int) -> dict[str, object]:
    """A copy names the copies of what was named, in its own year."""
    fields = row._meta.concrete_fields
    named = [field for field in fields if field.is_relation and field.related_model in ids and field.name not in LEFT]
    return {
        **{field.attname: field.get_default() for field in fields if field.name in LEFT},
        **{field.attname: ids[field.related_model].get(getattr(row, field.attname)) for field in named},
        **({"on": row.on.replace(year=year, day=min(row.on.day, 28))} if hasattr(row, "on") else {}),
    }


def _copies_of(targets: Sequence[ResultTarget], unit: PoliceUnit) -> list[ResultTarget]:
    """The targets with the same title in the same year of another eenheid."""
    found = ResultTarget.objects.filter(plan__theme__plan__police_unit=unit, plan__year=YEAR)
    return list(found.filter(title__in=[one.title for one in targets]))


def _copy_budgets(years: Iterable[int]) -> None:
    old = Budget.objects.filter(police_unit__code=UNIT, year=2025).order_by("pk").first()
    for year in years:
        budget = copied(old, year=year)
        for group in old.groups.all():
            copy = copied(group, budget=budget)
            BudgetLine.objects.bulk_create(fresh(line, group=copy) for line in group.lines.all())


def _copy_dates(unit: PoliceUnit) -> None:
    """A strength table a year, back to the first of the years."""
    oldest = StrengthTable.objects.filter(police_unit=unit, series="eenheid").order_by("reference_date").first()
    table = StrengthTable.objects.with_figures().get(pk=oldest.pk)
    for year in YEARS:
        if year < oldest.reference_date.year:
            copy_table(table, unit, {}, date(year, 1, 1))
