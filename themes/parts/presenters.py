"""A part and a field as people read them: what a key (`activity-12`) stands for, and the words for a text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.db import models
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from nhveilig.editing.fields import words_of
from nhveilig.prefetching import prefetch_at_once
from themes.models import ImplementationPlan, PlanEdit, PlanLink
from themes.models.plans import Part
from themes.parts.forms import ReferenceField
from themes.parts.registry import PART_KINDS, PLAN_FIELDS, PartKind, UnknownPart, key_of, parse_key
from themes.parts.views import part_url, plan_url

WHOLE_PLAN = "Het hele plan"
LOST = "Een onderdeel dat er niet meer is"


@dataclass(frozen=True)
class NamedPart:
    """`kind` is empty for a text, whose name says it all; `url` leads to where it is written, if it still is."""

    key: str
    name: str
    kind: str = ""
    url: str = ""
    in_bin: bool = False

    @property
    def full_name(self) -> str:
        return f"{self.kind}: {self.name}" if self.kind else self.name


def asked_for(request: HttpRequest, name: str) -> str:
    """A parameter of the address. No key holds a NUL, and PostgreSQL takes none."""
    return request.GET.get(name, "").replace("\0", "")


def named_parts(plan: ImplementationPlan, keys: Iterable[str]) -> dict[str, NamedPart]:
    """Every key with its part; the empty key is the plan itself. One query."""
    numbers: dict[str, list[int]] = defaultdict(list)
    wanted = set(keys)
    for key in wanted:
        try:
            kind, number = parse_key(key)
        except UnknownPart:
            continue
        numbers[kind.code].append(number)
    asked = {code: Q(pk__in=pks) for code, pks in numbers.items()}
    found = {key_of(part): named(plan, part) for part in read_parts(plan, asked)}
    whole = NamedPart("", WHOLE_PLAN, url=plan_url(plan, "plan-edit"))
    return {key: found.get(key, NamedPart(key, LOST)) if key else whole for key in wanted}


def _of_kind(kind: PartKind) -> QuerySet[Part]:
    parts = kind.model.objects.select_related("deleted_by")
    return parts.select_related("indicator", "theme") if kind.model is PlanLink else parts


def read_parts(plan: ImplementationPlan, asked: Mapping[str, Q]) -> list[Part]:
    """Those of each of these kinds, in one query; in the bin or not, with what their names are made of."""
    kinds = [(PART_KINDS[code], which) for code, which in asked.items()]
    places = [
        Prefetch(f"{kind.model._meta.model_name}_set", _of_kind(kind).filter(which), f"read_{kind.code}")
        for kind, which in kinds
    ]
    prefetch_at_once([plan], *places)
    return [part for place in places for part in getattr(plan, place.to_attr)]


def named(plan: ImplementationPlan, part: Part) -> NamedPart:
    """`part` was read by `read_parts`."""
    key, in_bin = key_of(part), part.deleted_at is not None
    kind = PART_KINDS[key.partition("-")[0]]
    return NamedPart(
        key=key,
        name=str(part),
        kind="" if kind.code == "text" else capfirst(kind.label),
        url="" if in_bin else part_url(plan, key),
        in_bin=in_bin,
    )


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
