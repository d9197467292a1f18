"""Changes of strength as people bring them: with signs, words and two days; and never as strength."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.management import call_command

from formation.models import StrengthCell, StrengthChange, StrengthChangeSet, StrengthTable
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from tests.formation.factories import make_concepts, make_strength
from tests.imports.files import applied, csv_of, previewed, saved, upload, xlsx_of
from tests.regions.factories import OrganisationUnitFactory, PoliceUnitFactory

pytestmark = pytest.mark.django_db

HEAD = ("Onderdeel", "Categorie", "Van", "Naar", "Mutatie (fte)", "Reden")
DAYS = ("2019-01-01", "2022-01-01")


@pytest.fixture
def unit() -> PoliceUnit:
    unit = PoliceUnitFactory()
    make_strength(unit)
    return unit


def team(unit: PoliceUnit) -> str:
    return OrganisationUnit.objects.filter(police_unit=unit, kind="basisteam").first().name


def row(of: PoliceUnit, fte: object, reason: str = "herverdeling", **other: object) -> tuple[object, ...]:
    cells = {"unit": team(of), "category": "wijkagent", "start": DAYS[0], "end": DAYS[1]} | other
    return (cells["unit"], cells["category"], cells["start"], cells["end"], fte, reason)


def said(plan) -> str:
    return "\n".join(map(str, plan.problems))


@pytest.mark.parametrize(
    ("typed", "value", "qualifier"),
    [
        ("+2,0", "2", "exact"),
        ("-3,5", "-3.5", "exact"),
        ("−3,5", "-3.5", "exact"),
        ("- 14,25", "-14.25", "exact"),
        ("circa -66", "-66", "circa"),
        ("ca. +12", "12", "circa"),
        ("bijna -3", "-3", "nearly"),
        ("+1.200 fte", "1200", "exact"),
        ("-0,5 (voorlopig)", "-0.5", "provisional"),
        (61.3, "61.3", "exact"),
        ("onbekend", None, "unknown"),
        ("n.t.b.", None, "undecided"),
    ],
)
def test_a_change_is_read_with_its_sign_and_its_words(unit, typed, value, qualifier):
    applied("mutaties", xlsx_of(HEAD, row(unit, typed)), unit, "mutaties.xlsx")

    [change] = StrengthChange.objects.all()
    assert (change.value, change.qualifier) == (value and Decimal(value), qualifier)
    assert (change.starts_on, change.ends_on) == (date(2019, 1, 1), date(2022, 1, 1))
    assert (change.unit.name, change.categories, change.origin) == (team(unit), "wijkagent", "herverdeling")


@pytest.mark.parametrize(
    ("figure", "reason"), [("Verandering (fte)", "Herkomst"), ("+/-", "Oorzaak"), ("Verschil", "Reden")]
)
def test_the_columns_go_by_more_than_one_name(unit, figure, reason):
    head = ("Onderdeel", "Personeelscategorie", "Vanaf", "Tot", figure, reason)

    applied("mutaties", csv_of(head, row(unit, "+2,0")), unit)

    assert StrengthChange.objects.get().starts_on == date(2019, 1, 1)


def test_a_number_whose_format_shows_a_plus_is_a_change_too(unit):
    book = openpyxl.Workbook()
    for line in (HEAD, row(unit, 66)):
        book.active.append(list(line))
    book.active["E2"].number_format = "+0;-0;0"

    applied("mutaties", saved(book), unit, "mutaties.xlsx")

    assert StrengthChange.objects.get().value == 66


def test_a_change_adds_nothing_to_the_strength(unit):
    before = list(StrengthCell.objects.order_by("pk").values_list("value", flat=True))

    plan = applied("mutaties", csv_of(HEAD, row(unit, "+2,0"), row(unit, "-1", "pensioen")), unit)

    assert plan.counts()["new"] == 2
    assert list(StrengthCell.objects.order_by("pk").values_list("value", flat=True)) == before
    assert StrengthTable.objects.filter(police_unit=unit).count() == 2


def test_a_file_that_names_no_table_is_one_called_after_its_years(unit):
    lines = [row(unit, "+2,0"), row(unit, "-1", "pensioen", start="1 januari 2018")]

    plan = applied("mutaties", csv_of(HEAD, *lines), unit, source="Brief van de korpschef")

    [found] = StrengthChangeSet.objects.all()
    assert (found.title, found.source) == ("Veranderingen van sterkte 2018-2022", "Brief van de korpschef")
    assert (found.before, found.after.reference_date) == (None, date(2022, 1, 1))
    assert plan.additions == ["Nieuwe reeks veranderingen: Veranderingen van sterkte 2018-2022"]


def test_the_same_file_again_changes_nothing(unit):
    data = csv_of(HEAD, row(unit, "+2,0"), row(unit, "circa -66", "pensioen"), row(unit, "onbekend", "nieuw"))
    applied("mutaties", data, unit)

    plan = previewed("mutaties", data, unit)

    assert (plan.problems, plan.does_something, plan.unchanged) == ([], False, 3)


def test_a_file_with_other_figures_changes_those(unit):
    applied("mutaties", csv_of(HEAD, row(unit, "+2,0"), row(unit, "-1", "pensioen")), unit)

    plan = applied("mutaties", csv_of(HEAD, row(unit, "+2,5"), row(unit, "-1", "pensioen")), unit)

    assert (plan.counts()["changed"], plan.unchanged) == (1, 1)
    assert "+2" in plan.changes[0].old
    assert "+2,5" in plan.changes[0].new
    assert StrengthChange.objects.get(origin="herverdeling").value == Decimal("2.5")


def test_a_file_may_speak_of_several_tables(unit):
    head = ("Reeks", *HEAD)
    lines = [("Tranches", *row(unit, "+2")), ("Bezuiniging 2020", *row(unit, "-2"))]

    applied("mutaties", csv_of(head, *lines), unit)

    assert [(one.title, one.slug) for one in StrengthChangeSet.objects.all()] == [
        ("Bezuiniging 2020", "bezuiniging-2020"),
        ("Tranches", "tranches"),
    ]


@pytest.mark.parametrize("name", ["Basisteam Atlantis", "Flexteam Oost"])
def test_a_part_that_does_not_exist_is_refused_with_those_that_do(unit, name):
    plan = previewed("mutaties", csv_of(HEAD, row(unit, "+2,0"), row(unit, "+1", unit=name)), unit)

    [problem] = plan.problems
    assert (problem.row, problem.column, problem.value) == (3, "onderdeel", name)
    assert problem.message.startswith("Dit onderdeel bestaat niet. Er zijn: ")
    assert f"“{team(unit)}”" in problem.message
    assert not StrengthChangeSet.objects.exists()


def test_a_slip_of_the_pen_is_told_what_was_meant(unit):
    OrganisationUnitFactory(police_unit=unit, name="Basisteam Alkmaar", parent=unit.units.first())

    plan = previewed("mutaties", csv_of(HEAD, row(unit, "+2", unit="Basisteam Alkmar")), unit)

    assert "Bedoelt u “Basisteam Alkmaar”?" in said(plan)


def test_of_parts_with_one_name_is_asked_which(unit):
    districts = [OrganisationUnitFactory(police_unit=unit, name=f"District {n}", kind="district") for n in "AB"]
    for district in districts:
        OrganisationUnitFactory(police_unit=unit, name="Leiding", parent=district)

    assert "zoals “Leiding (District A)”" in said(
        previewed("mutaties", csv_of(HEAD, row(unit, 1, unit="Leiding")), unit)
    )

    applied("mutaties", csv_of(HEAD, row(unit, 1, unit="Leiding (District B)")), unit)
    assert StrengthChange.objects.get().unit.parent == districts[1]


@pytest.mark.parametrize("name", ["surveillant", "wijkagent en surveillant"])
def test_a_category_that_no_table_has_is_refused_with_those_that_are(unit, name):
    plan = previewed("mutaties", csv_of(HEAD, row(unit, "+2,0", category=name)), unit)

    assert "Deze categorie staat in geen tabel van de eenheid. Bekend zijn: totaal en wijkagent." in said(plan)


@pytest.mark.parametrize("name", ["wijkagent, totaal", "Wijkagent en totaal", "wijkagent totaal", "wijkagent + totaal"])
def test_a_change_may_be_about_categories_together(unit, name):
    applied("mutaties", csv_of(HEAD, row(unit, "+2,0", category=name)), unit)

    assert StrengthChange.objects.get().categories == "wijkagent totaal"


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"start": "2022-01-01", "end": "2019-01-01"}, "ligt niet na de dag"),
        ({"start": "31-2-2019"}, "bestaat niet"),
        ({"reason": ""}, "Deze cel is leeg"),
        ({"fte": "veel"}, "is geen getal"),
        ({"fte": ""}, "Deze cel is leeg"),
        ({"fte": "12%"}, "procenten"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(unit, other, reason):
    line = row(unit, other.pop("fte", "+1"), other.pop("reason", "herverdeling"), **other)

    plan = previewed("mutaties", csv_of(HEAD, row(unit, "+2,0", "groei"), line), unit)

    [problem] = plan.problems
    assert problem.row == 3
    assert reason in problem.message


@pytest.mark.parametrize("total", [("Totaal", ""), ("", "Totaal"), ("Eindtotaal", "alles bij elkaar")])
def test_a_total_is_added_up_wherever_it_stands(unit, total):
    name, reason = total
    lines = [row(unit, "+2,5", "groei"), row(unit, "-1", "pensioen"), row(unit, "+1,5", reason, unit=name, category="")]

    applied("mutaties", csv_of(HEAD, *lines), unit)

    [found] = StrengthChange.objects.filter(role="total")
    assert (found.unit, found.value) == (None, Decimal("1.5"))


def test_a_total_that_differs_is_told_and_kept_when_it_was_published_so(unit):
    lines = [row(unit, "+2,5", "groei"), row(unit, "-1", "pensioen"), row(unit, "+2", "", unit="Totaal", category="")]

    [problem] = previewed("mutaties", csv_of(HEAD, *lines), unit).problems
    assert (problem.row, problem.column) == (4, "mutatie (fte)")
    assert "het totaal is 2, maar de delen tellen op tot 1,5" in problem.message

    plan = applied("mutaties", csv_of(HEAD, *lines), unit, accept_totals=True)
    assert [(total.published, total.computed) for total in plan.totals] == [("2", "1,5")]


def test_another_eenheid_keeps_its_own_changes(unit):
    elsewhere = PoliceUnitFactory()
    make_strength(elsewhere)

    assert "Dit onderdeel bestaat niet" in said(previewed("mutaties", csv_of(HEAD, row(elsewhere, "+2")), unit))


# Strength and changes are not taken for each other ------------------------------------------------------------------


STRENGTH = ("peildatum", "onderdeel", "categorie", "fte")
TO_CHANGES = "“Veranderingen van sterkte”"


@pytest.mark.parametrize("typed", ["+66", "-3,5", "−3,5", "+ 0,5", "circa -66", "+66 fte"])
@pytest.mark.parametrize("kind", ["formatie", "bezetting"])
def test_a_change_among_strength_is_sent_to_the_changes(unit, kind, typed):
    make_concepts(other := PoliceUnitFactory())
    data = csv_of(STRENGTH, ("1-1-2022", team(other), "wijkagent", typed))

    plan = previewed(kind, data, other, source="Brief")

    assert TO_CHANGES in said(plan)
    assert "minteken" not in said(plan)


def test_a_plus_that_only_the_format_shows_is_no_strength_either(unit):
    book = openpyxl.Workbook()
    book.active.append(list(STRENGTH))
    book.active.append(["1-1-2030", team(unit), "wijkagent", 66])
    book.active["D2"].number_format = "+0;-0"

    assert TO_CHANGES in said(previewed("formatie", saved(book), unit, "tabel.xlsx", source="Brief"))


@pytest.mark.parametrize("head", ["Mutatie (fte)", "verandering", "Toename wijkagenten"])
def test_a_column_of_changes_is_no_category(unit, head):
    data = csv_of(("onderdeel", head), (team(unit), "61,3"))

    plan = previewed("formatie", data, unit, reference_date=date(2030, 1, 1), source="Brief")

    assert "is een verandering en geen sterkte" in said(plan)
    assert TO_CHANGES in said(plan)


def test_a_file_with_changes_at_the_strength_is_told_where_it_belongs(unit):
    plan = previewed("formatie", csv_of(HEAD, row(unit, "61,3")), unit)

    assert "Dit lijkt de tabel “Veranderingen van sterkte”. Lees het bestand daar in." in said(plan)


def test_a_file_with_strength_is_no_file_with_changes(unit):
    plan = previewed("mutaties", csv_of(STRENGTH, ("1-1-2022", team(unit), "wijkagent", "66")), unit)

    assert "Dit lijkt de tabel “Formatie”" in said(plan)


# On the command line, and of the demo data --------------------------------------------------------------------------


def test_the_command_line_takes_what_a_user_has(demo, tmp_path, capsys):
    lines = [
        ("Basisteam Alkmaar", "wijkagent", "2019-01-01", "2020-01-01", "+2,0", "eerste tranche"),
        ("District Kennemerland", "overig", "2019-01-01", "2022-01-01", "circa -66", "herverdeling"),
        ("Dienst Regionale Recherche", "overig", "2019-01-01", "2022-01-01", 61.3, "extra capaciteit"),
        ("Eenheid Noord-Holland", "aspirant", "2019-01-01", "2022-01-01", "onbekend", "naar de politieacademie"),
    ]
    file = tmp_path / "wat-er-veranderde.xlsx"
    file.write_bytes(xlsx_of(HEAD, *lines))

    call_command("import_table", "mutaties", file, "--eenheid", "RE04", "--dry-run")
    assert "4 nieuw" in capsys.readouterr().out
    call_command("import_table", "mutaties", file, "--eenheid", "RE04")

    found = StrengthChange.objects.filter(change_set__title="Veranderingen van sterkte 2019-2022")
    assert [one.figure.text() for one in found] == ["2", "circa −66", "61,3", "onbekend"]


def test_the_changes_of_the_demo_data_are_those_of_their_sheets(demo, settings):
    for slug in ("noord-holland", "noord-nederland"):
        data = (settings.FIXTURES_DIR / "formation" / slug / "mutaties.csv").read_bytes()
        rows = list(csv.DictReader(io.StringIO(data.decode()), delimiter=";"))

        plan = previewed("mutaties", data, PoliceUnit.objects.get(slug=slug))

        assert (plan.problems, plan.does_something, plan.unchanged) == ([], False, len(rows))


def test_a_controller_brings_changes_in_on_the_page(demo, log_in):
    controller = log_in("controller")
    line = ("Basisteam Hoorn", "overig", "2019-01-01", "2020-01-01", "-3,5", "naar de recherche")

    page = upload(controller, csv_of(HEAD, line), "mutaties").content.decode()

    assert "Nieuwe reeks veranderingen" in page
    assert "−3,5" in page
