"""A budget that does not balance says by how much and where; an open amount is never nothing."""

from decimal import Decimal

import pytest

from nhveilig.figures.tables import Table
from tests.regions.factories import PoliceUnitFactory
from tests.themes.budgets.factories import BudgetFactory, BudgetGroupFactory, BudgetLineFactory, make_budget
from themes.budgets.presenters import THOUSANDS, budget_tables, comparison_tables
from themes.budgets.queries import balances, notes
from themes.budgets.validators import differences, group_sum, groups_of, reconcile
from themes.models import Budget, BudgetExplanation, BudgetGroup, BudgetLine, BudgetSide, BudgetTotal

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget() -> Budget:
    """Baten and lasten of 2.000 euros each."""
    return make_budget(PoliceUnitFactory(), posts=2)


def read(budget: Budget) -> Budget:
    return Budget.objects.with_figures().get(pk=budget.pk)


def post(side: str, place: int = 0) -> BudgetLine:
    return BudgetLine.objects.get(title=f"Post {side} {place}")


def set_amount(line: BudgetLine, amount: int | None) -> None:
    BudgetLine.objects.filter(pk=line.pk).update(amount=amount)


def test_a_budget_that_balances_says_so(budget):
    [balance] = balances(read(budget))
    assert (balance.kind, balance.title) == ("success", "Dit sluit: baten en lasten zijn allebei €\xa02.000")
    assert differences(read(budget)) == []


def test_a_budget_that_does_not_balance_says_by_how_much_and_where(budget):
    set_amount(post("lasten"), 1300)
    BudgetGroup.objects.filter(side="lasten").update(subtotal=2000)
    [balance] = balances(read(budget))
    assert balance.title == "Dit sluit niet: de lasten zijn €\xa0300 hoger dan de baten"
    assert balance.text == "De baten tellen op tot €\xa02.000, de lasten tot €\xa02.300."
    assert balance.where == (
        "Subtotaal Groep lasten (lasten): gepubliceerd is €\xa0300 minder dan de som, die €\xa02.300 is.",
    )


def test_the_side_that_is_lower_is_named_too(budget):
    set_amount(post("lasten"), 900)
    [balance] = balances(read(budget))
    assert balance.title == "Dit sluit niet: de baten zijn €\xa0100 hoger dan de lasten"


def test_an_open_amount_makes_the_balance_unknown(budget):
    set_amount(post("lasten"), None)
    [balance] = balances(read(budget))
    assert (balance.kind, balance.difference) == ("warning", None)
    assert balance.text == "Van 1 post is het bedrag nog niet bekend (n.t.b.)."
    lasten = budget_tables(read(budget))[1]
    assert [row.cells[0].text for row in lasten.rows if row.cells] == [
        "n.t.b.", "1.000", "1.000 (zonder 1 n.t.b.)", "1.000 (zonder 1 n.t.b.)",
    ]  # fmt: skip


def test_a_sum_without_a_published_one_says_that_it_is_computed(budget):
    baten = budget_tables(read(budget), beside=True)[0]
    assert [row.label for row in baten.rows][-2:] == ["Subtotaal Groep baten (berekend)", "Totaal baten (berekend)"]
    assert [column.key for column in baten.columns] == ["bedrag"]


def test_a_published_total_is_held_against_posts_and_subtotals(budget):
    BudgetGroup.objects.filter(side="baten").update(subtotal=1900)
    BudgetTotal.objects.create(budget=budget, side="baten", label="Totaal baten", amount=2100)
    found = {(check.what, check.difference) for check in differences(read(budget))}
    assert found == {
        ("subtotaal Groep baten (baten)", -100),
        ("totaal baten", 100),
        ("totaal baten, som van de subtotalen", 200),
    }
    baten = budget_tables(read(budget), beside=True)[0]
    assert [cell.text for cell in baten.rows[-1].cells] == ["2.100", "2.000"]


def test_a_post_is_held_against_what_covers_it_and_income_against_its_source(budget):
    post("lasten").covered_by.add(post("baten"))
    set_amount(post("baten"), 1200)
    found = [(check.about, check.difference) for check in differences(read(budget))]
    assert found == [("balance", -200), ("cover", -200), ("grant", 200)]


