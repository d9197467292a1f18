"""The pages around a table that is being edited, without their script."""

import html
import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from formation.editing.presenters import keyed_sums
from formation.models import StaffCategory, StrengthCell, StrengthCellEdit, StrengthTable
from formation.services.tables import create_table
from formation.validators import reconcile
from nhveilig.accounts.models import Role, User
from nhveilig.figures.sums import outcome
from nhveilig.figures.values import Figure
from tests.accounts.factories import RoleFactory, UserFactory
from tests.formation.factories import make_concepts, save_cell
from tests.regions.factories import OrganisationUnitFactory, PoliceUnitFactory

NEW_DAY = date(2027, 1, 1)
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def table(db) -> StrengthTable:
    return make_concepts(PoliceUnitFactory())[1]


@pytest.fixture
def editor(table) -> User:
    return RoleFactory(
        user=UserFactory(first_name="Coen", last_name="Rekenaar"),
        police_unit=table.police_unit,
        kind=Role.Kind.POLICE_CONTROLLER,
    ).user


@pytest.fixture
def browser(editor, client) -> Client:
    client.force_login(editor)
    return client


def a_cell(table: StrengthTable, row: int = 0, code: str = "wijkagent") -> StrengthCell:
    return StrengthCell.objects.get(row=table.rows.all()[row], category__code=code)


def key(cell: StrengthCell) -> str:
    return f"{cell.row_id}-{cell.category_id}"


def filled_in(page: str) -> dict[str, str]:
    """The form as a browser sends it when nobody touches it."""
    inputs = [dict(re.findall(r'(name|value)="([^"]*)"', tag)) for tag in re.findall(r"<input [^>]*>", page)]
    wanted = re.compile(r"cel-[0-9-]+|gezien|reason")
    return {one["name"]: html.unescape(one.get("value", "")) for one in inputs if wanted.fullmatch(one.get("name", ""))}


def test_the_page_holds_every_cell_with_a_name_of_its_own(browser, table):
    page = browser.get(table.url("table-edit")).text

    for cell in StrengthCell.objects.filter(row__table=table).select_related("row__unit", "category"):
        assert f'aria-label="{cell.row.unit.name}, {cell.category.name}"' in page
    assert len(filled_in(page)) == 8 + 2


def test_saving_an_untouched_page_changes_nothing(browser, table):
    address = table.url("table-edit")

    page = browser.post(address, filled_in(browser.get(address).text), follow=True).text

    assert "niets veranderd" in page
    assert not StrengthCellEdit.objects.exists()


def test_a_page_of_texts_is_saved_with_one_reason(browser, table, editor):
    address, cells = table.url("table-edit"), [a_cell(table), a_cell(table, 1)]
    form = filled_in(browser.get(address).text) | {"reason": "Herverdeling"}
    form |= {f"cel-{key(cells[0])}": "12,5", f"cel-{key(cells[1])}": "n.t.b."}

    page = browser.post(address, form, follow=True).text

    assert re.search(r"2 cijfers opgeslagen om \d\d\.\d\d\.", page)
    assert [a_cell(table, n).figure for n in (0, 1)] == [Figure.of("12.5"), Figure.undecided()]
    assert {(edit.reason, edit.edited_by) for edit in StrengthCellEdit.objects.all()} == {("Herverdeling", editor)}


def test_of_a_page_with_a_fault_nothing_is_saved_and_nothing_lost(browser, table):
    address, cells = table.url("table-edit"), [a_cell(table), a_cell(table, 1)]
    form = filled_in(browser.get(address).text)
    form |= {f"cel-{key(cells[0])}": "1,234", f"cel-{key(cells[1])}": "7"}

    response = browser.post(address, form)

    assert response.status_code == 422
    assert "Schrijf 1234 als u een geheel getal bedoelt" in response.text
    assert filled_in(response.text)[f"cel-{key(cells[0])}"] == "1,234"
    assert filled_in(response.text)[f"cel-{key(cells[1])}"] == "7"
    assert not StrengthCellEdit.objects.exists()


