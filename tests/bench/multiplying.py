"""Ten eenheden in five periods out of the demo data of one: what a page must open as fast, with as many queries."""

from datetime import date

from agenda.models import Indicator, Measurement, NationalObjective, RegionalTarget, SafetyAgenda, Target
from formation.models import StaffCategory, StrengthCell, StrengthRow, StrengthTable
from nhveilig.accounts.models import User
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from reports.documents.models import Block, Document, Edition, Export

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


def _add_dates() -> None:
    newest = StrengthTable.objects.filter(police_unit__code=UNIT, series="eenheid").order_by("reference_date").last()
    table = StrengthTable.objects.with_figures().get(pk=newest.pk)
    for day in MORE_DATES:
        copy_table(table, table.police_unit, {}, day)


def _copy_strength(unit: PoliceUnit) -> None:
    old = list(OrganisationUnit.objects.filter(police_unit__code=UNIT))
    units = {
        part.pk: OrganisationUnit.objects.create(
            police_unit=unit, kind=part.kind, name=part.name, order=part.order, valid_until=part.valid_until
        )
        for part in old
    }
    for part in old:
        units[part.pk].parent = units.get(part.parent_id)
    OrganisationUnit.objects.bulk_update(units.values(), ["parent"])
    for table in StrengthTable.objects.filter(police_unit__code=UNIT).with_figures():
        copy_table(table, unit, units, table.reference_date)


def copy_table(table: StrengthTable, unit: PoliceUnit, units: dict[int, OrganisationUnit], day: date) -> None:
    copy = StrengthTable.objects.create(
        police_unit=unit,
        kind=table.kind,
        series=table.series,
        title=table.title,
        reference_date=day,
        source=table.source,
        decimals=table.decimals,
        status=table.status,
    )
    categories = {old.pk: _copied_category(old, copy) for old in table.categories.all()}
    rows = {
        old.pk: StrengthRow.objects.create(
            table=copy, unit=units.get(old.unit_id, old.unit), role=old.role, order=old.order
        )
        for old in table.rows.all()
    }
    StrengthCell.objects.bulk_create(
        StrengthCell(
            row=rows[row.pk], category=categories[cell.category_id], value=cell.value, qualifier=cell.qualifier
        )
        for row in table.rows.all()
        for cell in row.cells.all()
    )


def _copied_category(old: StaffCategory, table: StrengthTable) -> StaffCategory:
    return StaffCategory.objects.create(
        table=table,
        code=old.code,
        name=old.name,
        role=old.role,
        order=old.order,
        is_community_officer=old.is_community_officer,
    )


def _copy_agenda(agenda: SafetyAgenda, start: int) -> None:
    copy = SafetyAgenda.objects.create(
        slug=f"agenda-{start}",
        title=f"Veiligheidsagenda {start}-{start + 3}",
        start_year=start,
        end_year=start + 3,
        source=agenda.source,
    )
    shift = start - agenda.start_year
    for objective in agenda.objectives.all():
        new = NationalObjective.objects.create(
            agenda=copy, code=objective.code, title=objective.title, html=objective.html, order=objective.order
        )
        for indicator in objective.indicators.filter(parent__isnull=True):
            _copy_indicator(indicator, new, shift)
    measure(copy, PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL), years=4)


def _copy_indicator(indicator: Indicator, objective: NationalObjective, shift: int) -> None:
    targets, shares = list(indicator.targets.all()), list(indicator.regional_targets.all())
    indicator.pk, indicator.objective = None, objective
    indicator.save(force_insert=True)
    for figure in [*targets, *shares]:
        figure.pk, figure.indicator = None, indicator
        figure.year = figure.year and figure.year + shift
    Target.objects.bulk_create(targets)
    RegionalTarget.objects.bulk_create(shares)


def _copy_documents(unit: PoliceUnit) -> None:
    document = Document.objects.get(slug=PLAN)
    edition = document.editions.first()
    blocks = list(document.blocks.all())
    document.pk, document.slug, document.police_unit = None, f"imv-{unit.slug}", unit
    document.save(force_insert=True)
    Block.objects.bulk_create(
        Block(document=document, order=b.order, kind=b.kind, anchor=b.anchor, title=b.title) for b in blocks
    )
    for number in (1, 2):
        _copy_edition(edition, document, number)


def _copy_edition(edition: Edition, document: Document, number: int) -> None:
    copy = Edition.objects.create(
        document=document,
        number=number,
        status=edition.status,
        schema_version=edition.schema_version,
        content=edition.content,
        sha256=edition.sha256,
        frozen_at=edition.frozen_at,
        frozen_by=None,
    )
    _add_export(copy)


def _add_export(edition: Edition) -> None:
    """An empty list asks nothing of the database, so that it cannot be compared with a full one."""
    key = f"bench-{edition.pk}"
    Export.objects.create(edition=edition, format="pdf", content_key=key, state=Export.State.DONE, file_size=1)
