"""Budgets from a file: long or as municipalities print them, said in the preview, and never half stored."""

import re
from decimal import Decimal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from nhveilig.imports import engine
from nhveilig.imports.formats import FORMATS, write
from nhveilig.imports.kinds import Order, find_kind
from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.workbooks import read_workbook
from tests.imports.files import applied, csv_of, previewed, xlsx_of
from tests.imports.packages import Sheet, xlsx
from tests.regions.factories import PoliceUnitFactory
from tests.themes.budgets.factories import (
    BudgetFactory,
    BudgetGroupFactory,
    BudgetLineFactory,
    GrantFactory,
    make_budget,
)
from themes.budgets.importing.words import meaning_of, scale_in, version_in
from themes.models import Budget, BudgetLine, BudgetOutcome, BudgetSide, BudgetTotal

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> PoliceUnit:
    return PoliceUnitFactory()


Stored = dict[str, dict[str, list[tuple[str, str, Decimal | None]]]]


def stored(unit: PoliceUnit) -> Stored:
    """By version and side: (group, post, amount)."""
    found: Stored = {}
    lines = BudgetLine.objects.present().filter(group__budget__police_unit=unit).select_related("group__budget")
    for line in lines.order_by("group__budget__year", "group__order", "order"):
        sides = found.setdefault(line.group.budget.name, {})
        sides.setdefault(line.group.side, []).append((line.group.title, line.title, line.amount))
    return found


def totals(unit: PoliceUnit, name: str) -> dict[str, Decimal]:
    budget = next(one for one in Budget.objects.filter(police_unit=unit) if one.name == name)
    return {one.side: one.amount for one in budget.totals.all()}


def take(unit: PoliceUnit, *rows: tuple, **order: object) -> ImportPlan:
    return applied("begroting", xlsx_of(*rows), unit, "x.xlsx", **order)


def refused(unit: PoliceUnit, *rows: tuple, **order: object) -> str:
    """What is wrong; nothing of it is stored."""
    before = stored(unit)
    book = read_workbook(xlsx_of(*rows), "x.xlsx")
    with pytest.raises(FileRefused) as error:
        engine.apply(find_kind("begroting"), book, Order(police_unit=unit, **order), expected=None)
    assert stored(unit) == before
    assert Budget.objects.filter(police_unit=unit).count() == len(before)
    return "\n".join(map(str, error.value.problems))


PROGRAMME = [
    ("Programma Handhaving (bedragen x € 1.000)",),
    (None, "Rekening 2023", "Begroting 2024", "Raming 2025"),
    ("Lasten",),
    ("Toezicht", 500, 520, 530),
    ("Vergunningen", 200, 210, 215),
    ("Totaal lasten", 700, 730, 745),
    ("Baten",),
    ("Leges", -120, -125, -126),
    ("Boetes", -30, -30, -31),
    ("Totaal baten", -150, -156, -157),
    ("Saldo van baten en lasten", 550, 574, 588),
    ("Toevoegingen aan reserves", 20, 0, 0),
    ("Onttrekkingen aan reserves", -70, -10, 0),
    ("Resultaat", 500, 564, 588),
]


def simple(*rows: tuple, head: str = "Begroting 2026") -> list[tuple]:
    return [(None, head), *rows]


BOTH = [("Lasten",), ("Huur", 700), ("Baten",), ("Leges", 650)]


# As printed ------------------------------------------------------------------------------------


def test_a_municipal_budget_comes_in_as_it_is(unit):
    plan = take(unit, *PROGRAMME)
    found = stored(unit)
    assert list(found) == ["Realisatie 2023", "Begroting 2024", "Raming 2025"]
    assert found["Realisatie 2023"] == {
        "lasten": [("", "Toezicht", 500_000), ("", "Vergunningen", 200_000)],
        "baten": [("", "Leges", 120_000), ("", "Boetes", 30_000)],
        "toevoegingen": [("", "Toevoegingen aan reserves", 20_000)],
        "onttrekkingen": [("", "Onttrekkingen aan reserves", 70_000)],
    }
    assert totals(unit, "Realisatie 2023") == {
        "lasten": 700_000, "baten": 150_000, "saldo": -550_000, "resultaat": -500_000,
    }  # fmt: skip
    notes = " ".join(plan.notes)
    assert "elk bedrag is met 1.000 vermenigvuldigd" in notes
    assert "De baten staan in het bestand met een minteken (Rekening 2023, Begroting 2024 en Raming 2025)." in notes
    # A total that is one off is told, and keeps nothing out.
    assert [(one.what.split(": ")[1], one.published, one.computed) for one in plan.totals] == [
        ("totaal baten", "156.000", "155.000")
    ]
    assert Budget.objects.get(year=2023).title == "Rekening 2023"
    assert set(Budget.objects.values_list("status", flat=True)) == {"concept"}


@pytest.mark.parametrize(
    ("words", "scale"),
    [
        ("(bedragen x € 1.000)", 1000),
        ("x 1.000", 1000),
        ("(x €1.000,-)", 1000),
        ("Bedragen × 1000", 1000),
        ("in duizenden euro's", 1000),
        ("Bedragen in duizenden euro’s", 1000),
        ("bedragen in € 1.000", 1000),
        ("(x duizend euro)", 1000),
        ("x € 1 mln", 1_000_000),
        ("x € 1.000.000", 1_000_000),
        ("bedragen x € 1 miljoen", 1_000_000),
        ("bedragen in miljoenen euro", 1_000_000),
        ("bedragen in euro's", 1),
        ("Bedragen in €", 1),
        ("x € 1", 1),
        ("Veiligheid in 2026", None),
        ("6 x 1.000 bezoeken", None),
        ("Begroting 2026", None),
    ],
)
def test_what_amounts_are_in_is_read(words, scale):
    assert scale_in(words) == scale