@pytest.mark.parametrize(("choice", "figure"), [("hun", 12), ("mijn-2", 13)])
def test_two_editors_of_one_figure_choose_which_counts(browser, table, editor, choice, figure):
    address, cell = table.url("table-edit"), a_cell(table)
    form = filled_in(browser.get(address).text) | {f"cel-{key(cell)}": "13"}
    other = UserFactory(first_name="Sanne", last_name="Stavast")
    save_cell(table, cell, "12", 1, other)

    refused = browser.post(address, form)
    again = filled_in(refused.text)
    # Sent again without a choice, it is asked again.
    undecided = browser.post(address, again)
    browser.post(address, again | {f"keuze-{key(cell)}": choice})

    assert (refused.status_code, undecided.status_code) == (409, 409)
    assert "Sanne Stavast heeft dit cijfer ook gewijzigd" in refused.text
    assert again[f"cel-{key(cell)}"] == "13"
    assert a_cell(table).figure == Figure.of(figure)


def test_what_another_changed_elsewhere_in_the_table_is_no_conflict(browser, table, editor):
    address, mine, theirs = table.url("table-edit"), a_cell(table), a_cell(table, 1)
    form = filled_in(browser.get(address).text) | {f"cel-{key(mine)}": "13"}
    save_cell(table, theirs, "9", 1, editor)

    assert browser.post(address, form).status_code == 302
    assert [a_cell(table, n).figure for n in (0, 1)] == [Figure.of(13), Figure.of(9)]


@pytest.mark.parametrize(
    "damage", [{"gezien": ""}, {"gezien": "[]"}, {"gezien": '{"x":[1,"2"]}'}, {"cel-1": "3"}, {"cel-999999-1": "3"}]
)
def test_a_page_that_is_not_ours_is_refused_in_words(browser, table, damage):
    address = table.url("table-edit")

    response = browser.post(address, filled_in(browser.get(address).text) | damage)

    assert response.status_code == 422
    assert "Laad de pagina opnieuw" in response.text


def test_a_reason_that_is_too_long_is_refused(browser, table):
    address = table.url("table-edit")
    response = browser.post(address, filled_in(browser.get(address).text) | {"reason": "x" * 301})
    assert (response.status_code, "hoogstens 300" in response.text or "300" in response.text) == (422, True)


def send(browser: Client, table: StrengthTable, name: str, fields: dict):
    return browser.post(table.url(name), fields, **JSON)


def cell_fields(cell: StrengthCell, text: str, version: int = 1) -> dict:
    return {"row": cell.row_id, "category": cell.category_id, "version": version, "text": text, "reason": ""}


def test_the_script_saves_one_cell(browser, table):
    answer = send(browser, table, "cell-save", cell_fields(a_cell(table), "12,5"))

    [cell] = answer.json()["cells"]
    assert (answer.status_code, cell["text"], cell["version"], cell["old"]) == (200, "12,50", 2, "11,00")
    assert re.fullmatch(r"\d\d\.\d\d", answer.json()["at"])


@pytest.mark.parametrize(
    ("text", "version", "status", "part"),
    [("veel", 1, 422, "problems"), ("12", 4, 409, "conflicts"), ("-1", 4, 422, "problems")],
)
def test_the_script_hears_why_a_cell_is_refused(browser, table, text, version, status, part):
    answer = send(browser, table, "cell-save", cell_fields(a_cell(table), text, version))

    assert answer.status_code == status
    assert answer.json()[part][0]["key"] == key(a_cell(table))
    assert a_cell(table).figure == Figure.of(11)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("cell-save", {}),
        ("cell-save", {"row": "x", "category": 1, "version": 1}),
        ("cells-save", {"changes": "{"}),
        ("cells-save", {"changes": '[{"row": 1}]'}),
        ("cells-save", {"changes": '[{"row": "1e9", "category": 1, "text": "", "version": 1}]'}),
        ("edit-undo", {}),
        ("edit-undo", {"edits": "99999999999999999999"}),
        ("edit-undo", {"edits": "12"}),
    ],
)
def test_a_request_that_says_nothing_is_refused_in_words(browser, table, name, fields):
    answer = send(browser, table, name, fields)

    assert answer.status_code in {409, 422}
    assert "opnieuw" in answer.json()["message"]


