"""The part a change is for, read together with what the change refers to: one question to the database for both."""

from collections.abc import Iterable

from django.db.models import Exists

from themes.models import ImplementationPlan, Project
from themes.models.plans import Part
from themes.parts.fields import Field, FieldRefused, ReferenceField
from themes.parts.registry import UnknownPart, parse_key


def load_part(plan: ImplementationPlan, key: str, texts: Iterable[tuple[str, str]] = ()) -> Part:
    """The part of `plan` with this key, in the bin or not; `texts` are the fields that change and what was typed.

    Raises UnknownPart.
    """
    kind, number = parse_key(key)
    parts = kind.model.objects.filter(plan=plan)
    if kind.model is Project:
        return _with_the_others(list(parts), number)
    fields = [(kind.fields[name], text) for name, text in texts if name in kind.fields]
    found = {
        _mark(field): Exists(field.among(plan).filter(pk=int(text)))
        for field, text in fields
        if isinstance(field, ReferenceField) and field.is_number(text)
    }
    part = parts.filter(pk=number).annotate(**found).first()
    if part is None:
        raise UnknownPart
    return part


def read_value(part: Part, field: Field, text: str, plan: ImplementationPlan) -> object:
    """What is stored for `text` in `field` of a part read with `load_part`. Raises as `field.read` does."""
    if not isinstance(field, ReferenceField):
        return field.read(text, plan)
    if isinstance(part, Project):
        return _parent(part, field, text, plan)
    return field.read(text, plan, is_there=getattr(part, _mark(field), False))


def _mark(field: Field) -> str:
    return f"{field.name}_is_there"


def _with_the_others(projects: list[Project], number: int) -> Project:
    part = next((project for project in projects if project.pk == number), None)
    if part is None:
        raise UnknownPart
    part.others = {project.pk: project for project in projects if project.deleted_at is None}
    return part


def _parent(part: Project, field: ReferenceField, text: str, plan: ImplementationPlan) -> int | None:
    """Never the project itself or one of its own deelprojecten: it would stand nowhere any more."""
    chosen = field.read(text, plan, is_there=field.is_number(text) and int(text) in part.others)
    above = part.others.get(chosen)
    while above is not None:
        if above.pk == part.pk:
            raise FieldRefused(f"“{part}” kan geen onderdeel zijn van zichzelf of van een deelproject van zichzelf.")
        above = part.others.get(above.parent_id)
    return chosen
