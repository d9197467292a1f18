"""Strength tables as somebody published them, in a line a row."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from formation.models import StaffCategory, StrengthCell, StrengthRow, StrengthTable
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from tests.formation.factories import StrengthTableFactory
from tests.regions.factories import OrganisationUnitFactory

OLD, NEW = date(2014, 6, 30), date(2022, 1, 1)
ROLES = {"eenheid": StrengthRow.Role.TOTAL, "district": StrengthRow.Role.SUBTOTAL}


def tree(police_unit: PoliceUnit) -> list[OrganisationUnit]:
    """A team, its district, and the eenheid."""
    root = OrganisationUnitFactory(police_unit=police_unit, kind="eenheid", name=f"Eenheid {police_unit}")
    district = OrganisationUnitFactory(police_unit=police_unit, kind="district", parent=root, name="District Oost")
    team = OrganisationUnitFactory(police_unit=police_unit, kind="basisteam", parent=district, name="Basisteam Oost")
    return [team, district, root]


def published(
    units: Sequence[OrganisationUnit],
    day: date,
    figures: Mapping[str, object],
    *,
    units_of_measure: Mapping[str, str] | None = None,
    **about: object,
) -> StrengthTable:
    """Every row has these figures; None is an empty cell. A category called totaal is the total."""
    table = StrengthTableFactory(police_unit=units[0].police_unit, reference_date=day, **about)
    measures = units_of_measure or {}
    categories = [
        StaffCategory.objects.create(
            table=table, code=name, name=name, order=order, decimals=0, unit=measures.get(name, "fte"),
            role="total" if name == "totaal" else "value", is_community_officer=name == "wijkagent",
        )
        for order, name in enumerate(figures)
    ]  # fmt: skip
    for order, unit in enumerate(units):
        role = ROLES.get(unit.kind, StrengthRow.Role.DETAIL)
        row = StrengthRow.objects.create(table=table, unit=unit, role=role, order=order)
        for category in categories:
            value = figures[category.name]
            StrengthCell.objects.create(
                row=row, category=category, value=None if value is None else Decimal(str(value)),
                qualifier="blank" if value is None else "exact",
            )  # fmt: skip
    return table