def test_a_block_is_shown_first_and_then_saved(browser, table):
    cells = [a_cell(table), a_cell(table, 1)]
    changes = json.dumps([cell_fields(cell, text) for cell, text in zip(cells, ("12,5", "11"), strict=True)])

    shown = send(browser, table, "cells-save", {"changes": changes, "preview": "on"}).json()["cells"]
    assert [(cell["old"], cell["text"]) for cell in shown] == [("11,00", "12,50")]
    assert not StrengthCellEdit.objects.exists()

    saved = send(browser, table, "cells-save", {"changes": changes}).json()["cells"]
    undone = send(browser, table, "edit-undo", {"edits": [cell["edit"] for cell in saved if cell["edit"]]})
    assert a_cell(table).figure == Figure.of(11)
    assert undone.json()["cells"][0]["text"] == "11,00"


def test_the_history_says_who_what_when_and_why_and_undoes(browser, table, editor):
    send(browser, table, "cell-save", cell_fields(a_cell(table), "12,5") | {"reason": "Nieuwe plaats"})

    page = browser.get(table.url("table-history")).text
    for words in ("11,00", "12,50", "Coen Rekenaar", "Nieuwe plaats", f"{a_cell(table).row}, wijkagent"):
        assert words in page

    after = browser.post(table.url("edit-undo"), {"edits": table.edits.get().pk}, follow=True).text
    assert "Ongedaan gemaakt" in after
    assert "ongedaan gemaakt" in after
    assert a_cell(table).figure == Figure.of(11)


@pytest.mark.parametrize("name", ["table-edit", "table-adopt", "table-delete", "totals-explain"])
def test_an_adopted_table_offers_a_copy_instead(browser, table, name):
    StrengthTable.objects.update(status=StrengthTable.Status.ADOPTED)

    for response in (browser.get(table.url(name)), browser.post(table.url(name))):
        assert response.status_code == 409
        assert table.url("table-copy") in response.text
    assert table.edits.count() == 0


@pytest.mark.parametrize("name", ["cell-save", "cells-save"])
def test_the_script_hears_that_a_table_is_adopted(browser, table, name):
    StrengthTable.objects.update(status=StrengthTable.Status.ADOPTED)

    answer = send(browser, table, name, cell_fields(a_cell(table), "3"))
    assert (answer.status_code, "vastgesteld" in answer.json()["message"]) == (409, True)


def test_another_eenheids_table_is_not_there(browser):
    other = make_concepts(PoliceUnitFactory())[1]

    for name in ("table-edit", "table-history", "table-copy", "table-adopt", "table-delete", "totals-explain"):
        assert browser.get(other.url(name)).status_code == 404
    assert send(browser, other, "cell-save", cell_fields(a_cell(other), "3")).status_code == 404
    assert browser.get(reverse("formation:table-manage", args=[other.police_unit.slug])).status_code == 404
    assert browser.get(reverse("formation:table-create", args=[other.police_unit.slug])).status_code == 404


def test_who_only_reads_edits_nothing(client, table):
    client.force_login(RoleFactory(police_unit=table.police_unit).user)
    assert client.get(table.url("table-edit")).status_code == 403
    assert send(client, table, "cell-save", cell_fields(a_cell(table), "3")).status_code == 403