@pytest.mark.parametrize(
    ("title", "cell", "amount"),
    [
        ("Bedragen x € 1.000", 1067, 1_067_000),
        ("Bedragen x € 1.000", "1.067", 1_067_000),
        ("Bedragen x € 1.000", "9,5", 9_500),
        ("Bedragen in duizenden euro's", "(1.067)", -1_067_000),
        ("x € 1 mln", "1,234", 1_234_000),
        ("x € 1 mln", 12.5, 12_500_000),
        ("Bedragen in euro's", "1.067,50", Decimal("1067.50")),
        ("Begroting", "€ 1.067", 1067),
        ("Begroting", "-/- 1.067", -1067),
        ("Begroting", "1.067-", -1067),
        ("Begroting", "nihil", 0),
        ("Begroting", "p.m.", None),
        ("Begroting", "PM", None),
        ("Begroting", "n.t.b.", None),
    ],
)
def test_amounts_are_read_as_bookkeepers_write_them(unit, title, cell, amount):
    rows = [("Lasten",), ("Huur", 9_000), ("Correctie", cell)]
    take(unit, (title,), *simple(*rows))
    assert stored(unit)["Begroting 2026"]["lasten"][1] == ("", "Correctie", amount)


@pytest.mark.parametrize("foot", ["Bedragen x € 1.000", "(in duizenden euro's)"])
def test_what_amounts_are_in_may_stand_below_the_table(unit, foot):
    take(unit, *simple(*BOTH), (foot,))
    assert stored(unit)["Begroting 2026"]["lasten"] == [("", "Huur", 700_000)]


def test_two_ways_to_read_the_amounts_are_refused(unit):
    said = refused(unit, ("Bedragen x € 1.000",), *simple(*BOTH), ("Bedragen in euro's",))
    assert "verschillende eenheden: “Bedragen x € 1.000” (rij 1) en “Bedragen in euro's” (rij 7)" in said


@pytest.mark.parametrize("cell", ["1,2 mln", "€ 3 miljoen"])
def test_an_amount_with_a_size_of_its_own_is_refused_in_a_table_that_has_one(unit, cell):
    said = refused(unit, ("Bedragen x € 1.000",), *simple(("Lasten",), ("Huur", cell)))
    assert "rij 4, kolom “B: Begroting 2026”" in said
    assert "Schrijf hier alleen het getal." in said


@pytest.mark.parametrize("cell", ["circa 500", "veel", "1,234", "500 (voorlopig)"])
def test_an_amount_that_is_none_is_refused_with_its_place(unit, cell):
    said = refused(unit, *simple(("Lasten",), ("Huur", cell)))
    assert f"rij 3, kolom “B: Begroting 2026”, waarde “{cell}”" in said


@pytest.mark.parametrize(
    ("words", "kind", "year", "number"),
    [
        ("Rekening 2023", "realisatie", 2023, None),
        ("Jaarrekening 2023", "realisatie", 2023, None),
        ("Realisatie 2024 (voorlopig)", "realisatie", 2024, None),
        ("Werkelijk 2023", "realisatie", 2023, None),
        ("Begroting 2024", "begroting", 2024, None),
        ("2024 Begroting", "begroting", 2024, None),
        ("Begroot 2026", "begroting", 2026, None),
        ("Primitieve begroting 2025", "begroting", 2025, None),
        ("Begroting 2025 voor wijziging", "begroting", 2025, None),
        ("Programmabegroting 2026", "begroting", 2026, None),
        ("Raming 2026", "raming", 2026, None),
        ("Meerjarenraming 2028", "raming", 2028, None),
        ("Begrotingswijziging 2 2025", "wijziging", 2025, 2),
        ("1e wijziging 2025", "wijziging", 2025, 1),
        ("Derde begrotingswijziging 2025", "wijziging", 2025, 3),
        ("Begroting 2025 na wijziging", "wijziging", 2025, None),
        ("Na wijziging 2, 2026", "wijziging", 2026, 2),
    ],
)
def test_a_head_names_a_version(words, kind, year, number):
    found = version_in(words)
    assert (found.kind, found.year, found.number) == (kind, year, number)


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("2024", "Zet erbij of het een begroting, wijziging, realisatie of raming is"),
        ("Stand 2024", "Zet erbij of het een begroting"),
        ("Begroting 2024-2027", "meer dan één jaar"),
        ("Rekening 2023*", "Haal het teken weg"),
        ("Wijziging 1 en 2 2025", "niet duidelijk welke wijziging"),
        ("Doelbedrag", "Het portaal weet niet wat deze kolom is"),
    ],
)
def test_a_column_that_is_no_version_is_refused_and_never_left_out(unit, head, why):
    rows = [(None, "Begroting 2026", head), ("Lasten",), ("Huur", 1, 2)]
    said = refused(unit, *rows)
    assert "rij 1, kolom “C”" in said
    assert why in said


@pytest.mark.parametrize("head", ["Verschil", "verschil 2026", "%", "Mutatie", "Saldo"])
def test_what_the_portal_works_out_is_left_out_and_told(unit, head):
    plan = take(unit, (None, "Begroting 2026", head), ("Lasten",), ("Huur", 1, 2))
    assert f"Kolom C (“{head}”) wordt niet gelezen: dat rekent het portaal zelf uit." in plan.notes


