"""Tables of the whole country as they are printed: kinds and dates apart, old names, and a total that differs."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.management import call_command

from formation.models import NationalFigure, NationalTable
from nhveilig.imports import formats
from nhveilig.imports.kinds import find_kind
from nhveilig.regions.models import PoliceUnit
from tests.imports.files import applied, csv_of, previewed, saved, upload, xlsx_of

KIND = "landelijke-sterkte"
NAMES = (
    "Noord-Nederland", "Oost-Nederland", "Midden-Nederland", "Noord-Holland", "Amsterdam", "Den Haag", "Rotterdam",
    "Zeeland-West-Brabant", "Oost-Brabant", "Limburg",
)  # fmt: skip
ESTABLISHMENT = (401, 655, 512, 398, 371, 423, 388, 342, 310, 260)
OCCUPATION = (399, 650, 515, 390, 371, 430, 380, 344, 309, 258)


@pytest.fixture(autouse=True)
def eenheden(demo) -> None:
    """The ten eenheden, without any table of them."""


WHOLE = (4060, 4046)


def printed(names=NAMES, whole=WHOLE, total="Totaal") -> list[tuple[object, ...]]:
    rows = list(zip(names, ESTABLISHMENT, OCCUPATION, strict=True))
    return [
        ("Tabel 7 Wijkagenten per regionale eenheid",),
        (None, "31 december 2017"),
        ("Regionale eenheid", "Formatie", "Bezetting"),
        *rows,
        (total, *whole),
    ]


def merged(*rows: tuple[object, ...]) -> bytes:
    """With the date over both kinds, and the title over the whole table."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("B2:C2")
    return saved(book)


def figures(kind: str = "formatie", day: date = date(2017, 12, 31)) -> dict[str, int]:
    found = NationalFigure.objects.filter(table__kind=kind, table__reference_date=day)
    return {one.place: one.value for one in found.select_related("police_unit", "table")}


def said(plan) -> str:
    return "\n".join(map(str, plan.problems))


@pytest.mark.parametrize("make", [merged, xlsx_of, csv_of])
def test_both_kinds_below_one_date_become_two_tables(make):
    rows = printed() if make is not csv_of else [[cell or "" for cell in row] for row in printed()]

    applied(KIND, make(*rows), None, "tabel.csv" if make is csv_of else "tabel.xlsx", source="Jaarverslag politie")

    assert [(one.kind, one.category, one.reference_date, one.source) for one in NationalTable.objects.all()] == [
        (kind, "wijkagenten", date(2017, 12, 31), "Jaarverslag politie") for kind in ("bezetting", "formatie")
    ]
    assert figures() == dict(zip(NAMES, ESTABLISHMENT, strict=True)) | {"Nederland": sum(ESTABLISHMENT)}
    assert figures("bezetting") == dict(zip(NAMES, OCCUPATION, strict=True)) | {"Nederland": sum(OCCUPATION)}


def test_a_total_that_differs_comes_in_and_is_told():
    plan = applied(KIND, merged(*printed(whole=(sum(ESTABLISHMENT) + 1, sum(OCCUPATION)))), None, "tabel.xlsx")

    [note] = [note for note in plan.notes if "tellen op" in note]
    assert note == (
        "Formatie wijkagenten per 31-12-2017: het totaal is 4.061, de eenheden tellen op tot 4.060 (verschil +1). "
        "Beide blijven staan. Licht het verschil toe voordat u de tabel vaststelt."
    )
    assert figures()["Nederland"] == 4061


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (3, "Noord-West-Nederland"),
        (3, "Noordwest-Holland"),
        (7, "Zeeland - West-Brabant"),
        (7, "Zeeland–West-Brabant"),
        (7, "zeeland west brabant"),
        (1, "Regionale eenheid Oost-Nederland"),
        (1, "Politie-eenheid Oost Nederland"),
        (5, "Eenheid Den Haag"),
        (9, "RE10"),
    ],
)
def test_an_eenheid_is_known_by_every_name_it_has_or_had(place, name):
    names = [*NAMES[:place], name, *NAMES[place + 1 :]]

    applied(KIND, merged(*printed(names)), None, "tabel.xlsx")

    assert figures()[NAMES[place]] == ESTABLISHMENT[place]


def test_a_former_name_is_told():
    plan = previewed(KIND, merged(*printed([*NAMES[:3], "Noord-West-Nederland", *NAMES[4:]])), None, "tabel.xlsx")

    assert "“Noord-West-Nederland” is een vroegere naam van eenheid Noord-Holland en is zo gelezen." in plan.notes


@pytest.mark.parametrize("name", ["Haaglanden", "Gelderland-Zuid"])
def test_a_name_that_nobody_can_tie_is_refused_with_the_list(name):
    plan = previewed(KIND, merged(*printed([name, *NAMES[1:]])), None, "tabel.xlsx")

    assert plan.is_refused
    assert plan.problems[0].value == name
    assert plan.problems[0].row == 4
    assert all(f"“{known}”" in plan.problems[0].message for known in NAMES)
    assert "“Nederland” of “Totaal”" in plan.problems[0].message


