"""What is done with a table of the whole country as a whole: it is adopted, and it fills tables of the eenheden."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zlib import crc32

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from formation.exceptions import TableChanged, TableIsAdopted
from formation.models import (
    NationalFigure,
    NationalTable,
    StaffCategory,
    StrengthCell,
    StrengthCellEdit,
    StrengthRow,
    StrengthTable,
    free_code,
)
from formation.national.presenters import difference_note
from nhveilig.accounts.models import User
from nhveilig.editing.exceptions import NotReadyToAdopt
from nhveilig.exceptions import PortalError
from nhveilig.figures.values import Figure, decimals_needed
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from nhveilig.trail.kinds import Kind as Trail
from nhveilig.trail.services import Subject, record

KINDS = {kind.value: kind for kind in StrengthTable.Kind}
LONGEST_SERIES, LONGEST_SOURCE = 50, 300


class CannotFill(PortalError):
    """No table of an eenheid can hold these figures."""


def stamp(table: NationalTable) -> int:
    """Equal for two readings of the same table with the same figures. Expects `with_figures()`."""
    figures = sorted((one.pk, one.version) for one in table.figures.all())
    return crc32(repr((table.pk, table.version, figures)).encode())


def missing_for_adoption(table: NationalTable) -> list[str]:
    """What must be done first, a sentence each. Expects `with_figures()`."""
    missing = []
    if not any(one.police_unit_id and one.figure.is_known for one in table.figures.all()):
        missing.append("De tabel heeft nog van geen enkele eenheid een cijfer.")
    if not table.is_explained:
        missing.append(
            f"{difference_note(table)} Schrijf bij “Wijzig” het verklaarde verschil en de toelichting, of herstel een "
            "van beide."
        )
    if not table.source.strip():
        missing.append("De tabel heeft nog geen bron. Vul die in bij “Wijzig”.")
    return missing


@transaction.atomic
def adopt_national(*, table: NationalTable, adopted_on: date, expected: int, by: User | None = None) -> None:
    """Adopt a table as it was seen (`stamp`). Raises TableIsAdopted, TableChanged and NotReadyToAdopt."""
    list(NationalTable.objects.select_for_update(no_key=True).filter(pk=table.pk).values_list("pk"))
    found = NationalTable.objects.with_figures().get(pk=table.pk)
    if not found.is_concept:
        raise TableIsAdopted
    if stamp(found) != expected:
        raise TableChanged
    if missing := missing_for_adoption(found):
        raise NotReadyToAdopt("\n".join(missing))
    status = NationalTable.Status.ADOPTED
    NationalTable.objects.filter(pk=table.pk).update(status=status, adopted_on=adopted_on, version=F("version") + 1)
    subject, facts = Subject("national_table", found.pk, str(found)), {"adopted_on": adopted_on}
    record(kind=Trail.ADOPTED, subject=subject, by=by, facts=facts)


class Outcome(StrEnum):
    NEW = "nieuw"
    FILLED_AGAIN = "opnieuw gevuld"
    SAME = "staat er al zo"
    ADOPTED = "blijft: is vastgesteld"
    SOMEBODYS = "blijft: iemand heeft haar gewijzigd"
    OTHER_SOURCE = "blijft: komt niet uit deze landelijke tabel"
    NO_FIGURE = "geen cijfer in de landelijke tabel"


@dataclass(frozen=True)
class Filling:
    """What becomes of the table of one eenheid. `unit_is_new`: the portal knows no parts of the eenheid yet."""

    police_unit: PoliceUnit
    outcome: Outcome
    figure: Figure
    table: StrengthTable | None = None
    unit_is_new: bool = False

    @property
    def writes(self) -> bool:
        return self.outcome in {Outcome.NEW, Outcome.FILLED_AGAIN}


def series_of(table: NationalTable) -> str:
    """The series that is proposed: what the table is about."""
    return slugify(f"landelijk {table.category}")[:LONGEST_SERIES].strip("-")


def plan_filling(*, table: NationalTable, series: str) -> list[Filling]:
    """What `fill_tables` would do, an entry for each regional eenheid. Expects `with_figures()`. Raises CannotFill."""
    kind = _kind(table, series)
    figures = {one.police_unit_id: one for one in table.figures.all()}
    there = StrengthTable.objects.filter(kind=kind, series=series, reference_date=table.reference_date)
    found = {one.police_unit_id: one for one in there.with_figures()}
    roots = _roots(table.reference_date)
    units = PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL)
    return [
        Filling(
            unit,
            _outcome(table, figures.get(unit.pk), found.get(unit.pk)),
            figures[unit.pk].figure if unit.pk in figures else Figure.blank(),
            found.get(unit.pk),
            unit.pk not in roots,
        )
        for unit in units
    ]


def _kind(table: NationalTable, series: str) -> str:
    kind = KINDS.get(table.kind.strip().casefold())
    if kind is None:
        raise CannotFill(f"“{table.kind}” is geen formatie en geen bezetting. Hiermee vult u geen sterktetabellen.")
    if table.unit != "fte":
        raise CannotFill(f"Deze tabel is in {table.unit}, en een sterktetabel is in fte.")
    if not series or slugify(series) != series or len(series) > LONGEST_SERIES:
        raise CannotFill("De naam van een reeks heeft alleen kleine letters, cijfers en streepjes, hooguit 50.")
    return kind


def _roots(day: date) -> dict[int, OrganisationUnit]:
    roots = OrganisationUnit.objects.filter(parent=None, kind=OrganisationUnit.Kind.UNIT)
    return {unit.police_unit_id: unit for unit in roots if unit.exists_on(day)}


def _outcome(table: NationalTable, figure: NationalFigure | None, there: StrengthTable | None) -> Outcome:
    if figure is None or not figure.figure.is_known:
        return Outcome.NO_FIGURE
    if there is None:
        return Outcome.NEW
    if not there.is_concept:
        return Outcome.ADOPTED
    if there.filled_from_id != table.pk:
        return Outcome.OTHER_SOURCE
    if there.version != there.filled_version:
        return Outcome.SOMEBODYS
    [row] = there.rows.all()
    [cell] = row.cells.all()
    return Outcome.SAME if cell.figure == figure.figure else Outcome.FILLED_AGAIN


@transaction.atomic
def fill_tables(*, table: NationalTable, series: str, editor: User | None) -> list[Filling]:
    """Make a concept table with one row for every eenheid with a figure, or fill anew the one this table made before.

    Nothing that was adopted, that somebody changed or that comes from elsewhere is touched. Raises CannotFill and
    TableChanged.
    """
    list(PoliceUnit.objects.select_for_update(no_key=True).values_list("pk"))
    list(NationalTable.objects.select_for_update(no_key=True).filter(pk=table.pk).values_list("pk"))
    found = NationalTable.objects.with_figures().get(pk=table.pk)
    plan = plan_filling(table=found, series=series)
    roots = _roots(found.reference_date)
    for one in plan:
        if one.outcome == Outcome.NEW:
            _make(found, one, series, roots.get(one.police_unit.pk) or _make_root(one.police_unit))
        elif one.outcome == Outcome.FILLED_AGAIN:
            _fill_again(found, one, editor)
    return plan


def _make(national: NationalTable, filling: Filling, series: str, root: OrganisationUnit) -> None:
    table = StrengthTable.objects.create(
        police_unit=filling.police_unit,
        kind=_kind(national, series),
        series=series,
        title=national.title,
        reference_date=national.reference_date,
        source=f"{national.source or national.title} (landelijke tabel)"[:LONGEST_SOURCE],
        filled_from=national,
        filled_version=1,
    )
    category = StaffCategory.objects.create(
        table=table,
        code=free_code(national.category, ()),
        name=national.category,
        decimals=decimals_needed([filling.figure]),
        is_community_officer="wijkagent" in national.category.casefold(),
        order=1,
    )
    row = StrengthRow.objects.create(table=table, unit=root, role=StrengthRow.Role.TOTAL, order=1)
    figure = {"value": filling.figure.value, "qualifier": filling.figure.qualifier}
    StrengthCell.objects.create(row=row, category=category, **figure)


def _make_root(police_unit: PoliceUnit) -> OrganisationUnit:
    last = police_unit.units.order_by("-order").values_list("order", flat=True).first() or 0
    name, kind = f"Eenheid {police_unit}", OrganisationUnit.Kind.UNIT
    return OrganisationUnit.objects.create(police_unit=police_unit, name=name, kind=kind, order=last + 1)


def _fill_again(national: NationalTable, filling: Filling, editor: User | None) -> None:
    """Raises TableChanged when somebody was there since it was looked at."""
    table, figure = filling.table, filling.figure
    version = table.version + 1
    as_seen = StrengthTable.objects.filter(pk=table.pk, version=table.version, status=StrengthTable.Status.CONCEPT)
    if not as_seen.update(version=version, filled_version=version):
        raise TableChanged
    for category in table.categories.all():
        places = max(category.decimals, decimals_needed([figure]))
        StaffCategory.objects.filter(pk=category.pk).update(decimals=places)
    for cell in StrengthCell.objects.filter(row__table=table):
        StrengthCellEdit.objects.create(
            table=table,
            cell=cell,
            old_value=cell.value,
            old_qualifier=cell.qualifier,
            new_value=figure.value,
            new_qualifier=figure.qualifier,
            reason=f"Opnieuw gevuld uit de landelijke tabel {national.name}",
            edited_by=editor,
        )
        cell.figure, cell.version = figure, cell.version + 1
        cell.save(update_fields=["value", "qualifier", "version"])