def test_the_kind_may_stand_above_several_years(unit):
    head = [(None, "Rekening", None, "Begroting"), (None, 2022, 2023, 2024)]
    take(unit, *head, ("Lasten",), ("Huur", 1, 2, 3))
    found = {name: sides["lasten"][0][2] for name, sides in stored(unit).items()}
    assert found == {"Realisatie 2022": 1, "Realisatie 2023": 2, "Begroting 2024": 3}


def test_years_may_stand_above_what_they_are(unit):
    take(unit, (None, 2024, None, 2025), (None, "Begroting", "Realisatie", "Begroting"), ("Baten",), ("Leges", 1, 2, 3))
    assert {name: sides["baten"][0][2] for name, sides in stored(unit).items()} == {
        "Begroting 2024": 1, "Realisatie 2024": 2, "Begroting 2025": 3,
    }  # fmt: skip


GROUPED = {
    "lasten": [("Personeel", "Salarissen", 500), ("Personeel", "Opleiding", 20), ("Overig", "Huur", 80)],
    "baten": [("", "Leges", 600)],
}
GROUPED_TOTALS = {"lasten": 600, "baten": 600}


@pytest.mark.parametrize(
    "rows",
    [
        # Subtotals below their posts.
        [
            ("Lasten",), ("Personeel",), ("Salarissen", 500), ("Opleiding", 20), ("Subtotaal personeel", 520),
            ("Overig",), ("Huur", 80), ("Totaal overig", 80), ("Totaal lasten", 600),
            ("Baten",), ("Leges", 600), ("Totaal baten", 600),
        ],
        # A bare “Subtotaal”, and totals that stand behind.
        [
            ("LASTEN:",), ("Personeel",), ("Salarissen", 500), ("Opleiding", 20), ("Subtotaal", 520),
            ("Overig",), ("Huur", 80), ("Subtotaal", 80), ("Lasten totaal", 600),
            ("BATEN:",), ("Leges", 600), ("Eindtotaal", 600),
        ],
        # Groups that only their total names.
        [
            ("Uitgaven",), ("Salarissen", 500), ("Opleiding", 20), ("Subtotaal Personeel", 520),
            ("Huur", 80), ("Subtotaal Overig", 80), ("Totale lasten", 600),
            ("Inkomsten",), ("Leges", 600), ("Totaal van de baten", 600),
        ],
        # Without headings: the total below says what they are.
        [
            ("Personeel",), ("Salarissen", 500), ("Opleiding", 20), ("Subtotaal Personeel", 520),
            ("Overig",), ("Huur", 80), ("Subtotaal Overig", 80), ("Totaal lasten", 600),
            ("Leges", 600), ("Totaal baten", 600),
        ],
        # A group with its sum above its posts, which are set in.
        [
            ("Lasten",), ("Personeel", 520), ("   Salarissen", 500), ("   Opleiding", 20),
            ("Overig", 80), ("   Huur", 80), ("Totaal lasten", 600),
            ("Baten",), ("Leges", 600), ("Totaal baten", 600),
        ],
    ],
)  # fmt: skip
def test_groups_and_totals_are_read_wherever_they_stand(unit, rows):
    take(unit, *simple(*rows))
    assert stored(unit)["Begroting 2026"] == GROUPED
    assert totals(unit, "Begroting 2026") == GROUPED_TOTALS
    subtotals = Budget.objects.get().groups.exclude(subtotal=None).values_list("title", "subtotal")
    assert dict(subtotals) == {"Personeel": 520, "Overig": 80}


@pytest.mark.parametrize(
    "head", [("zijde", "groep", "post", "Begroting 2026"), ("Zijde", "Groep", "Post", "2026 begroot")]
)
def test_sides_and_groups_may_have_columns(unit, head):
    rows = [
        ("lasten", "Personeel", "Salarissen", 500), ("lasten", "Personeel", "Opleiding", 20),
        ("lasten", "Overig", "Huur", 80), (None, None, "Totaal lasten", 600),
        ("baten", None, "Leges", 600), ("baten", None, "Totaal baten", 600),
    ]  # fmt: skip
    take(unit, head, *rows)
    assert stored(unit)["Begroting 2026"] == GROUPED
    assert totals(unit, "Begroting 2026") == GROUPED_TOTALS


def test_a_column_of_sides_needs_no_name(unit):
    rows = [(None, None, "Begroting 2026"), ("Lasten", "Huur", 80), (None, "Energie", 20), ("Baten", "Leges", 100)]
    take(unit, *rows)
    assert stored(unit)["Begroting 2026"] == {
        "lasten": [("", "Huur", 80), ("", "Energie", 20)], "baten": [("", "Leges", 100)],
    }  # fmt: skip


@pytest.mark.parametrize(
    "head",
    [
        [(None, "Begroting 2026", None, None, "Rekening 2024"), (None, "Lasten", "Baten", "Saldo", "Lasten", "Baten")],
        [(None, "Lasten", "Baten", "Saldo", "Lasten", "Baten"),
         (None, *["Begroting 2026"] * 3, *["Rekening 2024"] * 2)],
        [(None, "Begroting 2026 lasten", "Begroting 2026 baten", "Saldo 2026",
          "Rekening 2024 lasten", "Rekening 2024 baten")],
    ],
)  # fmt: skip
def test_sides_may_stand_beside_each_other(unit, head):
    take(unit, *head, ("Toezicht", 10, 3, -7, 9, 2), ("Leges", 1, 4, 3, 1, 5))
    assert stored(unit) == {
        "Realisatie 2024": {
            "lasten": [("", "Toezicht", 9), ("", "Leges", 1)], "baten": [("", "Toezicht", 2), ("", "Leges", 5)],
        },
        "Begroting 2026": {
            "lasten": [("", "Toezicht", 10), ("", "Leges", 1)], "baten": [("", "Toezicht", 3), ("", "Leges", 4)],
        },
    }  # fmt: skip


