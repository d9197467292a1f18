"""Strength tables: every export imports again, and what somebody changed is what is stored."""

import io
import re
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from formation.models import (
    StaffCategory,
    StrengthCell,
    StrengthCellEdit,
    StrengthExplanation,
    StrengthRow,
    StrengthTable,
)
from formation.validators import reconcile
from nhveilig.accounts.models import Role
from nhveilig.editing.history import History
from nhveilig.imports import formats
from nhveilig.imports.engine import TableChanged, apply
from nhveilig.imports.kinds import Order, find_kind
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from nhveilig.sheets.workbooks import read_workbook
from tests.accounts.factories import RoleFactory, UserFactory
from tests.formation.factories import make_concepts
from tests.imports.files import STRENGTH_HEAD, applied, csv_of, previewed, saved, xlsx_of
from tests.regions.factories import OrganisationUnitFactory, PoliceUnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> PoliceUnit:
    unit = PoliceUnitFactory()
    make_concepts(unit)
    return unit


def line(unit: str, category: str, fte: object, day: str = "1-1-2022", **more: str) -> tuple[object, ...]:
    return (day, unit, more.get("below", ""), more.get("role", ""), category, fte, more.get("source", ""))


def first_cell(unit: PoliceUnit, day: date = date(2022, 1, 1)) -> StrengthCell:
    cells = StrengthCell.objects.filter(row__table__police_unit=unit, row__table__reference_date=day)
    return cells.filter(row__role="detail").select_related("row__unit", "category", "row__table").first()


def changed_to(cell: StrengthCell, fte: object) -> bytes:
    return csv_of(STRENGTH_HEAD, line(cell.row.unit.name, cell.category.name, fte))


def said(plan) -> str:
    return "\n".join(map(str, plan.problems))


def stored() -> list[tuple]:
    models = [StrengthTable, StaffCategory, StrengthRow, StrengthCell, StrengthCellEdit, OrganisationUnit]
    return [tuple(row) for model in models for row in model.objects.order_by("pk").values_list()]


def test_who_brings_in_for_somebody_else_bears_both_names(unit):
    deputy, principal = UserFactory(), UserFactory()
    whose = {"user": deputy, "on_behalf_of": principal}
    applied("formatie", changed_to(first_cell(unit), "99,5"), unit, accept_totals=True, **whose)
    edit = StrengthCellEdit.objects.get()
    assert (edit.edited_by, edit.on_behalf_of) == (deputy, principal)


@pytest.mark.parametrize("format", formats.FORMATS)
@pytest.mark.parametrize("layout", ["lang", "breed"])
def test_what_was_exported_imports_without_a_change(demo, format, layout):
    before = stored()
    kind = find_kind("formatie")
    tables = StrengthTable.objects.filter(kind="formatie").values_list("police_unit", "series").distinct()
    for unit_id, series in tables:
        unit = PoliceUnit.objects.get(pk=unit_id)
        data = formats.write(kind.export(unit, layout, concepts=True, reeks=series), format)
        plan = applied("formatie", data, unit, f"tabel.{format}")
        assert (plan.changes, plan.additions) == ([], []), series
        assert (
            plan.unchanged
            >= StrengthCell.objects.filter(
                row__table__police_unit=unit, row__table__series=series, row__table__kind="formatie"
            ).count()
        )
    assert stored() == before


def test_an_export_brings_a_table_into_an_empty_portal(unit):
    data = formats.write(find_kind("formatie").export(unit, concepts=True), "xlsx")
    figures = list(StrengthCell.objects.order_by("pk").values_list("value", "qualifier", "row__role", "category__role"))
    StrengthTable.objects.all().delete()
    OrganisationUnit.objects.filter(parent__parent__isnull=False).delete()
    OrganisationUnit.objects.filter(parent__isnull=False).delete()
    OrganisationUnit.objects.all().delete()

    applied("formatie", data, unit, "tabel.xlsx")

    again = list(StrengthCell.objects.order_by("pk").values_list("value", "qualifier", "row__role", "category__role"))
    assert sorted(map(str, again)) == sorted(map(str, figures))


