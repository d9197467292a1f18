"""One cell and many: saved with their history, refused with every error, undone."""

from decimal import Decimal

import pytest

from formation.exceptions import TableIsAdopted
from formation.models import StrengthCell, StrengthCellEdit, StrengthTable
from formation.services.cells import cell_change, preview_cells, save_cells, undo_edits
from nhveilig.editing.changes import FieldChange
from nhveilig.editing.exceptions import CannotBeUndone, SaveRefused
from nhveilig.figures.values import Figure
from tests.accounts.factories import UserFactory
from tests.formation.factories import make_concepts, save_cell, undo_edit
from tests.regions.factories import PoliceUnitFactory

pytestmark = pytest.mark.sqlite


@pytest.fixture
def table(db) -> StrengthTable:
    return make_concepts(PoliceUnitFactory())[1]


@pytest.fixture
def editor(db):
    return UserFactory(first_name="Coen", last_name="Rekenaar")


def a_cell(table: StrengthTable, row: int = 0, code: str = "wijkagent") -> StrengthCell:
    return StrengthCell.objects.get(row=table.rows.all()[row], category__code=code)


def change(cell: StrengthCell, text: str, version: int | None = None) -> FieldChange:
    return cell_change(cell.row_id, cell.category_id, text, cell.version if version is None else version)


def save(table, cell, text, editor, version=None, reason=""):
    return save_cell(table, cell, text, cell.version if version is None else version, editor, reason)


def test_a_saved_cell_keeps_what_it_was_and_who_changed_it(table, editor):
    cell = a_cell(table)

    saved = save(table, cell, "12,5", editor, reason=" Nieuwe plaats ")

    cell.refresh_from_db()
    table.refresh_from_db()
    assert (cell.figure, cell.version, table.version) == (Figure.of("12.5"), 2, 2)
    assert (saved.old, saved.new, saved.version) == ("11,00", "12,50", 2)
    assert (saved.edit.old_value, saved.edit.new_value, saved.edit.reason) == (
        Decimal(11),
        Decimal("12.5"),
        "Nieuwe plaats",
    )
    assert (saved.edit.edited_by, saved.edit.table) == (editor, table)


def test_the_same_figure_again_is_no_change(table, editor):
    cell = a_cell(table)

    saved = save(table, cell, "11,00", editor, version=7)

    table.refresh_from_db()
    assert (saved.edit, table.version, StrengthCellEdit.objects.count()) == (None, 1, 0)


@pytest.mark.parametrize("text", ["", "-", "n.t.b.", "circa 3,5"])
def test_every_kind_of_figure_can_be_saved_and_undone(table, editor, text):
    cell = a_cell(table)
    saved = save(table, cell, text, editor)

    undone = undo_edit(edit=saved.edit, editor=editor)

    cell.refresh_from_db()
    assert (cell.figure, undone.new) == (Figure.of(11), "11,00")
    assert undone.edit.undoes == saved.edit


def test_who_saves_on_an_old_version_hears_what_stands_there_now(table, editor):
    cell = a_cell(table)
    save(table, cell, "12", editor)

    with pytest.raises(SaveRefused) as refusal:
        save(table, cell, "13", UserFactory(), version=1)

    [conflict] = refusal.value.conflicts
    assert (conflict.mine, conflict.theirs, conflict.version) == ("13", "12,00", 2)
    assert (conflict.changed_by, conflict.where) == ("Coen Rekenaar", f"{cell.row}, wijkagent")
    cell.refresh_from_db()
    assert cell.figure == Figure.of(12)


def test_a_cell_that_was_not_there_is_made(table, editor):
    cell = a_cell(table)
    cell.delete()

    saved = save(table, cell, "3", editor, version=0)

    assert a_cell(table).figure == Figure.of(3)
    assert (saved.old, saved.edit.old_qualifier) == ("", "blank")


def test_a_cell_that_somebody_else_made_meanwhile_is_a_conflict(table, editor):
    with pytest.raises(SaveRefused) as refusal:
        save(table, a_cell(table), "3", editor, version=0)
    assert refusal.value.conflicts[0].theirs == "11,00"


def test_a_row_of_another_table_is_refused(table, editor):
    other = a_cell(make_concepts(PoliceUnitFactory())[1])

    with pytest.raises(SaveRefused, match="staat niet"):
        save(table, other, "3", editor)
    other.refresh_from_db()
    assert other.figure == Figure.of(11)


