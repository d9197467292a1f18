"""The controls of a part on the page: a label, an input of the right kind, and what went wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.text import capfirst

from agenda.models import Indicator
from themes.editing.plain_text import HTML, markup_of
from themes.editing.submitted import in_form, seen
from themes.models import ImplementationPlan, ResultTarget, Theme
from themes.models.plans import Part
from themes.parts.exceptions import FieldConflict
from themes.parts.fields import (
    ChoiceField,
    DayField,
    Field,
    LinesField,
    NumberField,
    ProseField,
    ReferenceField,
)
from themes.parts.queries import PlanParts
from themes.parts.registry import key_of, kind_of, stored, version_of

Option = tuple[str, str]
CONTROLS: list[tuple[type[Field], str]] = [
    (ProseField, "prose"),
    (LinesField, "lines"),
    (DayField, "day"),
    (NumberField, "number"),
    (ChoiceField, "select"),
    (ReferenceField, "select"),
]
NOTHING = ("", "–")


@dataclass(frozen=True)
class Control:
    """`text` is in the control and `version` what a save of it has to name."""

    part: str
    field: Field
    text: str
    version: int
    options: list[Option] = field(default_factory=list)
    problem: str = ""
    conflict: FieldConflict | None = None

    @cached_property
    def id(self) -> str:
        return f"{self.part}-{self.field.name}"

    @cached_property
    def kind(self) -> str:
        return next((name for kind, name in CONTROLS if isinstance(self.field, kind)), "line")

    @cached_property
    def markup(self) -> str:
        return markup_of(self.text)

    @cached_property
    def shown(self) -> str:
        return in_form(self.field, self.text)

    @cached_property
    def is_html(self) -> bool:
        return self.kind == "prose" and self.markup == HTML

    @cached_property
    def described_by(self) -> str:
        """The ids of what is said about it."""
        parts = [("help", self.field.help or self.is_html), ("fout", self.problem), ("hun", self.conflict)]
        return " ".join(f"{name}-{self.id}" for name, is_there in parts if is_there)


@dataclass(frozen=True)
class Refused:
    """What went wrong with the form of one part, and what was typed in it: the page shows both."""

    part: str
    typed: dict[str, str]
    problems: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, FieldConflict] = field(default_factory=dict)
    general: str = ""


@dataclass(frozen=True)
class Options:
    """What the lists on a page offer. Each is asked for once, whatever the number of rows."""

    plan: ImplementationPlan
    parts: PlanParts

    def of(self, name: str) -> list[Option]:
        return [NOTHING, *getattr(self, f"_{name}")]

    @cached_property
    def _objective(self) -> list[Option]:
        return [(str(one.pk), f"{one.number}. {one.text}") for one in self.parts.objectives]

    @cached_property
    def _project(self) -> list[Option]:
        return _named(self.parts.projects)

    @property
    def _parent(self) -> list[Option]:
        return self._project

    @cached_property
    def _result(self) -> list[Option]:
        return _named(self.parts.results)

    @cached_property
    def _activity(self) -> list[Option]:
        return _named(self.parts.activities)

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


def _named(parts: list[Part]) -> list[Option]:
    return [(str(one.pk), f"{number}. {one}") for number, one in enumerate(parts, start=1)]


def controls_of(part: Part, options: Options, refused: Refused | None = None) -> dict[str, Control]:
    """The controls of every field of `part`, in the order of the form."""
    about = refused if refused and refused.part == key_of(part) else None
    return {name: _control(part, found, options, about) for name, found in kind_of(part).fields.items()}


def _control(part: Part, found: Field, options: Options, refused: Refused | None) -> Control:
    text, version = stored(part, found), version_of(part, found.name)
    return Control(
        part=key_of(part),
        field=found,
        text=refused.typed.get(found.name, text) if refused else text,
        version=version,
        options=_options(found, text, part, options),
        problem=refused.problems.get(found.name, "") if refused else "",
        conflict=refused.conflicts.get(found.name) if refused else None,
    )


def _options(found: Field, text: str, part: Part, options: Options) -> list[Option]:
    if isinstance(found, ChoiceField):
        return [(value, capfirst(label)) for value, label in found.choices]
    if not isinstance(found, ReferenceField):
        return []
    offered = options.of(found.name)
    if found.name == "parent":
        offered = [one for one in offered if one[0] != str(part.pk)]
    # What is stored but in the bin is not silently replaced by nothing.
    return (
        offered
        if any(value == text for value, _ in offered)
        else [*offered, (text, "wat nu gekozen is, staat niet meer in de lijst")]
    )


def seen_in(controls: Mapping[str, Control], part: Part) -> str:
    """See `themes.editing.submitted.seen`: what is stored, also where something else was typed."""
    fields = {name: stored(part, control.field) for name, control in controls.items()}
    return seen({name: (controls[name].version, in_form(controls[name].field, text)) for name, text in fields.items()})