def test_a_slip_of_the_pen_is_told_what_was_meant():
    plan = previewed(KIND, merged(*printed([*NAMES[:-1], "Limberg"])), None, "tabel.xlsx")

    assert "Bedoelt u “Limburg”?" in said(plan)


@pytest.mark.parametrize("total", ["Totaal", "Nederland", "Totaal Nederland", "Eindtotaal", "Heel Nederland"])
def test_the_whole_goes_by_several_names(total):
    applied(KIND, merged(*printed(total=total)), None, "tabel.xlsx")

    assert figures()["Nederland"] == sum(ESTABLISHMENT)


def test_two_dates_and_two_kinds_are_four_tables():
    rows = [
        ("Wijkagenten per eenheid",),
        (None, "30 juni 2018", None, "30 juni 2019", None),
        ("Eenheid", "Formatie", "Bezetting", "Formatie", "Bezetting"),
        *((name, 1 + at, 2 + at, 3 + at, 4 + at) for at, name in enumerate(NAMES)),
    ]

    applied(KIND, xlsx_of(*rows), None, "tabel.xlsx")

    assert NationalTable.objects.count() == 4
    assert figures("bezetting", date(2019, 6, 30))["Noord-Nederland"] == 4
    assert "Nederland" not in figures()


def test_the_title_says_what_the_heads_leave_open():
    rows = [("Bezetting recherche per 1 januari 2020",), ("Eenheid", "fte"), *((name, 10) for name in NAMES)]

    applied(KIND, xlsx_of(*rows), None, "tabel.xlsx")

    [table] = NationalTable.objects.all()
    assert (table.kind, table.category, table.reference_date) == ("bezetting", "recherche", date(2020, 1, 1))


def test_another_kind_has_a_table_of_its_own():
    rows = [("Wijkagenten per eenheid",), (None, "30 juni 2018", None), ("Eenheid", "Formatie", "Vacatures")]

    applied(KIND, xlsx_of(*rows, *((name, 10, 2) for name in NAMES)), None, "tabel.xlsx")

    assert [(one.kind, one.category) for one in NationalTable.objects.all()] == [
        ("formatie", "wijkagenten"),
        ("vacatures", "wijkagenten"),
    ]


def test_categories_below_a_kind_are_tables_of_their_own():
    rows = [
        ("Formatie per eenheid, 30 juni 2018",),
        ("Eenheid", "Wijkagenten", "Aspiranten", "Verschil"),
        *((name, 10, 2, 8) for name in NAMES),
    ]

    plan = applied(KIND, xlsx_of(*rows), None, "tabel.xlsx")

    assert [(one.kind, one.category) for one in NationalTable.objects.all()] == [
        ("formatie", "aspiranten"),
        ("formatie", "wijkagenten"),
    ]
    assert "Kolom D (“Verschil”) wordt niet gelezen: verschillen rekent het portaal uit." in plan.notes


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("2018", "is alleen een jaar. Schrijf de dag erbij, zoals 31-12-2018."),
        ("31 juni 2018", "bestaat niet"),
        ("", "Bij deze kolom staat geen peildatum"),
    ],
)
def test_a_date_that_nobody_can_read_is_refused(head, reason):
    rows = [("Wijkagenten",), (None, head, None), ("Eenheid", "Formatie", "Bezetting"), *((n, 1, 2) for n in NAMES)]

    plan = previewed(KIND, xlsx_of(*rows), None, "tabel.xlsx")

    assert reason in said(plan)
    assert not NationalTable.objects.exists()


def test_a_date_may_be_given_with_the_file():
    rows = [("Wijkagenten",), ("Eenheid", "Formatie"), *((name, 1) for name in NAMES)]

    applied(KIND, xlsx_of(*rows), None, "tabel.xlsx", reference_date=date(2018, 6, 30))

    assert NationalTable.objects.get().reference_date == date(2018, 6, 30)


def test_a_row_per_figure_comes_in_too():
    head = ("Eenheid", "Soort", "Peildatum", "Aantal", "Categorie", "Titel")
    rows = [(name, "Formatie", "30-6-2018", "12,5", "wijkagenten", "Wijkagenten") for name in (*NAMES, "Nederland")]

    plan = applied(KIND, csv_of(head, *rows), None)

    assert figures(day=date(2018, 6, 30))["Limburg"] == Decimal("12.5")
    assert any("het totaal is 12,5, de eenheden tellen op tot 125" in note for note in plan.notes)


@pytest.mark.parametrize("format", formats.FORMATS)
def test_what_was_exported_imports_without_a_change(format):
    applied(KIND, merged(*printed()), None, "tabel.xlsx")

    for code, count in ((KIND, 22), ("landelijke-tabellen", 2)):
        plan = previewed(code, formats.write(find_kind(code).export(None), format), None, f"tabel.{format}")
        assert (plan.problems, plan.does_something, plan.unchanged) == ([], False, count)


