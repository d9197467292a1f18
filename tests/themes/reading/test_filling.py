"""How much of a plan is filled in, counted by the database, is what the page of the plan says."""

import pytest

from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, IntendedResultFactory, ObjectiveFactory
from tests.themes.workflow.people import complete_plan
from themes.models import Funding, ImplementationPlan, PlanPerson, PlanText
from themes.parts.completeness import completeness, meter
from themes.parts.queries import Filled, filled_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def as_its_page_says(plan) -> Filled:
    found = meter(completeness(ImplementationPlan.objects.with_parts().get(pk=plan.pk)))
    return Filled(found.done, found.total)


def test_every_plan_of_the_demo(demo, django_assert_num_queries):
    plans = list(ImplementationPlan.objects.all())
    with django_assert_num_queries(1):
        found = filled_in([plan.pk for plan in plans])
    assert {plan.pk: as_its_page_says(plan) for plan in plans} == found


def test_an_empty_plan_and_a_short_one():
    empty, short = ImplementationPlanFactory(), complete_plan()
    ObjectiveFactory(theme=short.theme)
    served = ObjectiveFactory(theme=short.theme)
    ActivityFactory.create_batch(2, plan=short, objective=served)
    IntendedResultFactory(plan=short, html="<p>Geen getal.</p>")
    PlanText.objects.create(plan=empty, kind=PlanText.Kind.OCCASION, html="<p>Zo maar.</p>")
    PlanPerson.objects.create(plan=short, kind=PlanPerson.Kind.LEADER, name="Pieter")
    PlanPerson.objects.create(plan=short, kind=PlanPerson.Kind.LEADER, name="Wies")
    Funding.objects.create(plan=short, source="Rijk")
    ActivityFactory(plan=empty).delete()

    assert filled_in([empty.pk, short.pk]) == {one.pk: as_its_page_says(one) for one in (empty, short)}
    assert filled_in([]) == {}


@pytest.mark.parametrize(("done", "total", "percents"), [(0, 5, 0), (199, 200, 99), (7, 7, 100), (0, 0, 0)])
def test_a_hundred_percent_is_all_of_it(done, total, percents):
    assert Filled(done, total).percents == percents
