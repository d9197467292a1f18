"""Strength tables as they are printed: heads of more rows, totals wherever they stand, and what pages give out."""

from datetime import date

import pytest
from django.urls import reverse

from formation.models import StrengthCell, StrengthTable
from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import PoliceUnit
from tests.imports.files import applied, csv_of, previewed
from tests.imports.packages import Formatted, Sheet, ods, ods_row, ods_table, xlsx

DAY = Formatted(46023, "yyyy-mm-dd")  # 1-1-2026
NEXT = Formatted(46388, "d-m-yyyy")  # 1-1-2027
HELDER, ALKMAAR = "Basisteam Den Helder", "Basisteam Alkmaar"


@pytest.fixture
def unit(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(code="RE04")


def read(unit: PoliceUnit, *rows: tuple, merges: tuple[str, ...] = (), **order: object) -> ImportPlan:
    order = {"source": "proef", **order}
    return previewed("formatie", xlsx(Sheet(rows, merges=merges)), unit, "x.xlsx", **order)


def figures(plan: ImportPlan) -> dict[str, str]:
    assert not plan.problems, [str(problem) for problem in plan.problems]
    return {change.what: change.new for change in plan.changes}


FOUR = {
    f"{HELDER}, wijkagent, 1-1-2026": "10",
    f"{HELDER}, overig, 1-1-2026": "20",
    f"{HELDER}, wijkagent, 1-1-2027": "11",
    f"{HELDER}, overig, 1-1-2027": "21",
}
TWO = dict(list(FOUR.items())[:2])


def test_dates_above_categories(unit):
    rows = [
        ("Formatie per team",),
        None,
        (None, DAY, None, NEXT),
        ("onderdeel", "wijkagent", "overig") * 1 + ("wijkagent", "overig"),
        (HELDER, 10, 20, 11, 21),
    ]
    assert figures(read(unit, *rows, merges=("B3:C3", "D3:E3"))) == FOUR


@pytest.mark.parametrize(
    ("second", "merges"),
    [
        ((None, "wijkagent", "overig"), ("B1:C1", "A1:A2")),
        (("onderdeel", "wijkagent", "overig"), ("B1:C1",)),
        ((None, "wijkagent", "overig"), ()),
    ],
)
def test_a_head_of_two_rows(unit, second, merges):
    """Merged over both, as the advice once was, and as it is left after the merge is undone."""
    rows = [("onderdeel", DAY), second, (HELDER, 10, 20)]
    assert figures(read(unit, *rows, merges=merges)) == TWO


def test_a_head_of_two_rows_below_a_title(unit):
    rows = [
        ("Tabel 3: formatie",),
        None,
        ("onderdeel", DAY, None, NEXT),
        (None, "wijkagent", "overig", "wijkagent", "overig"),
    ]
    rows.append((HELDER, 10, 20, 11, 21))
    assert figures(read(unit, *rows, merges=("A3:A4", "B3:C3", "D3:E3"))) == FOUR


def test_a_head_of_three_rows(unit):
    rows = [("onderdeel", "Formatie"), (None, DAY, None, NEXT), (None, "wijkagent", "overig", "wijkagent", "overig")]
    rows.append((HELDER, 10, 20, 11, 21))
    assert figures(read(unit, *rows, merges=("A1:A3", "B1:E1", "B2:C2", "D2:E2"))) == FOUR


def test_categories_above_dates(unit):
    rows = [("onderdeel", "wijkagent", None, "overig"), (None, DAY, NEXT, DAY, NEXT), (HELDER, 10, 11, 20, 21)]
    assert figures(read(unit, *rows, merges=("A1:A2", "B1:C1", "D1:E1"))) == FOUR


def test_a_category_merged_over_both_rows_stands_beside_the_date(unit):
    rows = [("onderdeel", DAY, None, "totaal"), (None, "wijkagent", "overig"), (HELDER, 10, 20, 30)]
    found = figures(read(unit, *rows, merges=("A1:A2", "B1:C1", "D1:D2")))
    assert found == TWO | {f"{HELDER}, totaal, 1-1-2026": "30"}


def test_a_head_of_two_rows_in_csv_and_ods(unit):
    rows = [("onderdeel", "1-1-2026", ""), ("", "wijkagent", "overig"), (HELDER, "10", "20")]
    assert figures(previewed("formatie", csv_of(*rows), unit, source="p")) == TWO
    data = ods(ods_table(*(ods_row(*(value or None for value in row)) for row in rows)))
    assert figures(previewed("formatie", data, unit, "x.ods", source="p")) == TWO


def test_a_row_that_says_what_figures_are_in_is_no_category(unit):
    rows = [("onderdeel", DAY, DAY), (None, "wijkagent", "overig"), (None, "fte", "fte"), (HELDER, 10, 20)]
    assert figures(read(unit, *rows, merges=("A1:A3",))) == TWO


def test_a_remark_below_a_head_is_no_category(unit):
    rows = [("onderdeel", "wijkagent"), (None, "zie toelichting"), (HELDER, 10)]
    plan = read(unit, *rows, reference_date=date(2026, 1, 1))
    assert {problem.row for problem in plan.problems} == {2}


@pytest.mark.parametrize("head", ["1-1-2026*: overig", "overig per 1-1-2026 (voorlopig)"])
def test_a_mark_beside_a_date_is_kept_or_refused(unit, head):
    plan = read(unit, ("onderdeel", head), (HELDER, 10))
    if "voorlopig" in head:
        assert figures(plan) == {f"{HELDER}, overig, 1-1-2026": "10 (voorlopig)"}
    else:
        assert plan.problems or "*" in next(iter(figures(plan)))


@pytest.mark.parametrize("mark", ["*", "¹", "(!)"])
def test_a_date_with_a_mark_above_categories_is_refused(unit, mark):
    plan = read(unit, ("onderdeel", f"1-1-2026{mark}"), (None, "overig"), (HELDER, 10), merges=("A1:A2",))
    assert plan.problems[0].row == 1
    assert mark.strip("()") in plan.problems[0].message


def test_a_value_below_a_merged_cell_is_named(unit):
    rows = [("onderdeel", DAY, "99"), (None, "wijkagent", "overig"), (HELDER, 10, 20)]
    plan = read(unit, *rows, merges=("A1:A2", "B1:C1"))
    assert figures(plan) == TWO
    assert "C1" in " ".join(plan.notes)


def test_cells_merged_below_the_head_are_refused_with_their_place(unit):
    plan = read(
        unit, ("onderdeel", "overig"), (HELDER, 10), (ALKMAAR,), merges=("B2:B3",), reference_date=date(2026, 1, 1)
    )
    assert [(problem.row, problem.column) for problem in plan.problems if "samengevoegd" in problem.message] == [
        (2, "B")
    ]


def totals(unit: PoliceUnit, *rows: tuple, **order: object) -> ImportPlan:
    return read(unit, ("onderdeel", "wijkagent", "overig"), *rows, reference_date=date(2025, 12, 31), **order)


PARTS = ((HELDER, 10, 20), (ALKMAAR, 10, 20))


@pytest.mark.parametrize(
    "name", ["Totaal", "TOTAAL", "Eindtotaal", "Totaal district", "Subtotaal", "Totaal generaal", "Totalen"]
)
def test_a_total_below_its_parts_is_checked_and_not_stored(unit, name):
    plan = totals(unit, *PARTS, (name, 20, 40))
    assert len(figures(plan)) == 4
    assert f"“{name}” (rij 4)" in " ".join(plan.notes)
    wrong = totals(unit, *PARTS, (name, 20, 41))
    [problem] = wrong.problems
    assert (problem.row, problem.column) == (4, "C: overig")
    assert "40" in problem.message
    assert not totals(unit, *PARTS, (name, 20, 41), accept_totals=True).problems


@pytest.mark.parametrize(
    "rows",
    [
        (("Totaal", 20, 40), *PARTS),
        (
            (HELDER, 10, 20),
            ("Totaal district", 10, 20),
            (ALKMAAR, 10, 20),
            ("Totaal district", 10, 20),
            ("Eindtotaal", 20, 40),
        ),
        (("Eindtotaal", 20, 40), (HELDER, 10, 20), ("Subtotaal", 10, 20), (ALKMAAR, 10, 20), ("Subtotaal", 10, 20)),
    ],
)
def test_a_total_is_checked_wherever_it_stands(unit, rows):
    assert len(figures(totals(unit, *rows))) == 4
    changed = [(*row[:2], row[2] + 5) if row[0].startswith("Eind") or row[0] == "Totaal" else row for row in rows]
    assert totals(unit, *changed).problems


def test_a_total_of_a_unit_is_that_unit(unit):
    name = "District Noord-Holland-Noord"
    plan = totals(unit, (name,), (HELDER, 10, 20), (f"Totaal {name}", 10, 20), accept_totals=True)
    assert figures(plan)[f"{name}, wijkagent, 31-12-2025"] == "10"


def test_a_total_in_a_long_table(unit):
    head = ("peildatum", "onderdeel", "categorie", "fte", "bron")
    rows = [("1-1-2031", name, "overig", fte, "p") for name, fte in ((HELDER, 1), (ALKMAAR, 2), ("Totaal", 4))]
    [problem] = previewed("formatie", csv_of(head, *rows), unit).problems
    assert (problem.row, problem.column) == (4, "fte")


# What a page gives, the import takes back.


def page_of(client, name: str, *args: str) -> bytes:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content


@pytest.fixture
def client_of(client, demo):
    from nhveilig.accounts.models import User

    client.force_login(User.objects.get(username="staf"))
    return client


def in_english(data: bytes) -> bytes:
    """As pages wrote it before: commas, and points in numbers."""
    import csv
    import io
    import re

    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    out = io.StringIO()
    csv.writer(out).writerows([re.sub(r"^(−?-?\d+),(\d+)$", r"\1.\2", cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("dialect", [bytes, in_english])
def test_the_strength_of_a_page_comes_back_without_a_change(unit, client_of, dialect):
    data = dialect(page_of(client_of, "formation:table-csv", unit.slug))
    before = list(StrengthCell.objects.order_by("pk").values_list())
    plan = applied("formatie", data, unit, "x.csv")
    assert (plan.changes, plan.additions) == ([], [])
    assert plan.unchanged > 100
    assert "verschillen rekent het portaal uit" in " ".join(plan.notes)
    assert list(StrengthCell.objects.order_by("pk").values_list()) == before


@pytest.mark.parametrize("dialect", [bytes, in_english])
def test_a_figure_changed_in_the_file_of_a_page_is_what_changes(unit, client_of, dialect):
    StrengthTable.objects.update(status=StrengthTable.Status.CONCEPT)
    StrengthTable.objects.update(status=StrengthTable.Status.ADOPTED)
    data = dialect(page_of(client_of, "formation:table-csv", unit.slug))
    old, new = (b"120,10", b"121,10") if dialect is bytes else (b"120.10", b"121.10")
    assert old in data
    plan = previewed("formatie", data.replace(old, new, 1), unit, "x.csv", accept_totals=True)
    assert [(change.old, change.new) for change in plan.changes] == [("120,10", "121,10")]


@pytest.mark.parametrize("dialect", [bytes, in_english])
def test_the_municipalities_of_a_page_come_back_without_a_change(unit, client_of, dialect):
    data = dialect(client_of.get(f"/kaart/{unit.slug}/gemeenten.csv").content)
    plan = applied("gemeenten", data, unit, "x.csv")
    assert (plan.changes, plan.additions) == ([], [])
    assert "Basisteam" in " ".join(plan.notes)


def test_a_municipality_nobody_knows_needs_a_code(unit):
    [problem] = previewed("gemeenten", csv_of(("Gemeente", "soort"), ("Alkmar", "detail")), unit).problems
    assert (problem.row, problem.column) == (2, "gm-code")
    assert "Bedoelt u “Alkmaar”" in problem.message
    [other] = previewed("gemeenten", csv_of(("Gemeente",), ("Groningen",)), unit).problems
    assert "vul dan haar code in" in other.message


@pytest.mark.parametrize("kind", ["streefcijfers", "verdeling"])
def test_the_targets_of_a_page_come_back_without_a_change(client_of, demo, kind):
    import re

    page = "agenda:agenda-detail" if kind == "streefcijfers" else "agenda:agenda-distribution"
    slug = "veiligheidsagenda-2019-2022"
    links = re.findall(r'href="([^"]+\.csv)"', client_of.get(reverse(page, args=[slug])).text)
    wanted = [link for link in links if ("verdeling" in link.rsplit("/", 1)[1]) == (kind == "verdeling")]
    wanted = [link for link in wanted if "afgesproken" not in link]
    assert wanted
    for link in wanted:
        plan = applied(kind, client_of.get(link).content, None, "x.csv")
        assert (plan.changes, plan.additions) == ([], []), link
        assert plan.unchanged, link


def test_the_targets_of_an_eenheid_come_back_without_a_change(client_of, unit):
    data = page_of(client_of, "agenda:unit-csv", "veiligheidsagenda-2019-2022", unit.slug)
    plan = applied("verdeling", data, None, "x.csv")
    assert (plan.changes, plan.additions) == ([], [])
    assert plan.unchanged
