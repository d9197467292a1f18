"""Sheets as people have them, a test for each kind: what one sees is read, or refused with its place."""

from datetime import date

import pytest

from agenda.models import Measurement, RegionalTarget, Target
from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import Municipality, PoliceUnit
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.workbooks import read_workbook
from tests.imports.files import applied, csv_of, previewed
from tests.imports.packages import (
    Formatted,
    Raw,
    Sheet,
    formula,
    ods,
    ods_row,
    ods_style,
    ods_table,
    raised,
    runs,
    xlsx,
)

HEAD = ("agenda", "doel", "indicator", "eenheid", "jaar", "periode", "realisatie", "status", "bron")
STRUCK = "<strike/>"


@pytest.fixture(autouse=True)
def agenda(demo):
    return demo


@pytest.fixture
def unit(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(code="RE04")


def line(value: object, unit: str = "RE01", source: object = "proef") -> tuple[object, ...]:
    return ("veiligheidsagenda-2019-2022", "2b", "om-verdachten", unit, 2020, "jaar", value, "voorlopig", source)


def read(data: bytes, name: str = "x.xlsx", kind: str = "realisatie", **order: object) -> ImportPlan:
    order.setdefault("accept_totals", True)
    return previewed(kind, data, order.pop("police_unit", None), name, **order)


def news(plan: ImportPlan) -> list[str]:
    assert not plan.problems, [str(problem) for problem in plan.problems]
    return [change.new for change in plan.changes]


def said(plan: ImportPlan) -> str:
    return "\n".join(map(str, plan.problems))


def notes(plan: ImportPlan) -> str:
    return "\n".join(plan.notes)


def table(*values: object, **features: object) -> Sheet:
    """A sheet of realisations: a figure for each of the first eenheden."""
    rows = [line(value, f"RE{number:02d}") for number, value in enumerate(values, 1)]
    return Sheet([HEAD, *rows], **features)


def clear() -> None:
    """Nothing stands in the portal yet: what is read is new."""
    Measurement.objects.all().delete()


# Heads that are not exactly a year.

ABOUT = ("agenda", "doel", "indicator", "eenheid")
PLACE = ("veiligheidsagenda-2019-2022", "2b", "om-verdachten", "RE01")


@pytest.mark.parametrize(
    "head",
    [
        "2020*", "2020 (definitief)", "2020/2021", "2019-2020", "Norm 2020", raised("2020", "1"),
        Formatted(43831, "yyyy-mm-dd"), Formatted(43831, "mmm-yy"),
    ],
)  # fmt: skip
def test_a_head_with_more_than_a_year_is_refused_with_its_column(head):
    rows = [(*ABOUT, "2019", head), (*PLACE, 19, 77)]
    [problem] = read(xlsx(Sheet(rows)), kind="verdeling").problems
    assert (problem.row, problem.column) == (1, "F")
    assert "2020" in problem.message or "2019" in problem.message


@pytest.mark.parametrize("head", ["2020*", "2020 **", "2020 (gewijzigd)"])
@pytest.mark.parametrize("kind", ["verdeling", "streefcijfers", "realisatie"])
def test_no_kind_leaves_out_a_year_in_silence(kind, head):
    about = {"verdeling": ("RE01",), "streefcijfers": (), "realisatie": ("RE01", "proef")}[kind]
    heads = {"verdeling": ("eenheid",), "streefcijfers": (), "realisatie": ("eenheid", "bron")}[kind]
    rows = [(*ABOUT[:3], *heads, "2019", head), (*PLACE[:3], *about, "19", "77")]
    plan = read(csv_of(*rows), "x.csv", kind)
    assert "meer dan een jaar" in said(plan)
    only = [(*ABOUT[:3], *heads, head), (*PLACE[:3], *about, "77")]
    assert "meer dan een jaar" in said(read(csv_of(*only), "x.csv", kind))


@pytest.mark.parametrize("head", ["2020 (voorlopig)", "2020 voorlopig", "voorlopig 2020"])
def test_a_year_that_is_provisional_stays_so(head):
    RegionalTarget.objects.all().delete()
    rows = [(*ABOUT, "2019", head), (*PLACE, 19, 77)]
    assert news(read(xlsx(Sheet(rows)), kind="verdeling")) == ["19", "77 (voorlopig)"]


@pytest.mark.parametrize("head", [2020, "2020", " 2020 ", "jaar 2020", Formatted(43831, "yyyy"), Formatted(2020, "0")])
def test_a_year_is_read_however_it_is_written(head):
    RegionalTarget.objects.all().delete()
    rows = [(*ABOUT, "2019", head), (*PLACE, 19, 77)]
    assert news(read(xlsx(Sheet(rows)), kind="verdeling")) == ["19", "77"]


def test_a_year_twice_is_refused():
    rows = [(*ABOUT, "2020", "2020 (voorlopig)"), (*PLACE, 19, 77)]
    assert "staat ook in kolom E" in said(read(xlsx(Sheet(rows)), kind="verdeling"))


# Superscript and struck-out text.


@pytest.mark.parametrize("how", ["superscript", "subscript"])
@pytest.mark.parametrize("mark", ["1", "12", "a"])
def test_a_mark_beside_a_figure_is_no_part_of_it(mark, how):
    [problem] = read(xlsx(table(raised("12", mark, how)))).problems
    assert (problem.row, problem.column) == (2, "realisatie")


def test_a_mark_in_shared_strings_is_no_part_of_a_figure():
    strings = '<si><r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>'
    plan = read(xlsx(table(Raw(' t="s"', "<v>0</v>")), strings=strings))
    assert "een verwijzing (¹)" in said(plan)


@pytest.mark.parametrize("position", ["super 58%", "33% 58%", "sub 58%", "-33% 58%"])
def test_a_mark_in_ods_is_no_part_of_a_figure(position):
    style = ods_style("T1", f'<style:text-properties style:text-position="{position}"/>')
    cell = Raw(' office:value-type="string"', '<text:p>12<text:span text:style-name="T1">1</text:span></text:p>')
    [problem] = read(ods(ods_table(ods_row(*HEAD), ods_row(*line(cell))), styles=style), "x.ods").problems
    assert (problem.row, problem.column) == (2, "realisatie")


def test_a_mark_in_words_stays_a_mark():
    clear()
    plan = applied("realisatie", xlsx(Sheet([HEAD, line(12, source=raised("CO", "2", "subscript"))])), None, "x.xlsx")
    assert news(plan) == ["12"]
    assert Measurement.objects.get().source == "CO₂"


@pytest.mark.parametrize(
    "cell",
    [
        runs(("12", STRUCK), ("14", "")),
        runs(("14 ", ""), ("12", '<strike val="1"/>')),
        Formatted(12, is_struck=True),
        Formatted("12", is_struck=True),
        Formatted(0.25, "0%", is_struck=True),
    ],
)
def test_what_is_struck_out_is_refused_with_its_place(cell):
    [problem] = read(xlsx(table(cell))).problems
    assert (problem.row, problem.column) == (2, "realisatie")
    assert "doorgehaald" in problem.message


def test_what_is_struck_out_is_refused_in_every_column():
    assert "doorgehaald" in said(read(xlsx(Sheet([HEAD, line(12, unit=runs(("RE02", STRUCK), ("RE01", "")))]))))
    head = (*HEAD[:6], runs(("realisatie", STRUCK)), *HEAD[7:])
    assert "doorgehaald" in said(read(xlsx(Sheet([head, line(12)])))) or "ontbreekt" in said(
        read(xlsx(Sheet([head, line(12)])))
    )


@pytest.mark.parametrize(
    ("style", "cell"),
    [
        (
            ods_style("T1", '<style:text-properties style:text-line-through-style="solid"/>'),
            Raw(' office:value-type="string"', '<text:p><text:span text:style-name="T1">12</text:span>14</text:p>'),
        ),
        (
            ods_style("c1", '<style:text-properties style:text-line-through-type="single"/>', "table-cell"),
            Raw(' table:style-name="c1" office:value-type="float" office:value="12"', "<text:p>12</text:p>"),
        ),
        (
            ods_style("c0", '<style:text-properties style:text-line-through-style="solid"/>', "table-cell")
            + ods_style("c1", "", "table-cell", parent="c0"),
            Raw(' table:style-name="c1" office:value-type="string"', "<text:p>12</text:p>"),
        ),
    ],
)
def test_what_is_struck_out_in_ods_is_refused_with_its_place(style, cell):
    [problem] = read(ods(ods_table(ods_row(*HEAD), ods_row(*line(cell))), styles=style), "x.ods").problems
    assert (problem.row, problem.column) == (2, "realisatie")
    assert "doorgehaald" in problem.message


def test_what_is_not_struck_out_is_read():
    clear()
    cells = [runs(("1", ""), ("2", '<strike val="0"/>')), runs(("12", "<b/>"))]
    assert news(read(xlsx(table(*cells)))) == ["12", "12"]


# Number formats.


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (25, '0"%"', "25"),
        (25, r"0\%", "25"),
        (25, r'0.0\ "%"', "25"),
        (25, '[Red]0"%";[Blue]0"%"', "25"),
        (0.25, "0%", "25"),
        (0.26, "0.0%", "26"),
        (0.25, '0%" pct"', "25"),
        (0.25, "0%;-0%;0%", "25"),
        (0.25, "[<1]0%;0", "25"),
        (25, "[<1]0%;0", "25"),
        (0.25, r"0\ %", "25"),
        (12000, "#,##0", "12.000"),
        (12000, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "12.000"),
        (12, '"circa "0', "circa 12"),
        (12, '0" (voorlopig)"', "12 (voorlopig)"),
        (12, '0" zaken"', "12"),
        (0, '0;-0;"n.t.b."', "n.t.b."),
        (1.2, '0.0" mln"', "1.200.000"),
        (1200000, '0.0,," mln"', "1.200.000"),
        (12, "General", "12"),
        (1e3, "0.00E+00", "1.000"),
    ],
)
def test_a_number_is_what_its_format_shows(value, code, shown):
    clear()
    assert news(read(xlsx(table(Formatted(value, code))))) == [shown]