def test_programmes_with_their_own_lasten_and_baten_are_groups(unit):
    take(
        unit,
        *simple(
            ("Veiligheid",), ("Lasten",), ("Toezicht", 10), ("Totaal lasten", 10), ("Baten",), ("Boetes", 4),
            ("Totaal baten", 4), ("Saldo", -6),
            ("Dienstverlening",), ("Lasten",), ("Balie", 7), ("Totaal lasten", 7), ("Baten",), ("Leges", 5),
            ("Totaal baten", 5), ("Saldo", -2),
            ("Totaal lasten", 17), ("Totaal baten", 9), ("Saldo van baten en lasten", -8),
        ),
    )  # fmt: skip
    assert stored(unit)["Begroting 2026"] == {
        "lasten": [("Veiligheid", "Toezicht", 10), ("Dienstverlening", "Balie", 7)],
        "baten": [("Veiligheid", "Boetes", 4), ("Dienstverlening", "Leges", 5)],
    }
    assert totals(unit, "Begroting 2026") == {"lasten": 17, "baten": 9, "saldo": -8}


def test_a_programme_of_three_rows_is_two_posts(unit):
    take(
        unit,
        *simple(
            ("Veiligheid",), ("Lasten", 10), ("Baten", -4), ("Saldo", 6),
            ("Dienstverlening",), ("Lasten", 7), ("Baten", -5), ("Saldo", 2),
            ("Totaal lasten", 17), ("Totaal baten", -9),
        ),
    )  # fmt: skip
    assert stored(unit)["Begroting 2026"] == {
        "lasten": [("", "Veiligheid", 10), ("", "Dienstverlening", 7)],
        "baten": [("", "Veiligheid", 4), ("", "Dienstverlening", 5)],
    }
    assert totals(unit, "Begroting 2026") == {"lasten": 17, "baten": 9}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("Subtotaal Materieel", 5), "geen groep met deze naam"),
        (("Mutaties reserves", -5), "toevoegingen of onttrekkingen"),
        ((None, 5), "Zet de naam van de post ervoor"),
        (("Leges", 5), "staat ook al in rij"),
    ],
)
def test_a_row_nobody_can_place_is_refused(unit, row, why):
    said = refused(
        unit, *simple(("Lasten",), ("Personeel",), ("Huur", 1), ("Baten",), ("Bijdragen",), ("Leges", 2), row)
    )
    assert "rij 8" in said
    assert why in said


def test_a_post_without_a_side_is_refused(unit):
    said = refused(unit, *simple(("Huur", 1), ("Leges", 2)))
    assert "rij 2, kolom “A”, waarde “Huur”" in said
    assert "Zet “Lasten” of “Baten” als kop boven de posten" in said


def test_a_heading_without_posts_is_told(unit):
    plan = take(unit, *simple(*BOTH, ("Bron: ontwerpbegroting",)))
    assert any("“Bron: ontwerpbegroting” (rij 6) heeft geen bedragen" in note for note in plan.notes)


@pytest.mark.parametrize(
    ("title", "head", "name"),
    [
        ("Begroting 2026 (bedragen x € 1.000)", "Bedrag", "Begroting 2026"),
        ("Rekening 2024", "x € 1.000", "Realisatie 2024"),
        ("Meerjarenraming (x € 1.000)", 2028, "Raming 2028"),
    ],
)
def test_a_title_may_name_the_only_version(unit, title, head, name):
    take(unit, (title,), ("Post", head), *BOTH)
    assert stored(unit)[name]["lasten"] == [("", "Huur", 700_000)]


@pytest.mark.parametrize("head", ["Begroting 2026 (x € 1.000)", "Begroting\n2026 (in duizenden euro's)"])
def test_what_amounts_are_in_may_stand_in_the_head(unit, head):
    take(unit, *simple(*BOTH, head=head))
    assert stored(unit)["Begroting 2026"]["lasten"] == [("", "Huur", 700_000)]
    assert Budget.objects.get().title == ""


@pytest.mark.parametrize("words", ["waarvan inhuur", "w.v. inhuur", "- waarvan inhuur"])
def test_a_part_of_a_post_is_not_counted_twice(unit, words):
    plan = take(unit, *simple(("Lasten",), ("Personeel", 700), (words, 100), ("Totaal lasten", 700)))
    assert stored(unit)["Begroting 2026"] == {"lasten": [("", "Personeel", 700)]}
    assert any("het is een deel van een post" in note for note in plan.notes)
    row = (2027, "begroting", "", "lasten", "", words, 100)
    assert "zou dubbel tellen" in refused(unit, HEAD[:7], row)


@pytest.mark.parametrize("words", ["Begroting en realisatie 2026", "Realisatie/begroting 2026"])
def test_a_column_of_two_kinds_is_refused(unit, words):
    assert "een begroting en een realisatie" in refused(unit, *simple(*BOTH, head=words))


def test_reserves_that_count_in_a_side_stay_there(unit):
    rows = [
        ("Lasten",),
        ("Huur", 700),
        ("Baten",),
        ("Leges", 650),
        ("Onttrekking aan reserves", 50),
        ("Totaal baten", 700),
    ]
    take(unit, *simple(*rows))
    assert stored(unit)["Begroting 2026"]["baten"] == [("", "Leges", 650), ("", "Onttrekking aan reserves", 50)]