def test_an_explanation_is_for_one_difference_only(budget):
    set_amount(post("lasten"), 1300)
    BudgetExplanation.objects.create(
        budget=budget, about="balance", side="lasten", difference=300, text="Uit de reserve."
    )
    assert [check.is_unexplained for check in differences(read(budget))] == [False]
    assert notes(differences(read(budget))) == ["De lasten zijn €\xa0300 hoger dan de baten. Uit de reserve."]
    set_amount(post("lasten"), 1301)
    assert [check.is_unexplained for check in differences(read(budget))] == [True]


def test_what_lies_in_the_bin_counts_nowhere(budget):
    line = post("lasten")
    post("lasten", 1).covered_by.add(post("baten"))
    BudgetLine.objects.filter(pk__in=[line.pk, post("baten").pk]).update(deleted_at="2026-01-01T00:00:00Z")
    read_again = read(budget)
    assert [group_sum(groups_of(read_again, side)[0]).value for side in ("baten", "lasten")] == [1000, 1000]
    assert "cover" not in {check.about for check in reconcile(read_again)}


def test_rounding_tells_when_rounded_posts_do_not_add_up(budget):
    for side, place in (("baten", 0), ("baten", 1)):
        set_amount(post(side, place), 1400)
    baten = budget_tables(read(budget), THOUSANDS)[0]
    assert [row.cells[0].text for row in baten.rows if row.cells] == ["1", "1", "3", "3"]
    assert "Door het afronden tellen de posten van het totaal baten hier op tot 2 en niet tot 3." in baten.notes


def test_rounding_hides_no_amount(budget):
    set_amount(post("baten"), 400)
    baten = budget_tables(read(budget), THOUSANDS)[0]
    assert baten.rows[1].cells[0].text == "bijna 0"
    assert baten.rows[1].cells[0].value == "0.4"


def test_cents_are_shown_for_the_whole_side_or_not_at_all(budget):
    BudgetLine.objects.filter(pk=post("baten").pk).update(amount=Decimal("1000.50"))
    baten, lasten = budget_tables(read(budget))
    assert [row.cells[0].text for row in baten.rows if row.cells] == ["1.000,50", "1.000,00", "2.000,50", "2.000,50"]
    assert next(row.cells[0].text for row in lasten.rows if row.cells) == "1.000"


def test_versions_stand_side_by_side_by_lineage(budget):
    actuals = make_budget(budget.police_unit, posts=2, kind=Budget.Kind.ACTUALS)
    renamed = BudgetLine.objects.filter(group__budget=actuals, title="Post lasten 0")
    renamed.update(title="Personeel", amount=1250)
    BudgetLine.objects.filter(group__budget=actuals, title="Post lasten 1").update(amount=None)
    extra = BudgetGroupFactory(budget=actuals, side=BudgetSide.EXPENSES, title="Nieuw", order=5)
    BudgetLineFactory(group=extra, title="Extra", amount=70)
    lasten = comparison_tables([read(budget), read(actuals)])[1]
    assert [column.label for column in lasten.columns] == ["Begroot 2026", "Realisatie 2026", "Verschil"]
    assert [(row.label, [cell.text for cell in row.cells]) for row in lasten.rows if row.cells] == [
        ("Personeel", ["1.000", "1.250", "+250"]),
        ("Post lasten 1", ["1.000", "n.t.b.", "n.t.b."]),
        ("Subtotaal Groep lasten", ["2.000", "1.250 (zonder 1 n.t.b.)", "n.t.b."]),
        ("Extra", ["–", "70", "+70"]),
        ("Subtotaal Nieuw", ["–", "70", "+70"]),
        ("Totaal lasten", ["2.000", "1.320 (zonder 1 n.t.b.)", "n.t.b."]),
    ]


def apart(budget: Budget, kind: str = Budget.Kind.ACTUALS, **sides: list[tuple[str, str, int]]) -> Budget:
    """Another version, that shares nothing but names: (group, post, amount) per side."""
    made = BudgetFactory(police_unit=budget.police_unit, year=budget.year, kind=kind)
    for side, posts in sides.items():
        groups: dict[str, BudgetGroup] = {}
        for title, post_title, amount in posts:
            group = groups.setdefault(title, None) or BudgetGroupFactory(budget=made, side=side, title=title)
            groups[title] = group
            BudgetLineFactory(group=group, title=post_title, amount=amount)
    return read(made)