@pytest.mark.parametrize(
    ("value", "code"), [(12000, "0,"), (12000000, "#,##0,,"), (12, ";;;"), (12, '"zie toelichting"'), (12, "h:mm")]
)
def test_a_number_that_its_format_hides_is_refused_with_its_place(value, code):
    [problem] = read(xlsx(table(Formatted(value, code)))).problems
    assert (problem.row, problem.column) == (2, "realisatie")


# Hidden sheets, rows and columns.


def hidden_ods(rows: str = "", columns: str = "") -> bytes:
    return ods(ods_table(ods_row(*HEAD), ods_row(*line(12)), rows, columns=columns))


def test_a_hidden_sheet_of_ods_is_not_read_and_named():
    clear()
    style = ods_style("ta2", '<style:table-properties table:display="false"/>', "table")
    style += ods_style("ta3", "", "table", parent="ta2")
    seen = ods_table(ods_row(*HEAD), ods_row(*line(12)))
    old = [
        ods_table(ods_row(*HEAD), ods_row(*line(99, "RE02")), title=f"Oud {n}", attributes=f' table:style-name="ta{n}"')
        for n in (2, 3)
    ]
    plan = read(ods(seen, *old, styles=style), "x.ods")
    assert news(plan) == ["12"]
    assert "Het verborgen blad “Oud 2” is niet gelezen." in plan.notes
    assert "Het verborgen blad “Oud 3” is niet gelezen." in plan.notes


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_of_xlsx_is_not_read_and_named(state):
    clear()
    plan = read(xlsx(table(99, title="Oud", state=state), table(12, title="Nieuw")))
    assert news(plan) == ["12"]
    assert "Het verborgen blad “Oud” is niet gelezen." in plan.notes


