"""The forms of the page to write a plan: its controls, and what a browser sends with and without script."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.forms import CharField, DateTimeField, Form, IntegerField, UUIDField
from django.utils import timezone
from django.utils.text import capfirst

from agenda.models import Indicator
from nhveilig.editing.changes import FieldChange
from nhveilig.editing.fields import LONGEST_PROSE, LinesField, ProseField, shown_in
from nhveilig.editing.forms import NOT_WHOLE, SEEN, read_seen, seen_text
from nhveilig.editing.presenters import ShownConflict
from nhveilig.editing.rows import standing
from nhveilig.exceptions import PortalError
from nhveilig.figures.forms import DateField, NumberField
from themes.models import ImplementationPlan, ResultTarget, Theme
from themes.models.plans import Part
from themes.parts.forms import HTML, MARKUP, ChoiceField, PartForm, ReferenceField, markup_of
from themes.parts.queries import PlanParts, find_part
from themes.parts.registry import key_of, kind_of

# Of which part a form is.
PART = "onderdeel"


def submitted(plan: ImplementationPlan, data: Mapping[str, str]) -> PartForm:
    """The form of one part. Raises UnknownPart, and PortalError for what is no form of this page."""
    if not read_seen(data.get(SEEN, "")):
        raise PortalError(NOT_WHOLE)
    key = data.get(PART, "")
    part = find_part(plan, key)
    return kind_of(part).form(data, row=part, part=key)


def typed_in(form: PartForm) -> dict[str, str]:
    """What stood in each control, prose as HTML."""
    return {
        name: form.fields[name].widget.value_from_datadict(form.data, None, name)
        for name in form.row_fields
        if name in form.seen
    }


def touched_in(form: PartForm) -> list[FieldChange]:
    """What of it is new. Whether it can be, saving finds out: all that is wrong is named at once."""
    return [form.change(name, text, form.part) for name, text in typed_in(form).items() if form.is_touched(name)]


class FieldForm(Form):
    """One field, as the script sends it. `base` is the text its editor began with."""

    part = CharField(max_length=40)
    field = CharField(max_length=30)
    text = CharField(required=False, strip=False, max_length=LONGEST_PROSE)
    base = CharField(required=False, strip=False, max_length=LONGEST_PROSE)
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


Option = tuple[str, str]
CONTROLS: list[tuple[type[forms.Field], str]] = [
    (ProseField, "prose"),
    (LinesField, "lines"),
    (DateField, "day"),
    (NumberField, "number"),
    (ChoiceField, "select"),
    (ReferenceField, "select"),
]
NOTHING = ("", "–")
# What refers to a part of the plan itself, with what PlanParts calls those.
OWN = {"project": "projects", "parent": "projects", "result": "results", "activity": "activities"}


@dataclass(frozen=True)
class Options:
    """What the lists on a page offer. Each is asked for once, whatever the number of rows."""

    plan: ImplementationPlan
    parts: PlanParts

    def offered(self, control: "Control") -> list[Option]:
        if isinstance(control.field, ChoiceField):
            return [(value, capfirst(label)) for value, label in control.field.choices]
        if not isinstance(control.field, ReferenceField):
            return []
        offered = self.of(control.name)
        if control.name == "parent":
            offered = [one for one in offered if one[0] != str(control.row.pk)]
        # What is stored but in the bin is not silently replaced by nothing.
        gone = (control.shown, "wat nu gekozen is, staat niet meer in de lijst")
        return offered if any(value == control.shown for value, _ in offered) else [*offered, gone]

    def of(self, name: str) -> list[Option]:
        return [NOTHING, *(self._own[name] if name in OWN else getattr(self, f"_{name}"))]

    @cached_property
    def _own(self) -> dict[str, list[Option]]:
        found = {name: enumerate(getattr(self.parts, parts), start=1) for name, parts in OWN.items()}
        return {name: [(str(one.pk), f"{number}. {one}") for number, one in parts] for name, parts in found.items()}

    @cached_property
    def _objective(self) -> list[Option]:
        return [(str(one.pk), f"{one.number}. {one.text}") for one in self.parts.objectives]

    @cached_property
    def _indicator(self) -> list[Option]:
        found = Indicator.objects.select_related("objective__agenda").order_by("objective__agenda", "objective", "pk")
        return [(str(one.pk), f"{one.objective.agenda.start_year}: {one.name}") for one in found]

    @cached_property
    def _theme(self) -> list[Option]:
        unit = self.plan.theme.plan.police_unit_id
        found = Theme.objects.filter(plan__police_unit=unit).select_related("plan").order_by("plan", "number")
        return [
            (str(one.pk), f"{one.title} ({one.plan.start_year}-{one.plan.end_year})")
            for one in found
            if one.pk != self.plan.theme_id
        ]

    @cached_property
    def _counts_as(self) -> list[Option]:
        unit = self.plan.theme.plan.police_unit_id
        found = ResultTarget.objects.present().counted_once().exclude(plan=self.plan)
        found = found.filter(plan__year=self.plan.year, plan__theme__plan__police_unit=unit)
        return [(str(one.pk), f"{one.plan.theme.short_title}: {one}") for one in found.select_related("plan__theme")]


@dataclass(frozen=True)
class Control:
    """What a control shows of a field of `row`; of `form`, once that was sent and refused."""

    part: str
    name: str
    field: forms.Field
    row: Part | ImplementationPlan
    options: Options | None = None
    form: PartForm | None = None

    @cached_property
    def id(self) -> str:
        return f"{self.part}-{self.name}"

    @cached_property
    def kind(self) -> str:
        return next((name for kind, name in CONTROLS if isinstance(self.field, kind)), "line")

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
        return self.form.data[self.name] if is_sent else self.standing[0]

    @cached_property
    def markup(self) -> str:
        beside = f"{MARKUP}{self.name}"
        if self.form and beside in self.form.data:
            return self.form.data[beside]
        return markup_of(standing(self.row, self.name) or "")

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
        return self.options.offered(self) if self.options else []

    @cached_property
    def described_by(self) -> str:
        """The ids of what is said about it."""
        parts = [("help", self.field.help_text or self.is_html), ("fout", self.problem), ("hun", self.conflict)]
        return " ".join(f"{name}-{self.id}" for name, is_there in parts if is_there)


def controls_of(row: Part, options: Options, form: PartForm | None = None) -> dict[str, Control]:
    """The controls of every field of a part, in the order of the form. `form` is what was refused of this part."""
    key, row = key_of(row), form.row if form else row
    return {name: Control(key, name, field, row, options, form) for name, field in kind_of(row).fields.items()}


def seen_in(controls: Iterable[Control]) -> str:
    """For the form to send back: what is stored, also where something else was typed."""
    return seen_text({control.name: (control.version, control.standing) for control in controls})
