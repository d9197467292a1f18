"""Whatever stands in a file: an answer in words, and never half of it in the database."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formation.models import StaffCategory, StrengthCell, StrengthRow, StrengthTable
from nhveilig.imports import engine
from nhveilig.imports.kinds import Order, all_kinds, find_kind
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.workbooks import read_workbook
from tests.imports.files import csv_of, xlsx_of


def some(files: int) -> settings:
    return settings(max_examples=files, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


# How many files are tried.
FILES = pytest.mark.parametrize("files", [25, pytest.param(2000, marks=pytest.mark.long)])

WORDS = [
    "wijkagent",
    "aspirant",
    "totaal",
    "Basisteam Alkmaar",
    "Basisteam Hoorn",
    "Basisteam Nieuw",
    "csv",
    "RE04",
    "jaar",
    "Begroting 2026",
    "Lasten",
    "Totaal baten",
    "x € 1.000",
]
HEADS = [
    column.name
    for name in ("formatie", "streefcijfers", "gemeenten", "begroting")
    for column in find_kind(name).columns
]
texts = st.one_of(
    st.sampled_from([*WORDS, "1-1-2022", "31-12-2018", "2019", "12,5", "1.234", "n.t.b.", "-", "GM0361", "VR10", ""]),
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12),
    st.integers(-(10**13), 10**13).map(str),
)
sheets = st.tuples(
    st.lists(st.one_of(st.sampled_from(HEADS), texts), min_size=1, max_size=9),
    st.lists(st.lists(texts, max_size=9), max_size=6),
)


def stored() -> list[tuple]:
    models = [StrengthTable, StaffCategory, StrengthRow, StrengthCell, OrganisationUnit]
    return [row for model in models for row in model.objects.order_by("pk").values_list()]


def quoted(row: list[str]) -> list[str]:
    return ['"' + cell.replace('"', '""') + '"' for cell in row]


@FILES
@pytest.mark.parametrize("kind", [kind.code for kind in all_kinds()])
def test_any_sheet_is_answered(demo, kind, files):
    unit = PoliceUnit.objects.get(code="RE04") if find_kind(kind).per_unit else None
    order = Order(police_unit=unit, reference_date=date(2030, 1, 1), source="Proef", accept_totals=True)
    before = stored()

    @some(files)
    @given(sheets, st.booleans())
    def answered(sheet, as_xlsx):
        head, rows = sheet
        data = xlsx_of(head, *rows) if as_xlsx else csv_of(quoted(head), *map(quoted, rows))
        try:
            plan = engine.preview(find_kind(kind), read_workbook(data, "bestand"), order)
        except FileRefused as refused:
            plan = refused
        assert all(str(problem).endswith((".", "?")) for problem in plan.problems)

    answered()
    assert stored() == before


@FILES
def test_a_changed_export_goes_in_whole_or_not_at_all(demo, files):
    """Any cells of a real table replaced by anything: what is stored is what the preview showed, or nothing."""
    unit = PoliceUnit.objects.get(code="RE04")
    StrengthTable.objects.update(status=StrengthTable.Status.CONCEPT)
    kind = find_kind("formatie")
    dataset = kind.export(unit, concepts=True, reeks="eenheid", peildatum="2022-01-01")
    whole = [[str(cell).replace(".", ",") for cell in row] for row in dataset][:40]
    order = Order(police_unit=unit, accept_totals=True)

    @some(files)
    @given(st.lists(st.tuples(st.integers(0, 39), st.integers(0, 9), texts), min_size=1, max_size=4))
    def whole_or_nothing(edits):
        rows = [list(row) for row in whole]
        for row, column, text in edits:
            rows[row][column] = text
        data = csv_of(quoted(dataset.headers), *map(quoted, rows))
        before = stored()
        book = read_workbook(data, "bestand.csv")
        plan = engine.preview(kind, book, order)
        assert stored() == before
        if plan.is_refused:
            with pytest.raises(FileRefused):
                engine.apply(kind, book, order, expected=plan.fingerprint)
            assert stored() == before
        else:
            engine.apply(kind, book, order, expected=plan.fingerprint)
            again = engine.preview(kind, book, order)
            assert (again.changes, again.additions) == ([], [])

    whole_or_nothing()