def test_a_hidden_row_is_named():
    clear()
    plan = read(xlsx(table(12, 99, 14, hidden_rows=[3])))
    assert news(plan) == ["12", "99", "14"]
    assert "rij 3" in notes(plan)
    assert "erborgen" in notes(plan)


@pytest.mark.parametrize("how", ["collapse", "filter"])
def test_a_hidden_or_filtered_row_of_ods_is_named(how):
    clear()
    plan = read(hidden_ods(ods_row(*line(99, "RE02"), attributes=f' table:visibility="{how}"')), "x.ods")
    assert news(plan) == ["12", "99"]
    assert "rij 3" in notes(plan)


@pytest.mark.parametrize("attributes", ['ht="0"', 'hidden="true"'])
def test_a_row_without_height_is_named(attributes):
    far = {5: ""}
    data = xlsx(table(12, far=far))
    row = f'<row r="3" {attributes}><c r="A3" t="inlineStr"><is><t>x</t></is></c></row>'
    assert "rij 3" in notes(read(_inserted(data, row)))


def _inserted(data: bytes, row: str) -> bytes:
    from tests.imports.files import repacked

    name = "xl/worksheets/sheet1.xml"
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(name).decode()
    return repacked(data, {name: xml.replace('<row r="5"></row>', row).encode()})


