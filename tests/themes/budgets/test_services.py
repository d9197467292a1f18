"""Changing a concept: nothing is lost, nobody overwrites somebody else unknowingly, and what is adopted stays."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from nhveilig.editing.changes import FieldChange
from nhveilig.editing.exceptions import NothingToExplain, NotReadyToAdopt, RowIsGone, SaveRefused
from nhveilig.editing.fields import text_of
from tests.accounts.factories import UserFactory
from tests.regions.factories import PoliceUnitFactory
from tests.themes.budgets.factories import make_budget
from themes.budgets.exceptions import BudgetChanged, BudgetExists, BudgetIsAdopted
from themes.budgets.forms import LineForm, TotalForm, WordsForm
from themes.budgets.services import (
    add_budget_row,
    adopt_budget,
    change_row,
    copy_budget,
    create_budget,
    delete_budget,
    delete_row,
    explain_difference,
    missing_for_adoption,
    move_row,
    part_of,
    restore_budget,
    restore_row,
)
from themes.budgets.validators import differences
from themes.models import Budget, BudgetExplanation, BudgetLine, BudgetTotal

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def budget() -> Budget:
    return make_budget(PoliceUnitFactory(), posts=3)


@pytest.fixture
def editor():
    return UserFactory(first_name="Sanne", last_name="Stavast")


def line_of(budget: Budget, title: str = "Post baten 0") -> BudgetLine:
    return BudgetLine.objects.get(group__budget=budget, title=title)


def titles(budget: Budget) -> list[str]:
    lines = BudgetLine.objects.present().filter(group__budget=budget, group__side="baten").order_by("order")
    return list(lines.values_list("title", flat=True))


def change(budget, line, editor, version, **values) -> None:
    """What the form of the post sends for somebody who saw it at `version`."""
    fields = LineForm(budget=Budget.objects.with_figures().get(pk=budget.pk), row=line).fields
    change_row(budget=budget, row=line, changes=changes(line, fields, version, values), fields=fields, editor=editor)


def changes(row, fields, version, values) -> list[FieldChange]:
    found = type(row).objects.filter(pk=row.pk).first() or row
    texts = {name: text_of(fields[name], value) for name, value in values.items() if name in fields}
    return [FieldChange(part_of(row), name, text, found.version_seen(name, version)) for name, text in texts.items()]


def change_words(budget, editor, seen, title) -> None:
    fields = WordsForm.base_fields
    change = FieldChange("", "title", title, seen)
    change_row(budget=budget, row=budget, changes=[change], fields=fields, editor=editor)


def total(budget, editor, version, amount, label="Totaal baten") -> None:
    found = budget.totals.filter(side="baten").first() or BudgetTotal(budget=budget, side="baten")
    fields = TotalForm.base_fields
    asked = changes(found, fields, version, {"label": label, "amount": amount})
    change_row(budget=budget, row=found, changes=asked, fields=fields, editor=editor)


def adopted(budget: Budget) -> Budget:
    Budget.objects.filter(pk=budget.pk).update(status="adopted")
    return budget


def test_a_stale_save_changes_nothing_and_says_what_stands_there(budget, editor):
    line = line_of(budget)
    change(budget, line, editor, 1, amount=Decimal(500))
    with pytest.raises(SaveRefused) as refusal:
        change(budget, line, editor, 1, amount=Decimal(700))
    [conflict] = refusal.value.conflicts
    assert (conflict.theirs, conflict.changed_by) == ("500", "Sanne Stavast")
    assert line_of(budget).changed_by == editor
    assert line_of(budget).amount == 500


def test_a_replayed_save_is_no_conflict_and_counts_once(budget, editor):
    line = line_of(budget)
    for _ in range(2):
        change(budget, line, editor, 1, amount=Decimal(500), covered_by=[])
    assert (line_of(budget).amount, line_of(budget).version) == (500, 2)


def test_a_stale_save_leaves_what_covers_the_post_alone(budget, editor):
    line, income = line_of(budget, "Post lasten 0"), line_of(budget)
    change(budget, line, editor, 1, amount=Decimal(1), covered_by=[income])
    with pytest.raises(SaveRefused):
        change(budget, line, editor, 1, amount=Decimal(2), covered_by=[])
    assert list(line.covered_by.all()) == [income]


def test_a_deleted_post_cannot_be_changed_and_comes_back_where_it_stood(budget, editor):
    line = line_of(budget, "Post baten 1")
    delete_row(budget=budget, row=line, editor=editor)
    assert titles(budget) == ["Post baten 0", "Post baten 2"]
    with pytest.raises(RowIsGone):
        change(budget, line, editor, 1, amount=Decimal(2))
    restore_row(budget=budget, row=line, editor=editor)
    assert titles(budget) == ["Post baten 0", "Post baten 1", "Post baten 2"]


def test_the_bin_forgets_after_thirty_days(budget, editor):
    old, line = line_of(budget, "Post baten 2"), line_of(budget)
    BudgetLine.objects.filter(pk=old.pk).update(deleted_at=timezone.now() - timedelta(days=31))
    assert list(BudgetLine.objects.in_bin()) == []
    delete_row(budget=budget, row=line, editor=editor)
    assert not BudgetLine.objects.filter(pk=old.pk).exists()
    assert list(BudgetLine.objects.in_bin()) == [line]


def test_posts_move_up_and_down_and_stop_at_the_ends(budget, editor):
    line = line_of(budget, "Post baten 2")
    for down, expected in [(False, "0 2 1"), (False, "2 0 1"), (False, "2 0 1"), (True, "0 2 1")]:
        move_row(budget=budget, row=line, down=down, editor=editor)
        assert titles(budget) == [f"Post baten {place}" for place in expected.split()]


def test_a_post_that_changes_group_goes_to_the_end_of_it(budget, editor):
    line, other = line_of(budget), line_of(budget, "Post lasten 0").group
    change(budget, line, editor, 1, group=other)
    assert BudgetLine.objects.filter(group=other).order_by("order").last() == line


def test_a_total_changed_by_another_is_not_overwritten(budget, editor):
    total(budget, editor, 0, Decimal(3000))
    with pytest.raises(SaveRefused):
        total(budget, editor, 0, Decimal(4000))
    total(budget, editor, 1, None)
    assert not budget.totals.exists()


def test_words_conflict_with_words_and_not_with_posts(budget, editor):
    seen = budget.version_of("title")
    change(budget, line_of(budget), editor, 1, amount=Decimal(5))
    change_words(budget, editor, seen, "Een")
    with pytest.raises(SaveRefused) as refusal:
        change_words(budget, editor, seen, "Twee")
    assert refusal.value.conflicts[0].theirs == "Een"


def test_an_adopted_budget_refuses_every_change(budget, editor):
    line = line_of(adopted(budget))
    acts = [
        lambda: add_budget_row(
            budget=budget, row=BudgetLine(), values={"group": line.group, "title": "Nieuw"}, editor=editor
        ),
        lambda: change(budget, line, editor, 1, amount=Decimal(1)),
        lambda: move_row(budget=budget, row=line, down=True, editor=editor),
        lambda: delete_row(budget=budget, row=line, editor=editor),
        lambda: change_words(budget, editor, 0, "x"),
        lambda: delete_budget(budget=budget, editor=editor),
    ]
    for act in acts:
        with pytest.raises(BudgetIsAdopted):
            act()
    assert len(titles(budget)) == 3


def test_a_year_has_one_begroting_and_any_number_of_wijzigingen(budget, editor):
    about = {"police_unit": budget.police_unit, "year": budget.year, "editor": editor}
    with pytest.raises(BudgetExists, match="Er is al een begroting van 2026"):
        create_budget(kind="begroting", **about)
    assert [create_budget(kind="wijziging", **about).number for _ in range(2)] == [1, 2]


def test_a_deleted_budget_leaves_room_and_comes_back_only_while_there_is_room(budget, editor):
    delete_budget(budget=budget, editor=editor)
    new = create_budget(police_unit=budget.police_unit, year=budget.year, kind="begroting", editor=editor)
    with pytest.raises(BudgetExists):
        restore_budget(budget=budget, editor=editor)
    delete_budget(budget=new, editor=editor)
    restore_budget(budget=budget, editor=editor)
    assert list(Budget.objects.present()) == [budget]


def test_a_copy_has_the_same_posts_and_nothing_that_was_published(budget, editor):
    lasten = line_of(budget, "Post lasten 0")
    lasten.covered_by.add(line_of(budget))
    total(budget, editor, 0, Decimal(1), "Totaal")
    copy = copy_budget(budget=adopted(budget), kind="wijziging", year=2026, editor=editor)
    copied = line_of(copy, "Post lasten 0")
    assert (copied.amount, copied.lineage, list(copied.covered_by.all())) == (1000, lasten.lineage, [line_of(copy)])
    assert copy.is_concept
    assert not copy.totals.exists()
    assert list(lasten.covered_by.all()) == [line_of(budget)]


def test_a_copy_without_amounts_knows_none_yet(budget, editor):
    copy = copy_budget(budget=budget, kind="realisatie", year=2026, editor=editor, with_amounts=False)
    assert set(BudgetLine.objects.filter(group__budget=copy).values_list("amount", flat=True)) == {None}


def test_explaining_is_for_the_difference_that_is_there(budget, editor):
    change(budget, line_of(budget), editor, 1, amount=Decimal(1500), grant=None)
    [check] = differences(Budget.objects.with_figures().get(pk=budget.pk))
    given = {"budget": budget, "key": check.key, "editor": editor}
    with pytest.raises(NothingToExplain):
        explain_difference(**given, difference=Decimal(1), text="Daarom.")
    assert explain_difference(**given, difference=check.difference, text=" Daarom. ")
    assert explain_difference(**given, difference=check.difference, text="Beter gezegd.")
    assert [one.text for one in BudgetExplanation.objects.all()] == ["Beter gezegd."]
    assert not explain_difference(**given, difference=check.difference, text=" ")
    assert not BudgetExplanation.objects.exists()


def test_adopting_asks_for_amounts_and_reasons_first(budget, editor):
    change(budget, line_of(budget), editor, 1, amount=None)
    change(budget, line_of(budget, "Post baten 1"), editor, 1, amount=Decimal(1500))
    read = Budget.objects.with_figures().get(pk=budget.pk)
    missing = missing_for_adoption(read)
    assert missing[0] == "Vul een bedrag in bij Post baten 0."
    assert any("Licht dit toe" in line for line in missing)
    with pytest.raises(NotReadyToAdopt):
        adopt_budget(budget=read, adopted_on=date(2026, 1, 1), expected_version=read.version, editor=editor)
    assert Budget.objects.get(pk=budget.pk).version == read.version


def test_adopting_is_of_what_was_seen_and_happens_once(budget, editor):
    given = {"budget": budget, "adopted_on": date(2026, 1, 1), "editor": editor}
    with pytest.raises(BudgetChanged):
        adopt_budget(**given, expected_version=budget.version - 1)
    adopt_budget(**given, expected_version=budget.version)
    with pytest.raises(BudgetIsAdopted):
        adopt_budget(**given, expected_version=budget.version + 1)
    assert Budget.objects.get(pk=budget.pk).adopted_on == date(2026, 1, 1)


def test_an_empty_budget_is_not_adopted(editor):
    empty = create_budget(police_unit=PoliceUnitFactory(), year=2026, kind="begroting", editor=editor)
    assert missing_for_adoption(Budget.objects.with_figures().get(pk=empty.pk)) == [
        "De begroting heeft nog geen posten."
    ]
