"""The text of a field as people read it: the name of what it refers to, a date in Dutch, the word for a choice."""

from collections import defaultdict
from collections.abc import Iterable

from django import forms
from django.db import models

from nhveilig.editing.fields import words_of
from themes.models import ImplementationPlan, PlanEdit
from themes.parts.fields import ReferenceField
from themes.parts.registry import PART_KINDS, PLAN_FIELDS

GONE = "iets dat er niet meer is"
Names = dict[type[models.Model], dict[int, models.Model]]


def field_of(edit: PlanEdit) -> forms.Field | None:
    """None for an edit of a whole part, and for a field that plans no longer have."""
    if not edit.part:
        return PLAN_FIELDS.get(edit.field)
    kind = PART_KINDS.get(edit.part.partition("-")[0])
    return kind.fields.get(edit.field) if kind else None


def names_in(plan: ImplementationPlan, edits: Iterable[PlanEdit]) -> Names:
    """What the edits refer to. One query for each kind of thing."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for edit in edits:
        field = field_of(edit)
        if isinstance(field, ReferenceField):
            wanted[field.among(plan).model] |= {int(text) for text in (edit.old, edit.new) if text.isdecimal()}
    return {model: model._base_manager.in_bulk(pks) for model, pks in wanted.items()}


def shown(field: forms.Field, text: str, plan: ImplementationPlan, names: Names) -> str:
    """Not for prose. What cannot be read, of a field that was once another, is shown as it stands."""
    if not text:
        return ""
    if isinstance(field, ReferenceField):
        return str(names.get(field.among(plan).model, {}).get(int(text), GONE)) if text.isdecimal() else text
    return words_of(field, text)
