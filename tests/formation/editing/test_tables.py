"""Whole tables: made, taken over, explained, adopted, thrown away."""

from datetime import date
from decimal import Decimal

import pytest

from formation.exceptions import NoUnits, TableChanged, TableExists, TableIsAdopted
from formation.models import StaffCategory, StrengthCell, StrengthExplanation, StrengthRow, StrengthTable
from formation.services.tables import (
    adopt_table,
    copy_table,
    create_table,
    delete_concept_table,
    explain_total,
    missing_for_adoption,
)
from formation.validators import reconcile
from nhveilig.editing.exceptions import NothingToExplain, NotReadyToAdopt
from nhveilig.figures.values import Figure, Qualifier
from tests.formation.factories import LAST, make_concepts
from tests.regions.factories import OrganisationUnitFactory, PoliceUnitFactory

pytestmark = pytest.mark.sqlite

NEW_DAY = date(2027, 1, 1)


@pytest.fixture
def table(db) -> StrengthTable:
    table = make_concepts(PoliceUnitFactory())[1]
    table.categories.filter(code="wijkagent").update(is_community_officer=True)
    return table


def read(table: StrengthTable) -> StrengthTable:
    return StrengthTable.objects.with_figures().get(pk=table.pk)


def grid(table: StrengthTable) -> dict[tuple[str, str], Figure]:
    cells = StrengthCell.objects.filter(row__table=table).select_related("row__unit", "category")
    return {(cell.row.unit.name, cell.category.code): cell.figure for cell in cells}


def new_table(table: StrengthTable, **changes) -> StrengthTable:
    return StrengthTable(**{"police_unit": table.police_unit, "reference_date": NEW_DAY, "source": "Opgave"} | changes)


def columns() -> list[StaffCategory]:
    return [
        StaffCategory(name="OS VO"),
        StaffCategory(name="w.v. wijk", role=StaffCategory.Role.OF_WHICH, is_community_officer=True),
        StaffCategory(name="Totaal", role=StaffCategory.Role.TOTAL),
    ]


def test_a_new_table_has_every_unit_of_that_day_and_an_empty_cell_in_every_column(table):
    district = table.rows.get(role="subtotal").unit
    gone = OrganisationUnitFactory(police_unit=table.police_unit, parent=district, valid_until=NEW_DAY)

    made = create_table(about=new_table(table), categories=columns())

    assert [row.role for row in made.rows.all()] == ["detail", "detail", "subtotal", "total"]
    assert gone.name not in {row.unit.name for row in made.rows.all()}
    assert [(one.code, one.role) for one in made.categories.all()] == [
        ("os-vo", "value"),
        ("wv-wijk", "of_which"),
        ("totaal", "total"),
    ]
    assert set(grid(made).values()) == {Figure.blank()}
    assert (made.status, len(grid(made))) == (StrengthTable.Status.CONCEPT, 12)


@pytest.mark.parametrize(("depth", "roles"), [(1, ["total"]), (2, ["detail", "total"])])
def test_a_new_table_goes_as_deep_as_asked(table, depth, roles):
    made = create_table(about=new_table(table), categories=columns(), depth=depth)

    assert [row.role for row in made.rows.all()] == roles


def test_two_columns_with_nearly_one_name_get_codes_of_their_own(table):
    made = create_table(about=new_table(table), categories=[StaffCategory(name="OS-VO"), StaffCategory(name="OS VO")])

    assert [one.code for one in made.categories.all()] == ["os-vo", "os-vo-2"]


def test_an_eenheid_without_units_gets_no_table(db):
    with pytest.raises(NoUnits):
        create_table(
            about=StrengthTable(police_unit=PoliceUnitFactory(), reference_date=NEW_DAY, source="Opgave"),
            categories=columns(),
        )
    assert not StrengthTable.objects.exists()


def test_a_second_table_of_that_day_is_refused(table):
    with pytest.raises(TableExists, match="1-1-2022"):
        create_table(about=new_table(table, reference_date=LAST), categories=columns())
    assert create_table(about=new_table(table, reference_date=LAST, kind="bezetting"), categories=columns())


def test_a_copy_holds_the_same_and_is_a_concept(table):
    StrengthTable.objects.update(status=StrengthTable.Status.ADOPTED)
    StrengthCell.objects.filter(row__table=table, category__code="totaal").update(value=Decimal(1))
    StrengthExplanation.objects.create(
        table=table, unit=table.rows.first().unit, category_code="totaal", difference=Decimal(-10), text="Bron."
    )

    copied = copy_table(table=table, reference_date=NEW_DAY)

    copy = copied.table
    assert (grid(copy), copied.left_out) == (grid(table), [])
    assert (copy.status, copy.copied_from, copy.version) == (StrengthTable.Status.CONCEPT, table, 1)
    assert [c.is_community_officer for c in copy.categories.all()] == [True, False]
    assert copy.explanations.get().text == "Bron."
    assert [one.difference for one in reconcile(read(copy))] == [one.difference for one in reconcile(read(table))]
    assert grid(table)
    with pytest.raises(TableExists):
        copy_table(table=table, reference_date=NEW_DAY)


def test_a_copy_leaves_out_what_no_longer_exists_and_says_so(table):
    unit = table.rows.first().unit
    unit.valid_until = date(2024, 1, 1)
    unit.save()

    copied = copy_table(table=table, reference_date=NEW_DAY)

    assert copied.left_out == [unit.name]
    assert unit.name not in {name for name, _ in grid(copied.table)}


