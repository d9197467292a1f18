"""The only way in which a figure of a strength table changes by hand: as the kit saves, with a cell for a row.

The cells are read before writers of one table wait for each other at the table. So the check stands in the UPDATE
itself as well: of two people who save at once one is told what the other did.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.db import transaction
from django.db.models import F

from formation.exceptions import TableIsAdopted
from formation.models import StaffCategory, StrengthCell, StrengthCellEdit, StrengthRow, StrengthTable
from formation.services.decimals import show_whole
from formation.services.totals import Totals
from nhveilig.accounts.models import User
from nhveilig.editing import services as editing
from nhveilig.editing.changes import FieldChange, LastChange, ReadyField, SavedField, Writer
from nhveilig.editing.exceptions import CannotBeUndone, FieldProblem, SaveRefused
from nhveilig.editing.rows import FIGURE, EditedRow
from nhveilig.figures.parsing import parse_figure, typed_figure
from nhveilig.figures.values import Figure


def cell_change(row_id: int, category_id: int, text: str, expected_version: int) -> FieldChange:
    """A text for one cell. `expected_version` is the one its editor saw; 0 where there was no cell yet."""
    return FieldChange(f"{row_id}-{category_id}", FIGURE, text, expected_version)


@dataclass
class CellRow(EditedRow):
    """Where a figure goes: a row and a category of the table, with the cell that stands there, if any."""

    table: StrengthTable
    row: StrengthRow
    category: StaffCategory
    cell: StrengthCell | None = None
    reason: str = ""
    undoes: StrengthCellEdit | None = None

    @property
    def part(self) -> str:
        return f"{self.row.pk}-{self.category.pk}"

    @property
    def figure(self) -> Figure:
        return self.cell.figure if self.cell else Figure.blank()

    def where(self, field: str = FIGURE) -> str:
        return f"{self.row}, {self.category}"

    def text(self, field: str = FIGURE) -> str:
        return self.text_of(self.figure)

    def text_of(self, figure: Figure) -> str:
        return typed_figure(figure, self.category.decimals)

    def version(self, field: str = FIGURE) -> int:
        return self.cell.version if self.cell else 0

    def read(self, field: str, text: str) -> tuple[Figure, str]:
        figure = parse_figure(text, replace(self.category.measure.bounds, decimals=self.category.most_decimals))
        return figure, self.text_of(figure)

    def last_change(self, field: str) -> LastChange:
        edits = self.cell and self.cell.edits.select_related("edited_by", "on_behalf_of")
        last = edits and edits.order_by("-edited_at", "-pk").first()
        return LastChange(last.edited_by, last.edited_at, last.on_behalf_of) if last else LastChange()

    def write(self, changes: Sequence[ReadyField], by: Writer) -> Mapping[str, StrengthCellEdit]:
        [change] = changes
        old, new = self.figure, change.value
        self._put(new, change, by)
        show_whole(self.category, new)
        edit = StrengthCellEdit.objects.create(
            table=self.table,
            cell=self.cell,
            old_value=old.value,
            old_qualifier=old.qualifier,
            new_value=new.value,
            new_qualifier=new.qualifier,
            reason=self.reason.strip(),
            edited_by=by.user,
            on_behalf_of=by.on_behalf_of,
            undoes=self.undoes,
        )
        return {FIGURE: edit}

    def _put(self, figure: Figure, change: ReadyField, by: Writer) -> None:
        """Raises SaveRefused when somebody was there since the cell was read."""
        fields = {"value": figure.value, "qualifier": figure.qualifier}
        if self.cell:
            seen = StrengthCell.objects.filter(pk=self.cell.pk, version=change.version - 1)
            written = seen.update(**fields, version=change.version)
        else:
            place = {"row": self.row, "category": self.category}
            self.cell, written = StrengthCell.objects.get_or_create(**place, defaults=fields)
        if not written:
            self.cell = StrengthCell.objects.get(pk=self.cell.pk)
            mine = FieldChange(self.part, FIGURE, change.new, change.version - 1)
            raise SaveRefused([], [editing.conflict_in(self, mine, by)])


class SavedCells(list[SavedField]):
    """What was saved, and the `totals` that follow from it."""

    def __init__(self, saved: Iterable[SavedField] = (), totals: Iterable[SavedField] = ()) -> None:
        super().__init__(saved)
        self.totals = list(totals)


@transaction.atomic
def save_cells(
    *,
    table: StrengthTable,
    changes: Sequence[FieldChange],
    editor: User,
    reason: str = "",
    on_behalf_of: User | None = None,
) -> SavedCells:
    """Put many texts in their cells: all of them, or none with every error named in SaveRefused; then the totals that
    follow from them, without an edit of their own.

    What already stands there is no change, whichever version its editor saw. A total that is not the sum of its parts
    needs a reason. Raises TableIsAdopted.
    """
    # Totals are read as nobody else can leave them before this ends.
    StrengthTable.objects.select_for_update(no_key=True).get(pk=table.pk)
    totals = Totals(table)
    rows = _rows(table, changes, reason)
    by = Writer(editor, on_behalf_of=on_behalf_of)
    saved = editing.save_fields(rows=rows, changes=changes, by=by, lock=partial(lock_concept, table))
    changed = {one.part: one.edit.new_figure for one in saved if one.edit}
    totals.explain(changed, reason)
    return SavedCells(saved, totals.follow(changed))


def preview_cells(*, table: StrengthTable, changes: Sequence[FieldChange], reason: str = "") -> SavedCells:
    """What `save_cells` would change, and nothing else. Raises what it would raise."""
    if table.status == StrengthTable.Status.ADOPTED:
        raise TableIsAdopted
    rows, totals = _rows(table, changes, ""), Totals(table)
    saved = editing.preview_fields(rows=rows, changes=changes, by=Writer(None))
    changed = {one.part: rows[one.part].read(FIGURE, one.text)[0] for one in saved}
    if not reason.strip():
        totals.refuse(totals.differing(changed))
    return SavedCells(saved, totals.told(changed))


def lock_concept(table: StrengthTable) -> None:
    """Count one change to the table and make other writers wait for this transaction. Raises TableIsAdopted."""
    concepts = StrengthTable.objects.filter(pk=table.pk, status=StrengthTable.Status.CONCEPT)
    if not concepts.update(version=F("version") + 1):
        raise TableIsAdopted


def _rows(table: StrengthTable, changes: Sequence[FieldChange], reason: str) -> dict[str, CellRow]:
    """By key. Raises SaveRefused for a row or category that is not of this table (any more)."""
    places = {change.part: tuple(map(int, change.part.split("-"))) for change in changes}
    rows, categories = ({place[side] for place in places.values()} for side in (0, 1))
    cells = StrengthCell.objects.filter(row__table=table, category__table=table, row__in=rows, category__in=categories)
    found = [
        CellRow(table, cell.row, cell.category, cell, reason) for cell in cells.select_related("row__unit", "category")
    ]
    known = {one.part: one for one in found}
    without_cell = [change for change in changes if change.part not in known]
    return known | (_empty_rows(table, without_cell, places, reason) if without_cell else {})


def _empty_rows(
    table: StrengthTable, changes: Sequence[FieldChange], places: Mapping[str, tuple[int, ...]], reason: str
) -> dict[str, CellRow]:
    rows = table.rows.select_related("unit").in_bulk({places[change.part][0] for change in changes})
    categories = table.categories.in_bulk({places[change.part][1] for change in changes})
    found = {
        change: [known.get(pk) for known, pk in zip((rows, categories), places[change.part], strict=True)]
        for change in changes
    }
    if gone := [change for change, place in found.items() if None in place]:
        message = "Deze rij of kolom staat niet (meer) in de tabel. Laad de pagina opnieuw."
        raise SaveRefused([FieldProblem(change.part, FIGURE, "De tabel", change.text, message) for change in gone], [])
    return {change.part: CellRow(table, *place, reason=reason) for change, place in found.items()}


@transaction.atomic
def undo_edits(
    *, edits: Sequence[StrengthCellEdit], editor: User, reason: str = "", on_behalf_of: User | None = None
) -> SavedCells:
    """Put back what stood in cells of one table before `edits`, the newest first: all of them, or none.

    Raises CannotBeUndone and TableIsAdopted.
    """
    newest_first = sorted(edits, key=lambda edit: edit.pk, reverse=True)
    if not newest_first:
        return SavedCells()
    lock_concept(newest_first[0].table)
    by = Writer(editor, on_behalf_of=on_behalf_of)
    totals = Totals(newest_first[0].table)
    saved = [_undo(edit, by, reason) for edit in newest_first]
    return SavedCells(saved, totals.follow({one.part: one.edit.new_figure for one in saved}))


def _undo(edit: StrengthCellEdit, by: Writer, reason: str) -> SavedField:
    cell = StrengthCell.objects.select_related("row__unit", "category").get(pk=edit.cell_id)
    row = CellRow(edit.table, cell.row, cell.category, cell, reason, undoes=edit)
    if StrengthCellEdit.objects.filter(undoes=edit).exists():
        raise CannotBeUndone(f"{row.where()}: deze wijziging is al ongedaan gemaakt.")
    if cell.figure != edit.new_figure or _changed_since(edit):
        raise CannotBeUndone(
            f"{row.where()}: dit cijfer is daarna nog eens gewijzigd, en is nu “{cell.figure}”. "
            "Maak eerst de laatste wijziging ongedaan."
        )
    change = FieldChange(row.part, FIGURE, row.text_of(edit.old_figure), cell.version)
    [saved] = editing.save_fields(rows={row.part: row}, changes=[change], by=by)
    return saved


def _changed_since(edit: StrengthCellEdit) -> bool:
    """Whether a later change to the cell still stands: one that was not undone, and is no undoing itself."""
    later = StrengthCellEdit.objects.filter(cell=edit.cell_id, pk__gt=edit.pk)
    return later.filter(undoes=None, undone_by=None).exists()
