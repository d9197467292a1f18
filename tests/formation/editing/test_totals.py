"""Totals follow their parts, unless somebody typed something else and said why."""

from decimal import Decimal

import pytest

from formation.models import StaffCategory, StrengthCell, StrengthCellEdit, StrengthRow, StrengthTable
from formation.services.cells import cell_change, preview_cells, save_cells, undo_edits
from formation.validators import reconcile
from nhveilig.editing.exceptions import SaveRefused
from nhveilig.figures.values import Figure
from tests.accounts.factories import UserFactory
from tests.formation.factories import make_concepts
from tests.regions.factories import PoliceUnitFactory

pytestmark = pytest.mark.sqlite
DETAIL, SUBTOTAL, TOTAL = StrengthRow.Role.DETAIL, StrengthRow.Role.SUBTOTAL, StrengthRow.Role.TOTAL


@pytest.fixture
def table(db) -> StrengthTable:
    """Two teams of 11 wijkagenten, their district and the eenheid; each with a total of its row."""
    return make_concepts(PoliceUnitFactory())[1]


@pytest.fixture
def editor(db):
    return UserFactory()


def cell(table: StrengthTable, role: str, code: str = "wijkagent") -> StrengthCell:
    return StrengthCell.objects.filter(row__table=table, row__role=role, category__code=code).order_by("row").first()


def figures(table: StrengthTable) -> dict[tuple[str, str], Figure]:
    """Of the first row of each role, by category."""
    return {
        (role, code): found.figure
        for role in (DETAIL, SUBTOTAL, TOTAL)
        for code in ("wijkagent", "totaal")
        if (found := cell(table, role, code))
    }


def typing(table, editor, texts: dict[StrengthCell, str], reason: str = ""):
    changes = [cell_change(one.row_id, one.category_id, text, one.version) for one, text in texts.items()]
    return save_cells(table=table, changes=changes, editor=editor, reason=reason)


def differing(table: StrengthTable) -> list:
    read = StrengthTable.objects.with_figures().get(pk=table.pk)
    return [one for one in reconcile(read) if not one.agrees]


def test_what_was_the_sum_of_its_parts_stays_so(table, editor):
    saved = typing(table, editor, {cell(table, DETAIL): "12,5"})
    assert figures(table) == {
        (DETAIL, "wijkagent"): Figure.of("12.5"),
        (DETAIL, "totaal"): Figure.of("12.5"),
        **{(role, code): Figure.of("23.5") for role in (SUBTOTAL, TOTAL) for code in ("wijkagent", "totaal")},
    }
    assert {(one.old, one.text) for one in saved.totals} == {("11,00", "12,50"), ("22,00", "23,50")}
    assert [one.version for one in saved.totals] == [2] * 5
    # What follows is told by the history of its parts.
    assert StrengthCellEdit.objects.count() == 1
    assert differing(table) == []


def test_an_empty_total_follows_and_so_does_one_that_is_emptied(table, editor):
    cell(table, SUBTOTAL).delete()
    typing(table, editor, {cell(table, DETAIL): "12"})
    assert cell(table, SUBTOTAL).figure == Figure.of(23)
    typing(table, editor, {cell(table, TOTAL): "40"}, "Met de aspiranten")
    saved = typing(table, editor, {cell(table, TOTAL): ""})
    assert cell(table, TOTAL).figure == Figure.of(23)
    told = {one.part: one.version for one in saved.totals}
    emptied = cell(table, TOTAL)
    assert told[f"{emptied.row_id}-{emptied.category_id}"] == emptied.version


def test_a_total_that_is_something_else_needs_a_reason_which_is_kept(table, editor):
    typed = {cell(table, SUBTOTAL): "25"}
    with pytest.raises(SaveRefused, match="De delen tellen op tot 22"):
        typing(table, editor, typed)
    assert cell(table, SUBTOTAL).figure == Figure.of(22)

    typing(table, editor, typed, "Zo gepubliceerd")
    explained = {one.difference: one.text for one in table.explanations.all()}
    assert explained == {Decimal(3): "Zo gepubliceerd"}
    assert StrengthCellEdit.objects.get().reason == "Zo gepubliceerd"

    typing(table, editor, {cell(table, DETAIL): "12"})
    assert cell(table, SUBTOTAL).figure == Figure.of(25)


def test_parts_and_their_total_in_one_block_need_no_reason(table, editor):
    block = {cell(table, DETAIL): "20", cell(table, SUBTOTAL): "31", cell(table, TOTAL): "31"}
    assert len(typing(table, editor, block)) == 3
    assert differing(table) == []


def test_of_what_is_not_known_there_is_no_sum(table, editor):
    part = cell(table, DETAIL)
    typing(table, editor, {part: "n.t.b."})
    assert cell(table, SUBTOTAL).figure == Figure.blank()
    part.refresh_from_db()
    typing(table, editor, {part: "circa 10"})
    assert cell(table, SUBTOTAL).figure == Figure.of(21, "circa")


def test_what_was_published_otherwise_is_left_alone(table, editor):
    """A difference that nobody said anything of is older than this rule, and is shown where a table is adopted."""
    StrengthCell.objects.filter(pk=cell(table, SUBTOTAL).pk).update(value=30)
    typing(table, editor, {cell(table, DETAIL): "12"})
    assert cell(table, SUBTOTAL).figure == Figure.of(30)


def test_what_is_undone_is_undone_in_the_totals(table, editor):
    before = figures(table)
    saved = typing(table, editor, {cell(table, DETAIL): "12"})
    undone = undo_edits(edits=[one.edit for one in saved], editor=editor)
    assert figures(table) == before
    assert len(undone.totals) == 5


def test_a_preview_tells_the_totals_and_what_lacks_a_reason(table):
    part, whole = cell(table, DETAIL), cell(table, TOTAL)
    of_part, of_whole = (cell_change(one.row_id, one.category_id, "40", 1) for one in (part, whole))
    assert len(preview_cells(table=table, changes=[of_part]).totals) == 5
    with pytest.raises(SaveRefused):
        preview_cells(table=table, changes=[of_whole])
    assert len(preview_cells(table=table, changes=[of_whole], reason="Zo gepubliceerd")) == 1


def test_percentages_have_no_sum(table, editor):
    StaffCategory.objects.filter(table=table).update(unit="percentage")
    assert typing(table, editor, {cell(table, DETAIL): "12"}).totals == []
