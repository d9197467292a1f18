"""A form on a row that others change meanwhile: what one did not touch stays theirs, what both did is shown twice."""

import pytest

from nhveilig.editing.changes import Writer
from nhveilig.editing.exceptions import SaveRefused
from nhveilig.editing.forms import RowModelForm
from nhveilig.editing.history import History
from nhveilig.editing.services import save_if_unchanged
from tests.accounts.factories import UserFactory
from tests.editing.forms import ActivityForm
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory
from themes.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Activity:
    return ActivityFactory(plan=ImplementationPlanFactory(), title="Controles", html="<p>Een.</p><p>Twee.</p>")


@pytest.fixture
def wies():
    return UserFactory(first_name="Wies", last_name="Werker")


def opened(row, form_class=ActivityForm) -> dict:
    """What a browser would send of the form as it is opened now."""
    form = form_class(row=Activity.objects.get(pk=row.pk))
    return {field.html_name: field.value() if field.value() is not None else "" for field in form}


def sent(row, data, form_class=ActivityForm):
    return form_class(data, row=Activity.objects.get(pk=row.pk))


def store(row, data, user):
    form = sent(row, data)
    assert form.is_valid(), form.errors
    history = History.of(form.row)
    try:
        save_if_unchanged(row=form.row, fields=form.fields, changes=form.changes(), by=Writer(user), history=history)
    except SaveRefused as refusal:
        form.show_refusal(refusal, history)
    return form


def test_only_what_was_touched_is_a_change(row):
    data = opened(row)
    form = sent(row, data | {"title": "Anders"})
    assert form.is_valid()
    assert [(change.field, change.text, change.expected_version) for change in form.changes()] == [
        ("title", "Anders", 0)
    ]


def test_line_ends_of_a_browser_are_no_change(row):
    row.partners = "Politie\nOM"
    row.save()
    form = sent(row, opened(row) | {"partners": "Politie\r\nOM"})
    assert form.is_valid()
    assert form.changes() == []


def test_what_one_did_not_touch_does_not_undo_what_a_colleague_typed(row, wies):
    mine = opened(row)
    store(row, opened(row) | {"owner": "Wies"}, wies)
    form = store(row, mine | {"title": "Van mij"}, None)
    assert form.conflicts == {}
    now = Activity.objects.get(pk=row.pk)
    assert (now.title, now.owner) == ("Van mij", "Wies")


def test_what_both_touched_is_shown_twice_with_what_it_makes_together(row, wies):
    mine = opened(row)
    store(row, opened(row) | {"html": "<p>Een, van Wies.</p><p>Twee.</p>"}, wies)
    form = store(row, mine | {"html": "<p>Een.</p><p>Twee, van mij.</p>"}, None)
    shown = form.conflicts["html"]
    assert (shown.conflict.changed_by, shown.label) == ("Wies Werker", "Toelichting")
    assert "<mark>" in shown.theirs
    assert (shown.combined.text, shown.combined.is_whole) == ("<p>Een, van Wies.</p><p>Twee, van mij.</p>", True)
    assert form["html"].value() == "<p>Een.</p><p>Twee, van mij.</p>"
    assert Activity.objects.get(pk=row.pk).html == "<p>Een, van Wies.</p><p>Twee.</p>"


@pytest.mark.parametrize(
    ("choice", "stored"),
    [("", "Van mij"), ("mijn", "Van mij"), ("hun", "Van Wies"), ("samen", "Van ons")],
)
def test_saving_again_is_a_choice_made_knowingly(row, wies, choice, stored):
    mine = opened(row)
    store(row, opened(row) | {"title": "Van Wies"}, wies)
    refused = store(row, mine | {"title": "Van mij"}, None)
    again = {name: refused.data[name] for name in ["title", "version", "gezien", "html", "outcome"]}
    store(row, again | {"keuze-title": choice, "samen-title": "Van ons"}, None)
    assert Activity.objects.get(pk=row.pk).title == stored


def test_who_was_overtaken_twice_is_asked_twice(row, wies):
    mine = opened(row)
    store(row, opened(row) | {"title": "Een"}, wies)
    refused = store(row, mine | {"title": "Van mij"}, None)
    store(row, opened(row) | {"title": "Twee"}, wies)
    form = store(row, {name: refused.data[name] for name in mine}, None)
    assert form.conflicts["title"].conflict.theirs == "Twee"


def test_what_a_colleague_typed_elsewhere_is_shown_with_the_refusal(row, wies):
    mine = opened(row)
    store(row, opened(row) | {"title": "Van Wies", "owner": "Wies"}, wies)
    form = store(row, mine | {"title": "Van mij"}, None)
    assert form["owner"].value() == "Wies"


def test_a_date_has_no_combination(row, wies):
    mine = opened(row)
    store(row, opened(row) | {"due_on": "2026-12-31"}, wies)
    shown = store(row, mine | {"due_on": "2026-06-30"}, None).conflicts["due_on"]
    assert (shown.combined, shown.theirs) == (None, shown.theirs)
    assert "31 december 2026" in shown.theirs


def test_a_form_without_memory_still_overwrites_nothing_it_has_not_seen(row, wies):
    """Whoever sends only the version of the row is refused where others changed what they send."""
    data = opened(row) | {"gezien": ""}
    store(row, opened(row) | {"owner": "Wies"}, wies)
    form = store(row, data | {"title": "Van mij"}, None)
    assert list(form.conflicts) == ["owner"]
    assert Activity.objects.get(pk=row.pk).title == "Controles"


def test_a_seen_that_nobody_wrote_is_none(row):
    for text in ["[]", "{", '{"title": 3}', '{"title": ["x", 1]}']:
        form = sent(row, opened(row) | {"gezien": text})
        assert form.is_valid()
        assert form.changes() == []


def test_what_cannot_be_stands_with_its_field(row):
    form = sent(row, opened(row) | {"title": "x" * 301})
    assert not form.is_valid()
    assert "301 tekens lang en hier passen er 300" in form.errors["title"][0]


class OwnerForm(RowModelForm):
    class Meta:
        model = Activity
        fields = ["title", "owner", "outcome"]


def test_a_model_form_is_one_too_and_stores_nothing_itself(row):
    form = sent(row, opened(row, OwnerForm) | {"owner": "Wies"}, OwnerForm)
    assert form.is_valid()
    assert [(change.field, change.text) for change in form.changes()] == [("owner", "Wies")]
    with pytest.raises(NotImplementedError):
        form.save()


def test_a_new_row_gives_its_values(row):
    form = ActivityForm({"title": "Nieuw", "outcome": "open", "version": "0"}, row=Activity(plan=row.plan), prefix=None)
    assert form.is_valid()
    assert form.values()["title"] == "Nieuw"
