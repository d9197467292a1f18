"""Activities and results stand under their project or goal, numbered as they are read."""

import pytest
from django.utils import timezone

from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    ObjectiveFactory,
    PlanTextFactory,
)
from themes.models import ImplementationPlan, PlanText, Project
from themes.parts.queries import PlanParts
from themes.reading import outline

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> ImplementationPlan:
    return ImplementationPlanFactory()


def parts(plan: ImplementationPlan) -> PlanParts:
    return PlanParts(ImplementationPlan.objects.with_parts().get(pk=plan.pk))


def shown(groups: list[outline.WorkGroup]) -> list:
    return [
        (group.kicker, group.level, [(item.number, str(item.activity)) for item in group.activities])
        + ((shown(group.groups),) if group.groups else ())
        for group in groups
    ]


def test_by_goal_in_the_order_of_the_goals_then_the_rest(plan):
    first, second = (ObjectiveFactory(theme=plan.theme, number=number) for number in (1, 2))
    ActivityFactory(plan=plan, title="a", objective=second, order=1)
    ActivityFactory(plan=plan, title="b", order=2)
    ActivityFactory(plan=plan, title="c", objective=first, order=3)

    assert shown(outline.groups(parts(plan))) == [
        ("Doel 1", 3, [(1, "c")]),
        ("Doel 2", 3, [(2, "a")]),
        ("", 3, [(3, "b")]),
    ]


def test_by_project_as_deep_as_they_go(plan):
    goal = ObjectiveFactory(theme=plan.theme, number=4)
    project = Project.objects.create(plan=plan, title="Weg", order=1)
    below = Project.objects.create(plan=plan, title="Pad", parent=project, order=2)
    Project.objects.create(plan=plan, title="Steeg", parent=below, order=3)
    ActivityFactory(plan=plan, title="diep", project=below, objective=goal, order=1)
    ActivityFactory(plan=plan, title="hoog", project=project, order=2)

    groups = outline.groups(parts(plan))

    assert shown(groups) == [
        (
            "Project 1",
            3,
            [(1, "hoog")],
            [("Deelproject 1.1", 4, [(2, "diep")], [("Deelproject 1.1.1", 5, [])])],
        )
    ]
    assert groups[0].groups[0].activities[0].goal == goal


def test_what_stands_under_a_project_in_the_bin_stands_under_none(plan):
    gone = Project.objects.create(plan=plan, title="Weg", deleted_at=timezone.now())
    IntendedResultFactory(plan=plan, title="Rust", project=gone)

    [group] = outline.groups(parts(plan))

    assert (group.title, [str(item.result) for item in group.results]) == ("", ["Rust"])


def test_a_goal_that_nothing_serves_is_seen(plan):
    ObjectiveFactory(theme=plan.theme, number=1)

    assert shown(outline.groups(parts(plan))) == [("Doel 1", 3, [])]


def test_headings_in_a_text_go_on_from_the_page_and_notes_stand_apart(plan):
    PlanTextFactory(plan=plan, html="<h3>Kop</h3><p>Tekst<span class='voetnoot'>Bron.</span></p>".replace("'", '"'))
    PlanTextFactory(plan=plan, kind=PlanText.Kind.APPROACH, html="<h3>Kop</h3>")

    ambition = outline.ambition(parts(plan), under=2)
    [approach] = outline.texts(parts(plan), under=3)

    assert ambition.html.startswith("<h3>Kop</h3><p>Tekst<sup")
    assert ambition.notes == [("noot-ambition-1", "Bron.")]
    assert (approach.title, approach.html) == ("Aanpak", "<h4>Kop</h4>")


def test_no_heading_is_deeper_than_html_has():
    assert outline.set_prose("<h3>a</h3><h5>b</h5>", "x", 5).html == "<h6>a</h6><h6>b</h6>"
