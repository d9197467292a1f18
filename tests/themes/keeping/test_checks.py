"""What in a plan is to be looked at: old years in texts that were taken over, amounts that are still empty."""

import pytest

from tests.themes.factories import ActivityFactory, PlanTextFactory
from themes.editing.services.parts import save_field
from themes.models import Activity, Funding, ImplementationPlan, PlanText
from themes.parts import constants
from themes.parts.completeness import completeness
from themes.parts.registry import key_of
from themes.parts.validators import doubts_about, old_years


def read(plan) -> ImplementationPlan:
    return ImplementationPlan.objects.with_parts().get(pk=plan.pk)


@pytest.fixture
def copied(plan):
    """A text that came from the plan of the year before."""
    old = PlanTextFactory(plan=plan, kind=PlanText.Kind.LESSONS)
    return PlanTextFactory(plan=plan, kind=PlanText.Kind.APPROACH, origin=old)


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("In {before} bouwen we voort op {older}.", "{older}, {before}"),
        ("Medio {before} en € 2019,50 en 12-2018", "{before}"),
        ("In {now} en {after} gaan we door.", ""),
        ("Artikel 2013a blijft; 20245 ook.", ""),
    ],
)
def test_a_text_that_was_taken_over_is_listed_with_its_old_years(plan, copied, words, years):
    known = {"now": plan.year, "before": plan.year - 1, "older": plan.year - 2, "after": plan.year + 1}
    PlanText.objects.filter(pk=copied.pk).update(html=f"<p>{words.format(**known)}</p>")

    assert [one.years for one in old_years(read(plan))] == ([years.format(**known)] if years else [])


def test_what_somebody_looked_at_and_what_is_new_is_not_listed(plan, copied, pieter):
    words = f"<p>In {plan.year - 1} begon het.</p>"
    save_field(plan=plan, part=key_of(copied), field="html", text=words, expected_version=0, editor=pieter)
    ActivityFactory(plan=plan, title=f"Evaluatie {plan.year - 1}")

    assert old_years(read(plan)) == []


def test_an_amount_without_a_number_is_not_filled(plan):
    Funding.objects.create(plan=plan, source="Rijk", order=1)
    means = next(one for one in completeness(read(plan)) if one.code == constants.MEANS)
    assert [one.label for one in means.missing] == ["Middelen 1: bedrag"]

    Funding.objects.update(amount=0)
    means = next(one for one in completeness(read(plan)) if one.code == constants.MEANS)
    assert means.missing == []


def test_what_cannot_be_printed_is_found_with_the_place_where_it_is_written(plan):
    activity = ActivityFactory(plan=plan, title="Kade 👍")
    Activity.objects.filter(pk=activity.pk).update(owner="漢字")

    [found] = doubts_about(read(plan))
    assert found.doubt.blocks
    assert "eigenaar" in found.where
    assert found.url.endswith(f"#{key_of(activity)}")
