"""What a document shows of a uitvoeringsplan, frozen from the database."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from nhveilig.figures.values import Qualifier
from reports.documents.blocks import BLOCK_TYPES, Source
from reports.documents.blocks.base import FreezingError
from reports.documents.freezing import freeze
from reports.documents.models import Block, Document
from reports.documents.plans.parts import FrozenParts
from reports.documents.plans.queries import readiness
from tests.themes.budgets.factories import BudgetFactory, BudgetGroupFactory, BudgetLineFactory
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    ObjectiveFactory,
    PlanTextFactory,
    ResultTargetFactory,
    ThemeFactory,
)
from themes.models import (
    Budget,
    BudgetExplanation,
    BudgetTotal,
    Capacity,
    Funding,
    ImplementationPlan,
    PlanLink,
    PlanText,
    Project,
    ResultTarget,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> ImplementationPlan:
    return ImplementationPlanFactory(ambition_period="2025-2028")


def parts_of(plan: ImplementationPlan, *kinds: str) -> list[dict]:
    return frozen(plan).freeze(kinds)


def frozen(plan: ImplementationPlan) -> FrozenParts:
    return FrozenParts(ImplementationPlan.objects.with_parts().get(pk=plan.pk), "thema-x")


def groups_of(plan: ImplementationPlan, kind: str = "activities") -> list[tuple[str, list[str]]]:
    (part,) = parts_of(plan, kind)
    return [(group["label"], [item["title"] for item in group["items"]]) for group in part["groups"]]


def test_a_part_that_holds_nothing_is_not_there(plan):
    PlanTextFactory(plan=plan, kind=PlanText.Kind.AMBITION, html="")
    assert parts_of(plan, "ambition", "people", "activities", "results", "targets", "means", "links", "lessons") == []


def test_the_ambition_says_for_which_years(plan):
    PlanTextFactory(plan=plan, html="<p>Rust in de haven.</p>")
    (part,) = parts_of(plan, "ambition")
    assert (part["title"], part["html"]) == ("Ambitie 2025-2028", "<p>Rust in de haven.</p>")


def test_activities_stand_under_the_goals_and_are_numbered_as_they_are_read(plan):
    first, second = ObjectiveFactory(theme=plan.theme, number=1), ObjectiveFactory(theme=plan.theme, number=2)
    for title, objective in (("a", second), ("b", first), ("c", None), ("d", second)):
        ActivityFactory(plan=plan, title=title, objective=objective)

    assert groups_of(plan) == [("Doel 1", ["b"]), ("Doel 2", ["a", "d"]), ("", ["c"])]
    (part,) = parts_of(plan, "activities")
    assert [item["position"] for group in part["groups"] for item in group["items"]] == [1, 2, 3, 4]
    assert part["groups"][-1]["title"] == "Voor alle doelen"


def test_without_goals_there_is_one_group_without_a_heading(plan):
    ActivityFactory(plan=plan, title="a")
    (part,) = parts_of(plan, "activities")
    assert [(group["label"], group["title"]) for group in part["groups"]] == [("", "")]


def test_projects_are_set_as_deep_as_they_lie(plan):
    top = Project.objects.create(plan=plan, order=1, title="Weg 1", html="<p>Over de weg.</p>")
    below = Project.objects.create(plan=plan, order=2, title="Pijler", parent=top)
    deepest = Project.objects.create(plan=plan, order=3, title="Steen", parent=below)
    Project.objects.create(plan=plan, order=4, title="Leeg")
    ActivityFactory(plan=plan, title="a", project=deepest)

    (part,) = parts_of(plan, "activities")
    (weg,) = part["groups"]
    (pijler,) = weg["groups"]
    (steen,) = pijler["groups"]
    assert [one["label"] for one in (weg, pijler, steen)] == ["Project 1", "Deel 1.1", "Deel 1.1.1"]
    assert [item["title"] for item in steen["items"]] == ["a"]


def test_the_goal_of_a_whole_project_is_said_once(plan):
    goal, other = ObjectiveFactory(theme=plan.theme, number=1), ObjectiveFactory(theme=plan.theme, number=2)
    one, two = (Project.objects.create(plan=plan, order=order, title=f"Weg {order}") for order in (1, 2))
    ActivityFactory(plan=plan, project=one, objective=goal)
    ActivityFactory(plan=plan, project=one, objective=goal)
    ActivityFactory(plan=plan, project=two, objective=goal)
    ActivityFactory(plan=plan, project=two, objective=other)

    (part,) = parts_of(plan, "activities")
    said = [(group["objective"], [item["objective"] for item in group["items"]]) for group in part["groups"]]
    assert said == [("1", ["", ""]), ("", ["1", "2"])]


def test_what_is_in_the_bin_is_not_printed(plan):
    project = Project.objects.create(plan=plan, title="Weg", deleted_at=datetime(2025, 3, 1, tzinfo=UTC))
    ActivityFactory(plan=plan, title="a", project=project)
    ActivityFactory(plan=plan, title="b", deleted_at=datetime(2025, 3, 1, tzinfo=UTC))
    assert groups_of(plan) == [("", ["a"])]


@pytest.mark.parametrize(
    ("operator", "value", "unit", "scope", "words"),
    [
        (">=", "5", "gemeenten", "region", "ten minste 5 gemeenten"),
        ("=", "95", "% van de signalen", "region", "95% van de signalen"),
        ("<=", "1.5", "week", "municipality", "ten hoogste 1,5 weken, per gemeente"),
        (">=", None, "controles", "region", "n.t.b. controles"),
    ],
)
def test_a_target_reads_as_a_few_words_beside_its_result(plan, operator, value, unit, scope, words):
    result = IntendedResultFactory(plan=plan)
    value = value and Decimal(value)
    ResultTargetFactory(plan=plan, result=result, operator=operator, value=value, unit=unit, scope=scope)
    (part,) = parts_of(plan, "results")
    assert [target["text"] for target in part["groups"][0]["items"][0]["targets"]] == [words]


def test_every_target_stands_in_the_table_with_its_number_and_its_qualifier(plan):
    ResultTargetFactory(plan=plan, code="K-1", operator=">=", value=Decimal("12.5"), unit="fte")
    ResultTargetFactory(plan=plan, code="K-2", operator="=", value=Decimal(3), unit="fte", note="Afgeleid.")
    ResultTargetFactory(plan=plan, code="K-3", value=None)

    parts = frozen(plan)
    parts.freeze(["targets"])
    (table,) = parts.tables
    cells = [
        (row["cells"][0]["value"], row["cells"][0]["qualifier"], row["cells"][-1]["text"]) for row in table["rows"]
    ]
    assert cells == [
        ("12.50", Qualifier.MINIMUM, "K-1"),
        ("3.00", Qualifier.EXACT, "K-2"),
        (None, Qualifier.UNDECIDED, "K-3"),
    ]
    assert table["notes"] == ["K-2: Afgeleid."]


def test_an_activity_says_in_which_days_it_happens_as_far_as_that_can_be_read(plan):
    ActivityFactory(plan=plan, planned_moment="juni en december", due_on=date(plan.year, 12, 1))
    ActivityFactory(plan=plan, planned_moment="zo snel mogelijk", due_on=date(plan.year + 1, 1, 1))
    (part,) = parts_of(plan, "activities")
    drawn, words = part["groups"][0]["items"]
    assert (drawn["spans"], drawn["due"]) == ([[152, 181], [335, 365]], 335)
    assert not {"spans", "due"} & words.keys()
    assert "planned_in" not in part


def test_a_shared_target_says_where_it_counts(plan):
    elsewhere = ImplementationPlanFactory(theme__short_title="Jeugd")
    counted = ResultTargetFactory(plan=elsewhere, code="K-9")
    ResultTargetFactory(plan=plan, code="K-1", counts_as=counted)
    parts = frozen(plan)
    parts.freeze(["targets"])
    assert parts.tables[0]["notes"] == ["K-1: Telt één keer mee, bij Jeugd (K-9)."]


def test_people_and_hours_are_added_apart(plan):
    for amount, unit in (("1.5", "fte"), ("2", "fte"), ("100", "hours")):
        Capacity.objects.create(plan=plan, partner="Politie", amount=Decimal(amount), unit=unit)
    parts = frozen(plan)
    parts.freeze(["means"])
    assert [(row["label"], row["cells"][0]["text"]) for row in parts.tables[0]["rows"]][3:] == [
        ("Totaal fte (berekend)", "3,5")
    ]


def test_a_sum_of_money_with_something_open_says_so(plan):
    Funding.objects.create(plan=plan, source="Rijk", amount=Decimal(1000))
    Funding.objects.create(plan=plan, source="Provincie", amount=None)
    parts = frozen(plan)
    parts.freeze(["means"])
    assert parts.tables[0]["rows"][-1]["cells"][0]["text"] == "1.000 (zonder 1 n.t.b.)"


def test_sources_without_an_amount_are_named_and_not_put_in_a_table(plan):
    Funding.objects.create(plan=plan, source="Rijk", amount=None, note="Volgt.")
    parts = frozen(plan)
    (part,) = parts.freeze(["means"])
    assert parts.tables == []
    assert [(source["title"], source["note"]) for source in part["sources"]] == [("Rijk", "Volgt.")]


def test_a_link_that_leads_nowhere_is_left_out(plan):
    other = ThemeFactory(title="Weerbare jeugd")
    PlanLink.objects.create(plan=plan, theme=other, note="Samen.")
    PlanLink.objects.create(plan=plan, note="Nog te kiezen.")
    (part,) = parts_of(plan, "links")
    assert [(link["kind"], link["title"]) for link in part["links"]] == [("thema", "Weerbare jeugd")]


def test_what_goes_on_from_last_year_says_so():
    last = ImplementationPlanFactory(year=2024)
    plan = ImplementationPlanFactory(theme=last.theme, origin=last)
    ActivityFactory(plan=plan, origin=ActivityFactory(plan=last))
    (part,) = parts_of(plan, "activities")
    assert part["groups"][0]["items"][0]["continues"] == "2024"


@pytest.fixture
def year_plan(plan) -> Document:
    return Document.objects.create(
        slug="jaarplan",
        kind=Document.Kind.YEAR_PLAN,
        police_unit=plan.theme.plan.police_unit,
        title="Jaarplan",
        start_year=2025,
        end_year=2025,
    )


@pytest.mark.parametrize(
    ("kind", "options", "sentence"),
    [
        ("implementation_plan", {"theme": "bestaat-niet"}, "“bestaat-niet” is er geen uitvoeringsplan 2025"),
        ("implementation_plan", {}, "geen uitvoeringsplan gekoppeld"),
        ("budget", {}, "nog geen begroting van 2025"),
        ("balance", {}, "nog geen begroting van 2025"),
        ("grants", {}, "nog geen geldbronnen"),
    ],
)
def test_what_is_not_there_is_said(year_plan, kind, options, sentence):
    Block.objects.create(document=year_plan, order=1, kind=kind, anchor="a", options=options)
    with pytest.raises(FreezingError, match=sentence):
        freeze(year_plan)


def test_a_part_that_does_not_exist_is_refused(year_plan, plan):
    options = {"theme": plan.theme.slug, "parts": ["activiteiten"]}
    Block.objects.create(document=year_plan, order=1, kind="implementation_plan", anchor="a", options=options)
    with pytest.raises(FreezingError, match=r"“activiteiten” niet\. Kies uit: ambition, people"):
        freeze(year_plan)


def test_a_theme_of_the_same_name_is_told_apart_by_its_programme(year_plan, plan):
    other = ImplementationPlanFactory(theme__slug=plan.theme.slug, theme__plan__police_unit=year_plan.police_unit)
    PlanTextFactory(plan=other, html="<p>De andere.</p>")
    options = {"theme": plan.theme.slug, "policy": other.theme.plan.slug}
    Block.objects.create(document=year_plan, order=1, kind="implementation_plan", anchor="a", options=options)
    (block,) = freeze(year_plan)["blocks"]
    assert block["content"]["parts"][0]["html"] == "<p>De andere.</p>"


def test_ten_plans_take_as_many_queries_as_one(plan, django_assert_num_queries):
    unit = plan.theme.plan.police_unit

    def fill(one: ImplementationPlan) -> None:
        target = ResultTargetFactory(plan=one, result=IntendedResultFactory(plan=one))
        ResultTarget.objects.filter(pk=target.pk).update(counts_as=ResultTargetFactory(plan=one))
        ActivityFactory(plan=one, project=Project.objects.create(plan=one, title="Weg"))
        PlanLink.objects.create(plan=one, theme=one.theme)

    fill(plan)
    document = Document.objects.create(
        slug="jaarplan", kind="year_plan", police_unit=unit, title="Jaarplan", start_year=2025, end_year=2025
    )
    # The plans with their themes, and all that is read along with them.
    with django_assert_num_queries(2) as counted:
        _freeze_all(document, [plan])
    for _ in range(9):
        fill(ImplementationPlanFactory(theme__plan=plan.theme.plan))
    plans = list(ImplementationPlan.objects.select_related("theme"))
    with django_assert_num_queries(len(counted)):
        _freeze_all(document, plans)


def _freeze_all(document: Document, plans: list[ImplementationPlan]) -> None:
    source = Source(document)
    for plan in plans:
        block = Block(document=document, anchor="a", options={"theme": plan.theme.slug})
        BLOCK_TYPES["implementation_plan"](block, source)


def test_readiness_names_the_themes_that_nobody_began(plan):
    later = ThemeFactory(plan=plan.theme.plan, title="Later")
    (programme,) = readiness(plan.theme.plan.police_unit, 2025)
    assert programme.plans == [plan]
    assert [one.theme for one in programme.themes if one.plan is None] == [later]
    assert readiness(plan.theme.plan.police_unit, 2031) == []


def money(year_plan: Document, **sides: int) -> Budget:
    budget = BudgetFactory(police_unit=year_plan.police_unit, year=2025)
    for side, amount in sides.items():
        BudgetLineFactory(group=BudgetGroupFactory(budget=budget, side=side, title=""), title="Post", amount=amount)
    return budget


def frozen_budget(year_plan: Document) -> dict:
    Block.objects.create(document=year_plan, order=1, kind="budget", anchor="a")
    (block,) = freeze(year_plan)["blocks"]
    return block["content"]


def test_a_budget_with_reserves_and_a_saldo_is_frozen_with_what_is_left(year_plan):
    budget = money(year_plan, baten=80, lasten=100, toevoegingen=5, onttrekkingen=20)
    for side, amount in (("saldo", -20), ("resultaat", -5)):
        BudgetTotal.objects.create(budget=budget, side=side, label=side, amount=amount)
    content = frozen_budget(year_plan)
    sides = [table["id"].rpartition("-")[2] for table in content["tables"]]
    assert sides == ["baten", "lasten", "toevoegingen", "onttrekkingen", "saldo"]
    [statement] = content["statements"]
    assert statement["title"] == "De lasten zijn €\xa020 hoger dan de baten"
    assert "een saldo van €\xa020 nadelig en een resultaat van €\xa05 nadelig" in statement["text"]


@pytest.mark.parametrize(
    ("sides", "title"),
    [
        ({"baten": -80, "lasten": 100}, "De baten tellen op tot minder dan nul"),
        ({"baten": 80, "lasten": -100}, "De lasten tellen op tot minder dan nul"),
        ({"baten": 80, "lasten": 90, "onttrekkingen": -10}, "De onttrekkingen tellen op tot minder dan nul"),
        ({"baten": 80, "lasten": 100}, "Dit sluit niet: de lasten zijn €\xa020 hoger dan de baten"),
        ({"baten": 80, "lasten": 100, "onttrekkingen": 20}, "Dit sluit: baten en onttrekkingen en lasten zijn allebei"),
    ],
)
def test_no_edition_says_what_does_not_follow(year_plan, sides, title):
    money(year_plan, **sides)
    [statement] = frozen_budget(year_plan)["statements"]
    assert statement["title"].startswith(title)


def test_an_explained_difference_is_frozen_with_its_reason(year_plan):
    budget = money(year_plan, baten=80, lasten=100)
    BudgetExplanation.objects.create(
        budget=budget, about="balance", side="lasten", difference=20, text="Uit de reserve."
    )
    [statement] = frozen_budget(year_plan)["statements"]
    assert statement["title"] == "De lasten zijn €\xa020 hoger dan de baten"
    assert statement["text"].endswith("Uit de reserve.")
