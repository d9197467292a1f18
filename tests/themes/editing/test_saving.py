"""What people type in a plan is stored as they typed it, or refused with a reason; and nothing is lost in between."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.editing import fields
from nhveilig.editing.exceptions import RowIsGone, SaveRefused
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    ObjectiveFactory,
    PlanTextFactory,
    ResultTargetFactory,
)
from themes.editing.services import parts as services
from themes.editing.services.parts import FieldChange, delete_part, save_field, save_fields
from themes.models import ImplementationPlan, PlanEdit, Project
from themes.models.plans import Part
from themes.parts.exceptions import PlanIsClosed
from themes.parts.registry import UnknownPart, key_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def plan() -> ImplementationPlan:
    return ImplementationPlanFactory()


@pytest.fixture
def activity(plan):
    return ActivityFactory(plan=plan, title="Controles")


@pytest.fixture
def pieter() -> User:
    return User.objects.create(username="pieter", first_name="Pieter", last_name="Plaats")


@pytest.fixture
def wies() -> User:
    return User.objects.create(username="wies", first_name="Wies", last_name="Werker")


def save(part: Part, field: str, text: str, version: int, editor: User, session=None):
    return save_field(
        plan=part.plan,
        part=key_of(part),
        field=field,
        text=text,
        expected_version=version,
        editor=editor,
        session=session,
    )


def test_a_text_is_stored_with_a_new_version(activity, pieter):
    saved = save(activity, "title", "  Controles  in de haven ", 0, pieter)

    activity.refresh_from_db()
    assert (activity.title, saved.text, saved.version, saved.changed) == ("Controles in de haven",) * 2 + (1, True)
    activity.plan.refresh_from_db()
    assert activity.plan.changed_by == pieter


@pytest.mark.parametrize(
    ("field", "typed", "stored", "shown"),
    [
        ("due_on", "31-12-2025", date(2025, 12, 31), "2025-12-31"),
        ("due_on", "", None, ""),
        ("partners", "Politie\r\nOM\r\n", "Politie\nOM", "Politie\nOM"),
        (
            "html",
            "<p onclick='x()'>Wij <i>gaan</i></p><script>x</script>",
            "<p>Wij <em>gaan</em></p>",
            "<p>Wij <em>gaan</em></p>",
        ),
        ("outcome", "finished", "finished", "finished"),
    ],
)
def test_every_kind_of_field_is_read_as_people_write_it(activity, pieter, field, typed, stored, shown):
    activity.due_on, activity.html = date(2024, 1, 1), "<p>oud</p>"
    activity.save()
    assert save(activity, field, typed, 0, pieter).text == shown
    activity.refresh_from_db()
    assert getattr(activity, field) == stored


@pytest.mark.parametrize(
    ("typed", "value", "text"),
    [
        ("1.500,50", "1500.50", "1.500,50"),
        ("€ 45.000", "45000", "45.000"),
        ("45.000", "45000", "45.000"),
        ("90%", "90", "90"),
    ],
)
def test_a_number_is_read_as_the_dutch_write_it(plan, pieter, typed, value, text):
    target = ResultTargetFactory(plan=plan)
    assert save(target, "value", typed, 0, pieter).text == text
    target.refresh_from_db()
    assert target.value == Decimal(value)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("due_on", "31-2-2025", "Deze datum bestaat niet"),
        ("due_on", "ooit", "is geen datum"),
        ("title", "x" * 301, "301 tekens lang en hier passen er 300"),
        ("outcome", "weg", "loopt, afgerond, gestopt"),
        ("objective", "999", "bestaat hier niet (meer)"),
    ],
)
def test_what_cannot_stand_there_is_refused_in_words(activity, pieter, field, typed, words):
    with pytest.raises(SaveRefused) as refused:
        save(activity, field, typed, 0, pieter)
    assert words in refused.value.problems[0].message
    assert PlanEdit.objects.count() == 0
    activity.plan.refresh_from_db()
    assert activity.plan.version == 1


def test_who_comes_second_is_shown_both_texts(activity, pieter, wies):
    save(activity, "title", "Controles op zee", 0, pieter)
    with pytest.raises(SaveRefused) as refused:
        save(activity, "title", "Controles aan land", 0, wies)
    [conflict] = refused.value.conflicts
    assert (conflict.mine, conflict.theirs) == ("Controles aan land", "Controles op zee")
    assert (conflict.version, conflict.changed_by, conflict.same_person) == (1, "Pieter Plaats", False)
    assert save(activity, "title", "Controles aan land en op zee", conflict.version, wies).version == 2


def test_two_people_in_different_fields_of_one_row_do_not_meet(activity, pieter, wies):
    save(activity, "title", "Controles op zee", 0, pieter)
    save(activity, "owner", "Zeehavenpolitie", 0, wies)
    activity.refresh_from_db()
    assert (activity.title, activity.owner) == ("Controles op zee", "Zeehavenpolitie")


def test_two_tabs_of_one_person_are_two_editors(activity, pieter):
    save(activity, "title", "Eerste tab", 0, pieter, uuid.uuid4())
    with pytest.raises(SaveRefused) as refused:
        save(activity, "title", "Tweede tab", 0, pieter, uuid.uuid4())
    assert refused.value.conflicts[0].same_person


def test_a_save_that_arrives_again_changes_nothing(activity, pieter):
    first = save(activity, "title", "Controles op zee", 0, pieter)
    again = save(activity, "title", "Controles op zee", 0, pieter)
    assert (again.version, again.changed) == (first.version, False)
    assert PlanEdit.objects.count() == 1


def test_of_many_fields_all_are_stored_or_none(activity, pieter):
    key = key_of(activity)
    changes = [FieldChange(key, "title", "Nieuw", 0), FieldChange(key, "due_on", "gisteren", 0)]
    with pytest.raises(SaveRefused):
        save_fields(plan=activity.plan, changes=changes, editor=pieter)
    activity.refresh_from_db()
    assert activity.title == "Controles"


def test_one_sitting_is_one_edit_in_the_history(activity, pieter):
    sitting = uuid.uuid4()
    save(activity, "title", "Contr", 0, pieter, sitting)
    save(activity, "title", "Controles op zee", 1, pieter, sitting)
    [edit] = PlanEdit.objects.all()
    assert (edit.old, edit.new, edit.version) == ("Controles", "Controles op zee", 2)


def test_a_pause_begins_a_new_edit(activity, pieter):
    sitting = uuid.uuid4()
    save(activity, "title", "Controles op zee", 0, pieter, sitting)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        save(activity, "title", "Controles in de haven", 1, pieter, sitting)
    assert [edit.old for edit in PlanEdit.objects.order_by("pk")] == ["Controles", "Controles op zee"]


def test_nobody_grows_the_edit_of_somebody_else(activity, pieter, wies):
    sitting = uuid.uuid4()
    save(activity, "title", "Een", 0, pieter, sitting)
    save(activity, "title", "Twee", 1, wies, sitting)
    assert PlanEdit.objects.count() == 2


@pytest.mark.parametrize("status", ["review", "consultation", "adopted"])
def test_a_plan_that_is_not_open_takes_nothing(activity, pieter, status):
    plan = activity.plan
    plan.status, plan.consultation_ends_on = status, date(2025, 3, 1)
    plan.save()
    with pytest.raises(PlanIsClosed, match="kan niet worden gewijzigd"):
        save(activity, "title", "Anders", 0, pieter)
    activity.refresh_from_db()
    assert activity.title == "Controles"


def test_a_part_in_the_bin_takes_nothing_and_says_who_put_it_there(activity, pieter, wies):
    delete_part(plan=activity.plan, part=key_of(activity), editor=wies)
    with pytest.raises(RowIsGone, match="verwijderd door Wies Werker"):
        save(activity, "title", "Anders", 0, pieter)


def test_a_part_of_another_plan_is_not_here(activity, pieter):
    other = ImplementationPlanFactory()
    with pytest.raises(UnknownPart):
        save_field(plan=other, part=key_of(activity), field="title", text="x", expected_version=0, editor=pieter)


@pytest.mark.parametrize("key", ["activity-", "activity-0x1", "plan-1", "", "activity-" + "9" * 30])
def test_a_key_that_is_none_is_refused(plan, pieter, key):
    with pytest.raises(UnknownPart):
        save_field(plan=plan, part=key, field="title", text="x", expected_version=0, editor=pieter)


def test_a_save_asks_the_database_five_questions(activity, pieter, django_assert_num_queries):
    # Count the change; the part; its new text; the edit. And the savepoint around it, out and in.
    with django_assert_num_queries(4 + 2):
        save(activity, "title", "Controles op zee", 0, pieter)


def test_a_choice_from_a_list_asks_no_more(activity, pieter, django_assert_num_queries):
    goal = ObjectiveFactory(theme=activity.plan.theme)
    with django_assert_num_queries(4 + 2):
        saved = save(activity, "objective", str(goal.pk), 0, pieter)
    activity.refresh_from_db()
    assert (activity.objective, saved.text) == (goal, str(goal.pk))


def test_only_what_is_of_the_plan_can_be_chosen(activity, pieter):
    elsewhere = ObjectiveFactory(theme=ImplementationPlanFactory().theme)
    with pytest.raises(SaveRefused, match="bestaat hier niet"):
        save(activity, "objective", str(elsewhere.pk), 0, pieter)


def test_a_project_is_never_part_of_itself(plan, pieter, django_assert_num_queries):
    weg = Project.objects.create(plan=plan, title="Weg 1")
    below = Project.objects.create(plan=plan, title="Deelproject", parent=weg)
    lowest = Project.objects.create(plan=plan, title="Onderdeel")
    with django_assert_num_queries(4 + 2):
        save(lowest, "parent", str(below.pk), 0, pieter)
    for itself in (weg, below, lowest):
        with pytest.raises(SaveRefused, match="van zichzelf"):
            save(weg, "parent", str(itself.pk), 0, pieter)
    assert save(weg, "parent", "", 0, pieter).changed is False


def test_a_paste_of_half_a_megabyte_is_cleaned(plan, pieter):
    text = PlanTextFactory(plan=plan)
    words = '<p class="MsoNormal" style="color:red">Wij werken samen met alle gemeenten in de regio.</p>' * 5_400
    assert len(words) > 490_000
    saved = save(text, "html", words + '<img src="data:image/png;base64,xyz">', 0, pieter)
    assert saved.text.startswith("<p>Wij werken samen")
    assert "style" not in saved.text
    assert "img" not in saved.text


def test_nobody_waits_while_a_text_is_cleaned(plan, pieter, monkeypatch):
    """What takes long is done before the plan is locked, and what cannot be is refused."""
    text, seen = PlanTextFactory(plan=plan), []
    monkeypatch.setattr(services, "lock_open_plan", lambda **_: seen.append("locked"))
    clean = fields.clean
    monkeypatch.setattr(fields, "clean", lambda html: seen.append("cleaned") or clean(html))

    save(text, "html", "<p>Wij werken samen.</p>", 0, pieter)

    assert seen == ["cleaned", "locked"]


@pytest.mark.parametrize("typed", ["<p>Met 漢字 erin</p>", "<ul><li>" * 60, "x" * 500_001])
def test_what_cannot_be_stored_is_refused_with_its_place(plan, pieter, typed):
    text = PlanTextFactory(plan=plan)
    with pytest.raises(SaveRefused) as refused:
        save(text, "html", typed, 0, pieter)
    [problem] = refused.value.problems
    assert "tekst" in problem.where
    assert problem.message.endswith(".")