def test_a_preview_stores_nothing_and_shows_old_beside_new(unit):
    before, cell = stored(), first_cell(unit)
    plan = previewed("formatie", changed_to(cell, "n.t.b."), unit)
    [change] = plan.changes
    assert (change.action, change.new, change.row) == ("changed", "n.t.b.", 2)
    assert Decimal(change.old.replace(",", ".")) == cell.value
    assert stored() == before


def test_a_change_is_stored_with_its_history_and_the_table_gets_a_version(unit):
    cell = first_cell(unit)
    plan = applied("formatie", changed_to(cell, "12,5"), unit, accept_totals=True)
    fresh = StrengthCell.objects.get(pk=cell.pk)
    assert (fresh.value, fresh.version) == (Decimal("12.5"), cell.version + 1)
    assert StrengthTable.objects.get(pk=cell.row.table_id).version == cell.row.table.version + 1
    edit = StrengthCellEdit.objects.get()
    assert (edit.old_value, edit.new_value) == (cell.value, Decimal("12.5"))
    assert plan.counts()["changed"] == 1


def test_what_others_did_since_the_preview_is_shown_first(unit):
    cell = first_cell(unit)
    data = changed_to(cell, "12,5")
    plan = previewed("formatie", data, unit, accept_totals=True)
    StrengthCell.objects.filter(pk=cell.pk).update(value=Decimal(7))
    book, order = read_workbook(data, "tabel.csv"), Order(police_unit=unit, accept_totals=True)
    with pytest.raises(TableChanged) as changed:
        apply(find_kind("formatie"), book, order, expected=plan.fingerprint)
    [change] = changed.value.plan.changes
    assert change.old.startswith("7")
    assert StrengthCell.objects.get(pk=cell.pk).value == 7


def test_an_adopted_table_is_refused_only_when_it_would_change(unit):
    StrengthTable.objects.update(status=StrengthTable.Status.ADOPTED)
    cell = first_cell(unit)
    assert "vastgesteld" in said(previewed("formatie", changed_to(cell, "12,5"), unit, accept_totals=True))
    same = changed_to(cell, str(cell.value).replace(".", ","))
    assert said(previewed("formatie", same, unit)) == ""


def test_a_total_that_does_not_fit_any_more_is_refused_unless_it_was_published_so(unit):
    cell = first_cell(unit)
    data = changed_to(cell, "12,5")
    assert "tellen op tot" in said(previewed("formatie", data, unit))
    assert said(previewed("formatie", data, unit, accept_totals=True)) == ""


def with_cells(unit: PoliceUnit, change) -> bytes:
    """What goes out as a long table, with `change(rows)` made in it."""
    data = find_kind("formatie").export(unit, "lang", concepts=True)
    rows = [dict(zip(data.headers, row, strict=True)) for row in data]
    change(rows)
    return csv_of(data.headers, *([row[name] for name in data.headers] for row in rows))


def test_a_total_that_is_typed_needs_a_reason_and_takes_it_along(unit):
    def raise_total(rows, **more):
        total = next(row for row in rows if row["rol"] == row["rol categorie"] == "totaal")
        total |= {"fte": "9999"} | more

    refused = said(previewed("formatie", with_cells(unit, raise_total), unit))
    assert "tellen op tot" in refused
    assert "schrijf bij het totaal in de kolom “toelichting” waarom dat zo is" in refused
    reason = {"toelichting": "Zo gepubliceerd."}
    plan = applied("formatie", with_cells(unit, lambda rows: raise_total(rows, **reason)), unit)
    assert ("", "Zo gepubliceerd.") in {(one.old, one.new) for one in plan.changes}
    assert {one.text for one in StrengthExplanation.objects.filter(difference__gt=5000)} == {"Zo gepubliceerd."}
    again = previewed("formatie", with_cells(unit, lambda rows: None), unit)
    assert (again.problems, again.changes, again.notes) == ([], [], [])