def test_formatie_and_bezetting_of_one_day_have_their_own_pages(browser, table):
    place = {"police_unit": table.police_unit, "reference_date": table.reference_date, "source": "Opgave"}
    about = StrengthTable(**place, kind="bezetting")
    occupation = create_table(about=about, categories=[StaffCategory(name="wijkagent")])

    assert "Bezetting" in browser.get(occupation.url("table-edit")).text
    assert "Formatie" in browser.get(table.url("table-edit")).text
    assert occupation.url("table-edit") != table.url("table-edit")


def test_a_table_is_made_with_columns_of_ones_own(browser, table):
    address = reverse("formation:table-create", args=[table.police_unit.slug])
    form = {
        "kind": "formatie", "reference_date": "2027-01-01", "series": "Eigen reeks", "source": "Opgave",
        "decimals": "1",
        "form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0",
        "form-0-name": "Wijkagent", "form-0-role": "value", "form-0-is_community_officer": "on",
        "form-1-name": "Totaal", "form-1-role": "total", "form-2-name": "", "form-2-role": "value",
    }  # fmt: skip

    response = browser.post(address, form)

    made = StrengthTable.objects.get(series="eigen-reeks")
    assert response.url == made.url("table-edit")
    assert [(one.name, one.is_community_officer) for one in made.categories.all()] == [
        ("Wijkagent", True),
        ("Totaal", False),
    ]
    assert "Kies een andere peildatum" in browser.post(address, form | {"source": "Andere opgave"}).text


