"""What every register promises, whoever declared it: held against the rows it has in the demo data."""

from collections import Counter
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.template.response import TemplateResponse
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.editing.models import Edit
from nhveilig.imports import formats
from nhveilig.imports.kinds import find_kind
from nhveilig.registers import values
from nhveilig.registers.presenters import RowTable
from nhveilig.registers.queries import orders, shown_columns
from tests.imports.files import applied, previewed
from tests.registers.rows import (
    CAN_BE_EMPTIED,
    EDITOR,
    IN_SHEETS,
    REGISTERS,
    WITH_NEW_ROWS,
    around,
    code_of,
    open_form,
    refusals,
    row_of,
    rows_of,
    sent_by,
    sheet,
    shown,
    typed,
    typed_as,
    typed_column,
    unit_of,
)

every_register = pytest.mark.parametrize("register", REGISTERS, ids=code_of)
with_new_rows = pytest.mark.parametrize("register", WITH_NEW_ROWS, ids=code_of)
in_sheets = pytest.mark.parametrize("register", IN_SHEETS, ids=code_of)


@pytest.fixture
def row(demo, register):
    return row_of(register)


@pytest.fixture
def list_url(register, row) -> str:
    return register.url("list", **around(register, row))


def lines(client, url: str, **asked: str) -> list[list[str]]:
    """The texts of every row of every page."""
    return texts_of(tables(client, url, **asked))


def texts_of(found: list[RowTable]) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for table in found for line in table.lines]


def tables(client, url: str, **asked: str) -> list[RowTable]:
    """That of every page."""
    found, page = [], 1
    while True:
        response = unrendered(client, url, asked | {"page": str(page)})
        assert response.status_code == 200
        found.append(response.context_data["table"])
        if not response.context_data["page_obj"].has_next():
            return found
        page += 1


def unrendered(client, url: str, asked: dict[str, str] | None = None) -> TemplateResponse:
    """How a list is shown is looked at once; which rows it has, again and again."""
    with patch.object(TemplateResponse, "rendered_content", ""):
        return client.get(url, asked)


def table_of(register, row) -> QuerySet:
    """What its list holds and a sheet of that."""
    return register.within(register.of_unit(unit_of(register, row)), **around(register, row))


# To read ----------------------------------------------------------------------------------------------------------


@every_register
def test_the_list_shows_every_row_once(staff, register, list_url):
    first = shown_columns(register, register.listed)[0]
    expected = [first.text(row) for row in rows_of(register)]
    assert Counter(line[0] for line in lines(staff, list_url)) == Counter(expected)


@every_register
def test_a_longer_list_takes_as_many_queries(staff, register, row, list_url, monkeypatch):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert staff.get(list_url).status_code == 200
        return len(caught)

    queries()  # what is remembered after the first time
    many = queries()
    present = register.present
    monkeypatch.setattr(register, "present", lambda: present().filter(pk=row.pk))
    assert len(lines(staff, list_url)) == 1
    assert queries() == many


@every_register
def test_every_choice_of_a_filter_finds_the_rows_it_counts(staff, register, list_url):
    form = unrendered(staff, list_url).context_data["filter"]
    for name in register.filters:
        parameter = register.bound[name].parameter
        choices = [choice for choice in form.fields[parameter].choices if choice[0]]
        assert choices, f"{name} has nothing to choose from"
        for value, label in choices:
            found = len(lines(staff, list_url, **{parameter: value}))
            assert label.endswith(f"({found})")
            assert found > 0


@every_register
def test_a_choice_that_does_not_exist_finds_nothing(staff, register, list_url):
    for name in register.filters:
        response = staff.get(list_url, {register.bound[name].parameter: "bestaat-niet"})
        assert not response.context["table"].lines
        assert "Niets gevonden" in response.content.decode()


@every_register
def test_a_word_finds_the_row_that_holds_it(staff, register, row, list_url):
    if not register.searched:
        assert "zoek" not in unrendered(staff, list_url).context_data["filter"].fields
        return
    word = str(row).split()[0].strip(",")
    first = shown_columns(register, register.listed)[0]
    assert first.text(row) in [line[0] for line in lines(staff, list_url, zoek=word)]
    assert lines(staff, list_url, zoek="zqxj-komt-niet-voor") == []


@pytest.mark.sqlite
@every_register
def test_a_head_sorts_both_ways_and_says_so(staff, register, list_url):
    every = Counter(map(tuple, lines(staff, list_url)))
    # What is only shown is sorted by something else than its words.
    typed_words = {one.parameter for one in register.bound.values()}
    for parameter, _, _ in orders(register):
        shown_up = tables(staff, list_url, volgorde=parameter)
        up, down = texts_of(shown_up), lines(staff, list_url, volgorde=f"-{parameter}")
        assert Counter(map(tuple, up)) == Counter(map(tuple, down)) == every
        if parameter in typed_words:
            assert _column(register, parameter, up) == _column(register, parameter, down)[::-1]
        sorted_by = [(head.sort, head.asks) for head in shown_up[0].heads if head.sort]
        assert sorted_by == [("ascending", f"-{parameter}")]
    # One template says so of every head.
    first, *_ = orders(register)[0]
    page = staff.get(list_url, {"volgorde": first}).content.decode()
    assert page.count('aria-sort="ascending"') == 1
    assert f"volgorde=-{first}" in page
    assert "aria-sort" not in staff.get(list_url, {"volgorde": "bestaat-niet"}).content.decode()