def test_a_reason_is_reworded_and_one_for_what_adds_up_is_told(unit):
    def explain(rows, words):
        for row in rows:
            row["toelichting"] = row["toelichting"] and words

    cell = StrengthCell.objects.filter(row__role="total", category__role="value", row__table__police_unit=unit).first()
    table = cell.row.table
    StrengthCell.objects.filter(pk=cell.pk).update(value=9999)
    [read] = StrengthTable.objects.filter(pk=table.pk).with_figures()
    for total in [one for one in reconcile(read) if not one.agrees]:
        place = {"table": table, "unit_id": total.unit_id, "category_code": total.category}
        StrengthExplanation.objects.get_or_create(**place, difference=total.difference, defaults={"text": "Eerst"})
    applied("formatie", with_cells(unit, lambda rows: explain(rows, "Anders")), unit)
    assert set(table.explanations.filter(difference__gt=5000).values_list("text", flat=True)) == {"Anders"}

    def of_a_part(rows):
        next(row for row in rows if row["rol"] == "onderdeel")["toelichting"] = "Hoort hier niet"

    assert "wordt niet opgeslagen" in "".join(previewed("formatie", with_cells(unit, of_a_part), unit).notes)


def test_a_new_table_with_categories_and_units_nobody_foresaw(unit):
    root = OrganisationUnit.objects.get(police_unit=unit, parent=None)
    rows = [
        ("onderdeel", "valt onder", "vrijwilligers", "bevrijdingsdag-inzet", "waarvan ruiters", "totaal"),
        (root.name, "", "12,5", "2", "1", "14,5"),
        ("Team Kermis", root.name, "12,5", "2", "1", "14,5"),
    ]
    plan = applied("bezetting", csv_of(*rows), unit, reference_date=date(2030, 1, 1), source="Rooster")
    table = StrengthTable.objects.get(kind="bezetting", police_unit=unit)
    assert (table.status, table.source) == ("concept", "Rooster")
    assert dict(table.categories.values_list("name", "decimals")) == {
        "vrijwilligers": 1, "bevrijdingsdag-inzet": 0, "waarvan ruiters": 0, "totaal": 1,
    }  # fmt: skip
    roles = dict(table.categories.values_list("name", "role"))
    assert roles == {
        "vrijwilligers": "value", "bevrijdingsdag-inzet": "value", "waarvan ruiters": "of_which", "totaal": "total",
    }  # fmt: skip
    assert [row.role for row in table.rows.all()] == ["total", "detail"]
    assert any("Team Kermis" in addition for addition in plan.additions)
    assert plan.totals_checked
    assert not plan.totals


FIRST_TABLE = [
    ("Onderdeel", "agent"),
    ("Eenheid {unit}", "6"),
    ("  District Zuid", "5"),
    ("    Basisteam Dal", "5"),
    ("  Dienst Staf", "1"),
    ("Totaal", "6"),
]


@pytest.mark.parametrize("has_root", [False, True])
def test_the_first_table_of_an_eenheid_brings_its_parts(has_root):
    unit = PoliceUnitFactory()
    if has_root:
        OrganisationUnitFactory(police_unit=unit, kind="eenheid", name=f"Eenheid {unit}")
    rows = [(name.format(unit=unit), *rest) for name, *rest in FIRST_TABLE]
    plan = applied("formatie", csv_of(*rows), unit, source="Plan", reference_date=date(2030, 1, 1))
    parts = OrganisationUnit.objects.filter(police_unit=unit)
    assert set(parts.values_list("name", "kind", "parent__name")) == {
        (f"Eenheid {unit}", "eenheid", None),
        ("District Zuid", "district", f"Eenheid {unit}"),
        ("Basisteam Dal", "basisteam", "District Zuid"),
        ("Dienst Staf", "dienst", f"Eenheid {unit}"),
    }
    assert [row.role for row in StrengthRow.objects.order_by("order")] == ["total", "subtotal", "detail", "detail"]
    assert "Nieuw onderdeel: Basisteam Dal (basisteam), onder “District Zuid”" in plan.additions
    team = parts.get(name="Basisteam Dal")
    assert History.of(team).edits.count() == 1


