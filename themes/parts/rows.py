"""The part a change is for, read together with what the change refers to: one question to the database for both."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists

from nhveilig.editing.history import History
from nhveilig.editing.rows import FormRow
from themes.models import ImplementationPlan, PlanEdit, Project
from themes.models.plans import Part
from themes.parts.fields import FieldRefused, ReferenceField
from themes.parts.registry import UnknownPart, key_of, kind_of, parse_key


def load_part(plan: ImplementationPlan, key: str, texts: Iterable[tuple[str, str]] = ()) -> Part:
    """The part of `plan` with this key, in the bin or not; `texts` are the fields that change and what was typed.

    Raises UnknownPart.
    """
    kind, number = parse_key(key)
    parts = kind.model.objects.filter(plan=plan)
    if kind.model is Project:
        return _with_the_others(list(parts), number)
    fields = [(name, kind.fields[name], text) for name, text in texts if name in kind.fields]
    found = {
        _mark(name): Exists(field.among(plan).filter(pk=field.number_in(text)))
        for name, field, text in fields
        if isinstance(field, ReferenceField) and field.number_in(text) is not None
    }
    part = parts.filter(pk=number).annotate(**found).first()
    if part is None:
        raise UnknownPart
    return part


@dataclass
class PartRow(FormRow):
    """A part read with `load_part`, whose history is that of its plan."""

    @classmethod
    def of(cls, plan: ImplementationPlan, part: Part) -> "PartRow":
        return cls(part, kind_of(part).fields, History(PlanEdit, {"plan": plan}), key_of(part))

    def where(self, field: str) -> str:
        if field not in self.fields:
            raise UnknownPart
        return super().where(field)

    def read(self, field: str, text: str) -> tuple[Any, str]:
        about = self.fields[field]
        if not isinstance(about, ReferenceField):
            return super().read(field, text)
        value = self._parent(about, text) if isinstance(self.row, Project) else self._reference(field, about, text)
        return value, "" if value is None else str(value)

    def _reference(self, name: str, field: ReferenceField, text: str) -> int | None:
        return field.read(text, is_there=getattr(self.row, _mark(name), False))

    def _parent(self, field: ReferenceField, text: str) -> int | None:
        """Never the project itself or one of its own deelprojecten: it would stand nowhere any more."""
        others = self.row.others
        chosen = field.read(text, is_there=field.number_in(text) in others)
        above = others.get(chosen)
        while above is not None:
            if above.pk == self.row.pk:
                raise FieldRefused(
                    f"“{self.row}” kan geen onderdeel zijn van zichzelf of van een deelproject van zichzelf."
                )
            above = others.get(above.parent_id)
        return chosen


def _mark(name: str) -> str:
    return f"{name}_is_there"


def _with_the_others(projects: list[Project], number: int) -> Project:
    part = next((project for project in projects if project.pk == number), None)
    if part is None:
        raise UnknownPart
    part.others = {project.pk: project for project in projects if project.deleted_at is None}
    return part
