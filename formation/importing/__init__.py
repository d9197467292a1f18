"""Import and export of strength tables: formatie and bezetting, two kinds with one shape that are never mixed.

Imported when the portal starts: it makes both known.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.text import capfirst
from tablib import Databook, Dataset

from formation.importing.columns import COLUMNS, FTE, KIND, REASON, UNIT_KIND, long_dataset, wide_book
from formation.importing.printed import read_wide
from formation.importing.reasons import take_reasons
from formation.importing.structure import Structure
from formation.models import MAIN_SERIES, StaffCategory, StrengthCell, StrengthCellEdit, StrengthRow, StrengthTable
from formation.services.decimals import show_whole
from formation.validators import StrengthTotal, reconcile
from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import date_short, number
from nhveilig.figures.measures import Measure
from nhveilig.figures.parsing import Bounds
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.figures.values import Figure
from nhveilig.imports.kinds import WHOLE_TABLE, Batch, Order, TableKind, register
from nhveilig.imports.plans import ImportPlan
from nhveilig.imports.resources import FigureResource
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets.cells import Workbook, plain
from nhveilig.sheets.exceptions import Problem
from nhveilig.sheets.layouts import Reading, Record, find_head, read_long


class StrengthCellResource(FigureResource):
    """Cells of the given tables, by row and category. Expects the tables' rows and categories to be there."""

    figure_column, keys = FTE, ("row_id", "category_id")

    class Meta(FigureResource.Meta):
        model = StrengthCell

    def __init__(self, structure: Structure) -> None:
        super().__init__()
        self.tables = list(structure.tables.values())
        self.rows: dict[int, StrengthRow] = structure.rows
        self.categories: dict[int, StaffCategory] = structure.categories
        # Tables with the figures they had before this file.
        self.existing: list[StrengthTable] = structure.existing_tables()
        self._tables = {table.pk: table for table in self.tables}
        self._known_categories = {one.pk for table in self.existing for one in table.categories.all()}
        kinds = {table.kind for table in self.tables}
        self._days = {
            table.pk: f"{date_short(table.reference_date)}{f', {table.kind}' if len(kinds) > 1 else ''}"
            for table in self.tables
        }
        # What a changed cell was before; of a new one nothing is kept.
        self.changed: list[tuple[StrengthCell, Figure]] = []
        self.touched: set[int] = set()

    def touched_tables(self) -> list[StrengthTable]:
        return [table for table in self.tables if table.pk in self.touched]

    def table_of(self, cell: StrengthCell) -> StrengthTable:
        return self._tables[self.rows[cell.row_id].table_id]

    def get_queryset(self):
        return StrengthCell.objects.filter(row__table__in=self._tables.values())

    def name_of(self, instance: StrengthCell) -> str:
        row = self.rows[instance.row_id]
        return f"{row.unit.name}, {self.categories[instance.category_id].name}, {self._days[row.table_id]}"

    def shown(self, figure: Figure, instance: StrengthCell) -> str:
        category = self.categories[instance.category_id]
        fits = figure.value is None or figure.value == round(figure.value, category.decimals)
        shown = figure.text(category.decimals if fits else None) or "leeg"
        return f"{shown}%" if figure.is_known and category.measure == Measure.PERCENTAGE else shown

    def decimals_of(self, instance: StrengthCell) -> int | None:
        """Of a new category nobody said it yet: its own figures are what its decimals follow from."""
        category = self.categories[instance.category_id]
        return category.decimals if category.pk in self._known_categories else None

    def bounds_of(self, instance: StrengthCell) -> Bounds:
        return self.categories[instance.category_id].measure.bounds

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True) -> None:
        super().validate_instance(instance, import_validation_errors, validate_unique)
        category, value = self.categories[instance.category_id], self.figure.value
        decimals = category.most_decimals if category.pk in self._known_categories else category.decimals
        if value is not None and value != round(value, decimals):
            raise ValidationError(
                f"Deze categorie heeft {decimals} cijfers achter de komma. Rond het getal af op {decimals}."
            )

    def before_save_instance(self, instance, row, **kwargs) -> None:
        super().before_save_instance(instance, row, **kwargs)
        self.touched.add(self.table_of(instance).pk)
        show_whole(self.categories[instance.category_id], self.figure)
        if self._previous is not None:
            instance.version += 1
            self.changed.append((instance, self._previous))

    def before_delete_instance(self, instance, row, **kwargs) -> None:
        super().before_delete_instance(instance, row, **kwargs)
        self.touched.add(self.table_of(instance).pk)

    def get_bulk_update_fields(self) -> list[str]:
        return [*super().get_bulk_update_fields(), "version"]


