"""Which parts a plan has, and what can be edited in each: the one list that pages, services and history read."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst

from agenda.models import Indicator
from nhveilig.exceptions import PortalError
from themes.models import (
    Activity,
    Capacity,
    Decision,
    Funding,
    ImplementationPlan,
    IntendedResult,
    Objective,
    PlanLink,
    PlanPerson,
    PlanText,
    Project,
    ResultTarget,
    Theme,
)
from themes.models.plans import Part
from themes.parts.fields import (
    ChoiceField,
    DayField,
    Field,
    LineField,
    LinesField,
    NumberField,
    ProseField,
    ReferenceField,
)


class UnknownPart(PortalError):
    """The address or the request names a part that this plan does not have (any more)."""

    def __init__(self) -> None:
        super().__init__("Dit onderdeel staat niet (meer) in het plan. Laad de pagina opnieuw.")


@dataclass(frozen=True)
class PartKind:
    """A kind of part: `code` begins its keys (`activity-12`); `fields` in the order of the form."""

    code: str
    model: type[Part]
    fields: dict[str, Field]

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def label_plural(self) -> str:
        return str(self.model._meta.verbose_name_plural)


_REFERENCES: dict[str, Callable[[ImplementationPlan], models.QuerySet]] = {
    "objective": lambda plan: Objective.objects.filter(theme=plan.theme_id),
    "project": lambda plan: Project.objects.present().filter(plan=plan),
    "parent": lambda plan: Project.objects.present().filter(plan=plan),
    "result": lambda plan: IntendedResult.objects.present().filter(plan=plan),
    "activity": lambda plan: Activity.objects.present().filter(plan=plan),
    "indicator": lambda plan: Indicator.objects.all(),
    "theme": lambda plan: Theme.objects.filter(plan__police_unit=plan.theme.plan.police_unit_id),
    "counts_as": lambda plan: ResultTarget.objects.present().filter(
        plan__year=plan.year, plan__theme__plan__police_unit=plan.theme.plan.police_unit_id, counts_as=None
    ),
}


_BY_COLUMN: list[tuple[type[models.Field], type[Field]]] = [
    (models.DateField, DayField),
    (models.DecimalField, NumberField),
    (models.TextField, LinesField),
]


def _field(model: type[models.Model], name: str) -> Field:
    """The field as the database column implies it."""
    column = model._meta.get_field(name)
    about = {"name": name, "label": capfirst(str(column.verbose_name)), "help": str(column.help_text)}
    if name == "html":
        return ProseField(**about)
    if column.is_relation:
        return ReferenceField(**about, among=_REFERENCES[name])
    if column.choices:
        return ChoiceField(**about, choices=tuple(column.choices))
    for kind, field in _BY_COLUMN:
        if isinstance(column, kind):
            return field(**about)
    return LineField(**about, longest=column.max_length)


def _kind(code: str, model: type[Part], *names: str) -> PartKind:
    return PartKind(code, model, {name: _field(model, name) for name in names})


PART_KINDS: dict[str, PartKind] = {
    kind.code: kind
    for kind in (
        _kind("text", PlanText, "html"),
        _kind("project", Project, "title", "html", "parent"),
        _kind(
            "activity",
            Activity,
            *("title", "deliverable", "planned_moment", "due_on", "owner", "partners", "html", "added_value"),
            *("objective", "project", "outcome"),
        ),
        _kind("result", IntendedResult, "title", "html", "objective", "project"),
        _kind(
            "target",
            ResultTarget,
            *("title", "operator", "value", "unit", "scope", "deadline", "due_on", "frequency", "counting"),
            *("result", "activity", "indicator", "counts_as", "note"),
        ),
        _kind("decision", Decision, "title", "body", "needed_by", "due_on"),
        _kind("capacity", Capacity, "partner", "amount", "unit", "note"),
        _kind("funding", Funding, "source", "amount", "note"),
        _kind("person", PlanPerson, "kind", "name", "organisation"),
        _kind("link", PlanLink, "indicator", "theme", "note"),
    )
}
# What the plan itself has to fill in; in the history its part is the empty key.
PLAN_FIELDS: dict[str, Field] = {name: _field(ImplementationPlan, name) for name in ("ambition_period", "deadline")}
_CODES = {kind.model: kind.code for kind in PART_KINDS.values()}


def key_of(part: Part) -> str:
    return f"{_CODES[type(part)]}-{part.pk}"


def kind_of(part: Part) -> PartKind:
    return PART_KINDS[_CODES[type(part)]]


def parse_key(key: str) -> tuple[PartKind, int]:
    """The kind and number of `activity-12`. Raises UnknownPart."""
    code, _, number = key.partition("-")
    if code not in PART_KINDS or not number.isdecimal() or len(number) > 18:
        raise UnknownPart
    return PART_KINDS[code], int(number)


def stored(part: Part, field: Field) -> str:
    """The text of `field` as it stands in `part` now."""
    name = f"{field.name}_id" if isinstance(field, ReferenceField) else field.name
    return field.text(getattr(part, name))


def version_of(part: Part, field_name: str) -> int:
    """How often the field was changed; what a save of it has to name."""
    return part.versions.get(field_name, {}).get("version", 0)
