"""Controls that save themselves, one by one, and what a browser sends of them with and without script."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from html import escape

from django import forms
from django.core.exceptions import ValidationError
from django.forms import CharField, DateTimeField, Form, IntegerField, UUIDField
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst

from nhveilig.editing.changes import FieldChange
from nhveilig.editing.fields import HeadingField, LinesField, ProseField, UnitField, shown_in, text_of
from nhveilig.editing.forms import PartForm, RowFormMixin, seen_text
from nhveilig.editing.models import Versioned
from nhveilig.editing.presenters import ShownConflict
from nhveilig.editing.rows import standing
from nhveilig.editing.widgets import HTML, MARKUP, markup_of
from nhveilig.figures.forms import DateField, NumberField
from nhveilig.texts.cleaning import cleaned
from nhveilig.texts.markup import LONGEST

Option = tuple[str, str]
CONTROLS: list[tuple[type[forms.Field], str]] = [
    (ProseField, "prose"),
    (LinesField, "lines"),
    (HeadingField, "lines"),
    (DateField, "day"),
    (NumberField, "number"),
    (UnitField, "unit"),
]
# How much of what a list offers it shows.
LONGEST_OPTION = 110
# The words that a page offers in a line, by the name of its field: the id of their list.
OFFERED = {"owner": "eigenaars", "unit": "meeteenheden"}


def typed_in(form: PartForm) -> dict[str, str]:
    """What stood in each control, prose as HTML."""
    sent = {name: form.fields[name].widget.value_from_datadict(form.data, None, name) for name in form.row_fields}
    return {name: _as_text(value) for name, value in sent.items() if name in form.seen}


def _as_text(value: str | list[str]) -> str:
    """What was ticked is one text, as everywhere in saving."""
    return ",".join(value) if isinstance(value, list) else value


def touched_in(form: PartForm) -> list[FieldChange]:
    """What of it is new. Whether it can be, saving finds out: all that is wrong is named at once."""
    return [form.change(name, text, form.part) for name, text in typed_in(form).items() if form.is_touched(name)]


def left_out(form: PartForm, changes: Iterable[FieldChange]) -> list[str]:
    """What of texts that were stored was pasted along and is not taken over, in words."""
    prose = [change.text for change in changes if isinstance(form.fields[change.field], ProseField)]
    return list(dict.fromkeys(what for text in prose for what in cleaned(text).left_out))


class FieldForm(Form):
    """One field, as the script sends it. `base` is the text its editor began with."""

    part = CharField(max_length=40)
    field = CharField(max_length=30)
    text = CharField(required=False, strip=False, max_length=LONGEST)
    base = CharField(required=False, strip=False, max_length=LONGEST)
    version = IntegerField(min_value=0, max_value=2_000_000_000)
    session = UUIDField(required=False)

    @property
    def why_not(self) -> str:
        if "text" in self.errors or "base" in self.errors:
            return "Deze tekst is te lang om op te slaan. Verdeel hem over andere onderdelen."
        return "De tekst is niet compleet aangekomen en dus niet opgeslagen. Laad de pagina opnieuw."


class PresenceForm(Form):
    """`seen` is the version of the plan the page shows, `since` when it was last told of changes."""

    session = UUIDField()
    part = CharField(required=False, max_length=40)
    seen = IntegerField(required=False)
    since = DateTimeField(required=False)
    leaving = CharField(required=False)

    def clean_since(self) -> datetime | None:
        since = self.cleaned_data["since"]
        if since and since > timezone.now():
            raise ValidationError("in the future")
        return since


@dataclass(frozen=True)
class Control:
    """What a control shows of a field of `row`; of `form`, once that was sent and refused. Its attributes are written
    here and not in its template: a plan has two thousand of them on one page."""

    part: str
    name: str
    field: forms.Field
    row: Versioned
    form: RowFormMixin | None = None
    # What the part is called where it has one control alone: the label that nobody sees.
    called: str = ""

    @cached_property
    def id(self) -> str:
        return f"{self.part}-{self.name}"

    @cached_property
    def kind(self) -> str:
        """How the script of the page and its template know it."""
        if isinstance(self.field.widget, forms.CheckboxSelectMultiple):
            return "checks"
        if isinstance(self.field.widget, forms.Select):
            return "select"
        return next((name for kind, name in CONTROLS if isinstance(self.field, kind)), "line")

    @cached_property
    def offered(self) -> str:
        return OFFERED.get(self.name, "")

    @cached_property
    def version(self) -> int:
        """What a save has to name."""
        return self.row.version_of(self.name)

    @cached_property
    def standing(self) -> list[str]:
        """What it shows of what is stored."""
        return shown_in(self.field, standing(self.row, self.name))

    @cached_property
    def shown(self) -> str:
        is_sent = self.form is not None and self.name in self.form.data
        return self.form.data[self.name] if is_sent else next(iter(self.standing), "")

    @cached_property
    def markup(self) -> str:
        beside = f"{MARKUP}{self.name}"
        if self.form and beside in self.form.data:
            return self.form.data[beside]
        return markup_of(text_of(self.field, standing(self.row, self.name)))

    @cached_property
    def is_html(self) -> bool:
        return self.kind == "prose" and self.markup == HTML

    @cached_property
    def problem(self) -> str:
        return " ".join(self.form.errors.get(self.name, [])) if self.form else ""

    @cached_property
    def conflict(self) -> ShownConflict | None:
        return self.form.conflicts.get(self.name) if self.form else None

    @cached_property
    def choices(self) -> list[Option]:
        return [(str(value), capfirst(str(label))) for value, label in getattr(self.field, "choices", [])]

    @cached_property
    def listed(self) -> SafeString:
        """What its list offers, with what is chosen."""
        return options_of(self.choices, self.shown)

    @cached_property
    def ticked(self) -> list[tuple[str, str, bool]]:
        """What can be ticked, and whether it is."""
        is_sent = self.form is not None and self.name in self.form.data
        chosen = self.form.data.getlist(self.name) if is_sent else self.standing
        return [(value, label, value in chosen) for value, label in self.choices]

    @cached_property
    def suggested(self) -> str:
        """What could be ticked, as the rest of the row says it: its values with a comma between them."""
        return ""

    @cached_property
    def help(self) -> str:
        """What stands behind its label. A list says enough itself."""
        return "" if self.kind == "select" else str(self.field.help_text)

    @cached_property
    def label(self) -> str:
        return self.called or str(self.field.label)

    @cached_property
    def remarks(self) -> bool:
        """Whether there is anything to say of it beside its label."""
        return bool(self.is_html or self.problem or self.conflict)

    @cached_property
    def described_by(self) -> str:
        """The ids of what is said about it."""
        parts = [("help", self.help or self.is_html), ("fout", self.problem), ("hun", self.conflict)]
        return " ".join(f"{name}-{self.id}" for name, is_there in parts if is_there)

    @cached_property
    def around(self) -> SafeString:
        """The attributes of what holds the control and its label."""
        classes = f"control control--{self.kind} control--{self.name}"
        data = {"data-field": self.name, "data-kind": self.kind, "data-version": str(self.version)}
        return as_attributes({"class": classes} | data)

    @cached_property
    def of_label(self) -> SafeString:
        unseen = {"class": "visually-hidden"} if self.called else {}
        if self.kind == "checks":
            return as_attributes({"id": f"label-{self.id}"} | unseen)
        return as_attributes({"for": self.id, "id": f"label-{self.id}"} | unseen)

    @cached_property
    def attributes(self) -> SafeString:
        """Of the control itself."""
        described = {"aria-describedby": self.described_by} if self.described_by else {}
        refused = {"aria-invalid": "true"} if self.problem else {}
        name = {} if self.kind == "checks" else {"name": self.name}
        return as_attributes({"id": self.id} | name | self._of_kind() | described | refused)

    def _of_kind(self) -> dict[str, str]:
        if self.kind == "select":
            return {}
        if self.kind == "checks":
            return {"role": "group", "aria-labelledby": f"label-{self.id}"}
        if self.kind == "prose":
            return {"lang": "nl", "spellcheck": "true"}
        if self.kind == "lines":
            return {"class": "utrecht-textarea utrecht-textarea--html-textarea control__lines", "lang": "nl"}
        words = {"list": self.offered} if self.offered else {"autocomplete": "off"}
        spoken = {"inputmode": "decimal"} if self.kind == "number" else {"lang": "nl"}
        return {"type": "date" if self.kind == "day" else "text", "value": self.shown} | words | spoken


def as_attributes(attributes: dict[str, str]) -> SafeString:
    return mark_safe("".join(f' {name}="{escape(text)}"' for name, text in attributes.items()))  # noqa: S308 - escaped


def options_of(choices: Iterable[Option], chosen: str) -> SafeString:
    rows = ((escape(value), " selected" if value == chosen else "", escape(_short(label))) for value, label in choices)
    return mark_safe("".join(f'<option value="{value}"{mark}>{label}</option>' for value, mark, label in rows))  # noqa: S308


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_OPTION else Truncator(label).chars(LONGEST_OPTION)


def seen_in(controls: Iterable[Control]) -> str:
    """For the form to send back: what is stored, also where something else was typed."""
    return seen_text({control.name: (control.version, control.standing) for control in controls})
