"""Two texts for one field, as a page and a script show them: both, what differs, and what they make together. And what
somebody changed, as a history shows it."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from nhveilig.accounts.names import name_of
from nhveilig.comparing.changes import Sides, sides
from nhveilig.comparing.merging import Merged, merge_html, merge_text
from nhveilig.editing.exceptions import FieldConflict
from nhveilig.editing.fields import ProseField, is_text, text_of, value_of, words_of
from nhveilig.editing.models import BaseEdit

# Characters. Longer texts stand beside each other as they are: finding what differs would take minutes.
MOST_TO_COMPARE = 200_000


@dataclass(frozen=True)
class ShownConflict:
    """`theirs` and `mine` are clean HTML, with what only one of two texts says marked. `combined` is a text for the
    field with both changes; None where only one of the two can be, such as a date."""

    conflict: FieldConflict
    label: str
    theirs: SafeString
    mine: SafeString
    combined: Merged | None

    @property
    def by(self) -> str:
        return "u zelf, in een ander venster" if self.conflict.same_person else self.conflict.changed_by


def shown_conflict(conflict: FieldConflict, field: forms.Field, base: str) -> ShownConflict:
    """`base` is the text the editor began with, as far as it is known."""
    theirs, mine = as_html(field, conflict.theirs), as_html(field, conflict.mine)
    few = is_text(field) and len(theirs) + len(mine) < MOST_TO_COMPARE
    both = sides(theirs, mine) if few else Sides(theirs, mine)
    label = str(field.label or conflict.field)
    return ShownConflict(conflict, label, both.left, both.right, combination(field, conflict, base))


def combination(field: forms.Field, conflict: FieldConflict, base: str) -> Merged | None:
    if not is_text(field):
        return None
    is_prose = isinstance(field, ProseField)
    mine, base = (as_html(field, text) if is_prose else text for text in (conflict.mine, base))
    if len(mine) + len(conflict.theirs) >= MOST_TO_COMPARE:
        return Merged(conflict.theirs + mine, is_whole=False)
    return (merge_html if is_prose else merge_text)(base, mine, conflict.theirs)


def as_html(field: forms.Field, text: str) -> SafeString:
    """The text of any field as clean HTML."""
    if isinstance(field, ProseField):
        return mark_safe(text_of(field, value_of(field, text)))  # noqa: S308 - value_of cleans it
    return format_html_join("", "<p>{}</p>", ((line,) for line in words_of(field, text).splitlines()))


def clock(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%H.%M}" if at else ""


@dataclass(frozen=True)
class ShownEdit:
    """`field` is empty where a whole row came, went or returned, `undo_url` where nothing can be undone."""

    edit: BaseEdit
    by: str
    old: str
    new: str
    field: str = ""
    undo_url: str = ""


def shown_edit(edit: BaseEdit, field: forms.Field | None, undo_url: str) -> ShownEdit:
    by, old, new = name_of(edit.editor, edit), edit.old, edit.new
    if edit.kind != BaseEdit.Kind.CHANGED or field is None:
        return ShownEdit(edit, by, old, new)
    return ShownEdit(edit, by, words_of(field, old), words_of(field, new), str(field.label), undo_url)