def test_reserves_have_posts_and_totals(unit):
    rows = [
        *BOTH, ("Saldo", -50), ("Mutaties reserves",), ("Toevoegingen aan reserves",), ("Vorming", 5), ("ICT", 6),
        ("Totaal toevoegingen", 11), ("Onttrekking uit de algemene reserve", 7), ("Resultaat", -54),
    ]  # fmt: skip
    take(unit, *simple(*rows))
    found = stored(unit)["Begroting 2026"]
    assert found["toevoegingen"] == [("", "Vorming", 5), ("", "ICT", 6)]
    assert found["onttrekkingen"] == [("", "Onttrekking uit de algemene reserve", 7)]
    assert totals(unit, "Begroting 2026") == {"saldo": -50, "toevoegingen": 11, "resultaat": -54}


def test_a_balance_sheet_has_reserves_too(unit):
    rows = [("Activa",), ("Bank", 7), ("Totaal activa", 7), ("Passiva",), ("Reserves", 5), ("Schulden", 2)]
    take(unit, *simple(*rows, head="Rekening 2024"))
    assert stored(unit)["Realisatie 2024"]["passiva"] == [("", "Reserves", 5), ("", "Schulden", 2)]


def test_numbers_and_codes_beside_the_words_are_left_out(unit):
    plan = take(
        unit, ("Code", "Taakveld", "Begroting 2026"), (None, "A. Lasten"), ("1.1", "Crisis", 5), ("1.2", "Orde", 6)
    )
    assert stored(unit)["Begroting 2026"]["lasten"] == [("", "Crisis", 5), ("", "Orde", 6)]
    assert plan.notes == []


@pytest.mark.parametrize(("cell", "is_there"), [(None, True), ("-", False), ("–", False)])
def test_an_empty_cell_is_unknown_and_a_dash_is_no_post(unit, cell, is_there):
    take(unit, (None, "Begroting 2026", "Raming 2027"), ("Lasten",), ("Huur", cell, 5), ("Energie", 3, 4))
    expected = [("", "Huur", None)] if is_there else []
    assert stored(unit)["Begroting 2026"]["lasten"] == [*expected, ("", "Energie", 3)]


@pytest.mark.parametrize("merge", ["B3:B4", "B3:C3"])
def test_an_amount_for_several_rows_or_versions_is_refused(unit, merge):
    rows = [(None, "Begroting 2026", "Raming 2027"), ("Lasten",), ("Huur", 5, 6), ("Energie", 7, 8)]
    data = xlsx(Sheet([tuple(row) for row in rows], merges=(merge,)))
    plan = previewed("begroting", data, unit, "x.xlsx")
    assert any("samengevoegd" in str(problem) for problem in plan.problems)


def test_a_heading_may_run_over_the_whole_width(unit):
    rows = [(None, "Begroting 2026", "Raming 2027"), ("Lasten",), ("Huur", 5, 6)]
    applied("begroting", xlsx(Sheet(rows, merges=("A2:C2",))), unit, "x.xlsx")
    assert stored(unit)["Raming 2027"]["lasten"] == [("", "Huur", 6)]


# Signs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # Baten below zero, saldo lasten min baten.
        ([("Lasten",), ("A", 100), ("Baten",), ("B", -60), ("Saldo", 40)], {"lasten": 100, "baten": 60, "saldo": -40}),
        # Lasten below zero, saldo baten min lasten.
        ([("Lasten",), ("A", -100), ("Baten",), ("B", 60), ("Saldo", -40)], {"lasten": 100, "baten": 60, "saldo": -40}),
        # Both above zero, either way round.
        ([("Lasten",), ("A", 100), ("Baten",), ("B", 60), ("Saldo", -40)], {"lasten": 100, "baten": 60, "saldo": -40}),
        ([("Lasten",), ("A", 100), ("Baten",), ("B", 60), ("Saldo", 40)], {"lasten": 100, "baten": 60, "saldo": -40}),
        # One that does not follow is told, with the sign it is printed with.
        ([("Lasten",), ("A", 100), ("Baten",), ("B", -60), ("Saldo", 41)], {"lasten": 100, "baten": 60, "saldo": -41}),
        ([("Lasten",), ("A", 50), ("Baten",), ("B", -60), ("Saldo", -10)], {"lasten": 50, "baten": 60, "saldo": 10}),
        # A correction has another sign than its side.
        ([("Lasten",), ("A", 100), ("Baten",), ("B", -60), ("C", 5)], {"lasten": 100, "baten": 55}),
        ([("Lasten",), ("A", 100), ("C", -20), ("Baten",), ("B", 60)], {"lasten": 80, "baten": 60}),
        # A total may be printed with the other sign than its posts.
        ([("Lasten",), ("A", 100), ("Baten",), ("B", -60), ("Totaal baten", 60)], {"lasten": 100, "baten": 60}),
    ],
)  # fmt: skip
def test_every_side_is_kept_above_zero(unit, rows, expected):
    take(unit, *simple(*rows))
    budget = Budget.objects.with_figures().get()
    found = {one.side: one.amount for one in budget.totals.all()}
    for group in budget.groups.all():
        found.setdefault(group.side, 0)
        if group.side not in totals(unit, budget.name):
            found[group.side] += sum(line.amount for line in group.lines.all())
    assert found == expected