def test_a_first_table_without_the_eenheid_puts_all_below_it():
    unit = PoliceUnitFactory()
    rows = [("Onderdeel", "agent"), ("Basisteam Dal", "5"), ("Basisteam Berg", "1")]
    applied("formatie", csv_of(*rows), unit, source="Plan", reference_date=date(2030, 1, 1))
    teams = OrganisationUnit.objects.filter(police_unit=unit, kind="basisteam")
    assert [team.parent.name for team in teams] == [f"Eenheid {unit}"] * 2


def test_a_remark_below_a_first_table_is_no_part_of_the_eenheid():
    unit = PoliceUnitFactory()
    rows = [("Onderdeel", "agent"), ("Basisteam Dal", "5"), ("Peildatum volgt nog", "")]
    plan = previewed("formatie", csv_of(*rows), unit, source="Plan", reference_date=date(2030, 1, 1))
    [problem] = plan.problems
    assert (problem.row, problem.column) == (3, "onderdeel")
    assert "geen enkel cijfer" in problem.message


@pytest.mark.parametrize(("kind", "pages"), [(Role.Kind.STAFF, 1), (Role.Kind.POLICE_CONTROLLER, 0)])
def test_who_may_add_parts_is_led_there_from_a_name_that_is_unknown(unit, kind, pages):
    user = RoleFactory(police_unit=unit, kind=kind).user
    data = csv_of(STRENGTH_HEAD, line("Dienst Ruimtevaart", "wijkagent", "3"))
    plan = previewed("formatie", data, unit, user=user)
    assert "voeg het dan eerst toe bij Organisatie" in said(plan)
    assert [address for _, address in plan.pages] == [f"/inrichten/organisatie/{unit.slug}/"] * pages


def test_dates_side_by_side_above_the_categories(unit):
    root = OrganisationUnit.objects.get(police_unit=unit, parent=None)
    rows = [
        ("", "Formatie per 1-1-2030", "", "Formatie per 1-1-2031", ""),
        ("Onderdeel", "agent", "totaal", "agent", "totaal"),
        (root.name, "1", "1", "2", "2"),
    ]
    applied("formatie", csv_of(*rows), unit, source="Plan")
    for year, value in ((2030, 1), (2031, 2)):
        cells = StrengthCell.objects.filter(row__table__reference_date=date(year, 1, 1), row__unit=root)
        assert [cell.value for cell in cells] == [value, value]


def test_indentation_says_where_a_new_unit_belongs(unit):
    root = OrganisationUnit.objects.get(police_unit=unit, parent=None)
    rows = [
        ("Onderdeel", "agent"),
        (root.name, "3"),
        ("  District Ver Weg", "3"),
        ("    Basisteam Nog Verder", "3"),
    ]
    applied("formatie", csv_of(*rows), unit, source="Plan", reference_date=date(2030, 1, 1))
    team = OrganisationUnit.objects.get(name="Basisteam Nog Verder")
    assert (team.parent.name, team.parent.parent, team.kind) == ("District Ver Weg", root, "basisteam")
    assert [r.role for r in StrengthRow.objects.filter(table__reference_date=date(2030, 1, 1))] == [
        "total", "subtotal", "detail",
    ]  # fmt: skip


def test_a_file_that_is_the_whole_table_takes_away_the_rest(unit):
    cell = first_cell(unit)
    data = changed_to(cell, str(cell.value).replace(".", ","))
    assert previewed("formatie", data, unit).counts()["removed"] == 0
    plan = applied("formatie", data, unit, remove_missing=True, accept_totals=True)
    table = StrengthTable.objects.get(pk=cell.row.table_id)
    assert plan.counts()["removed"] > 0
    assert [found.pk for found in StrengthCell.objects.filter(row__table=table)] == [cell.pk]
    assert (table.rows.count(), table.categories.count()) == (1, 1)


