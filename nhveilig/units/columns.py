"""Where units stand: in every column that is a UnitField, as text."""

from collections.abc import Iterator

from django.apps import apps

from nhveilig.figures.fields import UnitField
from nhveilig.figures.units import KnownUnits, Pair, known_units


def unit_columns() -> list[UnitField]:
    models = apps.get_models()
    return [field for model in models for field in model._meta.local_concrete_fields if isinstance(field, UnitField)]


def units_in_use() -> set[Pair]:
    """In the bin too, from where a row may come back: a query per column."""
    known = known_units()
    found = (known.find(text) for field in unit_columns() for text in _texts(field))
    return {named.pair for named in found if named}


def renamed(known: KnownUnits, before: Pair, after: Pair) -> Iterator[tuple[UnitField, str, str]]:
    """(column, text, new text) of all that names the unit as it was known."""
    for field in unit_columns():
        for text in _texts(field):
            named = known.find(text)
            if named and named.pair == before and (new := named.told(after, one=named.is_one)) != text:
                yield field, text, new


def rename(known: KnownUnits, before: Pair, after: Pair) -> None:
    for field, text, new in list(renamed(known, before, after)):
        field.model._base_manager.filter(**{field.name: text}).update(**{field.name: new})


def _texts(field: UnitField) -> list[str]:
    found = field.model._base_manager.exclude(**{field.name: ""}).order_by()
    return list(found.values_list(field.name, flat=True).distinct())
