"""The only way in which a figure of a strength table changes by hand.

Whoever writes says which version of the cell they saw. The check stands in the UPDATE itself, so that of two
people who save at once one is told what the other did.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from django.db import transaction
from django.db.models import F

from formation.exceptions import CannotBeUndone, CellConflict, CellProblem, CellsRefused, TableIsAdopted
from formation.models import StaffCategory, StrengthCell, StrengthCellEdit, StrengthRow, StrengthTable
from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.exceptions import PortalError
from nhveilig.figures.parsing import FTE, parse_figure, typed_figure
from nhveilig.figures.values import Figure


@dataclass(frozen=True)
class CellChange:
    """A text for one cell. `expected_version` is the one its editor saw; 0 where there was no cell yet."""

    row_id: int
    category_id: int
    text: str
    expected_version: int

    @property
    def key(self) -> str:
        return f"{self.row_id}-{self.category_id}"


@dataclass(frozen=True)
class SavedCell:
    """What stands in a cell now. `edit` is None when it already stood there."""

    key: str
    where: str
    old: str
    new: str
    version: int
    edit: StrengthCellEdit | None = None


@dataclass
class _Slot:
    """Where a figure goes: a row and a category of the table, with the cell that stands there, if any."""

    row: StrengthRow
    category: StaffCategory
    cell: StrengthCell | None = None

    @property
    def where(self) -> str:
        return f"{self.row}, {self.category}"

    @property
    def figure(self) -> Figure:
        return self.cell.figure if self.cell else Figure.blank()

    @property
    def version(self) -> int:
        return self.cell.version if self.cell else 0

    @classmethod
    def of(cls, cell: StrengthCell) -> Self:
        return cls(cell.row, cell.category, cell)


def save_cell(
    *, table: StrengthTable, row_id: int, category_id: int, text: str, expected_version: int, editor: User, reason=""
) -> SavedCell:
    """Put `text` in one cell of a concept table. Raises CellsRefused and TableIsAdopted."""
    change = CellChange(row_id, category_id, text, expected_version)
    [saved] = save_cells(table=table, changes=[change], editor=editor, reason=reason)
    return saved


@transaction.atomic
def save_cells(
    *, table: StrengthTable, changes: Sequence[CellChange], editor: User, reason: str = ""
) -> list[SavedCell]:
    """Put many texts in their cells: all of them, or none with every error named in CellsRefused.

    What already stands there is no change, whichever version its editor saw. Raises TableIsAdopted.
    """
    slots = _slots(table, changes)
    figures, saved = _checked(table, changes, slots)
    if figures:
        lock_concept(table)
    edits = {
        change.key: _write(table, slots[change.key], figures[change.key], change, editor, reason)
        for change in changes
        if change.key in figures
    }
    StrengthCellEdit.objects.bulk_create(edits.values())
    return [_with_edit(cell, edits.get(cell.key)) for cell in saved]


def preview_cells(*, table: StrengthTable, changes: Sequence[CellChange]) -> list[SavedCell]:
    """What `save_cells` would change, and nothing else. Raises what it would raise."""
    if table.status == StrengthTable.Status.ADOPTED:
        raise TableIsAdopted
    _, saved = _checked(table, changes, _slots(table, changes))
    return [cell for cell in saved if cell.old != cell.new]


def lock_concept(table: StrengthTable) -> None:
    """Count one change to the table and make other writers wait for this transaction. Raises TableIsAdopted."""
    concepts = StrengthTable.objects.filter(pk=table.pk, status=StrengthTable.Status.CONCEPT)
    if not concepts.update(version=F("version") + 1):
        raise TableIsAdopted


def _slots(table: StrengthTable, changes: Sequence[CellChange]) -> dict[str, _Slot]:
    """By key. Raises CellsRefused for a row or category that is not of this table (any more)."""
    cells = StrengthCell.objects.filter(row__table=table, category__table=table)
    cells = cells.filter(row__in={change.row_id for change in changes})
    cells = cells.filter(category__in={change.category_id for change in changes})
    found = [_Slot.of(cell) for cell in cells.select_related("row__unit", "category")]
    slots = {f"{slot.row.pk}-{slot.category.pk}": slot for slot in found}
    without_cell = [change for change in changes if change.key not in slots]
    return slots | (_empty_slots(table, without_cell) if without_cell else {})


def _empty_slots(table: StrengthTable, changes: Sequence[CellChange]) -> dict[str, _Slot]:
    rows = table.rows.select_related("unit").in_bulk({change.row_id for change in changes})
    categories = table.categories.in_bulk({change.category_id for change in changes})
    gone = [change for change in changes if change.row_id not in rows or change.category_id not in categories]
    if gone:
        message = "Deze rij of kolom staat niet (meer) in de tabel. Laad de pagina opnieuw."
        raise CellsRefused([CellProblem(change.key, "De tabel", change.text, message) for change in gone], [])
    return {change.key: _Slot(rows[change.row_id], categories[change.category_id]) for change in changes}


def _checked(
    table: StrengthTable, changes: Sequence[CellChange], slots: dict[str, _Slot]
) -> tuple[dict[str, Figure], list[SavedCell]]:
    """The figures that change, by key, and every cell as it will stand. Raises CellsRefused with all errors."""
    figures, saved, problems, stale = {}, [], [], []
    for change in changes:
        slot = slots[change.key]
        try:
            figure = parse_figure(change.text, replace(FTE, decimals=table.decimals))
        except PortalError as error:
            problems.append(CellProblem(change.key, slot.where, change.text, str(error)))
            continue
        saved.append(_as_saved(slot, figure, table, change.key))
        if figure != slot.figure:
            figures[change.key] = figure
            if slot.version != change.expected_version:
                stale.append(change)
    if problems or stale:
        raise CellsRefused(problems, _conflicts(table, stale, slots))
    return figures, saved


def _as_saved(slot: _Slot, figure: Figure, table: StrengthTable, key: str) -> SavedCell:
    old, new = (typed_figure(each, table.decimals) for each in (slot.figure, figure))
    return SavedCell(key, slot.where, old, new, slot.version + (figure != slot.figure))


def _with_edit(cell: SavedCell, edit: StrengthCellEdit | None) -> SavedCell:
    return SavedCell(cell.key, cell.where, cell.old, cell.new, cell.version, edit)


def _write(
    table: StrengthTable, slot: _Slot, figure: Figure, change: CellChange, editor: User, reason: str
) -> StrengthCellEdit:
    """The edit to be kept. Raises CellsRefused when somebody was there since the cell was read."""
    old = slot.figure
    written = slot.cell and StrengthCell.objects.filter(pk=slot.cell.pk, version=change.expected_version).update(
        value=figure.value, qualifier=figure.qualifier, version=F("version") + 1
    )
    if slot.cell is None:
        fields = {"value": figure.value, "qualifier": figure.qualifier}
        slot.cell, written = StrengthCell.objects.get_or_create(row=slot.row, category=slot.category, defaults=fields)
    if not written:
        raise CellsRefused([], _conflicts(table, [change], _slots(table, [change])))
    return _edit(table, slot.cell, old, figure, editor, reason)


def _edit(
    table: StrengthTable, cell: StrengthCell, old: Figure, new: Figure, editor: User, reason: str
) -> StrengthCellEdit:
    return StrengthCellEdit(
        table=table,
        cell=cell,
        old_value=old.value,
        old_qualifier=old.qualifier,
        new_value=new.value,
        new_qualifier=new.qualifier,
        reason=reason.strip(),
        edited_by=editor,
    )


def _conflicts(table: StrengthTable, stale: Sequence[CellChange], slots: dict[str, _Slot]) -> list[CellConflict]:
    last = _last_edits([slots[change.key].cell for change in stale if slots[change.key].cell])
    return [_conflict(table, change, slots[change.key], last) for change in stale]


def _conflict(table: StrengthTable, change: CellChange, slot: _Slot, last: dict[int, StrengthCellEdit]) -> CellConflict:
    edit = last.get(slot.cell.pk) if slot.cell else None
    return CellConflict(
        key=change.key,
        where=slot.where,
        mine=change.text,
        theirs=typed_figure(slot.figure, table.decimals),
        version=slot.version,
        changed_by=name_of(edit and edit.edited_by),
        changed_at=edit and edit.edited_at,
    )


def _last_edits(cells: Iterable[StrengthCell]) -> dict[int, StrengthCellEdit]:
    cells = list(cells)
    if not cells:
        return {}
    edits = StrengthCellEdit.objects.filter(cell__in=cells).select_related("edited_by")
    return {edit.cell_id: edit for edit in edits.order_by("edited_at", "pk")}


def undo_edit(*, edit: StrengthCellEdit, editor: User, reason: str = "") -> SavedCell:
    """Put back what stood in the cell before `edit`. Raises CannotBeUndone and TableIsAdopted."""
    [saved] = undo_edits(edits=[edit], editor=editor, reason=reason)
    return saved


@transaction.atomic
def undo_edits(*, edits: Sequence[StrengthCellEdit], editor: User, reason: str = "") -> list[SavedCell]:
    """Undo changes to one table, the newest first: all of them, or none. Raises as `undo_edit` does."""
    newest_first = sorted(edits, key=lambda edit: edit.pk, reverse=True)
    if newest_first:
        lock_concept(newest_first[0].table)
    return [_undo(edit, editor, reason) for edit in newest_first]


def _undo(edit: StrengthCellEdit, editor: User, reason: str) -> SavedCell:
    cell = StrengthCell.objects.select_related("row__unit", "category").get(pk=edit.cell_id)
    slot, done, before = _Slot.of(cell), new_figure(edit), old_figure(edit)
    if StrengthCellEdit.objects.filter(undoes=edit).exists():
        raise CannotBeUndone(f"{slot.where}: deze wijziging is al ongedaan gemaakt.")
    cells = StrengthCell.objects.filter(pk=cell.pk, version=cell.version)
    same = cell.figure == done and not _changed_since(edit)
    if not same or not cells.update(value=before.value, qualifier=before.qualifier, version=F("version") + 1):
        raise CannotBeUndone(
            f"{slot.where}: dit cijfer is daarna nog eens gewijzigd, en is nu “{cell.figure}”. "
            "Maak eerst de laatste wijziging ongedaan."
        )
    undone = _edit(edit.table, cell, done, before, editor, reason)
    undone.undoes = edit
    undone.save()
    return _with_edit(_as_saved(slot, before, edit.table, f"{slot.row.pk}-{slot.category.pk}"), undone)


def _changed_since(edit: StrengthCellEdit) -> bool:
    """Whether a later change to the cell still stands: one that was not undone, and is no undoing itself."""
    later = StrengthCellEdit.objects.filter(cell=edit.cell_id, pk__gt=edit.pk)
    return later.filter(undoes=None, undone_by=None).exists()


def old_figure(edit: StrengthCellEdit) -> Figure:
    return StrengthCell(value=edit.old_value, qualifier=edit.old_qualifier).figure


def new_figure(edit: StrengthCellEdit) -> Figure:
    return StrengthCell(value=edit.new_value, qualifier=edit.new_qualifier).figure