def test_signs_are_told_of_each_version_that_has_them(unit):
    plan = take(unit, (None, "Rekening 2024", "Begroting 2026"), ("Baten",), ("Leges", -5, 6))
    assert any("De baten staan in het bestand met een minteken (Rekening 2024)." in note for note in plan.notes)
    assert {name: found["baten"][0][2] for name, found in stored(unit).items()} == {
        "Realisatie 2024": 5, "Begroting 2026": 6,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("Saldo", "saldo"),
        ("Saldo van baten en lasten", "saldo"),
        ("Totaal saldo van baten en lasten", "saldo"),
        ("Geraamd saldo van baten en lasten", "saldo"),
        ("Resultaat voor bestemming", "saldo"),
        ("Resultaat", "resultaat"),
        ("Gerealiseerd resultaat", "resultaat"),
        ("Resultaat na bestemming", "resultaat"),
        ("Saldo na mutaties reserves", "resultaat"),
        ("Resultaat deelnemingen", None),
        ("Saldireserve", None),
    ],
)
def test_what_is_left_is_known_by_its_words(words, outcome):
    assert meaning_of(words).outcome == outcome


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("Toevoegingen aan reserves", "toevoegingen"),
        ("Storting in de reserves", "toevoegingen"),
        ("Dotatie aan bestemmingsreserves", "toevoegingen"),
        ("Onttrekkingen aan reserves", "onttrekkingen"),
        ("Onttrekking uit de reserve", "onttrekkingen"),
        ("Beschikking over reserves", "onttrekkingen"),
        ("Reservering vakantiegeld", None),
    ],
)
def test_reserves_are_known_by_their_words(words, side):
    assert meaning_of(words).side == side


# Long -----------------------------------------------------------------------------------------

HEAD = ("jaar", "soort", "nummer", "zijde", "groep", "post", "bedrag", "rij", "toelichting", "geldbron")


def test_a_long_table_comes_in(unit):
    grant = GrantFactory(police_unit=unit, title="Rijksbijdrage")
    rows = [
        (2026, "begroting", "", "baten", "Rijk", "Bijdrage", "500.000", "", "Voorlopig", "rijksbijdrage"),
        (2026, "begroting", "", "baten", "Rijk", "Subtotaal Rijk", "500.000", "", "", ""),
        (2026, "begroting", "", "lasten", "", "Huur", "p.m.", "post", "", ""),
        (2026, "begroting", "", "baten", "", "Totaal baten", "500.000", "", "", ""),
        (2026, "wijziging", 2, "baten", "Rijk", "Bijdrage", "510.000", "", "", ""),
        (2026, "begroting", "", "saldo", "", "Saldo", "20.000", "", "", ""),
    ]
    applied("begroting", csv_of(HEAD, *rows), unit)
    assert stored(unit) == {
        "Begroting 2026": {"baten": [("Rijk", "Bijdrage", 500_000)], "lasten": [("", "Huur", None)]},
        "Begrotingswijziging 2 2026": {"baten": [("Rijk", "Bijdrage", 510_000)]},
    }
    line = BudgetLine.objects.get(amount=500_000)
    assert (line.grant, line.note, line.group.subtotal) == (grant, "Voorlopig", 500_000)
    assert totals(unit, "Begroting 2026") == {"baten": 500_000, "saldo": 20_000}


def test_a_long_table_may_be_in_thousands_and_below_zero(unit):
    rows = [("Bedragen x € 1.000",), HEAD[:7], (2026, "begroting", "", "baten", "", "Leges", -12)]
    plan = take(unit, *rows)
    assert stored(unit)["Begroting 2026"]["baten"] == [("", "Leges", 12_000)]
    assert len(plan.notes) == 2


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("jaar", "26", "geheel getal in van 1990"),
        ("soort", "plan", "Kies een van: “begroting”"),
        ("zijde", "links", "Kies een van"),
        ("bedrag", "1,234", "kan twee getallen betekenen"),
        ("geldbron", "Onbekend", "Deze geldbron bestaat niet"),
        ("post", "x" * 201, "te lang"),
        ("post", "Huur 𓀀", "kan niet worden afgedrukt"),
        ("rij", "kop", "Kies een van"),
        ("nummer", "0", "geheel getal"),
    ],
)
def test_what_a_long_table_cannot_say_is_refused_with_its_place(unit, column, value, why):
    good = dict(zip(HEAD, (2026, "begroting", "", "lasten", "", "Huur", 5, "", "", ""), strict=True))
    said = refused(unit, HEAD, tuple((good | {column: value}).values()))
    assert f"rij 2, kolom “{column}”" in said
    assert why in said


# Into what is there ------------------------------------------------------------------------------


def test_a_second_file_changes_what_differs_and_keeps_the_rest(unit):
    take(unit, *simple(*BOTH, ("Boetes", 50)))
    plan = take(unit, *simple(("Lasten",), ("Huur", 710), ("Energie", 90), ("Baten",), ("Leges", 650)))
    assert [(one.action, one.what, one.old, one.new) for one in plan.changes] == [
        ("changed", "Begroting 2026, lasten: Huur", "€\xa0700", "€\xa0710"),
        ("new", "Begroting 2026, lasten: Energie", "", "€\xa090"),
    ]
    assert "1 post staat niet in het bestand en blijft zoals het is" in " ".join(plan.notes)
    assert stored(unit)["Begroting 2026"] == {
        "lasten": [("", "Huur", 710), ("", "Energie", 90)], "baten": [("", "Leges", 650), ("", "Boetes", 50)],
    }  # fmt: skip