def test_a_table_without_columns_or_with_a_wrong_date_hears_both(browser, table):
    address = reverse("formation:table-create", args=[table.police_unit.slug])
    form = {"kind": "formatie", "reference_date": "31 februari", "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}

    response = browser.post(address, form)

    assert response.status_code == 422
    for words in ("dag, maand en jaar", "waar de cijfers vandaan komen", "ten minste één kolom die meetelt"):
        assert words in response.text


def test_copy_adopt_and_delete_from_their_pages(browser, table):
    table.categories.filter(code="wijkagent").update(is_community_officer=True)
    copied = browser.post(table.url("table-copy"), {"reference_date": "2027-01-01"})
    copy = StrengthTable.objects.get(reference_date=NEW_DAY)
    assert copied.url == copy.url("table-edit")

    unsure = browser.post(copy.url("table-adopt"), {"adopted_on": "2027-02-01", "version": copy.version})
    assert (unsure.status_code, "Bevestig" in unsure.text) == (422, True)
    sure = {"adopted_on": "2027-02-01", "version": copy.version, "confirmed": "on"}
    assert "De tabel is vastgesteld" in browser.post(copy.url("table-adopt"), sure, follow=True).text

    assert "Ingevulde cijfers" in browser.get(table.url("table-delete")).text
    browser.post(table.url("table-delete"))
    assert not StrengthTable.objects.filter(pk=table.pk).exists()


def test_a_difference_is_explained_from_its_page(browser, table):
    row = table.rows.get(role="subtotal")
    StrengthCell.objects.filter(row=row, category__code="wijkagent").update(value=Decimal("22.1"))
    address = table.url("totals-explain")
    [unexplained] = re.findall(rf'value="({row.unit_id} wijkagent [0-9.]+)"', browser.get(address).text)

    browser.post(address, {"totaal": unexplained, "toelichting": "Afgerond in de bron."})

    assert table.explanations.get().text == "Afgerond in de bron."
    assert "(toegelicht)" in browser.get(table.url("table-edit")).text
    gone = browser.post(address, {"totaal": f"{row.unit_id} wijkagent sNaN", "toelichting": "?"}, follow=True)
    assert "Er is niets opgeslagen" in gone.text


def test_the_sums_beside_the_totals_are_those_of_the_check(demo):
    for table in StrengthTable.objects.with_figures():
        figures = {f"{c.row_id}-{c.category_id}": c.figure for r in table.rows.all() for c in r.cells.all()}
        states = {}
        decimals = {f"{row.pk}-{c.pk}": c.decimals for row in table.rows.all() for c in table.categories.all()}
        units = {f"{row.pk}-{c.pk}": (row.unit_id, c.code) for row in table.rows.all() for c in table.categories.all()}
        for place, sums in keyed_sums(table).items():
            parts = [(label, [figures[part] for part in keys if part in figures]) for label, keys in sums]
            state = outcome(figures.get(place, Figure.blank()), parts, decimals[place]).state
            if state in {"differs", "agrees"}:
                states[units[place]] = state
        expected: dict[tuple[int, str], str] = {}
        for total in reconcile(table):
            place = (total.unit_id, total.category)
            expected[place] = "agrees" if total.agrees and expected.get(place) != "differs" else "differs"
        assert states == expected


def big_table(table: StrengthTable, teams: int, columns: int) -> StrengthTable:
    """For the same eenheid, with the eenheid and one district as the rows above the teams."""
    police_unit = table.police_unit
    district = table.rows.get(role="subtotal").unit
    for _ in range(teams - 2):
        OrganisationUnitFactory(police_unit=police_unit, parent=district)
    about = StrengthTable(police_unit=police_unit, reference_date=NEW_DAY, source="Opgave")
    parts = [StaffCategory(name=f"Kolom {n}") for n in range(columns - 1)]
    return create_table(about=about, categories=[*parts, StaffCategory(name="Totaal", role="total")])


@pytest.mark.parametrize(("teams", "columns"), [(2, 2), (57, 4)])
def test_the_page_asks_the_same_of_the_database_for_any_number(
    browser, table, teams, columns, django_assert_num_queries
):
    big = big_table(table, teams, columns)

    # Session, user, roles; the table; once more with its figures, in two; the last change.
    with django_assert_num_queries(7):
        browser.get(big.url("table-edit"))


def test_saving_a_cell_takes_as_many_questions_each_time(browser, table, django_assert_num_queries):
    # Session, user, roles; the table; the cell; the table and the cell changed, the change kept; and a savepoint. For
    # its totals: the table held, two to read it, and all of them changed.
    fields = cell_fields(a_cell(table), "12,5")
    with django_assert_num_queries(8 + 2 + 4):
        send(browser, table, "cell-save", fields)


@pytest.mark.parametrize("changes", [1, 40])
def test_the_history_asks_the_same_for_any_number(browser, table, editor, changes, django_assert_num_queries):
    for number in range(changes):
        cell = a_cell(table)
        save_cell(table, cell, str(100 + number), number + 1, editor)

    # Session, user, roles; the table; how many changes, and those of this page.
    with django_assert_num_queries(6):
        browser.get(table.url("table-history"))


def test_every_cell_of_59_by_4_has_its_field(browser, table):
    big = big_table(table, 57, 4)

    assert browser.get(big.url("table-edit")).text.count('class="grid-input"') == 59 * 4


def test_a_table_of_more_than_a_thousand_cells_is_saved_as_one_form(browser, table):
    big = big_table(table, 98, 12)
    address = big.url("table-edit")
    form = filled_in(browser.get(address).text)

    assert len(form) > 1000
    assert browser.post(address, form | {f"cel-{key(a_cell(big, code='kolom-0'))}": "3"}).status_code == 302
    assert a_cell(big, code="kolom-0").figure == Figure.of(3)


def test_an_eenheid_without_parts_is_led_to_where_it_gets_them(client, db):
    role = RoleFactory(police_unit=PoliceUnitFactory(), kind=Role.Kind.STAFF)
    client.force_login(role.user)
    page = client.get(reverse("formation:table-create", args=[role.police_unit.slug])).text
    assert "De eenheid heeft nog geen onderdelen" in page
    assert reverse("imports:upload", args=["formatie", role.police_unit.slug]) in page
    assert reverse("organisation:tree", args=[role.police_unit.slug]) in page