def test_all_errors_come_at_once_with_their_place(unit):
    cell = first_cell(unit)
    team, category = cell.row.unit.name, cell.category.name
    rows = [
        STRENGTH_HEAD,
        line(team, category, "1,234"),
        line(team, category, "2"),
        line(team, f"{category}x", "3"),
        line(f"{team}x", category, "3"),
        line("Dienst Ruimtevaart", category, "3"),
        line(team, category, "3", day="3/4/2020"),
        line(team, category, "3", day="31-2-2020"),
        line(team, category, "3", day="1-1-2040"),
        line(cell.row.unit.parent.name, category, "-3"),
        line(team, "totaal", "een paar"),
    ]
    plan = previewed("formatie", csv_of(*rows), unit)
    problems = {(problem.row, problem.column): problem.message for problem in plan.problems}
    assert "twee getallen" in problems[2, "fte"]
    assert "ook al in rij 2" in problems[3, "onderdeel"]
    assert f"Bedoelt u “{category}”" in problems[4, "categorie"]
    assert f"Bedoelt u “{team}”" in problems[5, "onderdeel"]
    assert "bestaat niet" in problems[6, "onderdeel"]
    assert "twee dagen" in problems[7, "peildatum"]
    assert "bestaat niet" in problems[8, "peildatum"]
    assert "waar de cijfers vandaan komen" in problems[9, "bron"]
    assert "minder dan nul" in problems[10, "fte"]
    assert "geen getal" in problems[11, "fte"]


def test_a_look_alike_is_new_when_somebody_says_so(unit):
    cell = first_cell(unit)
    data = csv_of(
        STRENGTH_HEAD, line(f"{cell.row.unit.name}x", cell.category.name, "3", below=cell.row.unit.parent.name)
    )
    assert "Bedoelt u" in said(previewed("formatie", data, unit))
    plan = previewed("formatie", data, unit, accept_new=True, accept_totals=True)
    assert said(plan) == ""
    assert any("Nieuw onderdeel" in addition for addition in plan.additions)


def test_more_decimals_than_the_table_has_are_refused(unit):
    cell = first_cell(unit)
    assert "cijfers achter de komma" in said(previewed("formatie", changed_to(cell, "1,23456"), unit))
    assert "2 cijfers achter de komma" in said(previewed("formatie", changed_to(cell, "1,2345"), unit))