def test_a_block_is_saved_as_a_whole(table, editor):
    cells = [a_cell(table), a_cell(table, 1)]

    saved = save_cells(table=table, changes=[change(cell, "7") for cell in cells], editor=editor, reason="Herverdeling")

    assert [cell.edit.reason for cell in saved] == ["Herverdeling"] * 2
    assert set(StrengthCell.objects.filter(pk__in=[cell.pk for cell in cells]).values_list("value", flat=True)) == {7}
    table.refresh_from_db()
    assert table.version == 2


def test_of_a_block_with_faults_every_fault_is_named_and_nothing_stored(table, editor):
    cells = [a_cell(table), a_cell(table, 1), a_cell(table, 2)]
    save(table, cells[2], "30", editor, reason="Afgerond")
    texts = ["veel", "7", "40"]

    with pytest.raises(SaveRefused) as refusal:
        save_cells(table=table, changes=[change(cells[n], texts[n], 1) for n in range(3)], editor=editor)

    assert [problem.where for problem in refusal.value.problems] == [f"{cells[0].row}, wijkagent"]
    assert [conflict.where for conflict in refusal.value.conflicts] == [f"{cells[2].row}, wijkagent"]
    cells[1].refresh_from_db()
    assert cells[1].figure == Figure.of(11)
    assert StrengthCellEdit.objects.count() == 1


def test_a_preview_says_what_would_change_and_changes_nothing(table, editor):
    cells = [a_cell(table), a_cell(table, 1)]

    shown = preview_cells(table=table, changes=[change(cells[0], "7"), change(cells[1], "11")])

    assert [(cell.where, cell.old, cell.new) for cell in shown] == [(f"{cells[0].row}, wijkagent", "11,00", "7,00")]
    cells[0].refresh_from_db()
    assert (cells[0].figure, StrengthCellEdit.objects.count()) == (Figure.of(11), 0)


def test_an_adopted_table_is_read_only_for_everybody(table, editor):
    saved = save(table, a_cell(table), "12", editor)
    StrengthTable.objects.update(status=StrengthTable.Status.ADOPTED)
    table.refresh_from_db()

    with pytest.raises(TableIsAdopted, match="nieuwe peildatum"):
        save(table, a_cell(table), "13", editor)
    with pytest.raises(TableIsAdopted):
        undo_edit(edit=saved.edit, editor=editor)
    with pytest.raises(TableIsAdopted):
        preview_cells(table=table, changes=[])
    assert a_cell(table).figure == Figure.of(12)


def test_changes_are_undone_one_after_the_other(table, editor):
    first = save(table, a_cell(table), "12", editor)
    second = save(table, a_cell(table), "13", editor)

    undo_edit(edit=second.edit, editor=editor)
    undo_edit(edit=first.edit, editor=editor)

    assert a_cell(table).figure == Figure.of(11)


def test_what_was_undone_can_be_done_again(table, editor):
    saved = save(table, a_cell(table), "12", editor)
    undone = undo_edit(edit=saved.edit, editor=editor)

    undo_edit(edit=undone.edit, editor=editor)

    assert a_cell(table).figure == Figure.of(12)


def test_a_change_with_a_later_change_on_top_stays(table, editor):
    first = save(table, a_cell(table), "12", editor)
    save(table, a_cell(table), "13", editor)

    with pytest.raises(CannotBeUndone, match="daarna nog eens gewijzigd, en is nu “13”"):
        undo_edit(edit=first.edit, editor=editor)
    assert a_cell(table).figure == Figure.of(13)


def test_nothing_is_undone_twice(table, editor):
    saved = save(table, a_cell(table), "12", editor)
    undo_edit(edit=saved.edit, editor=editor)

    with pytest.raises(CannotBeUndone, match="al ongedaan gemaakt"):
        undo_edit(edit=saved.edit, editor=editor)


def test_of_changes_undone_together_none_is_undone_when_one_cannot(table, editor):
    first = save(table, a_cell(table), "12", editor)
    second = save(table, a_cell(table, 1), "13", editor)
    save(table, a_cell(table, 1), "14", editor)

    with pytest.raises(CannotBeUndone):
        undo_edits(edits=[first.edit, second.edit], editor=editor)
    assert (a_cell(table).figure, a_cell(table, 1).figure) == (Figure.of(12), Figure.of(14))
