"""Putting rows in the database so that doing it twice changes nothing."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def upsert(objects: Iterable[Row], *, keys: list[str]) -> list[Row]:
    """Insert each object, or bring the row with the same `keys` in line with it. Returns them with their ids.

    Expects a unique constraint without condition on `keys`, and objects of one model.
    """
    rows = list(objects)
    if not rows:
        return []
    model = type(rows[0])
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    others = [name for name in names if name not in keys]
    return model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=keys, update_fields=others or keys[:1]
    )


def remove_others(kept: list[Row], **scope: object) -> None:
    """Delete what is in `scope` but not in `kept`: a row taken out of a sheet leaves the database too.

    With nothing kept it deletes nothing; a sheet that may be empty goes through `bring_in_line`.
    """
    if kept:
        type(kept[0])._default_manager.filter(**scope).exclude(pk__in=[row.pk for row in kept]).delete()


def bring_in_line(model: type[Row], objects: Iterable[Row], *, keys: list[str], **scope: object) -> None:
    """Make what `model` holds in `scope` equal to `objects`: rows with the same `keys` keep their id, the rest goes.

    For rows that have no plain unique constraint to be met again by, and for sheets that may be empty.
    """
    attributes = [model._meta.get_field(key).attname for key in keys]

    def key_of(row: Row) -> tuple[object, ...]:
        return tuple(getattr(row, attribute) for attribute in attributes)

    known = {key_of(row): row for row in model._default_manager.filter(**scope)}
    rows = list(objects)
    for row in rows:
        row.pk = known[key_of(row)].pk if key_of(row) in known else None
    model._default_manager.filter(**scope).exclude(pk__in=[row.pk for row in rows if row.pk]).delete()
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    changed = [row for row in rows if row.pk and not _same(row, known[key_of(row)])]
    model._default_manager.bulk_update(changed, names)
    model._default_manager.bulk_create([row for row in rows if not row.pk])


def _same(row: Model, stored: Model) -> bool:
    """Writing what already stands there is most of the work of seeding again."""
    attributes = [field.attname for field in row._meta.concrete_fields]
    return all(getattr(row, attribute) == getattr(stored, attribute) for attribute in attributes)