def test_a_hidden_column_is_named(unit):
    rows = [("onderdeel", "wijkagent", "overig"), ("Basisteam Den Helder", 10, 20)]
    order = {"police_unit": unit, "source": "p", "reference_date": date(2025, 12, 31)}
    plan = read(xlsx(Sheet(rows, hidden_columns=[3])), kind="formatie", **order)
    assert len(news(plan)) == 2
    assert "kolom C" in notes(plan)
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    plan = read(ods(ods_table(*(ods_row(*row) for row in rows), columns=columns)), "x.ods", "formatie", **order)
    assert "kolom C" in notes(plan)


# Names with a prefix, strict names, and folders with backslashes.


@pytest.mark.parametrize("prefix", ["", "x", "main", "ss2"])
def test_an_uncalculated_formula_is_seen_under_any_prefix(prefix):
    [problem] = read(xlsx(table(formula("6*2")), prefix=prefix)).problems
    assert (problem.row, problem.column) == (2, "realisatie")
    assert "formule zonder uitkomst" in problem.message


@pytest.mark.parametrize("features", [{"prefix": "x"}, {"strict": True}, {"separator": "\\"}])
def test_every_way_to_write_a_package_is_read(features):
    clear()
    assert news(read(xlsx(table(12, Formatted(0.25, "0%"), formula("6*2", "13")), **features))) == ["12", "25", "13"]


def test_all_ways_to_write_a_package_at_once():
    clear()
    data = xlsx(table(12, title="Oud", state="hidden"), table(14), prefix="x", strict=True, separator="\\")
    assert news(read(data)) == ["14"]


# Formulas.


@pytest.mark.parametrize("cell", [formula('IF(A1="","",1)', "", "str"), formula('""', None, "str")])
def test_a_formula_whose_outcome_is_empty_is_an_empty_cell(cell):
    clear()
    assert news(read(xlsx(table(12, cell)))) == ["12", "leeg"]


def test_formulas_copied_below_a_table_are_no_rows():
    clear()
    below = [(formula("A1", "", "str"),) * len(HEAD)] * 3
    assert news(read(xlsx(Sheet([HEAD, line(12), *below])))) == ["12"]


def test_a_formula_of_ods_whose_outcome_is_empty_is_an_empty_cell():
    clear()
    cell = Raw(' table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""', "<text:p/>")
    assert news(read(hidden_ods(ods_row(*line(cell, "RE02"))), "x.ods")) == ["12", "leeg"]
    open_cell = Raw(' table:formula="of:=6*2"')
    assert "formule zonder uitkomst" in said(read(hidden_ods(ods_row(*line(open_cell, "RE02"))), "x.ods"))


# Styled cells far away.


@pytest.mark.parametrize(
    "far",
    [
        {1048576: '<c r="A1048576" s="1"/>'},
        {3: '<c r="XFD3" s="1"/>'},
        {70000: '<c r="ZZ70000"/>', 1048576: '<c r="XFD1048576" t="inlineStr"><is><t> </t></is></c>'},
    ],
)
def test_only_cells_with_a_value_count(far):
    clear()
    assert news(read(xlsx(table(12, far=far)))) == ["12"]