def test_a_difference_is_explained_as_it_is_now(table):
    row = table.rows.get(role="subtotal")
    StrengthCell.objects.filter(row=row, category__code="wijkagent").update(value=Decimal("22.1"))

    difference = {"unit_id": row.unit_id, "category_code": "wijkagent", "difference": Decimal("0.1")}
    explain_total(table=table, **difference, text=" Afgerond. ")

    explained = [one for one in reconcile(read(table)) if one.explanation]
    assert [(one.difference, one.explanation) for one in explained] == [(Decimal("0.1"), "Afgerond.")]
    assert explain_total(table=table, **difference, text="") is None
    assert not table.explanations.exists()


def test_one_total_has_a_reason_for_each_amount_it_differs_by(table):
    """The sum of the row gives 22 and that of the column 21.9: two differences of one published total."""
    row = table.rows.get(role="subtotal")
    cells = StrengthCell.objects.filter(row=row)
    cells.filter(category__code="totaal").update(value=Decimal("22.5"))
    detail = StrengthCell.objects.filter(row__table=table, row__role="detail", category__code="totaal").first()
    StrengthCell.objects.filter(pk=detail.pk).update(value=detail.value - Decimal("0.1"))
    place = {"unit_id": row.unit_id, "category_code": "totaal"}

    for difference, text in (("0.5", "De rij."), ("0.6", "De kolom."), ("0.5", "De rij, nagevraagd.")):
        explain_total(table=table, **place, difference=Decimal(difference), text=text)

    told = {one.difference: one.explanation for one in reconcile(read(table)) if one.explanation}
    assert told == {Decimal("0.5"): "De rij, nagevraagd.", Decimal("0.6"): "De kolom."}
    explain_total(table=table, **place, difference=Decimal("0.6"), text="")
    assert [one.text for one in table.explanations.all()] == ["De rij, nagevraagd."]
    cells.filter(category__code="totaal").update(value=Decimal("22.7"))
    explain_total(table=table, **place, difference=Decimal("0.7"), text="Nieuw.")
    assert [one.text for one in table.explanations.all()] == ["Nieuw."]


def test_where_nothing_differs_there_is_nothing_to_explain(table):
    row = table.rows.get(role="subtotal")

    with pytest.raises(NothingToExplain):
        explain_total(
            table=table, unit_id=row.unit_id, category_code="wijkagent", difference=Decimal(0), text="Afgerond."
        )


def test_a_complete_table_can_be_adopted_once(table):
    adopted = adopt_table(table=table, adopted_on=NEW_DAY, expected_version=table.version)

    table.refresh_from_db()
    assert (table.status, table.adopted_on, adopted.pk) == (StrengthTable.Status.ADOPTED, NEW_DAY, table.pk)
    with pytest.raises(TableIsAdopted):
        adopt_table(table=table, adopted_on=NEW_DAY, expected_version=table.version)


def test_a_table_that_changed_meanwhile_is_not_adopted(table):
    with pytest.raises(TableChanged):
        adopt_table(table=table, adopted_on=NEW_DAY, expected_version=table.version - 1)
    table.refresh_from_db()
    assert (table.status, table.version) == (StrengthTable.Status.CONCEPT, 1)


@pytest.mark.parametrize("qualifier", [Qualifier.BLANK, Qualifier.UNDECIDED, Qualifier.UNKNOWN])
def test_without_the_wijkagenten_of_every_basisteam_a_table_is_not_adopted(table, qualifier):
    row = table.rows.filter(role="detail").first()
    StrengthCell.objects.filter(row=row, category__code="wijkagent").update(value=None, qualifier=qualifier)

    with pytest.raises(NotReadyToAdopt, match=f"wijkagent is nog niet volledig.*{row.unit.name}"):
        adopt_table(table=table, adopted_on=NEW_DAY, expected_version=table.version)
    table.refresh_from_db()
    assert table.status == StrengthTable.Status.CONCEPT


def test_a_dash_says_that_there_are_no_wijkagenten(table):
    row = table.rows.filter(role="detail").first()
    StrengthCell.objects.filter(row=row, category__code="wijkagent").update(value=None, qualifier=Qualifier.DASH)

    assert missing_for_adoption(read(table)) == []


def test_a_table_of_the_eenheid_without_wijkagenten_is_not_adopted(table):
    table.categories.update(is_community_officer=False)
    assert "geen kolom die als wijkagent telt" in missing_for_adoption(read(table))[0]

    StrengthTable.objects.filter(pk=table.pk).update(series="hoofdonderdelen")
    assert missing_for_adoption(read(table)) == []


def test_a_concept_can_be_thrown_away_and_an_adopted_table_cannot(table):
    copy = copy_table(table=table, reference_date=NEW_DAY).table
    delete_concept_table(table=table)

    copy.refresh_from_db()
    assert copy.copied_from is None
    assert not StrengthRow.objects.filter(table=table.pk).exists()
    StrengthTable.objects.update(status=StrengthTable.Status.ADOPTED)
    difference = {"unit_id": 1, "category_code": "x", "difference": Decimal(1)}
    for act in (delete_concept_table, lambda table: explain_total(table=table, **difference, text="")):
        with pytest.raises(TableIsAdopted):
            act(table=copy)
    assert StrengthTable.objects.filter(pk=copy.pk).exists()