def shown(table: Table) -> list[tuple[str, list[str]]]:
    return [(row.label, [cell.text for cell in row.cells]) for row in table.rows if row.role == "detail"]


def test_versions_entered_apart_are_matched_by_name_and_that_is_said(budget):
    other = apart(budget, lasten=[("GROEP  Lasten", "post lasten 0", 1200), ("GROEP  Lasten", "Nieuw", 5)])
    baten, lasten = comparison_tables([read(budget), other])
    assert shown(lasten) == [
        ("post lasten 0", ["1.000", "1.200", "+200"]),
        ("Post lasten 1", ["1.000", "–", "−1.000"]),
        ("Nieuw", ["–", "5", "+5"]),
    ]
    assert any(note.startswith("Apart ingevoerd en aan de naam herkend: “post lasten 0”.") for note in lasten.notes)
    assert "Alleen in begroting 2026: “Post lasten 1”." in lasten.notes
    assert "Alleen in realisatie 2026: “Nieuw”." in lasten.notes
    assert not any("aan de naam" in note for note in baten.notes)


def test_a_name_that_stands_there_twice_is_not_guessed(budget):
    BudgetLine.objects.filter(title="Post lasten 1").update(title="Post lasten 0")
    other = apart(budget, lasten=[("Groep lasten", "Post lasten 0", 1200)])
    lasten = comparison_tables([read(budget), other])[1]
    assert [cells for _, cells in shown(lasten)] == [
        ["1.000", "–", "−1.000"], ["1.000", "–", "−1.000"], ["–", "1.200", "+1.200"],
    ]  # fmt: skip
    assert any("want deze naam staat er vaker: “Post lasten 0”" in note for note in lasten.notes)


def test_two_groups_of_one_name_are_not_guessed(budget):
    other = apart(budget, lasten=[("Groep lasten", "A", 1), ("groep lasten", "Post lasten 0", 2)])
    lasten = comparison_tables([read(budget), other])[1]
    assert ["–", "2", "+2"] in [cells for _, cells in shown(lasten)]
    assert any("want deze naam staat er vaker: “Groep lasten”, “groep lasten”" in note for note in lasten.notes)


@pytest.mark.parametrize(
    "posts",
    [
        [("Een andere groep", "Post lasten 0", 7)],
        [("Groep lasten", "Post lasten nul", 7)],
    ],
)
def test_another_group_or_another_name_is_another_post(budget, posts):
    lasten = comparison_tables([read(budget), apart(budget, lasten=posts)])[1]
    assert [cells for _, cells in shown(lasten)].count(["–", "7", "+7"]) == 1
    assert not any("aan de naam" in note for note in lasten.notes)


def test_a_name_on_another_side_is_another_post(budget):
    other = apart(budget, baten=[("Groep lasten", "Post lasten 0", 7)])
    assert all("aan de naam" not in note for table in comparison_tables([read(budget), other]) for note in table.notes)


def test_a_renamed_copy_is_still_known_by_its_old_name(budget):
    """By lineage first; and a third version that nobody copied still has the name of the first."""
    actuals = make_budget(budget.police_unit, posts=2, kind=Budget.Kind.AMENDMENT)
    BudgetLine.objects.filter(group__budget=actuals, title="Post lasten 0").update(title="Huur", amount=1100)
    third = apart(budget, lasten=[("Groep lasten", "Post lasten 0", 1200)])
    lasten = comparison_tables([read(budget), read(actuals), third])[1]
    assert shown(lasten)[0] == ("Post lasten 0", ["1.000", "1.100", "1.200", "+200"])


def test_the_amounts_that_stand_beside_each_other_add_up_to_the_totals(budget):
    posts = [("Groep lasten", "Post lasten 0", 1), ("Groep lasten", "Post lasten 0", 2), ("", "X", 4)]
    other = apart(budget, lasten=posts)
    lasten = comparison_tables([read(budget), other])[1]
    for place in (0, 1):
        parts = [cells[place].replace(".", "") for _, cells in shown(lasten)]
        assert sum(int(part) for part in parts if part != "–") == [2000, 7][place]
