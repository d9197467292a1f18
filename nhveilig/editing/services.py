"""The only way in which rows change by hand: field by field, each save naming the version it began from.

A save of what already stands there changes nothing, however old the version it names: it may be sent twice, or arrive
late. Of several texts all are stored, or none with every error named.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.db import models, transaction

from nhveilig.accounts.names import name_of
from nhveilig.editing.changes import FieldChange, ReadyField, SavedField, Writer
from nhveilig.editing.deciding import put_down
from nhveilig.editing.exceptions import CannotBeUndone, FieldConflict, FieldProblem, RowIsGone, SaveRefused
from nhveilig.editing.fields import cleaned_before
from nhveilig.editing.history import History
from nhveilig.editing.models import BaseEdit, Binned, BinnedQuerySet, Continued, Versioned
from nhveilig.editing.rows import EditedRow, FormRow, is_figure
from nhveilig.exceptions import PortalError

Kind = BaseEdit.Kind


@transaction.atomic
def save_if_unchanged(
    *,
    row: Versioned,
    fields: Mapping[str, forms.Field],
    changes: Sequence[FieldChange],
    by: Writer,
    history: History | None = None,
    part: str = "",
) -> list[SavedField]:
    """Put texts in the fields of one row, unless somebody changed those fields since.

    `fields` are those of its form. Without a `history` nothing is kept of what stood there. Raises SaveRefused and
    RowIsGone.
    """
    changes = [replace(one, part=part, text=cleaned_before(fields.get(one.field), one.text)) for one in changes]
    edited = FormRow(lock_row(row), fields, history, part)
    saved = save_fields(rows={part: edited}, changes=changes, by=by)
    row.version, row.versions = edited.row.version, edited.row.versions
    return saved


def lock_row(row: models.Model) -> Any:
    """The row as it stands, while others wait for the end of this transaction. Raises RowIsGone."""
    found = type(row)._base_manager.select_for_update(no_key=True).filter(pk=row.pk).order_by("pk").first()
    if found is None or getattr(found, "deleted_at", None):
        raise RowIsGone(str(found or row), name_of(found and getattr(found, "deleted_by", None)))
    return found


def save_fields(
    *,
    rows: Mapping[str, EditedRow],
    changes: Sequence[FieldChange],
    by: Writer,
    lock: Callable[[], None] | None = None,
) -> list[SavedField]:
    """Put many texts in the fields of many rows, by key of their part.

    For who holds the lock on what the rows belong to, and read them after that. Or `lock` takes it once there is
    something to store; then writing a row finds out whether it is still as it was read. Raises SaveRefused.
    """
    checked = _checked(rows, changes, by)
    if lock and any(isinstance(one, ReadyField) for _, one in checked):
        lock()
    edits: dict[tuple[str, str], Any] = {}
    for part, row in rows.items():
        ready = [one for key, one in checked if key == part and isinstance(one, ReadyField)]
        if ready:
            edits |= {(part, name): edit for name, edit in row.write(ready, by).items()}
    return [_saved(rows[part], one, edits.get((part, one.field))) for part, one in checked]


def preview_fields(*, rows: Mapping[str, EditedRow], changes: Sequence[FieldChange], by: Writer) -> list[SavedField]:
    """What `save_fields` would change, and nothing else. Raises what it would raise."""
    return [_saved(rows[part], one) for part, one in _checked(rows, changes, by) if isinstance(one, ReadyField)]


Checked = tuple[str, ReadyField | SavedField | FieldProblem | FieldChange]


def _checked(rows: Mapping[str, EditedRow], changes: Sequence[FieldChange], by: Writer) -> list[Checked]:
    """Raises SaveRefused when there is anything that cannot be stored."""
    checked = [_check(rows[change.part], change) for change in changes]
    problems = [one for _, one in checked if isinstance(one, FieldProblem)]
    stale = [one for _, one in checked if isinstance(one, FieldChange)]
    if problems or stale:
        raise SaveRefused(problems, [conflict_in(rows[change.part], change, by) for change in stale])
    return checked


def _check(row: EditedRow, change: FieldChange) -> Checked:
    """The change, ready to be stored; what already stands there; the problem with it; or, when somebody else was there
    first, the change itself."""
    where, standing, version = row.where(change.field), row.text(change.field), row.version(change.field)
    try:
        value, text = row.read(change.field, change.text)
    except PortalError as error:
        return change.part, FieldProblem(change.part, change.field, where, change.text, str(error))
    if text == standing:
        return change.part, SavedField(change.part, change.field, standing, version, changed=False, where=where)
    if version != change.expected_version:
        return change.part, change
    return change.part, ReadyField(change.field, value, standing, text, version + 1)


def _saved(row: EditedRow, one: ReadyField | SavedField, edit: Any = None) -> SavedField:
    if isinstance(one, SavedField):
        return one
    return SavedField(
        row.part, one.field, one.new, one.version, changed=True, where=row.where(one.field), old=one.old, edit=edit
    )


def conflict_in(row: EditedRow, change: FieldChange, by: Writer) -> FieldConflict:
    last = row.last_change(change.field)
    return FieldConflict(
        part=change.part,
        field=change.field,
        where=row.where(change.field),
        mine=change.text,
        theirs=row.text(change.field),
        version=row.version(change.field),
        changed_by=name_of(last.user, last),
        changed_at=last.at,
        same_person=bool(last.user and by.user and last.user.pk == by.user.pk),
    )


def undo_edit(
    *, edit: BaseEdit, row: Versioned, fields: Mapping[str, forms.Field], by: Writer, version=None
) -> SavedField:
    """Put back what stood in a field before `edit`; that is itself an edit, and can be undone.

    `version` is that of what stands there now, for who saw that others changed it since; without it such a field is
    refused. Raises CannotBeUndone, SaveRefused and RowIsGone.
    """
    refuse_act(edit)
    if edit.field not in fields:
        raise CannotBeUndone("Dit veld bestaat niet meer. Zet de tekst met de hand terug waar u hem nodig hebt.")
    change = FieldChange(edit.part, edit.field, edit.old, edit.version if version is None else version)
    history = History(type(edit), {name: getattr(edit, name) for name in _places(type(edit))})
    [saved] = save_if_unchanged(row=row, fields=fields, changes=[change], by=by, history=history, part=edit.part)
    return saved


def refuse_act(edit: BaseEdit) -> None:
    """Raises CannotBeUndone for what is not the change of one field."""
    if edit.kind != Kind.CHANGED:
        raise CannotBeUndone(
            "Alleen een gewijzigde tekst kunt u hier terugzetten. Wat verwijderd is, staat in de prullenbak."
        )


def _places(model: type[BaseEdit]) -> list[str]:
    """The columns that say of which whole an edit is."""
    shared = {column.name for column in BaseEdit._meta.get_fields()} | {"id"}
    return [column.name for column in model._meta.concrete_fields if column.name not in shared]


@transaction.atomic
def add_row(
    *,
    row: Versioned,
    by: Writer,
    values: Mapping[str, Any] | None = None,
    history: Callable[[models.Model], History | None] | None = None,
) -> Versioned:
    """Store a new row with these `values`, by field, as the first entry of its history."""
    values = values or {}
    many = {name for name in values if not is_figure(row, name) and row._meta.get_field(name).many_to_many}
    for name in values.keys() - many:
        setattr(row, name, values[name])
    row.note_editor(by.user, by.now)
    row.save(force_insert=True)
    for name in many:
        getattr(row, name).set(values[name])
    _keep_act(Kind.CREATED, row, by, history and history(row), "")
    return row


@transaction.atomic
def delete_to_bin(*, row: Binned, by: Writer, history: History | None = None, part: str = "") -> bool:
    """Put the row in the bin, from where it can come back for thirty days; False when it was there already."""
    return _move(row, Kind.DELETED, by, history, part, deleted_at=by.now, deleted_by=by.user)


@transaction.atomic
def restore(*, row: Binned, by: Writer, history: History | None = None, part: str = "") -> bool:
    """Take the row out of the bin; False when it was not there."""
    return _move(row, Kind.RESTORED, by, history, part, deleted_at=None, deleted_by=None)


def _move(row: Binned, kind: str, by: Writer, history: History | None, part: str, **where: object) -> bool:
    found = type(row)._base_manager.select_for_update(no_key=True).get(pk=row.pk)
    if bool(found.deleted_at) == bool(where["deleted_at"]):
        return False
    mark_rows([found], **where)
    row.deleted_at, row.deleted_by, row.version = found.deleted_at, found.deleted_by, found.version
    _keep_act(kind, found, by, history, part)
    return True


def mark_rows(rows: Sequence[Versioned], **columns: object) -> None:
    """Set what is no field of a form, such as whether a row is in the bin, and count it as a change of each row."""
    for row in rows:
        for name, value in columns.items():
            setattr(row, name, value)
        row.version += 1
        row.save(update_fields=[*columns, "version"])


@transaction.atomic
def tick(*, row: Continued, seen: int, by: Writer) -> bool:
    """Note that somebody looked at the row in version `seen` and found it right; False when it was changed since."""
    found = lock_row(row)
    if found.version != seen:
        return False
    mark_rows([found], reviewed_at=by.now, reviewed_by=by.user)
    return True


@transaction.atomic
def take_tick_back(*, row: Continued) -> None:
    mark_rows([lock_row(row)], reviewed_at=None, reviewed_by=None)


def _keep_act(kind: str, row: models.Model, by: Writer, history: History | None, part: str) -> None:
    if history:
        history.keep_acts(kind, [(part, str(row))], by)
        put_down(row, Kind(kind), by)


def empty_bin(*rows: BinnedQuerySet, now: datetime) -> int:
    """Remove for good what has been in the bin for thirty days; how many rows that were, with what hung under them."""
    return sum(found.forgotten(now).delete()[0] for found in rows)
