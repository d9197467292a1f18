"""Ten eenheden in five periods out of the demo data of one, and twenty years of progress with 342 municipalities: what
a page must open as fast, with as many queries."""

from collections.abc import Iterable, Sequence
from copy import copy as clone
from datetime import date
from typing import TypeVar

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from agenda.models import Indicator, Measurement, NationalObjective, RegionalTarget, SafetyAgenda, Target
from formation.models import StrengthCell, StrengthTable
from nhveilig.accounts.models import User
from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit
from reports.documents.models import Document, Edition, Export
from reports.documents.services.outlines import read_outline, write_outline
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

Row = TypeVar("Row", bound=Model)
UNIT, READER, PLAN, AGENDA = "RE04", "staf", "imv-nh-2019-2022", "veiligheidsagenda-2019-2022"
MORE_DATES = [date(2023, 1, 1), date(2024, 1, 1), date(2025, 1, 1)]
MORE_PERIODS = [2023, 2027, 2031, 2035]


def reduce_to_one() -> None:
    """One eenheid in one period: what the demo data holds of others goes, and there is something realised."""
    StrengthTable.objects.exclude(police_unit__code=UNIT).delete()
    measure(SafetyAgenda.objects.get(slug=AGENDA), PoliceUnit.objects.filter(code=UNIT), years=1)
    _add_export(Edition.objects.filter(document__slug=PLAN).first())


def multiply() -> None:
    """Give the nine other eenheden what the first has, everyone four more periods, and the reader a role everywhere."""
    staff = User.objects.get(username=READER)
    role = staff.roles.get()
    _add_dates()
    for unit in PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL).exclude(code=UNIT):
        staff.roles.create(kind=role.kind, police_unit=unit)
        _copy_strength(unit)
        _copy_documents(unit)
    agenda = SafetyAgenda.objects.get(slug=AGENDA)
    measure(agenda, PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL), years=4)
    for start in MORE_PERIODS:
        _copy_agenda(agenda, start)


def measure(agenda: SafetyAgenda, units, years: int) -> None:
    Measurement.objects.filter(indicator__objective__agenda=agenda).delete()
    Measurement.objects.bulk_create(
        Measurement(indicator=indicator, police_unit=unit, year=year, value=10, source="Meting")
        for indicator in Indicator.objects.filter(objective__agenda=agenda)
        for unit in units
        for year in agenda.years[:years]
    )


def fresh(row: Row, /, **values: object) -> Row:
    """The same row once more, with these values; not stored."""
    new = clone(row)
    new.pk, new._state.adding = None, True
    for name, value in values.items():
        setattr(new, name, value)
    return new


def copied(row: Row, /, **values: object) -> Row:
    new = fresh(row, **values)
    new.save()
    return new


def _add_dates() -> None:
    newest = StrengthTable.objects.filter(police_unit__code=UNIT, series="eenheid").order_by("reference_date").last()
    table = StrengthTable.objects.with_figures().get(pk=newest.pk)
    for day in MORE_DATES:
        copy_table(table, table.police_unit, {}, day)


def _copy_strength(unit: PoliceUnit) -> None:
    old = list(OrganisationUnit.objects.filter(police_unit__code=UNIT))
    units = {part.pk: copied(part, police_unit=unit, parent=None) for part in old}
    for part in old:
        units[part.pk].parent = units.get(part.parent_id)
    OrganisationUnit.objects.bulk_update(units.values(), ["parent"])
    for table in StrengthTable.objects.filter(police_unit__code=UNIT).with_figures():
        copy_table(table, unit, units, table.reference_date)


def copy_table(table: StrengthTable, unit: PoliceUnit, units: dict[int, OrganisationUnit], day: date) -> None:
    copy = copied(table, police_unit=unit, reference_date=day)
    categories = {old.pk: copied(old, table=copy) for old in table.categories.all()}
    rows = {old.pk: copied(old, table=copy, unit=units.get(old.unit_id, old.unit)) for old in table.rows.all()}
    StrengthCell.objects.bulk_create(
        fresh(cell, row=rows[row.pk], category=categories[cell.category_id])
        for row in table.rows.all()
        for cell in row.cells.all()
    )


def _copy_agenda(agenda: SafetyAgenda, start: int) -> None:
    title = f"Veiligheidsagenda {start}-{start + 3}"
    copy = copied(agenda, slug=f"agenda-{start}", title=title, start_year=start, end_year=start + 3)
    for objective in agenda.objectives.all():
        new = copied(objective, agenda=copy)
        for indicator in objective.indicators.filter(parent__isnull=True):
            _copy_indicator(indicator, new, start - agenda.start_year)
    measure(copy, PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL), years=4)


def _copy_indicator(indicator: Indicator, objective: NationalObjective, shift: int) -> None:
    copy = copied(indicator, objective=objective)
    for kind, figures in ((Target, indicator.targets.all()), (RegionalTarget, indicator.regional_targets.all())):
        kind.objects.bulk_create(fresh(one, indicator=copy, year=one.year and one.year + shift) for one in figures)


def _copy_documents(unit: PoliceUnit) -> None:
    document = Document.objects.get(slug=PLAN)
    copy = copied(document, slug=f"imv-{unit.slug}", police_unit=unit)
    write_outline(copy, read_outline(document))
    for number in (1, 2):
        _add_export(copied(document.editions.first(), document=copy, number=number, frozen_by=None))


def _add_export(edition: Edition) -> None:
    """An empty list asks nothing of the database, so that it cannot be compared with a full one."""
    key = f"bench-{edition.pk}"
    Export.objects.create(edition=edition, format="pdf", content_key=key, state=Export.State.DONE, file_size=1)


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
