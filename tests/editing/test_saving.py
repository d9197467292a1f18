"""What people type in a row is stored as they typed it, or refused with a reason; and nothing is lost in between."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from nhveilig.editing.changes import FieldChange, Writer
from nhveilig.editing.exceptions import CannotBeUndone, RowIsGone, SaveRefused
from nhveilig.editing.history import History
from nhveilig.editing.models import Edit
from nhveilig.editing.services import add_row, delete_to_bin, empty_bin, restore, save_if_unchanged, undo_edit
from tests.accounts.factories import UserFactory
from tests.editing.forms import ActivityForm
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, ObjectiveFactory
from themes.models import Activity

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def row() -> Activity:
    return ActivityFactory(plan=ImplementationPlanFactory(), title="Controles")


@pytest.fixture
def wies():
    return UserFactory(first_name="Wies", last_name="Werker")


@pytest.fixture
def pieter():
    return UserFactory(first_name="Pieter", last_name="Plaats")


def save(row, user, version=0, session=None, **texts):
    fields = ActivityForm(row=row).fields
    changes = [FieldChange("", field, text, version) for field, text in texts.items()]
    by = Writer(user, session)
    return save_if_unchanged(row=row, fields=fields, changes=changes, by=by, history=History.of(row))


def again(row) -> Activity:
    return Activity.objects.get(pk=row.pk)


def edits(row):
    return Edit.objects.of_whole(row).order_by("pk")


def test_a_text_is_stored_with_a_new_version_and_an_edit(row, wies):
    [saved] = save(row, wies, title=" Controles in  de haven ")
    assert (saved.text, saved.version, saved.changed, saved.old) == ("Controles in de haven", 1, True, "Controles")
    assert (again(row).title, again(row).version, again(row).version_of("title")) == ("Controles in de haven", 2, 1)
    edit = edits(row).get()
    assert (edit.old, edit.new, edit.field, edit.editor) == ("Controles", "Controles in de haven", "title", wies)


def test_what_already_stands_there_is_no_change_however_late_it_comes(row, wies, pieter):
    save(row, wies, title="Nieuw")
    [saved] = save(row, pieter, 0, title="Nieuw ")
    assert (saved.changed, saved.version, again(row).version, edits(row).count()) == (False, 1, 2, 1)


def test_a_stale_save_changes_nothing_and_tells_who_was_first(row, wies, pieter):
    moment = timezone.now() - timedelta(minutes=3)
    with time_machine.travel(moment, tick=False):
        save(row, wies, title="Van Wies")
    with pytest.raises(SaveRefused) as refused:
        save(row, pieter, 0, title="Van Pieter")
    [conflict] = refused.value.conflicts
    assert (conflict.mine, conflict.theirs, conflict.version) == ("Van Pieter", "Van Wies", 1)
    assert (conflict.changed_by, conflict.changed_at, conflict.same_person) == ("Wies Werker", moment, False)
    assert (again(row).title, edits(row).count()) == ("Van Wies", 1)
    assert save(row, pieter, 1, title="Van Pieter")[0].changed


def test_ones_own_other_window_is_told_apart(row, wies):
    save(row, wies, title="Hier")
    with pytest.raises(SaveRefused) as refused:
        save(row, wies, 0, title="Daar")
    assert refused.value.conflicts[0].same_person


def test_two_people_on_two_fields_never_hinder_each_other(row, wies, pieter):
    save(row, wies, title="Van Wies")
    save(row, pieter, owner="Pieter")
    assert (again(row).title, again(row).owner) == ("Van Wies", "Pieter")


def test_all_is_stored_or_nothing_with_every_error_named(row, wies, pieter):
    save(row, wies, title="Van Wies")
    with pytest.raises(SaveRefused) as refused:
        save(row, pieter, 0, title="Van Pieter", owner="x" * 200, partners="Politie", due_on="ooit")
    assert [problem.field for problem in refused.value.problems] == ["owner", "due_on"]
    assert "200 tekens lang en hier passen er 160" in refused.value.problems[0].message
    assert [conflict.field for conflict in refused.value.conflicts] == ["title"]
    assert again(row).partners == ""


def test_a_date_a_choice_and_a_reference_are_read_back_from_the_history(row, wies):
    goal = ObjectiveFactory(theme=row.plan.theme)
    save(row, wies, due_on="2026-12-31", outcome="finished", objective=str(goal.pk))
    assert (again(row).due_on, again(row).outcome, again(row).objective) == (date(2026, 12, 31), "finished", goal)
    assert list(edits(row).values_list("old", "new")) == [
        ("", "2026-12-31"),
        ("open", "finished"),
        ("", str(goal.pk)),
    ]
    for edit in edits(row).filter(field__in=["due_on", "objective"]):
        undo_edit(edit=edit, row=again(row), fields=ActivityForm(row=row).fields, by=Writer(wies))
    assert (again(row).due_on, again(row).objective) == (None, None)


def test_saves_of_one_sitting_are_one_edit_and_those_of_another_tab_or_later_are_not(row, wies):
    tab = uuid.uuid4()
    save(row, wies, 0, tab, title="A")
    save(row, wies, 1, tab, title="AB")
    save(row, wies, 2, uuid.uuid4(), title="ABC")
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        save(row, wies, 3, tab, title="ABCD")
    assert list(edits(row).values_list("old", "new")) == [("Controles", "AB"), ("AB", "ABC"), ("ABC", "ABCD")]


def test_an_edit_is_undone_and_the_undoing_too(row, wies, pieter):
    save(row, wies, title="Fout")
    fields, edit = ActivityForm(row=row).fields, edits(row).get()
    assert undo_edit(edit=edit, row=row, fields=fields, by=Writer(pieter)).text == "Controles"
    undo_edit(edit=edits(row).last(), row=row, fields=fields, by=Writer(wies))
    assert again(row).title == "Fout"


def test_undoing_over_what_others_wrote_since_asks_first(row, wies, pieter):
    save(row, wies, title="Een")
    edit = edits(row).get()
    save(row, pieter, 1, title="Twee")
    given = {"edit": edit, "row": row, "fields": ActivityForm(row=row).fields, "by": Writer(wies)}
    with pytest.raises(SaveRefused) as refused:
        undo_edit(**given)
    assert refused.value.conflicts[0].theirs == "Twee"
    assert undo_edit(**given, version=refused.value.conflicts[0].version).text == "Controles"


def test_what_came_or_went_as_a_whole_is_not_undone_as_a_text(row, wies):
    delete_to_bin(row=row, by=Writer(wies), history=History.of(row))
    with pytest.raises(CannotBeUndone, match="prullenbak"):
        undo_edit(edit=edits(row).get(), row=row, fields={}, by=Writer(wies))


def test_the_bin_gives_back_for_thirty_days_and_forgets_then(row, wies):
    by, history = Writer(wies), History.of(row)
    assert delete_to_bin(row=row, by=by, history=history)
    assert not delete_to_bin(row=row, by=by, history=history)
    assert (list(Activity.objects.present()), list(Activity.objects.in_bin())) == ([], [row])
    with pytest.raises(RowIsGone, match="Wies Werker"):
        save(row, wies, title="Toch")
    assert restore(row=row, by=by, history=history)
    assert not restore(row=row, by=by, history=history)
    assert again(row).deleted_by is None
    assert list(edits(row).values_list("kind", flat=True)) == ["deleted", "restored"]
    delete_to_bin(row=row, by=by)
    assert empty_bin(Activity.objects.all(), now=timezone.now() + timedelta(days=29)) == 0
    assert empty_bin(Activity.objects.all(), now=timezone.now() + timedelta(days=31)) == 1
    with pytest.raises(RowIsGone):
        save(row, wies, title="Nog later")


def test_a_new_row_is_the_first_entry_of_its_history(row, wies):
    new = add_row(row=Activity(plan=row.plan, title="Nieuw"), by=Writer(wies), history=History.of)
    assert [(edit.kind, edit.label, edit.editor) for edit in edits(new)] == [("created", "Nieuw", wies)]


def test_the_history_knows_the_text_somebody_began_with(row, wies):
    for version, text in enumerate(["A", "B", "C"]):
        save(row, wies, version, title=text)
    history = History.of(row)
    assert [history.base("", "title", version) for version in range(4)] == ["Controles", "A", "B", "C"]
    assert history.base("", "title", 9) == ""


def test_saving_one_field_of_a_row_asks_the_database_five_things(row, wies, django_assert_num_queries):
    with django_assert_num_queries(5):  # savepoint or begin, the row, its edit, the row stored, the end
        save(row, wies, title="Nieuw")