def kinds_told(reading: Reading) -> Reading:
    """“soort” is the kind of unit in our own files, and that of the strength in those of others."""
    said = {plain(record.text(UNIT_KIND)) for record in reading.records} - {""}
    if not said or not said <= set(StrengthTable.Kind.values):
        return reading
    for place, record in enumerate(reading.records):
        cells = record.cells | {KIND: record.cell(UNIT_KIND)}
        reading.records[place] = replace(record, cells={name: cells[name] for name in cells if name != UNIT_KIND})
    return reading


class StrengthKind(TableKind):
    permission = Permission.EDIT_STRENGTH
    view_permission = Permission.VIEW_STRENGTH
    columns = COLUMNS
    per_unit = True
    layouts = ("lang", "breed")
    wide_first = True
    asks = ("reference_date", "source", "title", "remove_missing", "accept_new", "accept_totals")
    totals_explained_in = REASON
    table_kind: ClassVar[StrengthTable.Kind]

    def read(self, book: Workbook, order: Order) -> Reading:
        """Long when a sheet has three of the four columns a long table must have, else as printed."""
        if any(find_head(sheet, COLUMNS, at_least=3) for sheet in book.sheets):
            return kinds_told(read_long(book, COLUMNS))  # says which column is missing
        return read_wide(book, order)

    def lock(self, order: Order) -> None:
        # The eenheid as well: a table that is not there yet has no row to lock.
        list(PoliceUnit.objects.select_for_update(no_key=True).filter(pk=order.police_unit.pk))
        tables = StrengthTable.objects.filter(police_unit=order.police_unit)
        list(tables.select_for_update(no_key=True).values_list("pk"))

    def _tables(self, police_unit: PoliceUnit):
        return StrengthTable.objects.filter(police_unit=police_unit, kind=self.table_kind)

    def batch(self, reading: Reading, order: Order, plan: ImportPlan) -> Batch:
        structure = Structure(reading, order, plan, self.table_kind)
        places = structure.places()
        missing = structure.cells_left_out({key for key, _ in places})
        if missing and not order.remove_missing:
            plan.notes.append(_about_missing(len(missing)))
        resource = StrengthCellResource(structure)
        found = ((key, {}, line) for key, line in places)
        return Batch(resource, resource.dataset(found, missing if order.remove_missing else []), plan)

    def check(self, batch: Batch, order: Order) -> None:
        if not batch.plan.is_refused:
            batch.resource.touched |= take_reasons(batch)
        for table in batch.resource.touched_tables():
            if table.status == StrengthTable.Status.ADOPTED:
                batch.plan.problems.append(
                    Problem(
                        f"De tabel per {date_short(table.reference_date)} is vastgesteld en verandert niet meer. "
                        "Neem haar over naar een nieuwe peildatum, of zet een nieuwe peildatum in het bestand."
                    )
                )

    def finish(self, batch: Batch, order: Order) -> None:
        resource: StrengthCellResource = batch.resource
        StrengthTable.objects.filter(pk__in=resource.touched).update(version=F("version") + 1)
        StrengthCellEdit.objects.bulk_create(_edits(resource, order), batch_size=1000)
        if order.remove_missing:
            _remove_empty(resource.touched_tables())

    def totals(self, batch: Batch) -> list[Reconciliation]:
        tables = StrengthTable.objects.filter(pk__in=batch.resource.touched).with_figures()
        return [total for table in tables for total in reconcile(table)]

    def totals_before(self, batch: Batch) -> Iterator[Reconciliation]:
        # From what was read before anything was written.
        return (total for table in batch.resource.existing for total in reconcile(table))

    def record_of(self, batch: Batch, total: StrengthTotal) -> Record | None:
        resource: StrengthCellResource = batch.resource
        wanted = total.table_id, total.unit_id, total.category
        for row_id, category_id, _, _, record, _ in batch.dataset:
            row = resource.rows[row_id]
            if (row.table_id, row.unit_id, resource.categories[category_id].code) == wanted:
                return record
        return None

    def pages(self, batch: Batch) -> list[tuple[str, str]]:
        resource: StrengthCellResource = batch.resource
        changed = {resource.table_of(cell).pk for cell, _ in resource.changed}
        found = []
        for table in resource.touched_tables():
            day = date_short(table.reference_date)
            day = day if table.kind == self.table_kind else f"{day} ({table.kind})"
            found.append((f"Bekijk de tabel per {day}", table.url()))
            if table.pk in changed:
                found.append((f"Wijzigingen per {day} bekijken of ongedaan maken", table.url("table-history")))
        return found

    def export(
        self, police_unit: PoliceUnit, layout: str = "lang", *, concepts: bool = False, **chosen: object
    ) -> Dataset | Databook:
        visible = self._tables(police_unit) if concepts else self._tables(police_unit).adopted()
        found = visible.filter(**_filters(chosen)).with_figures()
        tables = list(found.prefetch_related("rows__unit__parent"))
        if not tables and _filters(chosen):
            raise PortalError("Deze tabel bestaat niet. Kies een andere reeks of peildatum.")
        return wide_book(tables) if layout == "breed" else long_dataset(tables)

    def tables(self, police_unit: PoliceUnit) -> list[tuple[str, dict[str, str]]]:
        return [
            (_name(table), {"reeks": table.series, "peildatum": table.reference_date.isoformat()})
            for table in self._tables(police_unit)
        ]


