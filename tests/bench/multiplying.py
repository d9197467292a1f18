"""Ten eenheden in five periods out of the demo data of one: what a page must open as fast, with as many queries."""

from copy import copy as clone
from datetime import date
from typing import TypeVar

from django.db.models import Model

from agenda.models import Indicator, Measurement, NationalObjective, RegionalTarget, SafetyAgenda, Target
from formation.models import StrengthCell, StrengthTable
from nhveilig.accounts.models import User
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from reports.documents.models import Document, Edition, Export
from reports.documents.services.outlines import read_outline, write_outline

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
