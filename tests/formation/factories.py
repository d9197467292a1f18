from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import factory

from formation.models import (
    NationalFigure,
    NationalTable,
    StaffCategory,
    StrengthCell,
    StrengthCellEdit,
    StrengthRow,
    StrengthTable,
)
from formation.services.cells import cell_change, save_cells, undo_edits
from nhveilig.accounts.models import User
from nhveilig.editing.changes import SavedField
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from tests.regions.factories import OrganisationUnitFactory, PoliceUnitFactory

FIRST, LAST = date(2018, 12, 31), date(2022, 1, 1)


class StrengthTableFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StrengthTable

    police_unit = factory.SubFactory(PoliceUnitFactory)
    reference_date = LAST
    source = "Sterktetabel"
    status = StrengthTable.Status.ADOPTED


class StaffCategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StaffCategory

    table = factory.SubFactory(StrengthTableFactory)
    code = "wijkagent"
    name = factory.SelfAttribute("code")
    order = factory.Sequence(int)


class StrengthRowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StrengthRow

    order = factory.Sequence(int)


class StrengthCellFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StrengthCell


def make_strength(
    police_unit: PoliceUnit,
    teams: int = 2,
    dates: Sequence[date] = (FIRST, LAST),
    status: str = StrengthTable.Status.ADOPTED,
) -> list[StrengthTable]:
    """An eenheid with one district of `teams` teams on these dates. A team has 10 fte, and one more each next date."""
    root = OrganisationUnitFactory(police_unit=police_unit, kind="eenheid", name=f"Eenheid {police_unit}")
    district = OrganisationUnitFactory(police_unit=police_unit, kind="district", parent=root)
    below = [OrganisationUnitFactory(police_unit=police_unit, parent=district) for _ in range(teams)]
    units = [*below, district, root]
    return [
        _table(StrengthTableFactory(police_unit=police_unit, reference_date=day, status=status), fte, units)
        for fte, day in enumerate(dates, start=10)
    ]


def make_concepts(police_unit: PoliceUnit) -> list[StrengthTable]:
    """As `make_strength`, in bewerking."""
    return make_strength(police_unit, status=StrengthTable.Status.CONCEPT)


def _table(table: StrengthTable, fte: int, units: list[OrganisationUnit]) -> StrengthTable:
    categories = [
        StaffCategoryFactory(table=table, code="wijkagent"),
        StaffCategoryFactory(table=table, code="totaal", role=StaffCategory.Role.TOTAL),
    ]
    roles = {"district": StrengthRow.Role.SUBTOTAL, "eenheid": StrengthRow.Role.TOTAL}
    teams = len(units) - len(roles)
    for unit in units:
        row = StrengthRowFactory(table=table, unit=unit, role=roles.get(unit.kind, StrengthRow.Role.DETAIL))
        for category in categories:
            StrengthCellFactory(row=row, category=category, value=Decimal(fte * (teams if unit.kind in roles else 1)))
    return table


def save_cell(table: StrengthTable, cell: StrengthCell, text: str, version: int, editor: User, reason="") -> SavedField:
    """Put `text` where `cell` stands, by somebody who saw `version` of it."""
    change = cell_change(cell.row_id, cell.category_id, text, version)
    [saved] = save_cells(table=table, changes=[change], editor=editor, reason=reason)
    return saved


def undo_edit(edit: StrengthCellEdit, editor: User) -> SavedField:
    [undone] = undo_edits(edits=[edit], editor=editor)
    return undone


class NationalTableFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NationalTable

    title = "Wijkagenten per regionale eenheid"
    kind = "formatie"
    category = "wijkagenten"
    reference_date = date(2016, 6, 30)
    source = "Brief van de korpschef"


def make_national(units: Iterable[PoliceUnit], whole: int | None = None, **about: object) -> NationalTable:
    """A national table in which the first of `units` has 301, the next 302; the whole is what they add up to."""
    status = about.pop("status", NationalTable.Status.CONCEPT)
    table = NationalTableFactory(**about)
    figures = {unit: 301 + place for place, unit in enumerate(units)}
    for unit, value in [*figures.items(), (None, sum(figures.values()) if whole is None else whole)]:
        NationalFigure.objects.create(table=table, police_unit=unit, value=value)
    NationalTable.objects.filter(pk=table.pk).update(status=status)
    return NationalTable.objects.get(pk=table.pk)
