"""Parts come, move, go to the bin and come back; what belongs together goes together."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.editing.exceptions import FieldRefused, RowIsGone
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    PlanTextFactory,
    ResultTargetFactory,
)
from themes.editing.services.parts import (
    CannotBeDeleted,
    CannotBeMoved,
    add_part,
    delete_part,
    empty_bin,
    move_part,
    restore_part,
)
from themes.models import Activity, IntendedResult, PlanEdit, Project, ResultTarget
from themes.parts.exceptions import PlanIsClosed
from themes.parts.registry import UnknownPart, key_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return ImplementationPlanFactory()


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="pieter")


def titles(plan) -> list[str]:
    return list(Activity.objects.present().filter(plan=plan).order_by("order").values_list("title", flat=True))


def test_a_new_part_stands_last(plan, editor):
    for title in ("Een", "Twee"):
        add_part(plan=plan, kind="activity", editor=editor, texts={"title": title})
    assert titles(plan) == ["Een", "Twee"]
    assert list(PlanEdit.objects.values_list("kind", flat=True)) == ["created", "created"]


def test_a_new_part_may_stand_under_another(plan, editor):
    result = IntendedResultFactory(plan=plan)
    target = add_part(plan=plan, kind="target", editor=editor, texts={"result": str(result.pk), "value": "32"})
    assert list(result.targets.all()) == [target]


def test_a_new_part_with_an_impossible_text_is_not_made(plan, editor):
    with pytest.raises(FieldRefused, match="“ooit” is geen datum"):
        add_part(plan=plan, kind="activity", editor=editor, texts={"due_on": "ooit"})
    assert not Activity.objects.exists()


@pytest.mark.parametrize("kind", ["text", "nonsense", ""])
def test_only_rows_can_be_added(plan, editor, kind):
    with pytest.raises(UnknownPart):
        add_part(plan=plan, kind=kind, editor=editor)


def test_a_result_takes_its_targets_to_the_bin_and_back(plan, editor):
    result = IntendedResultFactory(plan=plan)
    earlier, target = ResultTargetFactory(plan=plan, result=result), ResultTargetFactory(plan=plan, result=result)
    delete_part(plan=plan, part=key_of(earlier), editor=editor)
    gone = delete_part(plan=plan, part=key_of(result), editor=editor)
    assert gone == [result, target]
    back = restore_part(plan=plan, part=key_of(result), editor=editor)
    assert back == [result, target]
    assert list(ResultTarget.objects.present()) == [target]


def test_a_project_takes_its_deelprojecten_along_but_not_what_stands_under_it(plan, editor):
    project = Project.objects.create(plan=plan, title="Weg 1")
    below = Project.objects.create(plan=plan, title="Deelproject", parent=project)
    activity = ActivityFactory(plan=plan, project=below)
    assert delete_part(plan=plan, part=key_of(project), editor=editor) == [project, below]
    activity.refresh_from_db()
    assert activity.deleted_at is None


def test_what_belongs_to_something_in_the_bin_does_not_come_back_alone(plan, editor):
    result = IntendedResultFactory(plan=plan, title="Elke gemeente doet mee")
    target = ResultTargetFactory(plan=plan, result=result)
    delete_part(plan=plan, part=key_of(result), editor=editor)
    with pytest.raises(RowIsGone, match="Elke gemeente doet mee"):
        restore_part(plan=plan, part=key_of(target), editor=editor)


def test_deleting_twice_is_deleting_once(plan, editor):
    activity = ActivityFactory(plan=plan)
    assert delete_part(plan=plan, part=key_of(activity), editor=editor)
    assert delete_part(plan=plan, part=key_of(activity), editor=editor) == []


def test_a_text_is_not_deleted(plan, editor):
    with pytest.raises(CannotBeDeleted):
        delete_part(plan=plan, part=key_of(PlanTextFactory(plan=plan)), editor=editor)


@pytest.mark.parametrize(
    ("moved", "before", "expected"),
    [("c", "a", "cab"), ("a", None, "bca"), ("a", "c", "bac"), ("b", "b", "abc"), ("b", None, "acb")],
)
def test_a_part_moves_before_another_or_to_the_end(plan, editor, moved, before, expected):
    parts = {letter: ActivityFactory(plan=plan, title=letter, order=place) for place, letter in enumerate("abc", 1)}
    move_part(
        plan=plan,
        part=key_of(parts[moved]),
        before=before and key_of(parts[before]),
        editor=editor,
    )
    assert "".join(titles(plan)) == expected


def test_a_part_does_not_move_between_another_kind(plan, editor):
    with pytest.raises(CannotBeMoved):
        move_part(
            plan=plan,
            part=key_of(ActivityFactory(plan=plan)),
            before=key_of(IntendedResultFactory(plan=plan)),
            editor=editor,
        )


def test_the_bin_is_emptied_after_thirty_days(plan, editor):
    old, recent, kept = (ActivityFactory(plan=plan) for _ in range(3))
    for part, days in ((old, 31), (recent, 29)):
        part.deleted_at = timezone.now() - timedelta(days=days)
        part.save()
    assert empty_bin(now=timezone.now()) == 1
    assert set(Activity.objects.all()) == {recent, kept}


@pytest.mark.parametrize("act", [delete_part, restore_part])
def test_a_plan_that_is_not_open_keeps_its_parts(plan, editor, act):
    result = IntendedResultFactory(plan=plan)
    plan.status = "adopted"
    plan.save()
    with pytest.raises(PlanIsClosed):
        act(plan=plan, part=key_of(result), editor=editor)
    assert IntendedResult.objects.present().exists()