def _about_missing(cells: int) -> str:
    stay = f"{number(cells)} cijfers staan niet in het bestand en blijven zoals ze zijn. Moeten ze weg"
    if cells == 1:
        stay = "1 cijfer staat niet in het bestand en blijft zoals het is. Moet het weg"
    return f"{stay}, kies dan bij het uploaden “{WHOLE_TABLE}”."


def _name(table: StrengthTable) -> str:
    series = "" if table.series == MAIN_SERIES else f" ({table.series_name})"
    state = f", {table.get_status_display()}" if table.is_concept else ""
    return f"{capfirst(table.get_kind_display())} per {date_short(table.reference_date)}{series}{state}"


def _filters(chosen: dict[str, object]) -> dict[str, object]:
    """Raises PortalError: what stands in an address may be no date."""
    series, day = chosen.get("reeks"), chosen.get("peildatum")
    found = {"series": series, "reference_date": _day(day) if isinstance(day, str) and day else day}
    return {name: value for name, value in found.items() if value}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PortalError(f"“{text}” is geen datum. Schrijf een datum als 2026-12-31.") from None


def _edits(resource: StrengthCellResource, order: Order):
    for cell, old in resource.changed:
        yield StrengthCellEdit(
            table_id=resource.table_of(cell).pk,
            cell=cell,
            old_value=old.value,
            old_qualifier=old.qualifier,
            new_value=cell.value,
            new_qualifier=cell.qualifier,
            reason=order.reason or "Ingelezen uit een bestand",
            edited_by=order.user,
            on_behalf_of=order.on_behalf_of,
        )


def _remove_empty(tables: list[StrengthTable]) -> None:
    """Rows and columns that lost their last figure."""
    for table in tables:
        table.rows.filter(cells__isnull=True).delete()
        table.categories.filter(cells__isnull=True).delete()


class EstablishmentKind(StrengthKind):
    code = "formatie"
    order = 1
    label = "Formatie"
    description = "Hoeveel plaatsen er zijn, per onderdeel en categorie: in fte, of in wat de kop zegt."
    table_kind = StrengthTable.Kind.ESTABLISHMENT


class OccupationKind(StrengthKind):
    code = "bezetting"
    order = 2
    label = "Bezetting"
    description = "Hoeveel plaatsen er bezet zijn, per onderdeel en categorie: in fte, of in wat de kop zegt."
    table_kind = StrengthTable.Kind.OCCUPATION


register(EstablishmentKind(), OccupationKind())
