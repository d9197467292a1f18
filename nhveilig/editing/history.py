"""Where the edits of a whole are kept, and how those of one sitting grow together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models

from nhveilig.editing.changes import ReadyField, Writer
from nhveilig.editing.models import BaseEdit, Edit, key_of_whole

# Saves that follow each other within this are one edit in the history.
SITTING = timedelta(minutes=30)
LONGEST_LABEL = 400
# By field: what a row remembers of its last change.
States = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class History:
    """Edits go into `model`; `place` are the columns that say of which whole they are."""

    model: type[BaseEdit]
    place: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, whole: models.Model) -> Self:
        """The general history, for what has no table of its own."""
        return cls(Edit, {"whole": key_of_whole(whole)})

    @property
    def edits(self) -> models.QuerySet:
        return self.model.objects.filter(**self.place)

    def keep(self, part: str, label: str, changes: Sequence[ReadyField], by: Writer, states: States) -> dict[str, int]:
        """The numbers of the edits, by field: those of this sitting, grown, or new ones. `states` are those of the
        fields until now."""
        kept, new = {}, {}
        for change in changes:
            about = {"new": change.new, "label": label[:LONGEST_LABEL], "version": change.version, "ended_at": by.now}
            number = _of_this_sitting(states.get(change.field, {}), by)
            if number and self.model.objects.filter(pk=number).update(**about):
                kept[change.field] = number
            else:
                new[change.field] = self._edit(by, part=part, field=change.field, old=change.old, **about)
        self.model.objects.bulk_create(new.values())
        return kept | {field: edit.pk for field, edit in new.items()}

    def keep_acts(self, kind: str, rows: Iterable[tuple[str, str]], by: Writer) -> None:
        """That whole rows came, moved, went or returned: (key of the part, what it is called)."""
        self.model.objects.bulk_create(
            self._edit(by, kind=kind, part=part, label=label[:LONGEST_LABEL], ended_at=by.now) for part, label in rows
        )

    def _edit(self, by: Writer, **about: Any) -> BaseEdit:
        who = {"session": by.session, "editor": by.user, "on_behalf_of": by.on_behalf_of, "started_at": by.now}
        return self.model(**self.place, **who, **about)

    def base(self, part: str, field: str, version: int) -> str:
        """The text that stood in the field at `version`; empty where the history does not tell it to the letter."""
        edits = self.edits.filter(part=part, field=field, kind=BaseEdit.Kind.CHANGED).order_by("version", "pk")
        if version == 0:
            first = edits.first()
            return first.old if first else ""
        then = edits.filter(version=version).first()
        return then.new if then else ""


def _of_this_sitting(state: Mapping[str, Any], by: Writer) -> int | None:
    who = (by.user and by.user.pk, by.on_behalf_of and by.on_behalf_of.pk)
    same = by.session and state.get("session") == by.session.hex and (state.get("by"), state.get("for")) == who
    if not same or by.now - datetime.fromisoformat(state["at"]) > SITTING:
        return None
    return state["edit"]
