"""Forms on one row, that others may be changing at the same time."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from zlib import crc32

from django import forms
from django.http import QueryDict

from nhveilig.editing.changes import FieldChange
from nhveilig.editing.exceptions import FieldConflict, SaveRefused
from nhveilig.editing.fields import shown_in, text_of
from nhveilig.editing.history import History
from nhveilig.editing.models import Versioned
from nhveilig.editing.presenters import ShownConflict, shown_conflict
from nhveilig.editing.rows import FIGURE, entry_of, is_figure, look_again, standing

# What goes along with the fields themselves: the version of the row its reader saw, what each control showed, and
# which of two texts counts.
VERSION, SEEN, CHOICE, COMBINED = "version", "gezien", "keuze-", "samen-"
THEIRS, TOGETHER = "hun", "samen"
# What reading JSON of a browser raises when it is not what our page sends: `1e400` is no whole number either.
NOT_WHAT_WAS_SENT = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
NOT_WHOLE = "Het formulier is niet compleet aangekomen, dus er is niets opgeslagen. Laad de pagina opnieuw."


def number_of(shown: Iterable[str]) -> int:
    """For a form to send back instead of the text itself. A browser sends line ends of its own."""
    return crc32("\n".join(shown).replace("\r\n", "\n").strip().encode())


def seen_text(fields: Mapping[str, tuple[int, Iterable[str]]]) -> str:
    """For the form to send back: by field its version and what its control showed, the latter as a number."""
    found = {name: [version, number_of(shown)] for name, (version, shown) in fields.items()}
    return json.dumps(found, separators=(",", ":"))


def read_seen(text: str) -> dict[str, tuple[int, int]] | None:
    """What `seen_text` said; None for what it never says."""
    try:
        return {str(name): (int(version), int(number)) for name, (version, number) in json.loads(text).items()}
    except NOT_WHAT_WAS_SENT:
        return None


class RowFormMixin:
    """Makes a form (a ModelForm too) one on a row that may change while somebody types.

    `row` is the row; a new one is not stored yet. What a control showed goes along with the form, so that a field
    somebody did not touch is not saved and cannot undo what a colleague typed there meanwhile: `changes()` holds the
    others. After a refused save, `show_refusal` turns the form into one that shows both texts of every conflict.
    """

    # Whether the version of the row goes along; without it the versions of the fields have to.
    tells_version = True
    # Whether what each control showed goes along; without it everything in the form counts as typed.
    tells_seen = True
    conflicts: dict[str, ShownConflict]

    def __init__(self, *args: Any, row: Versioned, **kwargs: Any) -> None:
        if isinstance(self, forms.BaseModelForm):
            kwargs["instance"] = row
        elif row.pk:
            kwargs["initial"] = self._standing_in(row) | (kwargs.get("initial") or {})
        self.row, self.conflicts = row, {}
        super().__init__(*args, **kwargs)
        self.row_fields = [name for name in self.fields if _is_of(row, name)]
        self.fields[VERSION] = forms.IntegerField(
            widget=forms.HiddenInput,
            min_value=0,
            # Of a row that is not there yet, nobody saw an older one.
            required=self.tells_version and row.pk is not None,
            error_messages=dict.fromkeys(["required", "invalid", "min_value"], NOT_WHOLE),
            initial=row.version if row.pk else 0,
        )
        self.fields[SEEN] = forms.CharField(widget=forms.HiddenInput, required=False, initial=self._seen())
        if self.is_bound:
            self._settle()

    @classmethod
    def _standing_in(cls, row: Versioned) -> dict[str, Any]:
        return {name: standing(row, name) for name in cls.base_fields if _is_of(row, name)}

    def _seen(self) -> str:
        if not self.tells_seen:
            return ""
        shown = {name: shown_in(self.fields[name], self._standing(name)) for name in self.row_fields}
        return seen_text({name: (self.row.version_of(name), texts) for name, texts in shown.items()})

    # What was sent -------------------------------------------------------------------------------

    def _settle(self) -> None:
        """Take the choices between two texts, and put what stands there now in what nobody touched."""
        self.data = self.data.copy() if isinstance(self.data, QueryDict) else _as_query(self.data)
        # A form that tells nothing of what it showed: then everything in it was touched.
        self.seen = read_seen(self.data.get(self.add_prefix(SEEN), "")) or {}
        for name in self.row_fields:
            choice = self.data.get(self.add_prefix(f"{CHOICE}{name}"), "")
            if choice == TOGETHER:
                self._put(name, self.data.get(self.add_prefix(f"{COMBINED}{name}"), ""))
            elif choice == THEIRS or not self.is_touched(name):
                self._put(name, self._standing(name))

    def is_touched(self, name: str) -> bool:
        if not self.seen:
            return True
        return name in self.seen and number_of(self.data.getlist(self.add_prefix(name))) != self.seen[name][1]

    def _standing(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)

    def _put(self, name: str, value: Any) -> None:
        field, sent_as = self.fields[name], self.add_prefix(name)
        self.data.setlist(sent_as, shown_in(field, value))
        # What a control sends beside its text.
        for beside, text in getattr(field.widget, "beside", lambda *_: {})(sent_as, value).items():
            self.data[beside] = text

    def changes(self, part: str = "") -> list[FieldChange]:
        """Of a valid form: what differs from what stands there, with the version its editor saw."""
        return [self.change(name, self._text(name), part) for name in self.row_fields if self._differs(name)]

    def change(self, name: str, text: str, part: str = "") -> FieldChange:
        return FieldChange(part, name, text, self._version_seen(name))

    def _text(self, name: str) -> str:
        return text_of(self.fields[name], self.cleaned_data[name])

    def _differs(self, name: str) -> bool:
        """Of a row that is not there yet, everything does."""
        if self.row.pk is None or name not in self.cleaned_data:
            return name in self.cleaned_data
        return self._text(name) != text_of(self.fields[name], self._standing(name))

    def _version_seen(self, name: str) -> int:
        was_there = self.data.get(self.add_prefix(VERSION)) != "0"
        if was_there and name in self.seen:
            return self.seen[name][0]
        return self.row.version_seen(name, self.cleaned_data.get(VERSION) or 0)

    def values(self) -> dict[str, Any]:
        """What was typed, by field, for a row that is new."""
        return {name: self.cleaned_data[name] for name in self.row_fields if name in self.cleaned_data}

    # After a refusal ------------------------------------------------------------------------------

    def show_refusal(self, refusal: SaveRefused, history: History | None = None) -> None:
        """Put every problem with its field, and every conflict beside it. What is sent next names the row as it stands
        now, so that saving again is a choice somebody made knowingly."""
        errors = self.errors
        for problem in refusal.problems:
            if problem.field not in errors:
                self.add_error(problem.field if problem.field in self.fields else None, problem.message)
        began = {one.field: self._base(one, history) for one in refusal.conflicts}
        self._look_again()
        for one in refusal.conflicts:
            self.conflicts[one.field] = shown_conflict(one, self.fields[one.field], began[one.field])

    def _base(self, conflict: FieldConflict, history: History | None) -> str:
        version, _ = self.seen.get(conflict.field, (None, None))
        return history.base(conflict.part, conflict.field, version) if history and version is not None else ""

    def _look_again(self) -> None:
        if self.row.pk is None:
            return
        left = [name for name in self.row_fields if name in self.cleaned_data and not self._differs(name)]
        look_again(self.row, self.row_fields)
        self.initial |= self._standing_in(self.row)
        for name in left:
            self._put(name, self._standing(name))
        self.data[self.add_prefix(VERSION)] = str(self.row.version)
        self.data[self.add_prefix(SEEN)] = self._seen()


class RowForm(RowFormMixin, forms.Form):
    """A form on one row, with fields called as its columns."""


class PartForm(RowForm):
    """The form of one part of a larger whole, on a page with many. `part` is its key, which begins the ids of its
    controls as well."""

    tells_version = False

    def __init__(self, *args: Any, part: str, **kwargs: Any) -> None:
        self.part = part
        super().__init__(*args, auto_id=f"{part}-%s", **kwargs)


class RowModelForm(RowFormMixin, forms.ModelForm):
    """The same, with fields made from the columns. It never stores anything itself."""

    def save(self, commit: bool = True) -> Any:
        raise NotImplementedError("Rows are saved by nhveilig.editing.services.save_if_unchanged.")


def _is_of(row: Versioned, name: str) -> bool:
    return name in _columns(row) or bool(entry_of(row, name))


def _columns(row: Versioned) -> set[str]:
    figure = {FIGURE} if is_figure(row, FIGURE) else set()
    return {column.name for column in row._meta.get_fields()} - {VERSION} | figure


def _as_query(data: Mapping[str, Any]) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, value in data.items():
        found.setlist(name, value if isinstance(value, list | tuple) else [value])
    return found