def _column(register, parameter: str, found: list[list[str]]) -> list[str]:
    """Without the cells that say nothing, which stand last either way."""
    columns = shown_columns(register, register.listed)
    named = [one.parameter for one in columns]
    return [line[named.index(parameter)].casefold() for line in found if line[named.index(parameter)]]


@every_register
def test_the_page_of_a_row_says_all_that_is_known(staff, register, row):
    page = staff.get(register.url("detail", row)).content.decode()
    for column in register.bound.values():
        assert escape(column.text(row)) in page


@every_register
def test_an_empty_register_says_so(staff, register, list_url, monkeypatch):
    present = register.present
    monkeypatch.setattr(register, "present", lambda: present().none())
    assert "Hier staat nog niets" in staff.get(list_url).content.decode()


@pytest.mark.parametrize("register", [one for one in REGISTERS if one.scope], ids=code_of)
def test_another_eenheid_is_not_there(colleague, log_in, register, row):
    visitor = log_in(colleague.username)
    for page in ("detail", "change", "history", "delete"):
        assert visitor.get(register.url(page, row)).status_code == 404
    assert visitor.post(register.url("change", row), {}).status_code == 404
    assert not list(register.rows(Access(colleague), register.view_permission))


# To change --------------------------------------------------------------------------------------------------------


@every_register
def test_what_is_typed_is_kept_with_its_history_and_can_be_undone(staff, register, row):
    column = typed_column(register, row)
    sent = open_form(staff, register, row)
    response = staff.post(register.url("change", row), sent | {column.path: [typed(column, 1)]})
    assert response.status_code == 302
    changed = register.for_list(register.present()).get(pk=row.pk)
    assert column.text(changed) == shown(column, 1)
    [edit] = Edit.objects.of_whole(row)
    assert edit.editor.username == EDITOR
    page = staff.get(register.url("history", changed)).content.decode()
    assert escape(shown(column, 1)) in page
    undo = register.url("undo", changed, edit=edit.pk)
    assert undo in page
    assert staff.post(undo).status_code == 302
    assert column.text(register.for_list(register.present()).get(pk=row.pk)) == column.text(row)


@every_register
def test_who_saves_later_sees_both_texts_and_chooses(staff, another, register, row):
    column, url = typed_column(register, row), register.url("change", row)
    sent = open_form(staff, register, row)
    another.post(url, sent | {column.path: [typed(column, 1)]})
    refused = staff.post(url, sent | {column.path: [typed(column, 2)]})
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "heeft dit intussen ook gewijzigd" in page
    assert shown(column, 1).split()[-1] in page
    assert staff.post(url, sent_by(refused)).status_code == 302
    assert column.text(register.for_list(register.present()).get(pk=row.pk)) == shown(column, 2)


@every_register
def test_a_field_that_nobody_touched_undoes_nothing(staff, another, register, row):
    column, url = typed_column(register, row), register.url("change", row)
    sent = open_form(staff, register, row)
    another.post(url, sent | {column.path: [typed(column, 1)]})
    assert staff.post(url, sent).status_code == 302
    assert column.text(register.for_list(register.present()).get(pk=row.pk)) == shown(column, 1)


@with_new_rows
def test_a_form_without_what_is_needed_says_which_field(staff, register, list_url, row):
    response = staff.post(register.url("create", **around(register, row)), {})
    assert response.status_code == 422
    needed = {one.path for one in register.bound.values() if one.column.required and one.empty != False}  # noqa: E712
    # What the address says, is not asked.
    assert needed - {register.parent_field} <= set(response.context["form"].errors)


@pytest.mark.sqlite
@pytest.mark.parametrize("register", [one for one in WITH_NEW_ROWS if refusals(one)], ids=code_of)
def test_what_may_be_there_once_is_refused_in_words(staff, register, row):
    response = staff.post(register.url("create", **around(register, row)), typed_as(register, row))
    assert response.status_code == 422
    assert any(escape(message) in response.content.decode() for message in refusals(register))


@with_new_rows
def test_what_is_deleted_lies_in_the_bin_and_comes_back(staff, register, row, list_url):
    bin_url = register.url("bin", **around(register, row))
    assert "prullenbak is leeg" in staff.get(bin_url).content.decode()
    assert staff.get(register.url("delete", row)).status_code == 200
    assert staff.post(register.url("delete", row)).status_code == 302
    assert staff.get(register.url("detail", row)).status_code == 404
    restore = register.url("restore", row)
    assert restore in staff.get(bin_url).content.decode()
    assert staff.post(restore).status_code == 302
    assert staff.get(register.url("detail", row)).status_code == 200
    assert [edit.kind for edit in Edit.objects.of_whole(row)] == [Edit.Kind.DELETED, Edit.Kind.RESTORED]


