"""A part once more: what comes along and what stays behind."""

from datetime import date

import pytest

from tests.html_forms import form_of
from tests.themes.editing.writers import Tab, writer
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    ObjectiveFactory,
    PlanTextFactory,
    ResultTargetFactory,
)
from themes.editing.services.copying import CannotBeCopied, duplicate_part
from themes.models import Activity, PlanEdit, Project, ResultTarget
from themes.parts.exceptions import PlanIsClosed
from themes.parts.registry import key_of
from themes.parts.views import plan_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return ImplementationPlanFactory()


@pytest.fixture
def pieter(plan):
    return writer(plan, "Pieter", "Bakker")


def test_a_copy_stands_below_its_part_with_its_targets_and_without_what_became_of_it(plan, pieter):
    goal = ObjectiveFactory(theme=plan.theme)
    more = {"owner": "Politie", "due_on": date(plan.year, 6, 1), "outcome": Activity.Outcome.FINISHED}
    first = ActivityFactory(plan=plan, title="Controles", objective=goal, versions={"title": {}}, order=1, **more)
    ActivityFactory(plan=plan, title="Daarna", order=2)
    ResultTargetFactory(plan=plan, activity=first, code="KPI-1", value=12)
    gone = ResultTargetFactory(plan=plan, activity=first)
    ResultTarget.objects.filter(pk=gone.pk).update(deleted_at="2025-01-01T00:00Z")

    copy = duplicate_part(plan=plan, part=key_of(first), editor=pieter)

    titles = list(Activity.objects.filter(plan=plan).order_by("order").values_list("title", flat=True))
    assert titles == ["Controles", "Controles (kopie)", "Daarna"]
    copy.refresh_from_db()
    assert (copy.owner, copy.due_on, copy.objective) == (first.owner, first.due_on, goal)
    assert (copy.outcome, copy.versions, copy.origin) == (Activity.Outcome.OPEN, {}, None)
    assert list(copy.targets.values_list("code", "value")) == [("", 12)]
    assert PlanEdit.objects.filter(plan=plan, kind=PlanEdit.Kind.CREATED).count() == 2


def test_a_name_that_is_full_is_cut(plan, pieter):
    result = IntendedResultFactory(plan=plan, title="x" * 400)
    assert duplicate_part(plan=plan, part=key_of(result), editor=pieter).title == "x" * 392 + " (kopie)"


def test_a_project_takes_its_deelprojecten_along(plan, pieter):
    child = Project.objects.create(plan=plan, parent=Project.objects.create(plan=plan, title="Haven"), title="Kade")
    copy = duplicate_part(plan=plan, part=key_of(child.parent), editor=pieter)
    assert list(Project.objects.filter(parent=copy).values_list("title", flat=True)) == ["Kade"]


def test_a_text_and_a_closed_plan_are_left_alone(plan, pieter):
    text, activity = PlanTextFactory(plan=plan), ActivityFactory(plan=plan)
    with pytest.raises(CannotBeCopied):
        duplicate_part(plan=plan, part=key_of(text), editor=pieter)
    plan.status = plan.Status.REVIEW
    plan.save()
    with pytest.raises(PlanIsClosed):
        duplicate_part(plan=plan, part=key_of(activity), editor=pieter)
    assert Activity.objects.count() == 1


def test_its_button_sends_the_form_of_the_part_and_opens_the_copy(plan, pieter):
    activity = ActivityFactory(plan=plan, title="Controles")
    tab = Tab(pieter, plan)
    sent = form_of(tab.get("activiteiten").text, key_of(activity))
    answer = tab.client.post(plan_url(plan, "part-duplicate"), sent)
    copy = Activity.objects.get(title="Controles (kopie)")
    assert answer.url.endswith(f"#{key_of(copy)}")
