"""A row as its fields are saved, in a transaction that holds the lock on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db import models

from nhveilig.accounts.models import User
from nhveilig.editing.changes import LastChange, ReadyField, Writer
from nhveilig.editing.deciding import put_down
from nhveilig.editing.fields import text_of, value_of
from nhveilig.editing.history import History
from nhveilig.editing.models import BaseEdit, Versioned
from nhveilig.figures.fields import FigureModel

FIGURE = "figure"


class EditedRow:
    """What saving asks of a row of any shape. `part` is its key within the whole; empty for the whole itself."""

    part: str = ""

    def where(self, field: str) -> str:
        """“Menukaart voorlichting, uiterlijk”. Raises UnknownField."""
        raise NotImplementedError

    def text(self, field: str) -> str:
        """What stands in the field now."""
        raise NotImplementedError

    def version(self, field: str) -> int:
        raise NotImplementedError

    def read(self, field: str, text: str) -> tuple[Any, str]:
        """The value for what was typed, and the text that stands for it. Raises PortalError."""
        raise NotImplementedError

    def last_change(self, field: str) -> LastChange:
        """By whom and when the field was changed last."""
        raise NotImplementedError

    def write(self, changes: Sequence[ReadyField], by: Writer) -> Mapping[str, Any]:
        """Store them, with their history; returns what the history holds of each, by field."""
        raise NotImplementedError


@dataclass
class FormRow(EditedRow):
    """A row of a model with versions, whose `fields` are those of a form. What is changed goes into `history`.

    One that is not there yet is stored with its first save."""

    row: Versioned
    fields: Mapping[str, forms.Field]
    history: History | None = None
    part: str = ""

    def where(self, field: str) -> str:
        label = str(self.fields[field].label or field)
        return f"{self.row}, {label[:1].lower()}{label[1:]}"

    def text(self, field: str) -> str:
        return text_of(self.fields[field], standing(self.row, field))

    def version(self, field: str) -> int:
        return self.row.version_of(field)

    def read(self, field: str, text: str) -> tuple[Any, str]:
        value = value_of(self.fields[field], text)
        return value, text_of(self.fields[field], value)

    def last_change(self, field: str) -> LastChange:
        state = self.row.versions.get(field, {})
        people = User.objects.in_bulk({pk for pk in (state.get("by"), state.get("for")) if pk})
        at = datetime.fromisoformat(state["at"]) if state.get("at") else None
        return LastChange(people.get(state.get("by")), at, people.get(state.get("for")))

    def write(self, changes: Sequence[ReadyField], by: Writer) -> Mapping[str, Any]:
        is_new = self.row.pk is None
        if not is_new:
            self.row.version += 1
        many = {one.field: one for one in changes if _takes_many(self.row, one.field)}
        names = [name for one in changes if one.field not in many for name in self._set(one)]
        edits = self._keep(changes, by)
        for one in changes:
            self.row.versions[one.field] = self._state(one, by, edits.get(one.field))
        names += self.row.note_editor(by.user, by.now)
        self.row.save(update_fields=None if is_new else [*names, "versions", "version"])
        for name, one in many.items():
            getattr(self.row, name).set(one.value)
        if edits:
            put_down(self.row, BaseEdit.Kind.CHANGED, by, edits)
        return edits

    def _set(self, change: ReadyField) -> list[str]:
        if is_figure(self.row, change.field):
            self.row.figure = change.value
            return _columns_of(self.row, change.field)
        if entry := entry_of(self.row, change.field):
            entries = getattr(self.row, self.row.ENTRIES)
            is_empty = change.value is None or change.value in ("", [])
            changed = without(entries, entry) if is_empty else entries | {entry: change.value}
            setattr(self.row, self.row.ENTRIES, changed)
            return [self.row.ENTRIES]
        column = self.row._meta.get_field(change.field)
        is_key = column.is_relation and not isinstance(change.value, models.Model)
        setattr(self.row, column.attname if is_key else column.name, change.value)
        return [column.name]

    def _keep(self, changes: Sequence[ReadyField], by: Writer) -> dict[str, int]:
        if self.history is None:
            return {}
        return self.history.keep(self.part, str(self.row), changes, by, self.row.versions)

    def _state(self, change: ReadyField, by: Writer, edit: int | None) -> dict[str, Any]:
        return {
            "version": change.version,
            "row": self.row.version,
            "edit": edit,
            "session": by.session and by.session.hex,
            "by": by.user and by.user.pk,
            "for": by.on_behalf_of and by.on_behalf_of.pk,
            "at": by.now.isoformat(),
        }


def standing(row: models.Model, name: str) -> Any:
    """What stands in a column: of a relation its number, of many the numbers."""
    if is_figure(row, name):
        return row.figure
    if entry := entry_of(row, name):
        return getattr(row, row.ENTRIES).get(entry)
    if _takes_many(row, name):
        return [one.pk for one in getattr(row, name).all()]
    return getattr(row, row._meta.get_field(name).attname)


def look_again(row: Versioned, names: Iterable[str]) -> None:
    """Read these columns and the versions anew, and nothing else of what was read with the row."""
    many = {name for name in names if _takes_many(row, name)}
    for name in many:
        getattr(row, "_prefetched_objects_cache", {}).pop(name, None)
    columns = {column for name in set(names) - many for column in _columns_of(row, name)}
    row.refresh_from_db(fields=[*columns, "version", "versions"])


def is_figure(row: models.Model, name: str) -> bool:
    """The figure of a FigureModel, which two columns hold, is one field of its form."""
    return name == FIGURE and isinstance(row, FigureModel)


def entry_of(row: models.Model, name: str) -> str:
    """Of a field that stands in a JSON column of the row: its name there. Empty for every other field."""
    column = getattr(row, "ENTRIES", "")
    return name.removeprefix(f"{column}-") if column and name.startswith(f"{column}-") else ""


def without(entries: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in entries.items() if key != name}


def _columns_of(row: models.Model, name: str) -> list[str]:
    if is_figure(row, name):
        return ["value", "qualifier"]
    return [row.ENTRIES] if entry_of(row, name) else [name]


def _takes_many(row: models.Model, name: str) -> bool:
    return not is_figure(row, name) and not entry_of(row, name) and row._meta.get_field(name).many_to_many
