"""Two people at one table at the same moment, each on a connection of their own."""

import pytest

from formation.exceptions import TableChanged, TableIsAdopted
from formation.models import StrengthCell, StrengthCellEdit, StrengthTable
from formation.services.tables import adopt_table
from nhveilig.editing.exceptions import CannotBeUndone, SaveRefused
from tests.accounts.factories import UserFactory
from tests.at_once import at_once
from tests.formation.factories import LAST, make_concepts, make_strength, save_cell, undo_edit
from tests.regions.factories import PoliceUnitFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]
EDITORS = 4


@pytest.fixture
def table() -> StrengthTable:
    table = make_concepts(PoliceUnitFactory())[1]
    table.categories.filter(code="wijkagent").update(is_community_officer=True)
    return table


def first_cell(table: StrengthTable) -> StrengthCell:
    return StrengthCell.objects.filter(row__table=table, row__role="detail", category__code="wijkagent").first()


def saving(table, cell, text, editor):
    return lambda: save_cell(table, cell, text, cell.version, editor)


def test_of_editors_of_one_cell_one_wins_and_the_others_hear_it(table):
    cell, editors = first_cell(table), UserFactory.create_batch(EDITORS)

    outcomes = at_once([saving(table, cell, str(20 + n), editor) for n, editor in enumerate(editors)])

    [won] = [one for one in outcomes if not isinstance(one, Exception)]
    lost = [one for one in outcomes if isinstance(one, SaveRefused)]
    cell.refresh_from_db()
    assert len(lost) == EDITORS - 1
    assert {conflict.theirs for one in lost for conflict in one.conflicts} == {won.new}
    assert (cell.version, cell.figure.text(2)) == (2, won.new)
    assert StrengthCellEdit.objects.count() == 1


def test_editors_of_different_cells_do_not_hinder_each_other():
    [table] = make_strength(PoliceUnitFactory(), teams=EDITORS, dates=[LAST], status=StrengthTable.Status.CONCEPT)
    cells = StrengthCell.objects.filter(row__table=table, row__role="detail", category__code="wijkagent")
    editors = UserFactory.create_batch(EDITORS)

    outcomes = at_once([saving(table, cell, "99", editor) for cell, editor in zip(cells, editors, strict=True)])

    assert not [one for one in outcomes if isinstance(one, Exception)]
    table.refresh_from_db()
    assert (table.version, StrengthCellEdit.objects.count()) == (1 + EDITORS, EDITORS)
    assert set(cells.filter(category__code="wijkagent").values_list("value", flat=True)) == {99}
    whole = StrengthCell.objects.get(row__table=table, row__role="total", category__code="totaal")
    assert whole.value == 99 * EDITORS


def test_one_change_is_undone_once(table):
    cell, editor = first_cell(table), UserFactory()
    edit = saving(table, cell, "20", editor)().edit

    outcomes = at_once([lambda: undo_edit(edit=edit, editor=editor)] * EDITORS)

    assert sum(isinstance(one, CannotBeUndone) for one in outcomes) == EDITORS - 1
    cell.refresh_from_db()
    assert cell.figure.text(2) == "11,00"


def test_a_table_is_adopted_as_it_was_seen_or_not_at_all(table):
    cell, editor = first_cell(table), UserFactory()

    saved, adopted = at_once(
        [saving(table, cell, "20", editor), lambda: adopt_table(table=table, adopted_on=LAST, expected_version=1)]
    )

    assert isinstance(saved, TableIsAdopted) != isinstance(adopted, TableChanged)
    table.refresh_from_db()
    cell.refresh_from_db()
    if isinstance(saved, TableIsAdopted):
        assert (table.status, cell.figure.text(2)) == (StrengthTable.Status.ADOPTED, "11,00")
    else:
        assert (table.status, cell.figure.text(2)) == (StrengthTable.Status.CONCEPT, "20,00")
