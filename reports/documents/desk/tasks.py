"""Who writes which chapter, by when, and how far it is; those who are asked hear of it."""

from collections.abc import Mapping, Sequence

from django import forms
from django.db import transaction

from nhveilig.editing import services as editing
from nhveilig.editing.changes import FieldChange, Writer
from nhveilig.editing.history import History
from nhveilig.exceptions import PortalError
from reports.documents.desk.notices import tell_of_state, tell_who_is_asked
from reports.documents.models import ChapterTask

State = ChapterTask.State


@transaction.atomic
def ask(*, task: ChapterTask, values: Mapping[str, object], by: Writer) -> ChapterTask:
    """The first time somebody is asked for this chapter."""
    editing.add_row(row=task, by=by, values=values, history=History.of)
    tell_who_is_asked(task, {"writer", "reader"}, by.user)
    return task


@transaction.atomic
def change_task(
    *, task: ChapterTask, fields: Mapping[str, forms.Field], changes: Sequence[FieldChange], by: Writer
) -> bool:
    """Whether anything changed. Raises SaveRefused."""
    history = History.of(task)
    saved = editing.save_if_unchanged(row=task, fields=fields, changes=changes, by=by, history=history)
    changed = {one.field for one in saved if one.changed}
    task.refresh_from_db(fields=["writer", "reader", "due_on", "state"])
    tell_who_is_asked(task, changed, by.user)
    if "state" in changed:
        tell_of_state(task, by.user)
    return bool(changed)


@transaction.atomic
def set_state(*, task: ChapterTask, state: str, by: Writer) -> bool:
    """Say how far the chapter is; False when it was there already. Raises PortalError for a word that is no state."""
    if state not in State:
        raise PortalError("Deze stand bestaat niet. Kies een van de knoppen bij het hoofdstuk.")
    if task.pk is None:
        editing.add_row(row=task, by=by, values={"state": state}, history=History.of)
        return True
    field = forms.ChoiceField(label="Hoe ver het is", choices=State.choices)
    change = FieldChange("", "state", state, task.version_of("state"))
    changed = editing.save_if_unchanged(
        row=task, fields={"state": field}, changes=[change], by=by, history=History.of(task)
    )[0].changed
    task.state = state
    if changed:
        tell_of_state(task, by.user)
    return changed