def test_what_is_not_in_a_whole_table_goes_to_the_bin(unit):
    take(unit, *simple(*BOTH, ("Boetes", 50)))
    take(unit, *simple(*BOTH), remove_missing=True)
    assert stored(unit)["Begroting 2026"]["baten"] == [("", "Leges", 650)]
    assert BudgetLine.objects.in_bin().get().title == "Boetes"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([("Lasten",), ("Hur", 5), ("Huur", 700)], "Bedoelt u “Huur”?"),
        ([("Lasten",), ("Gebouwen",), ("Huur", 5)], "staat in het portaal onder “Lasten”"),
    ],
)
def test_a_name_that_would_count_twice_is_asked_about(unit, rows, why):
    take(unit, *simple(*[("Lasten",), ("Huur en servicekosten", 1), ("Huur", 700)]))
    rows = [tuple("Huur en servicekost" if cell == "Hur" else cell for cell in row) for row in rows]
    why = why.replace("Bedoelt u “Huur”?", "Bedoelt u “Huur en servicekosten”?")
    said = refused(unit, *simple(*rows))
    assert why in said
    take(unit, *simple(*rows), accept_new=True)


def adopted(unit: PoliceUnit) -> Budget:
    take(unit, *simple(*BOTH))
    Budget.objects.update(status=Budget.Status.ADOPTED)
    return Budget.objects.get()


def test_an_adopted_budget_is_refused_with_the_way_on(unit):
    adopted(unit)
    said = refused(unit, *simple(("Lasten",), ("Huur", 1)))
    assert "Begroting 2026 is vastgesteld en verandert niet meer" in said
    assert "Neem haar in het portaal over als begrotingswijziging of als realisatie" in said


def test_an_adopted_budget_that_stays_what_it_is_keeps_nothing_out(unit):
    adopted(unit)
    rows = [(None, "Begroting 2026", "Raming 2027"), *[(*row, *row[1:]) for row in BOTH]]
    plan = take(unit, *rows)
    assert len(plan.changes) == 2
    assert stored(unit)["Raming 2027"]["lasten"] == [("", "Huur", 700)]


def test_one_refused_version_keeps_all_of_them_out(unit):
    adopted(unit)
    refused(unit, (None, "Begroting 2026", "Raming 2027"), ("Lasten",), ("Huur", 1, 2))


def test_a_wijziging_without_a_number_is_the_only_one_or_refused(unit):
    take(unit, *simple(*BOTH, head="Begroting 2026 na wijziging"))
    take(unit, *simple(("Lasten",), ("Huur", 710), head="Begroting 2026 na wijziging"))
    assert stored(unit)["Begrotingswijziging 1 2026"]["lasten"] == [("", "Huur", 710)]
    take(unit, *simple(*BOTH, head="2e wijziging 2026"))
    said = refused(unit, *simple(*BOTH, head="Begroting 2026 na wijziging"))
    assert "Van 2026 zijn er 2 wijzigingen. Zet het nummer erbij" in said


def test_the_number_of_a_wijziging_in_the_bin_is_taken(unit):
    take(unit, *simple(*BOTH, head="1e wijziging 2026"))
    Budget.objects.update(deleted_at="2026-01-01T00:00:00Z")
    book = read_workbook(xlsx_of(*simple(*BOTH, head="1e wijziging 2026")), "x.xlsx")
    plan = engine.preview(find_kind("begroting"), book, Order(police_unit=unit))
    assert "ligt in de prullenbak" in str(plan.problems[0])


def test_versions_of_one_file_are_the_same_posts(unit):
    take(unit, (None, "Begroting 2026", "Realisatie 2026"), ("Lasten",), ("Huur", 1, 2))
    assert len(set(BudgetLine.objects.values_list("lineage", flat=True))) == 1


def test_another_eenheid_keeps_its_own(unit):
    make_budget(PoliceUnitFactory(), year=2026)
    before = set(BudgetLine.objects.values_list("pk", "amount"))
    take(unit, *simple(("Lasten",), ("Post lasten 0", 5)))
    assert before < set(BudgetLine.objects.values_list("pk", "amount"))


@pytest.mark.parametrize("side", ["lasten", "saldo"])
def test_words_beside_a_total_are_not_cut_off(unit, side):
    row = (2026, "begroting", "", side, "", "Totaal " + "x" * 75, 5, "totaal")
    assert "hooguit 80 tekens" in refused(unit, HEAD[:8], row)
    printed = ("Totaal lasten " + "x" * 75, 5)
    assert "hooguit 80 tekens" in refused(unit, *simple(("Lasten",), ("Huur", 5), printed))


def test_what_is_far_too_long_is_refused_at_once(unit):
    assert "hooguit 5.000 rijen" in refused(unit, *simple(("Lasten",), *[(f"Post {n}", n) for n in range(5_001)]))
    rows = [(2026, "begroting", "", "lasten", "", f"Post {n}", n) for n in range(20_001)]
    assert "hooguit 20.000" in refused(unit, HEAD[:7], *rows)


# Out and in --------------------------------------------------------------------------------------


