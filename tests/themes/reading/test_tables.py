"""Targets, activities and means as tables and in words."""

from decimal import Decimal

import pytest

from nhveilig.figures.tables import write_csv
from nhveilig.figures.values import Figure
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    ObjectiveFactory,
    ResultTargetFactory,
    ThemeFactory,
)
from themes.models import Activity, Capacity, Funding, ImplementationPlan, Project, ResultTarget
from themes.parts.queries import PlanParts
from themes.reading import presenters as tables

pytestmark = pytest.mark.django_db
Operator = ResultTarget.Operator


@pytest.fixture
def plan() -> ImplementationPlan:
    return ImplementationPlanFactory(theme__short_title="Havens")


def parts(plan: ImplementationPlan) -> PlanParts:
    return PlanParts(ImplementationPlan.objects.with_parts().get(pk=plan.pk))


def texts(table) -> list[list[str]]:
    return [[row.label, *(cell.text for cell in row.cells)] for row in table.rows]


@pytest.mark.parametrize(
    ("operator", "value", "unit", "words"),
    [
        (Operator.AT_LEAST, "5", "gemeenten", "ten minste 5 gemeenten"),
        (Operator.EXACT, "1.50", "fte", "1,5 fte"),
        (Operator.AT_MOST, "1200", "meldingen", "ten hoogste 1.200 meldingen"),
        (Operator.EXACT, "100", "% van vragen", "100% van vragen"),
        (Operator.AT_LEAST, None, "scans", "n.t.b. scans"),
    ],
)
def test_an_aim_in_words(operator, value, unit, words):
    target = ResultTarget(plan=ImplementationPlan(), operator=operator, value=value and Decimal(value), unit=unit)

    assert tables.aim_of(target) == words


def test_an_adopted_plan_without_a_number_has_nothing_to_decide():
    target = ResultTarget(plan=ImplementationPlan(status=ImplementationPlan.Status.ADOPTED), unit="scans")
    assert (tables.aim_of(target), tables.figure_of(target)) == ("geen getal afgesproken", Figure.dash())


@pytest.mark.parametrize(
    ("planned_moment", "due_on", "words"),
    [
        ("voorjaar", None, "voorjaar"),
        ("", "2025-06-30", "uiterlijk 30 juni 2025"),
        ("voorjaar", "2025-06-30", "voorjaar (uiterlijk 30-6-2025)"),
        ("", None, ""),
    ],
)
def test_a_moment_in_words(planned_moment, due_on, words):
    assert tables.moment_of(Activity(planned_moment=planned_moment, due_on=due_on)) == words


def test_the_table_of_targets(plan):
    result = IntendedResultFactory(plan=plan)
    common = {"plan": plan, "result": result, "deadline": "2025"}
    ResultTargetFactory(title="Scans", value=Decimal("2.5"), scope="municipality", note="Volgens afspraak.", **common)
    ResultTargetFactory(title="Havens", operator="=", frequency="yearly", unit="havens", **common)

    table = tables.target_table(parts(plan))

    assert texts(table) == [
        ["Scans", "ten minste 2,5", "gemeenten", "per gemeente", "2025", "eenmalig"],
        ["Havens", "n.t.b.", "havens", "de hele regio", "2025", "per jaar"],
    ]
    assert (table.caption, table.notes) == ("Streefwaarden havens 2025", ("Scans: Volgens afspraak.",))
    assert "ten minste" not in write_csv(table.as_dict())
    assert "minimum 2.5" in write_csv(table.as_dict())


def test_what_two_themes_share_says_where_it_counts(plan):
    other = ImplementationPlanFactory(theme=ThemeFactory(plan=plan.theme.plan, short_title="Jeugd"))
    counted = ResultTargetFactory(plan=plan, code="KPI-43")
    ResultTargetFactory(plan=other, counts_as=counted)

    assert texts(tables.target_table(parts(other)))[0][-1] == "telt mee bij Havens (KPI-43)"
    assert texts(tables.target_table(parts(plan)))[0][-1] == "geldt ook voor Jeugd"


def test_the_table_of_activities(plan):
    project = Project.objects.create(plan=plan, title="Weg 1")
    goal = ObjectiveFactory(theme=plan.theme, number=2)
    ActivityFactory(plan=plan, title="Kade", project=project, objective=goal, partners="Politie\nVelsen", owner="OM")

    [row] = texts(tables.activity_table(parts(plan)))

    assert row == ["Kade", "Weg 1; doel 2", "", "", "OM", "Politie, Velsen", "", "loopt"]


def test_the_table_of_results_names_their_targets(plan):
    result = IntendedResultFactory(plan=plan, title="Rust")
    ResultTargetFactory(plan=plan, result=result, title="Scans", value=3)

    assert texts(tables.result_table(parts(plan))) == [["Rust", "", "Scans: ten minste 3 gemeenten"]]


def test_people_are_added_up_per_kind_and_never_together(plan):
    for partner, amount, unit in [("Politie", "1.5", "fte"), ("OM", "120", "hours"), ("Velsen", "0.25", "fte")]:
        Capacity.objects.create(plan=plan, partner=partner, amount=amount, unit=unit)

    table = tables.capacity_table(parts(plan))

    assert [column.label for column in table.columns] == ["fte", "uur", "Waarvoor"]
    assert texts(table)[-1] == ["Samen", "1,75", "120", ""]
    assert texts(table)[1] == ["OM", "", "120", ""]


def test_a_sum_without_all_its_amounts_is_the_least_it_can_be(plan):
    for order, (source, amount) in enumerate([("Rijk", 25000), ("Gemeenten", None)]):
        Funding.objects.create(plan=plan, source=source, amount=amount, order=order)

    assert texts(tables.funding_table(parts(plan))) == [
        ["Rijk", "25.000", ""],
        ["Gemeenten", "n.t.b.", ""],
        ["Samen", "ten minste 25.000", ""],
    ]


def test_there_is_no_table_of_nothing(plan):
    made = [
        tables.target_table,
        tables.activity_table,
        tables.result_table,
        tables.capacity_table,
        tables.funding_table,
    ]

    assert [make(parts(plan)) for make in made] == [None] * 5