# Sheets -----------------------------------------------------------------------------------------------------------


@in_sheets
@pytest.mark.parametrize("format", formats.FORMATS)
def test_what_is_downloaded_comes_in_without_a_change(staff, register, row, list_url, format):
    response = staff.get(register.url("export", format=format, **around(register, row)))
    unit = unit_of(register, row)
    plan = previewed(register.code, response.content, unit, f"tabel.{format}")
    assert plan.problems == []
    assert not plan.does_something
    assert plan.unchanged == len(table_of(register, row))


@pytest.mark.sqlite
@pytest.mark.parametrize("register", CAN_BE_EMPTIED, ids=code_of)
def test_a_table_that_was_emptied_comes_back_from_its_sheet(staff, register, row):
    unit = unit_of(register, row)
    data = staff.get(register.url("export", format="csv", **around(register, row))).content
    before = _texts(register, row)
    type(row)._base_manager.filter(pk__in=[one.pk for one in table_of(register, row)]).delete()
    plan = applied(register.code, data, unit, "tabel.csv")
    assert plan.counts()["new"] == len(before)
    assert _texts(register, row) == before


def _texts(register, row) -> list[list[str]]:
    rows = register.for_list(table_of(register, row))
    return sorted([one.text(row) for one in register.bound.values()] for row in rows)


@in_sheets
def test_one_wrong_row_stops_the_whole_sheet(register, row):
    unit = unit_of(register, row)
    heads = list(register.bound)
    column = next(one for one in register.bound.values() if one.column.required)
    before = _texts(register, row)
    cells = [one.cell(one.of(row)) for one in register.bound.values()]
    wrong = ["" if name == column.name else "x" for name in heads]
    plan = previewed(register.code, sheet(register, cells, wrong), unit)
    assert plan.is_refused
    assert any(problem.row == 3 and problem.column == column.name for problem in plan.problems)
    assert _texts(register, row) == before


@in_sheets
def test_two_rows_with_one_key_are_refused(register, row):
    cells = [one.cell(one.of(row)) for one in register.bound.values()]
    plan = previewed(register.code, sheet(register, cells, cells), unit_of(register, row))
    assert [problem.row for problem in plan.problems] == [3]


@in_sheets
def test_a_sheet_changes_a_row_with_its_history(register, row):
    user, column = User.objects.get(username=EDITOR), typed_column(register, row)
    cells = {name: one.cell(one.of(row)) for name, one in register.bound.items()}
    data = sheet(register, list((cells | {column.name: typed(column, 1)}).values()))
    plan = applied(register.code, data, unit_of(register, row), user=user)
    assert plan.counts()["changed"] == 1
    assert column.text(register.for_list(register.present()).get(pk=row.pk)) == shown(column, 1)
    assert [edit.editor for edit in Edit.objects.of_whole(row)] == [user]


@pytest.mark.parametrize("register", [one for one in IN_SHEETS if one.has_new_rows], ids=code_of)
def test_what_a_whole_table_does_not_hold_goes_to_the_bin(register, row):
    unit = unit_of(register, row)
    cells = [one.cell(one.of(row)) for one in register.bound.values()]
    others = [one for one in table_of(register, row) if one != row]
    kept = register.why_kept(others)
    plan = applied(register.code, sheet(register, cells), unit, remove_missing=True)
    assert {one.pk for one in table_of(register, row)} == {row.pk, *kept}
    assert plan.counts()["removed"] == len(others) - len(kept)
    assert len([note for note in plan.notes if "blijft staan" in note]) == len(kept)


@pytest.mark.parametrize("register", [one for one in IN_SHEETS if not one.has_new_rows], ids=code_of)
def test_of_a_table_whose_rows_are_fixed_a_sheet_removes_nothing(register, row):
    unit, count = unit_of(register, row), len(register.of_unit(unit_of(register, row)))
    cells = [one.cell(one.of(row)) for one in register.bound.values()]
    plan = applied(register.code, sheet(register, cells), unit, remove_missing=True)
    assert (plan.counts()["removed"], len(register.of_unit(unit))) == (0, count)


# Those with a column in which a sheet may say anything, and the form nothing.
WITH_FIXED = [one for one in IN_SHEETS if one.code in {"afspraken", "eenheden"}]


@pytest.mark.parametrize("register", WITH_FIXED, ids=code_of)
def test_what_is_in_no_form_is_fixed_in_a_sheet_too(register, row):
    elsewhere = {*register.typed_in(row), *register.key}
    fixed = next(one for name, one in register.bound.items() if name not in elsewhere and type(one) is values.Value)
    cells = {name: one.cell(one.of(row)) for name, one in register.bound.items()}
    plan = previewed(register.code, sheet(register, list((cells | {fixed.name: "Iets anders"}).values())), None)
    assert [(problem.row, problem.column) for problem in plan.problems] == [(2, fixed.name)]
    assert "niet te wijzigen" in plan.problems[0].message


@in_sheets
def test_its_template_names_every_column(register):
    assert [column.name for column in find_kind(register.code).columns] == list(register.bound)
