"""A plan that goes on in the next year: what goes along, what stays behind, and where it came from."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.accounts.factories import UserFactory
from tests.at_once import at_once
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    PlanTextFactory,
    ResultTargetFactory,
    ThemeFactory,
)
from themes.continuing.services import PlanExists, YearOutsidePolicy, continue_plan, start_plan
from themes.models import (
    Activity,
    ImplementationPlan,
    IntendedResult,
    PlanEdit,
    PlanLink,
    PlanPerson,
    PlanText,
    Project,
    ResultTarget,
)
from themes.progress.services import Report, report_progress

Outcome = Activity.Outcome


@pytest.fixture
def plan(db) -> ImplementationPlan:
    return ImplementationPlanFactory(ambition_period="2025-2028", status="adopted")


@pytest.fixture
def editor(db):
    return UserFactory()


def go_on(plan: ImplementationPlan, editor, texts=(), year: int = 2026) -> ImplementationPlan:
    return continue_plan(
        plan=plan,
        year=year,
        editor=editor,
        activities=list(Activity.objects.values_list("pk", flat=True)),
        results=list(IntendedResult.objects.values_list("pk", flat=True)),
        texts=texts,
    )


def test_a_plan_begins_with_every_text_to_write(plan, editor):
    new = start_plan(theme=plan.theme, year=2027, editor=editor)

    assert (new.status, new.changed_by, new.origin) == ("concept", editor, None)
    assert set(new.plantext_set.values_list("kind", "html")) == {(kind, "") for kind in PlanText.Kind.values}
    assert PlanEdit.objects.get(plan=new).kind == PlanEdit.Kind.CREATED


def test_the_new_plan_is_a_concept_that_knows_the_old_one(plan, editor):
    new = go_on(plan, editor)

    assert (new.status, new.year, new.ambition_period, new.origin) == ("concept", 2026, "2025-2028", plan)
    assert PlanEdit.objects.get(plan=new).label == f"Vervolg op {plan}"


def test_chosen_texts_go_along_and_the_others_are_there_empty(plan, editor):
    lessons = PlanTextFactory(plan=plan, kind="lessons", html="<p>Begin eerder.</p>")
    PlanTextFactory(plan=plan, kind="occasion", html="<p>Drukte.</p>")

    new = go_on(plan, editor, texts=["lessons"])

    texts = {text.kind: (text.html, text.origin) for text in new.plantext_set.all()}
    assert texts.pop("lessons") == ("<p>Begin eerder.</p>", lessons)
    assert set(texts.values()) == {("", None)}
    assert len(texts) == 5


def test_what_is_unfinished_goes_along_as_it_was_written(plan, editor):
    running = ActivityFactory(plan=plan, owner="OM", partners="Politie", planned_moment="doorlopend", order=7)
    running.versions = {"owner": {"version": 3}}
    running.save()
    ActivityFactory(plan=plan, outcome=Outcome.FINISHED)
    ActivityFactory(plan=plan, outcome=Outcome.STOPPED)
    ActivityFactory(plan=plan, deleted_at=timezone.now())
    ActivityFactory(plan=ImplementationPlanFactory())

    [copy] = go_on(plan, editor).activity_set.all()

    assert (copy.title, copy.owner, copy.partners, copy.planned_moment) == (
        running.title,
        "OM",
        "Politie",
        "doorlopend",
    )
    assert (copy.origin, copy.order, copy.version, copy.versions) == (running, 1, 1, {})


def test_what_is_not_chosen_stays_behind_with_its_targets(plan, editor):
    result = IntendedResultFactory(plan=plan)
    for left in (IntendedResultFactory(plan=plan), ActivityFactory(plan=plan)):
        owner = "result" if isinstance(left, IntendedResult) else "activity"
        ResultTargetFactory(plan=plan, **{owner: left})
    of_result, of_plan = ResultTargetFactory(plan=plan, result=result, value=Decimal(5)), ResultTargetFactory(plan=plan)

    new = continue_plan(plan=plan, year=2026, editor=editor, activities=[], results=[result.pk], texts=[])

    [copy] = new.intendedresult_set.all()
    assert copy.origin == result
    targets = {target.origin: (target.result, target.value) for target in new.resulttarget_set.all()}
    assert targets == {of_result: (copy, Decimal(5)), of_plan: (None, None)}
    assert not new.activity_set.exists()


@pytest.mark.parametrize(
    ("words", "day", "kept"),
    [
        ("eind 2025", "2025-12-31", ("", None)),
        ("doorlopend", None, ("doorlopend", None)),
        ("2025-2028", None, ("2025-2028", None)),
        ("voorjaar 2026", "2026-03-01", ("voorjaar 2026", "2026-03-01")),
        ("voor de zomer", "2024-06-01", ("voor de zomer", None)),
    ],
)
def test_a_term_before_the_new_year_is_left_for_people_to_choose(plan, editor, words, day, kept):
    ActivityFactory(plan=plan, planned_moment=words, due_on=day)
    ResultTargetFactory(plan=plan, deadline=words, due_on=day)

    new = go_on(plan, editor)

    activity, target = new.activity_set.get(), new.resulttarget_set.get()
    assert (activity.planned_moment, activity.due_on and activity.due_on.isoformat()) == kept
    assert (target.deadline, target.due_on and target.due_on.isoformat()) == kept


def test_projects_people_and_links_go_along_in_their_places(plan, editor):
    # Written in another order than they stand in.
    child = Project.objects.create(plan=plan, title="Pad", order=1)
    child.parent = Project.objects.create(plan=plan, title="Weg", order=2)
    child.save()
    Project.objects.create(plan=plan, title="Weg ermee", order=3, deleted_at=timezone.now())
    ActivityFactory(plan=plan, project=child)
    PlanPerson.objects.create(plan=plan, name="Wies", kind="leader")
    PlanLink.objects.create(plan=plan, theme=ThemeFactory(plan=plan.theme.plan))

    new = go_on(plan, editor)

    projects = {project.title: project for project in new.project_set.all()}
    assert projects.keys() == {"Pad", "Weg"}
    assert projects["Pad"].parent == projects["Weg"]
    assert projects["Pad"].origin == child
    assert new.activity_set.get().project == projects["Pad"]
    assert (new.planperson_set.get().name, new.planlink_set.get().theme) == ("Wies", plan.planlink_set.get().theme)


@pytest.mark.parametrize("first", ["who counts", "who repeats"])
def test_what_two_themes_share_is_counted_once_in_the_new_year_too(plan, editor, first):
    counted = ResultTargetFactory(plan=plan, code="KPI-43")
    other = ImplementationPlanFactory(theme=ThemeFactory(plan=plan.theme.plan))
    ResultTargetFactory(plan=other, counts_as=counted)

    order = [plan, other] if first == "who counts" else [other, plan]
    for one in order:
        go_on(one, editor)

    of_2026 = ResultTarget.objects.filter(plan__year=2026)
    assert of_2026.count() == 2
    assert of_2026.counted_once().get().origin == counted


def test_a_plan_that_is_there_already_is_left_alone(plan, editor):
    standing = ImplementationPlanFactory(theme=plan.theme, year=2026)
    ActivityFactory(plan=plan)

    with pytest.raises(PlanExists, match=r"er al een uitvoeringsplan 2026\. Ga daarin verder; er is niets") as refused:
        go_on(plan, editor)

    assert refused.value.plan == standing
    assert not standing.activity_set.exists()


def test_no_plan_for_a_year_the_policy_does_not_run_in(plan, editor):
    with pytest.raises(YearOutsidePolicy, match=r"loopt van 2025 tot en met 2028\. Voor 2029 kan"):
        go_on(plan, editor, year=2029)
    assert ImplementationPlan.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_go_on_at_once_one_wins_and_the_other_hears_of_it():
    plan, editors = ImplementationPlanFactory(), UserFactory.create_batch(3)
    ActivityFactory.create_batch(3, plan=plan)
    outcomes = at_once([lambda by=editor: go_on(plan, by) for editor in editors])

    [won] = [one for one in outcomes if isinstance(one, ImplementationPlan)]
    assert [one.plan for one in outcomes if isinstance(one, PlanExists)] == [won, won]
    assert won.activity_set.count() == 3


@pytest.mark.parametrize("size", [1, 15])
def test_going_on_takes_the_same_queries_for_any_plan(plan, editor, size, django_assert_max_num_queries):
    ActivityFactory.create_batch(size, plan=plan)
    for result in IntendedResultFactory.create_batch(size, plan=plan):
        ResultTargetFactory(plan=plan, result=result)

    with django_assert_max_num_queries(24):
        go_on(plan, editor, texts=PlanText.Kind.values)


@pytest.mark.parametrize(("course", "goes_along"), [("on_track", True), ("done", False), ("stopped", False)])
def test_what_was_reported_as_finished_does_not_go_along(plan, editor, course, goes_along):
    activity = ActivityFactory(plan=plan)
    said = Report(on=date(plan.year, 3, 1), course=course)
    report_progress(subject=activity, report=said, by=None, today=date(plan.year, 6, 1))
    new = continue_plan(plan=plan, year=plan.year + 1, editor=editor, activities=[activity.pk], results=[], texts=[])
    assert new.activity_set.exists() == goes_along