def test_only_cells_with_a_value_count_in_ods():
    clear()
    far = (
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:style-name="ce1" '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert news(read(hidden_ods(far), "x.ods")) == ["12"]


def test_a_value_far_away_is_read_with_the_rest():
    far = {60000: f'<c r="A60000" t="inlineStr"><is><t>{PLACE[0]}</t></is></c>'}
    [problem, *_] = read(xlsx(table(12, far=far))).problems
    assert problem.row == 60000


# CSV in every dialect.

TITLE = (
    "Realisatie 2020, per eenheid, in aantallen, voorlopig, bron: politie, bewerkt, zie toelichting, blad 2, regel 3"
)


def text_of(*rows: tuple, mark: str = ";") -> str:
    return "\r\n".join(mark.join(map(str, row)) for row in rows) + "\r\n"


@pytest.mark.parametrize("mark", [";", "\t", "|"])
@pytest.mark.parametrize("title", [TITLE, f"{TITLE}\r\na, b, c, d, e, f, g, h, i, j, k, l", "Een; twee"])
def test_a_title_with_other_separators_is_no_table(title, mark):
    clear()
    data = f"{title}\r\n{text_of(HEAD, line(12), line(13, 'RE02'), mark=mark)}".encode()
    assert news(read(data, "x.csv")) == ["12", "13"]


def test_names_with_commas_are_names(unit):
    order = {"police_unit": unit, "source": "p", "reference_date": date(2025, 12, 31)}
    name = "Afdeling Veiligheid, Integriteit en Klachten, totaal, per team"
    plan = read(text_of(("onderdeel", "overig"), (name, "12,5")).encode(), "x.csv", "formatie", **order)
    assert [(problem.row, problem.value) for problem in plan.problems] == [(2, name)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("name", ["x.csv", "x.txt"])
def test_csv_in_every_encoding(encoding, name):
    clear()
    text = text_of(HEAD, line(12, source="Coördinatie €"), mark="\t")
    applied("realisatie", text.encode(encoding), None, name)
    assert Measurement.objects.get().source == "Coördinatie €"


@pytest.mark.parametrize(("first", "second"), [("utf-8", "cp1252"), ("cp1252", "utf-8"), ("utf-8-sig", "cp1252")])
def test_mixed_encodings_are_refused_with_the_row(first, second):
    data = text_of(HEAD, line(12, source="Coördinatie €")).encode(first)
    data += text_of(line(13, "RE02", source="Coördinatie €")).encode(second)
    with pytest.raises(FileRefused) as refused:
        read_workbook(data, "x.csv")
    [problem] = refused.value.problems
    assert problem.row == (2 if first == "cp1252" else 3)


def test_one_encoding_with_capitals_and_quotes_is_not_mixed():
    clear()
    applied("realisatie", text_of(HEAD, line(12, source="CAFÉ’S “ÉÉN”")).encode("cp1252"), None, "x.csv")
    assert Measurement.objects.get().source == "CAFÉ’S “ÉÉN”"


@pytest.mark.parametrize("first", ["sep=;\r\n", "sep=,\r\n"])
def test_the_line_that_names_the_separator_is_no_row(first):
    clear()
    data = first + text_of(HEAD, line("12"), mark=first[4])
    assert news(read(data.encode(), "x.csv")) == ["12"]


def test_lines_may_end_as_on_an_old_mac():
    clear()
    assert news(read(text_of(HEAD, line("12")).replace("\r\n", "\r").encode(), "x.csv")) == ["12"]


# What one does not see.

GEM_HEAD = ("gm-code", "gemeente", "veiligheidsregio", "peildatum", "inwoners", "bron")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("GM1900", "Su\u0301dwest-Frysla\u0302n"),
        ("GM1900", "Súdwest-\u00adFryslân"),
        ("GM1900", "\ufeffSúdwest\u200b-Fryslân\u200e"),
        ("GM1900", "súdwest-fryslân"),
        ("GM1900", "Súdwest-Fryslân\u00a0"),
    ],
)
def test_a_difference_nobody_sees_is_no_change(code, name):
    plan = read(
        csv_of(GEM_HEAD[:2], (code, name)), "x.csv", "gemeenten", police_unit=PoliceUnit.objects.get(code="RE01")
    )
    assert (plan.changes, plan.additions, said(plan)) == ([], [], "")