@pytest.mark.parametrize("size", [20, 200])
def test_the_number_of_queries_does_not_follow_the_number_of_figures(unit, size, django_assert_max_num_queries):
    """Constant: the eenheid and its tables are locked and read, then units, rows and figures in bulk."""
    root = OrganisationUnit.objects.get(police_unit=unit, parent=None)
    heads = ("onderdeel", *(f"categorie {number}" for number in range(size // 20)))
    rows = [heads, (root.name, *("1",) * (size // 20))]
    with django_assert_max_num_queries(45 + size // 20):
        previewed("formatie", csv_of(*rows), unit, reference_date=date(2030, 1, 1), source="Plan")


def test_a_changed_figure_links_to_its_table_and_to_its_history(unit):
    cell = first_cell(unit)
    plan = applied("formatie", changed_to(cell, "99"), unit, accept_totals=True)
    names = [name.split(" per ")[0] for name, _ in plan.pages]
    assert names == ["Bekijk de tabel", "Wijzigingen"]
    assert [address.split("/")[-2] for _, address in plan.pages][1] == "wijzigingen"


def test_a_figure_left_out_of_the_file_stays_and_that_is_said(unit):
    plan = previewed("formatie", changed_to(first_cell(unit), "99"), unit, accept_totals=True)
    assert "staan niet in het bestand en blijven zoals ze zijn" in " ".join(plan.notes)
    assert plan.counts()["removed"] == 0


def test_a_hidden_sheet_is_not_read_and_that_is_said(unit):
    cell = first_cell(unit)
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(STRENGTH_HEAD, line(cell.row.unit.name, cell.category.name, 99))))
    old = book.copy_worksheet(book.active)
    old.title, old.sheet_state = "oud", "hidden"
    plan = previewed("formatie", saved(book), unit, "a.xlsx", accept_totals=True)
    assert (said(plan), len(plan.changes)) == ("", 1)
    assert "Het verborgen blad “oud” is niet gelezen." in plan.notes


def test_the_part_behind_a_comma_is_not_lost_in_a_csv_with_commas(unit):
    cell = first_cell(unit)
    head, row = ("peildatum,onderdeel,categorie,fte", f"1-1-2022,{cell.row.unit.name},{cell.category.name},12,5")
    assert "csv met puntkomma’s" in said(previewed("formatie", f"{head}\r\n{row}\r\n".encode(), unit))


def test_a_file_for_another_table_is_recognised(unit):
    plan = previewed("formatie", csv_of(("indicator", "jaar", "streefcijfer"), ("csv", 2019, 3)), unit)
    assert "Dit lijkt de tabel “Streefcijfers”" in said(plan)


def test_a_new_table_may_have_a_total_and_nothing_that_counts(unit):
    root = OrganisationUnit.objects.get(police_unit=unit, parent=None)
    row = line(root.name, "totaal", "12", day="1-1-2031", source="Plan")
    plan = applied("formatie", csv_of(STRENGTH_HEAD, row), unit)
    assert [change.new for change in plan.changes] == ["12"]


def test_totals_of_a_workbook_calculate_and_hold_their_outcome(demo):
    """Where a total is the sum of its parts; one that was published otherwise is that number."""
    unit = PoliceUnit.objects.get(code="RE04")
    book = find_kind("formatie").export(unit, "breed", reeks="eenheid")
    data = formats.write(book, "xlsx")
    [sheet] = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    [told] = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets
    formulas = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert len(formulas) > 100
    assert all(re.fullmatch(r"=ROUND\(SUM\([A-Z0-9:,]+\),[0-9]\)", cell.value) for cell in formulas)
    for cell in formulas:
        ranges, decimals = re.fullmatch(r"=ROUND\(SUM\((.+)\),(\d)\)", cell.value).groups()
        found = [told[each] for each in ranges.split(",")]
        parts = [one.value for each in found for row in (each if isinstance(each, tuple) else [[each]]) for one in row]
        added = sum(Decimal(str(value)) for value in parts if isinstance(value, int | float))
        assert round(added, int(decimals)) == Decimal(str(told[cell.coordinate].value)), cell.coordinate


def test_a_workbook_of_everything_has_a_sheet_for_each_series_and_imports_without_a_change(demo):
    before, unit = stored(), PoliceUnit.objects.get(code="RE01")
    kind = find_kind("formatie")
    data = formats.write(kind.export(unit, kind.layout_for("xlsx"), concepts=True), "xlsx")
    assert len(openpyxl.load_workbook(io.BytesIO(data)).worksheets) > 1
    plan = applied("formatie", data, unit, "tabel.xlsx")
    assert (plan.changes, plan.additions, stored()) == ([], [], before)


def test_no_text_becomes_a_formula_beside_those_of_totals(unit):
    cell = first_cell(unit)
    OrganisationUnit.objects.filter(pk=cell.row.unit_id).update(name="=1+1")
    sheet = openpyxl.load_workbook(
        io.BytesIO(formats.write(find_kind("formatie").export(unit, "breed", concepts=True), "xlsx"))
    ).worksheets[0]
    assert {one.data_type for row in sheet.iter_rows() for one in row if one.value == "=1+1"} == {"s"}


def test_in_csv_there_is_one_series(staff):
    address = reverse("imports:table-export", args=["formatie", "noord-holland", "csv"])
    assert staff.get(address).status_code == 200
    assert staff.get(address, {"indeling": "breed", "reeks": "eenheid"}).status_code == 200
