"""People at one row at the same moment, each on a connection of their own."""

import pytest

from nhveilig.editing.changes import FieldChange, Writer
from nhveilig.editing.exceptions import SaveRefused
from nhveilig.editing.history import History
from nhveilig.editing.models import Edit
from nhveilig.editing.services import delete_to_bin, save_if_unchanged
from tests.accounts.factories import UserFactory
from tests.at_once import at_once
from tests.editing.forms import ActivityForm
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory
from themes.models import Activity

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]
EDITORS = 4


@pytest.fixture
def row() -> Activity:
    return ActivityFactory(plan=ImplementationPlanFactory(), title="Controles")


def saving(row, field, text, user):
    given = {"fields": ActivityForm(row=row).fields, "history": History.of(row), "by": Writer(user)}
    return lambda: save_if_unchanged(row=row, changes=[FieldChange("", field, text, 0)], **given)


def test_of_editors_of_one_field_one_wins_and_the_others_see_what_that_one_wrote(row):
    editors = UserFactory.create_batch(EDITORS)

    outcomes = at_once([saving(row, "title", f"Van {n}", editor) for n, editor in enumerate(editors)])

    [[won]] = [one for one in outcomes if not isinstance(one, Exception)]
    lost = [one for one in outcomes if isinstance(one, SaveRefused)]
    assert {conflict.theirs for one in lost for conflict in one.conflicts} == {won.text}
    assert len(lost) == EDITORS - 1
    row.refresh_from_db()
    assert (row.title, row.version, Edit.objects.count()) == (won.text, 2, 1)


def test_editors_of_different_fields_all_win(row):
    texts = {"title": "Anders", "owner": "Wies", "partners": "Politie", "due_on": "2026-12-31"}

    outcomes = at_once([saving(row, field, text, UserFactory()) for field, text in texts.items()])

    assert not [one for one in outcomes if isinstance(one, Exception)]
    row.refresh_from_db()
    assert (row.title, row.owner, row.partners, str(row.due_on)) == tuple(texts.values())
    assert (row.version, set(row.versions), Edit.objects.count()) == (5, set(texts), 4)


def test_what_is_thrown_away_at_the_same_moment_is_stored_first_or_not_at_all(row):
    editor = UserFactory()

    saved, gone = at_once([saving(row, "title", "Anders", editor), lambda: delete_to_bin(row=row, by=Writer(editor))])

    assert gone is True
    now = Activity.objects.get(pk=row.pk)
    assert now.title == ("Controles" if isinstance(saved, Exception) else "Anders")
    assert now.deleted_at