@pytest.fixture
def everything(unit) -> PoliceUnit:
    """What a budget may hold, and what is hard to write: corrections, the same name twice, words of totals."""
    take(unit, *PROGRAMME)
    budget = make_budget(unit, posts=2, title="Met een titel")
    BudgetGroupFactory(budget=budget, side="lasten", title="Zonder posten", subtotal=5)
    group = BudgetGroupFactory(budget=budget, side="baten", title="Verrekeningen", subtotal=-70)
    for title, amount in (("Totaal beheer", -80), ("Correctie", None), ("Correctie", Decimal("10.50")), ("Saldo", 0)):
        BudgetLineFactory(group=group, title=title, amount=amount, note="=1+1", grant=GrantFactory(police_unit=unit))
    BudgetLineFactory(group=BudgetGroupFactory(budget=budget, side="activa", title=""), title="Kas", amount=-3)
    for side, amount in (("activa", -3), ("saldo", 12), ("resultaat", -12)):
        BudgetTotal.objects.create(budget=budget, side=side, label="Totaal baten", amount=amount)
    make_budget(unit, year=2026, kind=Budget.Kind.AMENDMENT, number=2)
    return unit


@pytest.mark.parametrize("layout", ["lang", "breed"])
@pytest.mark.parametrize("format", sorted(FORMATS))
def test_what_goes_out_comes_in_without_a_change(everything, layout, format):
    kind, order = find_kind("begroting"), Order(police_unit=everything)
    data = write(kind.export(everything, layout, concepts=True), format)
    plan = engine.preview(kind, read_workbook(data, f"x.{format}"), order)
    assert (plan.problems, plan.changes, plan.additions) == ([], [], [])


NAMES = [
    "Huur", "huur", "Huur*", "Totaal beheer", "Subtotaal", "Lasten", "Baten", "Saldo", "Resultaat", "waarvan inhuur",
    "Reserves", "Toevoegingen aan reserves", "x € 1.000", "Kosten (berekend)", "=1+1", "2024", "Begroting 2026", "-",
    "1.067", "Súdwest", "A. Lasten", "  Huur  en  water ",
]  # fmt: skip
amounts = st.one_of(st.none(), st.integers(-9_999, 9_999).map(Decimal), st.decimals(-999, 999, places=2))
groups = st.lists(
    st.tuples(
        st.sampled_from(BudgetSide.values),
        st.sampled_from(["", *NAMES]),
        st.lists(st.tuples(st.sampled_from(NAMES), amounts), min_size=1, max_size=3),
        amounts,
    ),
    min_size=1,
    max_size=4,
)
published = st.dictionaries(
    st.sampled_from([*BudgetSide.values, *BudgetOutcome.values]),
    st.tuples(st.sampled_from(NAMES), amounts.filter(lambda amount: amount is not None)),
    max_size=3,
)


def test_any_budget_goes_out_and_comes_in_without_a_change(unit):
    """Whatever its posts are called and whichever signs its amounts have."""
    kind, order = find_kind("begroting"), Order(police_unit=unit)

    @settings(max_examples=30, deadline=None, phases=[Phase.generate])
    @given(groups, published, st.sampled_from(["lang", "breed"]), st.sampled_from(sorted(FORMATS)))
    def goes_out_and_in(found, totals, layout, format):
        Budget.objects.all().delete()
        for budget in (BudgetFactory(police_unit=unit), BudgetFactory(police_unit=unit, kind="raming")):
            for number, (side, title, posts, subtotal) in enumerate(found):
                group = BudgetGroupFactory(budget=budget, side=side, title=title, subtotal=subtotal, order=number)
                for post, amount in posts:
                    BudgetLineFactory(group=group, title=post, amount=amount)
            for side, (label, amount) in totals.items():
                BudgetTotal.objects.create(budget=budget, side=side, label=label, amount=amount)
            found = found[1:]
        data = write(kind.export(unit, layout, concepts=True), format)
        plan = engine.preview(kind, read_workbook(data, f"x.{format}"), order)
        assert (plan.problems, plan.changes, plan.additions) == ([], [], [])

    goes_out_and_in()


def unordered(found: Stored) -> set[tuple[str, ...]]:
    return {
        (name, side, *map(str, post))
        for name, sides in found.items()
        for side, posts in sides.items()
        for post in posts
    }


@pytest.mark.parametrize("layout", ["lang", "breed"])
def test_it_comes_back_in_an_empty_portal(everything, layout):
    Budget.objects.get(title="Met een titel").groups.filter(title="Zonder posten").delete()
    group = BudgetLine.objects.filter(title="Correctie").order_by("pk")
    group[0].delete()
    kind = find_kind("begroting")
    before, sums = stored(everything), sorted(BudgetTotal.objects.values_list("side", "amount"))
    data = write(kind.export(everything, layout, concepts=True), "xlsx")
    Budget.objects.all().delete()
    applied("begroting", data, everything, "x.xlsx")
    assert unordered(stored(everything)) == unordered(before)
    assert sorted(BudgetTotal.objects.values_list("side", "amount")) == sums


def test_concepts_go_out_to_who_may_see_them(unit):
    make_budget(unit)
    kind = find_kind("begroting")
    assert (len(kind.export(unit)), len(kind.export(unit, concepts=True))) == (0, 2)


def test_one_budget_is_chosen(everything):
    kind = find_kind("begroting")
    chosen = dict(kind.tables(everything))
    dataset = kind.export(everything, concepts=True, **chosen["Rekening 2023"])
    assert set(dataset["jaar"]) == {2023}


def test_every_word_of_a_side_and_an_outcome_is_read_back():
    for side in BudgetSide:
        assert meaning_of(side.label).side == side or meaning_of(side.value).side == side
        assert meaning_of(f"Totaal {side}").side == side
    for outcome in BudgetOutcome:
        assert meaning_of(outcome.label).outcome == meaning_of(outcome.value).outcome == outcome


def test_a_refusal_ends_with_a_full_stop(unit):
    said = refused(unit, *simple(("Huur", "veel")))
    assert all(re.search(r"[.?]$", line) for line in said.splitlines())
