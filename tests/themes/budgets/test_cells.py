"""Many cells at once: all of them are stored or none, by name where a post names something, and undone as one step."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from nhveilig.accounts.models import Role
from nhveilig.editing.changes import FieldChange
from nhveilig.editing.exceptions import CannotBeUndone, RowIsGone, SaveRefused
from nhveilig.editing.models import Edit
from tests.accounts.factories import RoleFactory, UserFactory
from tests.html_forms import form_of
from tests.regions.factories import PoliceUnitFactory
from tests.themes.budgets.factories import GrantFactory, make_budget
from tests.themes.factories import PolicyPlanFactory, ThemeFactory
from themes.budgets.cells import preview_cells, save_cells, undo_edits
from themes.budgets.exceptions import BudgetIsAdopted
from themes.budgets.grid import Grid
from themes.budgets.queries import budget_url
from themes.budgets.services import adopt_budget, copy_budget, delete_row, restore_edit
from themes.models import Budget, BudgetGroup, BudgetLine, BudgetTotal

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
JSON = {"HTTP_ACCEPT": "application/json"}
GRID = "begroting-bewerken"


@pytest.fixture
def budget() -> Budget:
    return make_budget(PoliceUnitFactory(), posts=2)


@pytest.fixture
def editor():
    return UserFactory(first_name="Sanne", last_name="Stavast")


@pytest.fixture
def browser(budget) -> Client:
    client = Client()
    client.force_login(RoleFactory(police_unit=budget.police_unit, kind=Role.Kind.STAFF).user)
    return client


def line_of(title: str) -> BudgetLine:
    return BudgetLine.objects.get(title=title)


def cell(line: BudgetLine, field: str, text: str, version: int = 0) -> FieldChange:
    return FieldChange(f"line-{line.pk}", field, text, version)


def read(budget: Budget) -> Budget:
    return Budget.objects.with_figures().get(pk=budget.pk)


def texts(budget: Budget) -> dict[str, str]:
    """What stands in every cell of the grid, by what it is called."""
    grid = Grid(read(budget))
    rows = [row for side in grid.sides for group in side.groups for row in (group.head, *group.lines)]
    return {one.label: one.text for row in rows for one in row.cells}


def test_a_block_is_stored_as_a_whole_and_undone_as_a_whole(budget, editor):
    first, second = line_of("Post lasten 0"), line_of("Post lasten 1")
    theme = ThemeFactory(plan=PolicyPlanFactory(police_unit=budget.police_unit, start_year=2024, end_year=2027))
    changes = [
        cell(first, "amount", "€ 1.250,50"),
        cell(first, "theme", theme.short_title.upper()),
        cell(second, "covered_by", "post baten 1; Post baten 0"),
        FieldChange(f"group-{first.group_id}", "subtotal", "2.000", 0),
        FieldChange("total-lasten", "amount", "2.000", 0),
    ]

    assert preview_cells(budget=budget, changes=changes)[0].where == "Post lasten 0, bedrag"
    assert not Edit.objects.exists()
    saved = save_cells(budget=budget, changes=changes, editor=editor).cells

    assert (line_of("Post lasten 0").amount, line_of("Post lasten 0").theme) == (Decimal("1250.5"), theme)
    assert texts(budget)["Post lasten 1, gedekt door"] == "Post baten 0; Post baten 1"
    assert [(one.label, one.amount) for one in BudgetTotal.objects.all()] == [("Totaal lasten", 2000)]
    # The history keeps the numbers, as the form of the post does.
    assert Edit.objects.get(field="theme").new == str(theme.pk)

    back = undo_edits(budget=read(budget), edits=Edit.objects.filter(pk__in=[one.edit for one in saved]), editor=editor)
    assert {(one.where, one.text) for one in back} >= {("Post lasten 0, bedrag", "1.000"), ("Post lasten 0, thema", "")}
    assert not BudgetTotal.objects.exists()
    assert line_of("Post lasten 1").covered_by.count() == 0


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("amount", "veel", "“veel” is geen getal"),
        ("title", "", "Geef de post een naam"),
        ("covered_by", "Post batn 1", "is geen post van de baten. Bedoelt u “Post baten 1”?"),
        ("theme", "Zeewering", "is geen thema dat in dit jaar loopt. Kies een naam uit de lijst."),
        ("grant", "x", "is geen geldbron van deze eenheid"),
        ("subtotal", "1", "hoort niet bij deze rij"),
    ],
)
def test_one_cell_that_cannot_be_keeps_the_others_out(budget, editor, field, text, told):
    line = line_of("Post lasten 0")
    changes = [cell(line_of("Post lasten 1"), "amount", "7"), cell(line, field, text)]
    with pytest.raises(SaveRefused) as refusal:
        save_cells(budget=budget, changes=changes, editor=editor)
    assert told in str(refusal.value)
    assert "Post lasten 0" in str(refusal.value)
    assert line_of("Post lasten 1").amount == 1000


def test_what_somebody_else_changed_is_told_by_name(budget, editor):
    line = line_of("Post baten 0")
    grants = GrantFactory.create_batch(2, police_unit=budget.police_unit)
    save_cells(budget=budget, changes=[cell(line, "grant", grants[0].title)], editor=editor)
    with pytest.raises(SaveRefused) as refusal:
        save_cells(budget=budget, changes=[cell(line, "grant", grants[1].title)], editor=UserFactory())
    [conflict] = refusal.value.conflicts
    assert (conflict.mine, conflict.theirs) == (grants[1].title, grants[0].title)
    assert conflict.changed_by == "Sanne Stavast"


def test_posts_are_added_in_order_with_what_was_typed_of_them(budget, editor):
    group = BudgetGroup.objects.get(side="lasten")
    changes = [
        FieldChange(f"new-{group.pk}-1", "title", "Huur", 0),
        FieldChange(f"new-{group.pk}-1", "amount", "300", 0),
    ]
    changes += [
        FieldChange(f"new-{group.pk}-2", "title", "Inhuur", 0),
        FieldChange(f"new-{group.pk}-3", "title", " ", 0),
    ]
    changes += [FieldChange("new-activa", "title", "Bank", 0)]

    added = save_cells(budget=budget, changes=changes, editor=editor).added

    assert list(added) == [f"new-{group.pk}-1", f"new-{group.pk}-2", "new-activa"]
    assert [one.title for one in group.lines.all()][-2:] == ["Huur", "Inhuur"]
    assert line_of("Huur").amount == 300
    assert line_of("Bank").group.side == "activa"
    assert Edit.objects.filter(kind=Edit.Kind.CREATED, label="Huur").count() == 1


def test_a_new_post_without_a_name_is_refused_with_its_place(budget, editor):
    group = BudgetGroup.objects.get(side="lasten")
    with pytest.raises(SaveRefused, match=r"nieuwe post .nieuw bij Groep lasten., post: Geef de post een naam"):
        save_cells(budget=budget, changes=[FieldChange(f"new-{group.pk}", "amount", "300", 0)], editor=editor)


def test_a_row_that_is_gone_or_of_another_budget_is_told(budget, editor):
    line = line_of("Post lasten 0")
    delete_row(budget=budget, row=line, editor=editor)
    with pytest.raises(RowIsGone, match="“Post lasten 0” is intussen verwijderd door Sanne Stavast"):
        save_cells(budget=budget, changes=[cell(line, "amount", "7")], editor=editor)
    other = make_budget(PoliceUnitFactory())
    theirs = BudgetLine.objects.get(group__budget=other, group__side="lasten")
    with pytest.raises(RowIsGone, match="“Deze rij”"):
        save_cells(budget=budget, changes=[cell(theirs, "amount", "7")], editor=editor)


def test_what_was_changed_again_is_not_undone(budget, editor):
    line = line_of("Post lasten 0")
    [first] = save_cells(budget=budget, changes=[cell(line, "amount", "7")], editor=editor).cells
    save_cells(budget=budget, changes=[cell(line, "amount", "8", first.version)], editor=editor)
    with pytest.raises(CannotBeUndone, match="daarna nog eens gewijzigd"):
        undo_edits(budget=read(budget), edits=[Edit.objects.get(pk=first.edit)], editor=editor)


def test_a_theme_typed_in_the_grid_is_put_back_from_the_history(budget, editor):
    line = line_of("Post lasten 0")
    theme = ThemeFactory(plan=PolicyPlanFactory(police_unit=budget.police_unit, start_year=2024, end_year=2027))
    save_cells(budget=budget, changes=[cell(line, "theme", theme.short_title)], editor=editor)
    [empty] = save_cells(budget=budget, changes=[cell(line, "theme", "", 1)], editor=editor).cells
    restore_edit(budget=read(budget), edit=Edit.objects.get(pk=empty.edit), version=None, editor=editor)
    assert line_of("Post lasten 0").theme == theme


def test_nothing_of_an_adopted_budget_changes(budget, editor):
    line = line_of("Post lasten 0")
    adopt_budget(budget=budget, adopted_on=date(2026, 1, 1), expected_version=budget.version, editor=editor)
    with pytest.raises(BudgetIsAdopted):
        save_cells(budget=budget, changes=[cell(line, "amount", "7")], editor=editor)


def test_amounts_grow_by_a_percentage_when_they_are_copied(budget, editor):
    BudgetLine.objects.filter(title="Post lasten 1").update(amount="10.25")
    copy = copy_budget(budget=budget, kind="begroting", year=2027, editor=editor, growth=Decimal("2.55"))
    found = dict(BudgetLine.objects.filter(group__budget=copy).values_list("title", "amount"))
    assert (found["Post lasten 0"], found["Post lasten 1"]) == (Decimal(1026), Decimal("10.51"))


# The page ---------------------------------------------------------------------------------------


def test_without_a_script_one_button_saves_all_of_it(browser, budget):
    address, line = budget_url(budget, "budget-edit"), line_of("Post lasten 0")
    form = form_of(browser.get(address).text, GRID)
    untouched = browser.post(address, form, follow=True).text
    assert "niets veranderd" in untouched

    new = f"cel-new-{line.group_id}"
    form |= {f"cel-line-{line.pk}-amount": "2.500", f"{new}-title": "Huur", f"{new}-amount": "1,2,3"}
    refused = browser.post(address, form)
    assert refused.status_code == 422
    assert "Huur (nieuw bij Groep lasten), bedrag: " in refused.text
    assert 'value="1,2,3"' in refused.text
    assert line_of("Post lasten 0").amount == 1000

    told = browser.post(address, form_of(refused.text, GRID) | {f"{new}-amount": "12"}, follow=True).text
    assert "1 nieuwe post en 1 cel opgeslagen om " in told
    assert (line_of("Post lasten 0").amount, line_of("Huur").amount) == (2500, 12)


@pytest.mark.parametrize(("choice", "amount"), [("hun", 5), ("mijn-1", 6)])
def test_without_a_script_one_chooses_between_two_amounts(browser, budget, editor, choice, amount):
    address, line = budget_url(budget, "budget-edit"), line_of("Post lasten 0")
    key = f"line-{line.pk}-amount"
    form = form_of(browser.get(address).text, GRID) | {f"cel-{key}": "6"}
    save_cells(budget=budget, changes=[cell(line, "amount", "5")], editor=editor)

    refused = browser.post(address, form)
    assert refused.status_code == 409
    assert "Sanne Stavast heeft dit ook gewijzigd" in refused.text
    browser.post(address, form_of(refused.text, GRID) | {f"keuze-{key}": choice})
    assert line_of("Post lasten 0").amount == amount


def test_a_script_is_told_what_became_of_a_cell_and_of_a_row(browser, budget):
    line = line_of("Post lasten 0")
    sent = {"part": f"line-{line.pk}", "field": "amount", "text": "€ 5.000", "version": 0}
    saved = browser.post(budget_url(budget, "cell-save"), sent, **JSON).json()
    assert saved["cells"][0] | {"edit": 0} == {
        "key": f"line-{line.pk}-amount", "where": "Post lasten 0, bedrag",
        "old": "1.000", "text": "5.000", "version": 1, "edit": 0,
    }  # fmt: skip
    stale = browser.post(budget_url(budget, "cell-save"), sent | {"text": "6"}, **JSON)
    assert (stale.status_code, stale.json()["conflicts"][0]["key"]) == (409, f"line-{line.pk}-amount")

    undone = browser.post(budget_url(budget, "cells-undo"), {"edits": saved["cells"][0]["edit"]}, **JSON).json()
    assert undone["cells"][0]["text"] == "1.000"

    for act in ("move", "delete", "restore"):
        answer = browser.post(budget_url(budget, f"line-{act}", pk=line.pk), {"richting": "omlaag"}, **JSON)
        assert (answer.status_code, answer.json()) == (200, {})
    assert [one.title for one in line.group.lines.all()] == ["Post lasten 1", "Post lasten 0"]


@pytest.mark.parametrize(
    "changes", ["", "7", "[1]", json.dumps([{"part": "line-1", "field": "pk", "text": "", "version": 0}])]
)
def test_a_block_that_is_none_is_refused(browser, budget, changes):
    answer = browser.post(budget_url(budget, "block-save"), {"changes": changes}, **JSON)
    assert answer.status_code == 422
    assert "niet te lezen" in answer.json()["message"]


def test_a_script_hears_that_a_budget_was_adopted(browser, budget):
    Budget.objects.update(status=Budget.Status.ADOPTED)
    answer = browser.post(budget_url(budget, "cell-save"), {}, **JSON)
    assert (answer.status_code, answer.json()["closed"]) == (409, True)
