"""What a plan still misses: every section, what blocks the review, and what is in the bin does not count."""

from decimal import Decimal

import pytest
from django.utils import timezone

from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    ObjectiveFactory,
    PlanTextFactory,
    ResultTargetFactory,
)
from themes.models import Capacity, Decision, ImplementationPlan, PlanLink, PlanPerson, PlanText, Project, ResultTarget
from themes.parts.completeness import SectionState, completeness, meter
from themes.parts.constants import SECTIONS

pytestmark = pytest.mark.django_db
FULL = {"deliverable": "Handreiking", "planned_moment": "voorjaar", "owner": "Gemeente Velsen"}


@pytest.fixture
def plan() -> ImplementationPlan:
    return ImplementationPlanFactory()


def states(plan: ImplementationPlan) -> dict[str, SectionState]:
    found = ImplementationPlan.objects.with_parts().get(pk=plan.pk)
    return {state.code: state for state in completeness(found)}


def labels(plan: ImplementationPlan, code: str) -> list[str]:
    return [missing.label for missing in states(plan)[code].missing]


def test_every_section_has_a_state_in_its_order(plan):
    assert list(states(plan)) == list(SECTIONS)


def test_an_empty_plan_misses_what_every_plan_needs(plan):
    found = [(missing.label, missing.blocks) for state in states(plan).values() for missing in state.missing]

    assert found == [
        ("Ambitie: de tekst", True),
        ("Aanpak: de tekst", False),
        ("Nog geen activiteit", True),
        ("Nog geen beoogd resultaat", False),
        ("Nog geen inzet van partners en geen geld", False),
        ("Naam van de projectleider", False),
    ]


def test_a_whole_plan_misses_nothing(plan):
    for kind in (PlanText.Kind.AMBITION, PlanText.Kind.APPROACH):
        PlanTextFactory(plan=plan, kind=kind, html="<p>Rust op de kade.</p>")
    goal = ObjectiveFactory(theme=plan.theme)
    ActivityFactory(plan=plan, objective=goal, **FULL)
    result = IntendedResultFactory(plan=plan)
    ResultTargetFactory(plan=plan, result=result, value=Decimal(5), deadline="2025")
    Capacity.objects.create(plan=plan, partner="Politie", amount=1)
    PlanPerson.objects.create(plan=plan, kind=PlanPerson.Kind.LEADER, name="Pieter")

    whole = meter(states(plan).values())

    assert (whole.missing, whole.done) == ([], whole.total)
    # two texts, a goal, four of the activity, two of the result, three of the target, the means and the leader
    assert whole.total == 14


@pytest.mark.parametrize(
    ("field", "label", "blocks"),
    [
        ("title", "Activiteit 1: naam", True),
        ("deliverable", "Activiteit “Kade afsluiten”: product", False),
        ("planned_moment", "Activiteit “Kade afsluiten”: wanneer", True),
        ("owner", "Activiteit “Kade afsluiten”: eigenaar", True),
    ],
)
def test_an_activity_says_what_it_misses_and_where(plan, field, label, blocks):
    activity = ActivityFactory(plan=plan, **FULL | {"title": "Kade afsluiten"} | {field: ""})

    [missing] = states(plan)["activiteiten"].missing

    assert (missing.label, missing.blocks) == (label, blocks)
    assert missing.part == f"activity-{activity.pk}"
    assert missing.url.endswith(f"/{plan.theme.slug}/bewerken/?deel=activiteiten#activity-{activity.pk}")


def test_a_date_is_a_moment_too(plan):
    ActivityFactory(plan=plan, **FULL | {"planned_moment": "", "due_on": "2025-06-30"})

    assert labels(plan, "activiteiten") == []


def test_a_result_has_a_target_or_says_why_not(plan):
    IntendedResultFactory(plan=plan, title="Minder inbraken")
    IntendedResultFactory(plan=plan, title="Meer rust", html="<p>Niet te tellen.</p>")

    assert labels(plan, "resultaten") == [
        "Resultaat “Minder inbraken”: een streefwaarde, of een toelichting waarom die er niet is"
    ]


def test_a_target_has_a_number_a_unit_and_a_term(plan):
    ResultTargetFactory(plan=plan, title="Scans", unit="", result=IntendedResultFactory(plan=plan))

    assert labels(plan, "resultaten") == [
        "Streefwaarde “Scans”: getal",
        "Streefwaarde “Scans”: meeteenheid",
        "Streefwaarde “Scans”: termijn",
    ]


def test_what_goes_on_all_year_needs_no_term(plan):
    result = IntendedResultFactory(plan=plan)
    ResultTargetFactory(plan=plan, result=result, value=1, frequency=ResultTarget.Frequency.CONTINUOUS)

    assert labels(plan, "resultaten") == []


def test_a_goal_needs_work(plan):
    served, idle = ObjectiveFactory(theme=plan.theme, number=1), ObjectiveFactory(theme=plan.theme, number=2)
    IntendedResultFactory(plan=plan, objective=served)

    assert labels(plan, "doelen") == [f"Doel {idle.number}: een activiteit of een beoogd resultaat"]


def test_decisions_projects_and_links_say_what_they_are_about(plan):
    Decision.objects.create(plan=plan, title="Instemmen met de visie")
    Project.objects.create(plan=plan)
    PlanLink.objects.create(plan=plan)

    assert labels(plan, "besluiten") == ["Besluit “Instemmen met de visie”: gremium"]
    assert labels(plan, "projecten") == ["Project 1: naam"]
    assert labels(plan, "verbanden") == ["Verband 1: een indicator of een thema"]


def test_what_is_in_the_bin_neither_helps_nor_misses(plan):
    ActivityFactory(plan=plan, title="", deleted_at=timezone.now())
    binned = IntendedResultFactory(plan=plan, deleted_at=timezone.now())
    ResultTargetFactory(plan=plan, result=binned, value=1, deadline="2025")
    Capacity.objects.create(plan=plan, partner="Politie", deleted_at=timezone.now())

    assert labels(plan, "activiteiten") == ["Nog geen activiteit"]
    assert labels(plan, "resultaten") == ["Nog geen beoogd resultaat"]
    assert labels(plan, "middelen") == ["Nog geen inzet van partners en geen geld"]


def test_what_one_part_misses_stands_on_one_line(plan):
    ActivityFactory(plan=plan, title="Kade")
    ActivityFactory(plan=plan, title="Sluis", **FULL | {"deliverable": ""})

    assert [(one.label, one.blocks) for one in states(plan)["activiteiten"].missing_by_part] == [
        ("Activiteit “Kade”: product, wanneer, eigenaar", True),
        ("Activiteit “Sluis”: product", False),
    ]


@pytest.mark.parametrize("size", [1, 12])
def test_asking_takes_the_same_queries_for_any_plan(plan, size, django_assert_num_queries):
    ActivityFactory.create_batch(size, plan=plan)
    for result in IntendedResultFactory.create_batch(size, plan=plan):
        ResultTargetFactory(plan=plan, result=result)

    # The plan, and all that is read along with it.
    with django_assert_num_queries(2):
        completeness(ImplementationPlan.objects.with_parts().get(pk=plan.pk))