@pytest.mark.parametrize("name", ["ALKMAAR", "alkmaar", "Alk\u00admaar"])
def test_capitals_rename_no_municipality(unit, name):
    plan = read(csv_of(GEM_HEAD[:2], ("GM0361", name)), "x.csv", "gemeenten", police_unit=unit)
    assert (plan.changes, said(plan)) == ([], "")
    assert Municipality.objects.get(code="GM0361").name == "Alkmaar"


def test_what_is_stored_has_no_invisible_characters(unit):
    row = ("GM9001", "Nieu\u200bw-Frysla\u0302n\u00ad", "VR10", "1-1-2026", "1\u200b00", "C\u00adBS")
    applied("gemeenten", csv_of(GEM_HEAD, row), unit)
    found = Municipality.objects.get(code="GM9001")
    assert (found.name, found.inhabitants.get().source, found.inhabitants.get().value) == ("Nieuw-Fryslân", "CBS", 100)


@pytest.mark.parametrize("head", ["peil\u00addatum", "Peildatum\u200b", "\u2060PEILDATUM", "peildatum\ufe0f"])
def test_a_head_is_known_as_it_is_seen(unit, head):
    rows = [(head, "onderdeel", "categorie", "rol categorie", "fte", "bron")]
    rows.append(("31-12-2026", "BASISTEAM DEN\u00a0HELDER", "overig", "telt mee", "12,5", "proef"))
    assert news(read(csv_of(*rows), "x.csv", "formatie", police_unit=unit)) == ["12,5"]


# Rows that contradict each other.


@pytest.mark.parametrize(
    ("column", "first", "second"),
    [
        ("gemeente", "Alkmaar", "Andere Naam"),
        ("veiligheidsregio", "VR10", "VR11"),
        ("geldig tot", "", "1-1-2027"),
        ("geldig vanaf", "1-1-2001", "1-1-2002"),
    ],
)
def test_a_second_row_that_contradicts_the_first_is_refused_with_both(unit, column, first, second):
    said_of = {"gemeente": "Alkmaar", "veiligheidsregio": "VR10"}
    rows = [said_of | {column: value} for value in (first, second)]
    heads = ["gm-code", *dict.fromkeys([*said_of, column])]
    data = csv_of(heads, *(["GM0361", *(row[head] for head in heads[1:])] for row in rows))
    [problem] = [p for p in read(data, "x.csv", "gemeenten", police_unit=unit).problems if p.row == 3]
    assert (problem.row, problem.column) == (3, column)
    assert "rij 2" in problem.message


def test_rows_that_say_the_same_in_other_words_do_not_contradict(unit):
    region = Municipality.objects.get(code="GM0361").safety_region
    rows = [
        ("GM0361", "Alkmaar", region.code, "1-1-2031", "111000", "p"),
        ("gm0361", "ALKMAAR", region.name, "1-1-2032", "112000", "p"),
        ("GM0361", "Alkmaar", "", "1-1-2033", "113000", "p"),
    ]
    assert len(news(read(csv_of(GEM_HEAD, *rows), "x.csv", "gemeenten", police_unit=unit))) == 3


# Every row refused.


@pytest.mark.parametrize("kind", ["realisatie", "verdeling", "streefcijfers"])
def test_when_every_row_is_refused_only_the_rows_speak(kind, caplog):
    head = {
        "realisatie": HEAD,
        "verdeling": (*ABOUT, "jaar", "aandeel"),
        "streefcijfers": (*ABOUT[:3], "jaar", "streefcijfer"),
    }
    row = {"realisatie": line(12), "verdeling": (*PLACE, 2020, 12), "streefcijfers": (*PLACE[:3], 2020, 12)}[kind]
    row = ["onbekend" if value == "om-verdachten" else value for value in row]
    plan = read(csv_of(head[kind], row), "x.csv", kind)
    assert [problem.row for problem in plan.problems] == [2]
    assert "fout in het portaal" not in said(plan)
    assert caplog.records == []


