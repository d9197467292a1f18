"""What figures are in, of which kind they are, what a series is called: the file says it, and nothing is guessed."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from formation.models import StaffCategory, StrengthCell, StrengthTable
from nhveilig.imports import formats
from nhveilig.imports.kinds import find_kind
from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from tests.formation.factories import make_strength
from tests.imports.files import applied, csv_of, previewed, saved, upload
from tests.imports.packages import Formatted, Raw, Sheet, ods, ods_row, ods_table, xlsx
from tests.regions.factories import PoliceUnitFactory

pytestmark = pytest.mark.django_db

DAY = date(2030, 1, 1)
LONG = ("peildatum", "onderdeel", "categorie", "fte", "bron")


@pytest.fixture
def unit() -> PoliceUnit:
    unit = PoliceUnitFactory()
    make_strength(unit)
    return unit


@pytest.fixture
def root(unit) -> str:
    return OrganisationUnit.objects.get(police_unit=unit, parent=None).name


def wide(unit: PoliceUnit, *rows: tuple, kind: str = "formatie", **order: object) -> ImportPlan:
    order = {"reference_date": DAY, "source": "Plan", "accept_totals": True, **order}
    return applied(kind, xlsx(Sheet(rows)), unit, "x.xlsx", **order)


def said(plan: ImportPlan) -> str:
    return "\n".join(map(str, plan.problems))


def categories(kind: str = "formatie", day: date = DAY) -> dict[str, tuple[str, int]]:
    found = StaffCategory.objects.filter(table__kind=kind, table__reference_date=day)
    return {name: (unit, decimals) for name, unit, decimals in found.values_list("name", "unit", "decimals")}


@pytest.mark.parametrize(
    ("head", "name", "measure"),
    [
        ("bezettingsgraad (%)", "bezettingsgraad", "percentage"),
        ("bezettingsgraad in %", "bezettingsgraad", "percentage"),
        ("bezettingsgraad, in procenten", "bezettingsgraad", "percentage"),
        ("percentage vrouwen", "percentage vrouwen", "percentage"),
        ("% vrouwen", "% vrouwen", "percentage"),
        ("ME (pelotons)", "ME", "platoons"),
        ("aantal pelotons", "aantal pelotons", "platoons"),
        ("ME-pelotons", "ME-pelotons", "platoons"),
        ("vrijwilligers (personen)", "vrijwilligers", "people"),
        ("aantal medewerkers", "aantal medewerkers", "people"),
        ("inzet in uren", "inzet", "hours"),
        ("auto's (aantal)", "auto's", "number"),
        ("agent (fte)", "agent", "fte"),
        ("agent in fte", "agent", "fte"),
        ("niet-operationele medewerkers", "niet-operationele medewerkers", "fte"),
        ("agent", "agent", "fte"),
    ],
)
def test_a_head_says_what_its_figures_are_in(unit, root, head, name, measure):
    plan = wide(unit, ("onderdeel", head), (root, 12))
    assert categories() == {name: (measure, 0)}
    assert any(f"“{name}” staat in" in note for note in plan.notes) == (measure != "fte")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("onderdeel", "agent", "agent"), (None, "fte", "%")], {"agent": "fte", "agent (%)": "percentage"}),
        ([("onderdeel", "Operationeel"), (None, "pelotons")], {"Operationeel": "platoons"}),
        (
            [("Bezettingsgraad, in procenten",), ("onderdeel", "agent", "overig")],
            {"agent": "percentage", "overig": "percentage"},
        ),
        ([("onderdeel", "percentage")], {"percentage": "percentage"}),
    ],
)  # fmt: skip
def test_the_unit_stands_in_any_row_of_the_head(unit, root, rows, found):
    width = max(len(row) for row in rows)
    wide(unit, *rows, (root, *range(1, width)))
    assert {name: measure for name, (measure, _) in categories().items()} == found


@pytest.mark.parametrize("code", ["0%", "0.0%", '0"%"', r"0\%"])
def test_the_format_of_its_cells_says_that_a_column_is_in_percents(unit, root, code):
    value = 0.98 if code.endswith("0%") else 98
    wide(unit, ("onderdeel", "bezettingsgraad", "agent"), (root, Formatted(value, code), 12))
    assert categories() == {"bezettingsgraad": ("percentage", 0), "agent": ("fte", 0)}
    assert StrengthCell.objects.get(category__name="bezettingsgraad").value == 98


def test_percents_in_csv_and_ods_say_so_too(unit, root):
    applied("formatie", csv_of(("onderdeel", "graad"), (root, "98,5%")), unit, reference_date=DAY, source="P")
    assert categories() == {"graad": ("percentage", 1)}
    share = Raw(' office:value-type="percentage" office:value="0.4"', "<text:p>40%</text:p>")
    table = ods_table(ods_row("onderdeel", "graad"), ods_row(root, share))
    later = date(2031, 1, 1)
    applied("formatie", ods(table), unit, "x.ods", reference_date=later, source="P")
    assert categories(day=later) == {"graad": ("percentage", 0)}


def test_a_column_of_which_only_some_cells_are_percents_is_refused(unit, root):
    team = OrganisationUnit.objects.filter(police_unit=unit, kind="basisteam").first().name
    rows = [("onderdeel", "graad"), (root, "98%"), (team, "12")]
    plan = previewed("formatie", csv_of(*rows), unit, reference_date=DAY, source="P", accept_totals=True)
    assert [(problem.row, "procentteken" in problem.message) for problem in plan.problems] == [(3, True)]


@pytest.mark.parametrize(("head", "shown"), [("agent (%)", "12"), ("agent", "12%"), ("agent in pelotons", "12")])
def test_a_unit_that_differs_from_the_one_that_is_stored_is_refused(unit, root, head, shown):
    wide(unit, ("onderdeel", "agent"), (root, 12))
    plan = previewed("formatie", csv_of(("onderdeel", head), (root, shown)), unit, reference_date=DAY)
    assert plan.problems
    assert "fte" in said(plan) or "procenten" in said(plan)


def test_a_percent_format_on_a_column_of_fte_is_refused_with_its_cell(unit, root):
    wide(unit, ("onderdeel", "agent"), (root, 12))
    data = xlsx(Sheet([("onderdeel", "agent"), (root, Formatted(0.5, "0%"))]))
    plan = previewed("formatie", data, unit, "x.xlsx", reference_date=DAY)
    assert [problem.row for problem in plan.problems] == [2]
    assert "50%" in said(plan)


def test_whole_numbers_have_no_decimals_and_parts_give_them_to_their_own_column(unit, root):
    wide(unit, ("onderdeel", "agent", "overig", "totaal"), (root, 2569, Formatted(12.5, "0.0"), 2581.5))
    assert categories() == {"agent": ("fte", 0), "overig": ("fte", 1), "totaal": ("fte", 1)}
    plan = wide(unit, ("onderdeel", "agent"), (root, 2570))
    assert [change.new for change in plan.changes] == ["2.570"]


def test_a_later_figure_with_parts_gives_its_column_decimals(unit, root):
    wide(unit, ("onderdeel", "agent"), (root, 12))
    wide(unit, ("onderdeel", "agent"), (root, 12.25))
    assert categories() == {"agent": ("fte", 2)}


@pytest.mark.parametrize("heads", [("agent", "totaal", "totaal (%)"), ("totaal in pelotons", "agent", "totaal")])
def test_a_total_in_another_unit_stands_beside_the_total_in_fte(unit, root, heads):
    plan = wide(unit, ("onderdeel", *heads), (root, 12, 12, 12), accept_totals=False)
    assert not plan.totals
    total = StaffCategory.objects.get(table__reference_date=DAY, role="total")
    assert (total.name, total.unit) == ("totaal", "fte")


def test_percents_are_not_added_up_and_never_to_fte(unit, root):
    team, other = OrganisationUnit.objects.filter(police_unit=unit, kind="basisteam").values_list("name", flat=True)
    rows = [("onderdeel", "agent", "graad (%)", "totaal"), (team, 10, 90, 10), (other, 20, 80, 20), (root, 30, 85, 30)]
    plan = wide(unit, *rows, accept_totals=False)
    assert plan.totals_checked
    assert not plan.totals


def test_a_total_below_percents_is_not_checked_against_their_sum(unit):
    team, other = OrganisationUnit.objects.filter(police_unit=unit, kind="basisteam").values_list("name", flat=True)
    rows = [("onderdeel", "graad (%)"), (team, 90), (other, 80), ("Totaal", 85)]
    plan = wide(unit, *rows, accept_totals=False)
    assert any("procenten bij “Totaal”" in note for note in plan.notes)


@pytest.mark.parametrize("layout", ["lang", "breed"])
@pytest.mark.parametrize("format", formats.FORMATS)
def test_an_export_says_the_unit_and_comes_in_again_in_the_same(unit, root, layout, format):
    heads = ("onderdeel", "agent", "agent (%)", "ME-pelotons", "% vrouwen")
    wide(unit, heads, (root, 12, Formatted(98.5, "0.0"), 3, 40))
    StrengthTable.objects.exclude(reference_date=DAY).delete()
    kind = find_kind("formatie")
    data = formats.write(kind.export(unit, layout, concepts=True), format)
    plan = previewed("formatie", data, unit, f"x.{format}")
    assert (said(plan), plan.does_something, plan.unchanged) == ("", False, 4)

    other = PoliceUnitFactory()
    OrganisationUnit.objects.create(police_unit=other, name=root, kind="eenheid", order=1)
    applied("formatie", data, other, f"x.{format}", source="Plan")
    stored = StaffCategory.objects.order_by("order").values_list("name", "unit", "decimals")
    assert list(stored.filter(table__police_unit=other)) == list(stored.filter(table__police_unit=unit))


def kinds_of_figures() -> dict[str, int]:
    cells = StrengthCell.objects.filter(row__table__reference_date__year__gte=2030)
    return {kind: int(value) for kind, value in cells.values_list("row__table__kind", "value")}


@pytest.mark.parametrize(
    "heads",
    [
        [("onderdeel", "Formatie per 1-1-2030", "Bezetting per 1-1-2030"), (None, "agent", "agent")],
        [(None, "Formatie per 1-1-2030", "Bezetting per 1-1-2030"), ("onderdeel", "agent", "agent")],
        [("onderdeel", "Formatie", "Bezetting"), (None, "agent", "agent")],
        [("onderdeel", "Formatie agent", "Bezetting agent")],
        [("onderdeel", "Formatie", "Werkelijke bezetting")],
        [("onderdeel", "agent (formatie per 1-1-2030)", "agent (bezetting per 1-1-2030)")],
        [("onderdeel", "Formatie (fte)", "Bezetting (fte)")],
    ],
)
@pytest.mark.parametrize("kind", ["formatie", "bezetting"])
def test_both_kinds_in_one_file_become_two_tables(unit, root, heads, kind):
    wide(unit, *heads, (root, 12, 11), kind=kind)
    assert kinds_of_figures() == {"formatie": 12, "bezetting": 11}
    assert StaffCategory.objects.filter(table__reference_date=DAY).values("name").distinct().count() == 1


@pytest.mark.parametrize(
    "rows",
    [
        [("Bezetting per team",), ("onderdeel", "agent")],
        [("onderdeel", "Bezetting per 1-1-2030"), (None, "agent")],
        [("onderdeel", "Bezetting per 1-1-2030")],
    ],
)
def test_bezetting_is_not_taken_into_formatie(unit, root, rows):
    plan = wide(unit, *rows, (root, 11))
    assert kinds_of_figures() == {"bezetting": 11}
    assert any("bezetting" in note for note in plan.notes)


def test_a_sheet_named_after_its_kind(unit, root):
    book = openpyxl.Workbook()
    book.active.title = "Formatie"
    book.create_sheet("Bezetting")
    for sheet, value in zip(book.worksheets, (12, 11), strict=True):
        sheet.append(["onderdeel", "agent"])
        sheet.append([root, value])
    applied("formatie", saved(book), unit, "x.xlsx", reference_date=DAY, source="Plan")
    assert kinds_of_figures() == {"formatie": 12, "bezetting": 11}


@pytest.mark.parametrize("head", ["overige formatie", "bezettingsgraad (%)", "formatieplaatsen"])
def test_a_category_that_only_holds_the_word_is_of_the_kind_that_is_imported(unit, root, head):
    wide(unit, ("onderdeel", head), (root, 11), kind="bezetting")
    assert kinds_of_figures() == {"bezetting": 11}


@pytest.mark.parametrize("column", ["soort", "soort sterkte", "formatie of bezetting"])
def test_a_long_file_says_the_kind_in_a_column(unit, root, column):
    rows = [
        (*LONG, column),
        *(("1-1-2030", root, "agent", n, "P", kind) for n, kind in ((12, "formatie"), (11, "Bezetting"))),
    ]
    applied("formatie", csv_of(*rows), unit)
    assert kinds_of_figures() == {"formatie": 12, "bezetting": 11}


def test_a_long_file_says_the_unit_in_a_column(unit, root):
    rows = [
        (*LONG, "meeteenheid"),
        *(("1-1-2030", root, name, 12, "P", word) for name, word in (("a", "%"), ("b", "pelotons"), ("c", ""))),
    ]
    applied("formatie", csv_of(*rows), unit)
    assert {name: measure for name, (measure, _) in categories().items()} == {
        "a": "percentage",
        "b": "platoons",
        "c": "fte",
    }
    wrong = csv_of((*LONG, "meeteenheid"), ("1-1-2031", root, "a", 12, "P", "kilo"))
    assert "Kies een van" in said(previewed("formatie", wrong, unit))


def named(unit: PoliceUnit, series: str, root: str, **order: object) -> ImportPlan:
    head = (*LONG, "reeks")
    return previewed("formatie", csv_of(head, ("1-1-2030", root, "agent", 12, "P", series)), unit, **order)


def test_a_new_series_is_asked_for_its_name(unit, root):
    assert "naam" in said(named(unit, "teams", root))
    assert said(named(unit, "teams", root, title="Sterkte per team")) == ""


def test_the_name_given_with_the_upload_is_the_series(unit, root):
    for day, name in ((DAY, "Sterkte per team"), (date(2031, 1, 1), "sterkte per TEAM")):
        wide(unit, ("onderdeel", "agent"), (root, 12), title=name, reference_date=day)
    found = StrengthTable.objects.filter(reference_date__year__gte=2030)
    assert {table.series_name.lower() for table in found} == {"sterkte per team"}
    assert set(found.values_list("series", flat=True)) == {"sterkte-per-team"}


def test_no_two_series_have_one_name(unit, root):
    wide(unit, ("onderdeel", "agent"), (root, 12), title="Sterkte per team")
    assert "Zo heet de reeks" in said(named(unit, "anders", root, title="Sterkte per team"))


def test_a_later_table_of_a_series_has_its_name(unit, root):
    wide(unit, ("onderdeel", "agent"), (root, 12), title="Sterkte per team")
    head = (*LONG, "reeks")
    applied("formatie", csv_of(head, ("1-1-2032", root, "agent", 12, "P", "sterkte-per-team")), unit)
    assert StrengthTable.objects.get(reference_date=date(2032, 1, 1)).title == "Sterkte per team"


def test_the_command_and_the_page_ask_for_the_name(demo, staff, storage, tmp_path):
    file = tmp_path / "x.csv"
    file.write_bytes(csv_of(("onderdeel", "agent"), ("Basisteam Alkmaar", "12")))
    order = ["--eenheid", "RE04", "--peildatum", "1-1-2030", "--bron", "P", "--reeks", "Teams van later"]
    call_command("import_table", "formatie", str(file), *order, stdout=io.StringIO())
    assert StrengthTable.objects.get(title="Teams van later").series == "teams-van-later"

    address = reverse("imports:upload", args=["formatie", "noord-holland"])
    assert "Naam van de reeks" in staff.get(address).text
    sent = {"reference_date": "1-1-2031", "source": "P", "title": "Teams van later"}
    assert "reeks Teams van later" in upload(staff, file.read_bytes(), **sent).text