def test_the_same_file_again_changes_nothing():
    applied(KIND, merged(*printed()), None, "tabel.xlsx")

    plan = previewed(KIND, merged(*printed()), None, "tabel.xlsx")

    assert (plan.problems, plan.does_something, plan.unchanged) == ([], False, 22)


def test_an_adopted_table_stays_as_it_is():
    applied(KIND, merged(*printed()), None, "tabel.xlsx")
    NationalTable.objects.update(status=NationalTable.Status.ADOPTED)

    assert not previewed(KIND, merged(*printed()), None, "tabel.xlsx").problems
    plan = previewed(KIND, merged(*printed(whole=(1, 2))), None, "tabel.xlsx")

    assert [problem.row for problem in plan.problems] == [14, 14]
    assert "Dit is vastgesteld en verandert niet meer" in said(plan)
    slug = NationalTable.objects.get(kind="formatie").slug
    row = (slug, "Limburg", ESTABLISHMENT[-1])
    assert not previewed(KIND, csv_of(("tabel", "eenheid", "waarde"), row), None, remove_missing=True).changes


@pytest.mark.parametrize("typed", ["+66", "-3", "−3,5"])
def test_a_change_is_no_figure_of_the_country(typed):
    rows = [("Wijkagenten 30 juni 2018",), ("Eenheid", "Formatie"), *((name, typed) for name in NAMES)]

    assert "“Veranderingen van sterkte”" in said(previewed(KIND, xlsx_of(*rows), None, "tabel.xlsx"))


@pytest.mark.parametrize("kind", ["formatie", "bezetting", "mutaties"])
def test_a_table_of_the_country_at_an_eenheid_is_told_where_it_belongs(kind):
    unit = PoliceUnit.objects.get(slug="noord-holland")

    plan = previewed(kind, merged(*printed()), unit, "tabel.xlsx", reference_date=date(2017, 12, 31), source="Brief")

    assert "Dit lijkt de tabel “Landelijke cijfers”. Lees het bestand daar in." in said(plan)


def test_a_date_below_the_title_holds_for_the_table():
    rows = [("Tabel 2. Wijkagenten per eenheid",), ("Stand per 30 juni 2018",), ("Eenheid", "Formatie (fte)")]

    applied(KIND, xlsx_of(*rows, *((name, 1.5) for name in NAMES)), None, "tabel.xlsx")

    [table] = NationalTable.objects.all()
    assert (table.title, table.category, table.reference_date) == (
        "Wijkagenten per eenheid",
        "wijkagenten",
        date(2018, 6, 30),
    )


def test_one_row_of_heads_may_say_it_all():
    head = ("Politie-eenheid", "Formatie per 30 juni 2018 (fte)", "Bezetting recherche per 30-6-2019")

    applied(KIND, xlsx_of(head, *((name, 1.5, 2) for name in NAMES)), None, "tabel.xlsx")

    assert {(one.kind, one.category, one.reference_date.year) for one in NationalTable.objects.all()} == {
        ("formatie", "totaal", 2018),
        ("bezetting", "recherche", 2019),
    }


def test_percentages_are_not_added_up():
    rows = [("Wijkagenten, 30 juni 2018",), ("Eenheid", "Bezettingsgraad (%)"), *((name, "98%") for name in NAMES)]

    plan = applied(KIND, xlsx_of(*rows, ("Nederland", "97,5%")), None, "tabel.xlsx")

    [table] = NationalTable.objects.with_figures()
    assert (table.kind, table.unit, table.difference(), table.is_explained) == ("bezettingsgraad", "%", None, True)
    assert not [note for note in plan.notes if "tellen op" in note]


def test_a_mark_behind_a_name_is_refused():
    plan = previewed(KIND, merged(*printed([*NAMES[:6], "Rotterdam*", *NAMES[7:]])), None, "tabel.xlsx")

    assert "Bedoelt u “Rotterdam”?" in said(plan)


def test_a_file_without_eenheden_is_told_what_it_needs():
    plan = previewed(KIND, csv_of(("Appels", "Peren"), ("1", "2")), None)

    assert "In dit bestand staan geen eenheden onder elkaar" in said(plan)


def test_the_command_line_takes_the_file_as_it_is(tmp_path, capsys):
    file = tmp_path / "wijkagenten.xlsx"
    file.write_bytes(merged(*printed()))

    call_command("import_table", KIND, file)

    assert "22 nieuw" in capsys.readouterr().out
    assert NationalFigure.objects.count() == 22


def test_only_who_keeps_the_national_figures_reads_them_in(log_in):
    data = merged(*printed())

    assert upload(log_in("staf"), data, KIND, "landelijk", "tabel.xlsx").status_code == 404
    page = upload(log_in("landelijk"), data, KIND, "landelijk", "tabel.xlsx")
    assert "Nieuwe landelijke tabel: " in page.content.decode()