def test_when_every_municipality_or_unit_is_refused_only_the_rows_speak(unit, caplog):
    plan = read(csv_of(GEM_HEAD, ("XX", "Y", "VR10", "1-1-2026", "5", "p")), "x.csv", "gemeenten", police_unit=unit)
    assert {problem.row for problem in plan.problems} == {2}
    rows = [("peildatum", "onderdeel", "categorie", "fte", "bron"), ("1-1-2022", "Onbekend", "overig", "1", "p")]
    assert {problem.row for problem in read(csv_of(*rows), "x.csv", "formatie", police_unit=unit).problems} == {2}
    assert caplog.records == []


# Thousands, changes and advice.


@pytest.mark.parametrize(
    ("text", "figure"), [("2.569", "2.569"), ("1,522", "1.522"), ("€ 45,123", "45.123"), ("circa 1,522", "circa 1.522")]
)
def test_where_no_decimals_can_be_meant_a_comma_groups_thousands(text, figure):
    clear()
    assert news(read(csv_of(HEAD, line(text)), "x.csv")) == [figure]


@pytest.mark.parametrize("text", ["1,000", "45,000"])
def test_where_both_readings_fit_the_import_asks(text):
    assert "twee getallen" in said(read(csv_of(HEAD, line(text)), "x.csv"))


def test_inhabitants_have_no_decimals(unit):
    row = ("GM0361", "Alkmaar", "VR10", "1-1-2031", "111,123", "p")
    assert news(read(csv_of(GEM_HEAD, row), "x.csv", "gemeenten", police_unit=unit)) == ["111.123"]


@pytest.mark.parametrize("text", ["+66", "+ 66", "-3", "€ -3", Formatted(66, "+0;-0")])
def test_a_change_is_no_strength(unit, text):
    rows = [
        ("peildatum", "onderdeel", "categorie", "fte", "bron"),
        ("31-12-2026", "Basisteam Den Helder", "overig", text, "p"),
    ]
    [problem] = [p for p in read(xlsx(Sheet(rows)), kind="formatie", police_unit=unit).problems if p.column == "fte"]
    assert "erbij of eraf" in problem.message or "euro" in problem.message
    assert "minteken weg" not in problem.message


def test_an_unknown_indicator_is_told_which_codes_there_are():
    row = ["fietsendiefstal" if value == "om-verdachten" else value for value in line(12)]
    [problem] = read(csv_of(HEAD, row), "x.csv").problems
    assert "“om-verdachten”" in problem.message
    assert "Bedoelt u" not in problem.message


@pytest.mark.parametrize(("typed", "meant"), [("om-verdachte", "om-verdachten"), ("OM verdachten", "om-verdachten")])
def test_a_slip_of_the_pen_is_told_what_was_meant(typed, meant):
    row = [typed if value == "om-verdachten" else value for value in line(12)]
    assert f"Bedoelt u “{meant}”" in said(read(csv_of(HEAD, row), "x.csv"))


@pytest.mark.parametrize("name", ["Basisteam Den Helder 2", "Team 12"])
def test_another_number_is_no_slip_of_the_pen(unit, name):
    rows = [("onderdeel", "overig"), (name, "3")]
    order = {"source": "p", "reference_date": date(2025, 12, 31)}
    assert "Bedoelt u" not in said(read(csv_of(*rows), "x.csv", "formatie", police_unit=unit, **order))


def test_targets_are_read_whatever_the_program():
    Target.objects.all().delete()
    rows = [(*ABOUT[:3], "2019", "2020"), (*PLACE[:3], 190, Formatted(0.25, "0%"))]
    assert news(read(xlsx(Sheet(rows), strict=True, prefix="x"), kind="streefcijfers")) == ["190", "25"]
