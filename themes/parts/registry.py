"""Which parts a plan has, and what can be edited in each: the one list that pages, services and history read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms

from nhveilig.editing.exceptions import FieldConflict
from nhveilig.editing.forms import PartForm
from nhveilig.exceptions import PortalError
from themes.models import (
    Activity,
    Capacity,
    Decision,
    Funding,
    ImplementationPlan,
    IntendedResult,
    PlanLink,
    PlanPerson,
    PlanText,
    Project,
    ResultTarget,
)
from themes.models.plans import Part
from themes.parts.forms import form_of


class UnknownPart(PortalError):
    """The address or the request names a part that this plan does not have (any more)."""

    sentence = "Dit onderdeel staat niet (meer) in het plan. Laad de pagina opnieuw."


@dataclass(frozen=True)
class PartKind:
    """A kind of part: `code` begins its keys (`activity-12`).

    Its form shows some fields at once and `more` on demand; `folds`: it opens from a line with its facts.
    """

    code: str
    model: type[Part]
    form: type[PartForm]
    shown: tuple[str, ...]
    more: tuple[str, ...]
    folds: bool

    @property
    def fields(self) -> dict[str, forms.Field]:
        """In the order of the form."""
        return self.form.base_fields

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)


def _kind(
    code: str, model: type[Part], *shown: str, more: Sequence[str] = (), unseen: Sequence[str] = (), folds: bool = False
) -> PartKind:
    return PartKind(code, model, form_of(model, *shown, *more, *unseen), shown, tuple(more), folds)


PART_KINDS: dict[str, PartKind] = {
    kind.code: kind
    for kind in (
        _kind("text", PlanText, "html"),
        _kind("project", Project, "title", "parent", "html", folds=True),
        _kind(
            "activity",
            Activity,
            *(
                "title",
                "deliverable",
                "planned_moment",
                "quarters",
                "due_on",
                "owner",
                "partners",
                "objective",
                "project",
            ),
            more=("html", "added_value", "outcome"),
            folds=True,
        ),
        _kind("result", IntendedResult, "title", "objective", "project", more=("html",), folds=True),
        _kind(
            "target",
            ResultTarget,
            *("title", "operator", "value", "unit", "scope", "deadline", "frequency"),
            more=("due_on", "result", "activity", "indicator", "counts_as", "note"),
            unseen=("counting",),
        ),
        _kind("decision", Decision, "title", "body", "needed_by", "due_on"),
        _kind("capacity", Capacity, "partner", "amount", "unit", "note"),
        _kind("funding", Funding, "source", "amount", "note"),
        _kind("person", PlanPerson, "kind", "name", "organisation"),
        _kind("link", PlanLink, "indicator", "theme", "note"),
    )
}
# What the plan itself has to fill in; in the history its part is the empty key.
PropertiesForm = form_of(ImplementationPlan, "ambition_period", "deadline")
PLAN_FIELDS: dict[str, forms.Field] = PropertiesForm.base_fields
_CODES = {kind.model: kind.code for kind in PART_KINDS.values()}


def key_of(part: Part) -> str:
    return f"{_CODES[type(part)]}-{part.pk}"


def kind_of(part: Part) -> PartKind:
    return PART_KINDS[_CODES[type(part)]]


def owner_of(part: Part) -> str:
    """The key of the part it belongs to; empty for what belongs to the plan."""
    if isinstance(part, ResultTarget) and (part.result_id or part.activity_id):
        return f"result-{part.result_id}" if part.result_id else f"activity-{part.activity_id}"
    return f"project-{part.parent_id}" if isinstance(part, Project) and part.parent_id else ""


def parse_key(key: str) -> tuple[PartKind, int]:
    """The kind and number of `activity-12`. Raises UnknownPart."""
    code, _, number = key.partition("-")
    if code not in PART_KINDS or not number.isdecimal() or len(number) > 18:
        raise UnknownPart
    return PART_KINDS[code], int(number)


def field_in_conflict(conflict: FieldConflict) -> forms.Field:
    return parse_key(conflict.part)[0].fields[conflict.field]
