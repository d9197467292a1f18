"""Putting what the portal brings along in the database without ever undoing what somebody did there.

Of every row it writes the seed notes how it left it (SeededRow). Next time it changes, completes or removes only rows
that still stand as it left them. A row that somebody changed stays as it is, one that somebody removed does not come
back, and one that somebody added is never touched. What hangs on a row that is gone is left out with it.

A row is known by `keys`: names of fields whose values in the sheets stay the same. The given objects themselves get an
id (`pk`), which stays None where there is no row to point at; so a sheet can go on naming rows as it did.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from django.db import IntegrityError, models, router, transaction
from django.db.models import Model
from django.db.models.deletion import Collector, ProtectedError, RestrictedError

from nhveilig.seeding.models import SOMEBODYS, Notes, as_key, hashed, linked, seeded_fields
from nhveilig.seeding.runs import Run, run

Row = TypeVar("Row", bound=Model)


def upsert(
    objects: Iterable[Row], *, keys: Sequence[str], later: Collection[str] = (), follow: bool = True
) -> list[Row]:
    """Insert each object, or bring the row with the same `keys` in line with it. Returns the same objects.

    Fields in `later` are left to `complete`. Without `follow` a row that is there is never changed.
    """
    rows = list(objects)
    if rows:
        with run() as current, transaction.atomic():
            _Upsert(type(rows[0]), list(keys), later, follow, current).write(rows)
    return rows


def complete(rows: Iterable[Row], fields: Sequence[str]) -> None:
    """Write `fields` of stored rows too, which could not be told before all of them were there."""
    found = [row for row in rows if row.pk]
    for row in found:
        _take_up(row)
        _settle(row, keys=())
    attributes = [found[0]._meta.get_field(name).attname for name in fields] if found else []
    new = [row for row, stored in _ours(found) if not _same(row, stored, attributes)]
    if not new:
        return
    model, notes = type(new[0]), Notes(type(new[0]))
    keys = {row.pk: notes.by_row[row.pk].key for row in new}
    with run() as current:
        if current.was_filled(model):
            # Somebody may have filled these in before there were notes.
            notes.keep_off({key: pk for pk, key in keys.items()})
            return
    model._base_manager.bulk_update(new, fields)
    notes.keep(keys)


def relate(links: Iterable[tuple[Row, Iterable[Model]]], name: str) -> None:
    """Set the many-to-many field `name` of stored rows, where nobody else did."""
    found = [(row, sorted(other.pk for other in others if other.pk)) for row, others in links if row.pk]
    if not found:
        return
    model = type(found[0][0])
    notes, present = Notes(model), _links_of(model, name)
    with run() as current:
        before_notes = current.was_filled(model)
    for row, wanted in found:
        now, note = present.get(row.pk, []), notes.by_row.get(row.pk)
        if note is None or not note.values:
            continue
        noted = note.values.get(linked(name))
        if now == wanted:
            notes.keep_links(note, name, hashed(now))
        elif noted is None and before_notes:
            notes.keep_links(note, name, SOMEBODYS)
        elif noted == hashed(now) or (noted is None and not now):
            getattr(row, name).set(wanted)
            notes.keep_links(note, name, hashed(wanted))


def _links_of(model: type[Model], name: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row, other in model._base_manager.exclude(**{name: None}).order_by(name).values_list("pk", name):
        found.setdefault(row, []).append(other)
    return {row: sorted(others) for row, others in found.items()}


def remove_others(kept: list[Row], **scope: object) -> None:
    """Remove what is in `scope` but not in `kept`: a row taken out of a sheet leaves the database too.

    With nothing kept it removes nothing; a sheet that may be empty goes through `bring_in_line`.
    """
    if kept:
        _remove(type(kept[0]), kept, scope)


def bring_in_line(
    model: type[Row], objects: Iterable[Row], *, keys: Sequence[str], later: Collection[str] = (), **scope: object
) -> None:
    """Make what the demo data holds of `model` in `scope` equal to `objects`, of which there may be none."""
    _remove(model, upsert(objects, keys=keys, later=later), scope)


def known(model: type[Row], name: str) -> dict[Any, Row]:
    """Rows by the one field that is their key. What somebody removed is there too, without an id: sheets name it."""
    present = {getattr(row, name): row for row in model._base_manager.all()}
    noted = (json.loads(key)[0] for key in Notes(model).by_key)
    return {key: model(**{name: key}) for key in noted if key not in present} | present


def untouched(rows: Iterable[Row]) -> list[Row]:
    """Those of the stored `rows` that stand as the demo data left them."""
    return [row for row, _ in _ours(rows)]


def _ours(rows: Iterable[Row]) -> list[tuple[Row, Row]]:
    """The same, each with the row as it is stored."""
    found = {row.pk: row for row in rows if row.pk}
    if not found:
        return []
    model = type(next(iter(found.values())))
    notes, stored = Notes(model), model._base_manager.in_bulk(found)
    return [(row, stored[pk]) for pk, row in found.items() if pk in stored and notes.is_ours(stored[pk])]


class _Upsert:
    """One call of `upsert`: sorts the objects by what is to be done with each, and does it table by table."""

    def __init__(self, model: type[Model], keys: list[str], later: Collection[str], follow: bool, run: Run) -> None:
        fields = seeded_fields(model)
        self.model, self.run, self.keys, self.follow, self.later = model, run, keys, follow, later
        self.fields = [one for one in fields if one.name not in later and not getattr(one, "auto_now_add", False)]
        self.compared = [field.attname for field in self.fields]
        self.attributes = [model._meta.get_field(key).attname for key in keys]
        self.notes = Notes(model)
        self.new: list[Model] = []
        self.changed: list[Model] = []
        self.adopted: list[Model] = []
        self.foreign: dict[str, int | None] = {}

    def write(self, rows: list[Model]) -> None:
        for row in rows:
            _put_off(row, self.later)
        settled = [row for row in rows if _settle(row, self.keys)]
        self._read(settled)
        for row in settled:
            self._sort(row)
        made = self._written(self.new, self.model._base_manager.bulk_create, force_insert=True)
        names = [field.name for field in self.fields]
        self._written(self.changed, partial(self.model._base_manager.bulk_update, fields=names), update_fields=names)
        self.notes.keep({row.pk: self._key(row) for row in [*made, *self.changed, *self.adopted]})
        self.notes.keep_off(self.foreign)

    def _written(self, rows: list[Row], together: Callable[[list[Row]], object], **alone: object) -> list[Row]:
        """Those that were written. One that stands in the way of what somebody added is given up, and has no id.

        Raises IntegrityError where nobody added anything: then the sheets themselves are wrong.
        """
        try:
            with transaction.atomic():
                together(rows)
        except IntegrityError:
            if not self.model._base_manager.exclude(pk__in=self.notes.by_row).exists():
                raise
            return [row for row in rows if _is_saved(row, **alone)]
        return rows

    def _key(self, row: Model) -> str:
        return as_key(getattr(row, attribute) for attribute in self.attributes)

    def _read(self, rows: list[Model]) -> None:
        """What is stored under the same keys, or was when the demo data put it there."""
        first = self.attributes[0]
        values = {getattr(row, first) for row in rows}
        near = self.model._base_manager.filter(models.Q(**{f"{first}__in": values - {None}}))
        self.by_key = {self._key(row): row for row in near}
        noted = {note.row for row in rows if (note := self.notes.by_key.get(self._key(row))) and note.row}
        self.by_row = {row.pk: row for row in self.by_key.values()}
        self.by_row |= self.model._base_manager.in_bulk(noted - self.by_row.keys())

    def _sort(self, row: Model) -> None:
        key = self._key(row)
        if (note := self.notes.by_key.get(key)) is not None:
            self._sort_noted(row, key, self.by_row.get(note.row))
        elif (stored := self.by_key.get(key)) is not None:
            self._sort_found(row, key, stored)
        elif self.run.was_filled(self.model):
            self.foreign[key] = row.pk = None
            self.run.removed[self.model].add(key)
        else:
            row.pk = None
            self.new.append(row)

    def _sort_noted(self, row: Model, key: str, stored: Model | None) -> None:
        if stored is None:
            again = self.by_key.get(key)
            row.pk = again.pk if again else None
            self.run.removed[self.model].add(key)
            return
        row.pk = stored.pk
        if not self.follow:
            return
        if not self.notes.is_ours(stored):
            self.run.changed[self.model].add(key)
        elif not _same(row, stored, self.compared):
            self.changed.append(row)

    def _sort_found(self, row: Model, key: str, stored: Model) -> None:
        """Somebody put it there, or the demo data did when nobody noted that."""
        row.pk = stored.pk
        if self.follow and _same(row, stored, self.compared):
            self.adopted.append(row)
            return
        self.foreign[key] = stored.pk
        if self.follow:
            self.run.changed[self.model].add(key)


def _is_saved(row: Row, **how: object) -> bool:
    if "force_insert" in how:
        row.pk = None
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError:
        row.pk = None
        return False
    return True


def _put_off(row: Model, later: Collection[str]) -> None:
    """Keep for `complete` what the row hangs on: that may be stored together with it."""
    ties = [field for field in row._meta.concrete_fields if field.is_relation and field.name in later]
    row.put_off = {field.name: field.get_cached_value(row) for field in ties if field.is_cached(row)}
    for name in row.put_off:
        setattr(row, name, None)


def _take_up(row: Model) -> None:
    """What was put off, unless something else was said of it since."""
    for name, other in getattr(row, "put_off", {}).items():
        if getattr(row, name) is None:
            setattr(row, name, other)


def _settle(row: Model, keys: Collection[str]) -> bool:
    """Point at what has an id by now. False for a row that hangs on one that is gone; a loose tie is just cut."""
    for field in row._meta.concrete_fields:
        if not field.is_relation or not field.is_cached(row):
            continue
        other = field.get_cached_value(row)
        if other is not None and other.pk is None:
            if not field.null or field.name in keys:
                row.pk = None
                return False
            other = None
        setattr(row, field.name, other)
    return True


def _same(row: Model, stored: Model, attributes: Iterable[str]) -> bool:
    return all(getattr(row, attribute) == getattr(stored, attribute) for attribute in attributes)


def _remove(model: type[Model], kept: Collection[Model], scope: Mapping[str, object]) -> None:
    stored = _in_scope(model, scope).exclude(pk__in=[row.pk for row in kept if row.pk])
    notes = Notes(model)
    gone: set[int] = set()
    with run() as current:
        for row in stored:
            if row.pk in gone:
                continue
            if notes.is_ours(row) and (went := _delete(row, kept)):
                gone |= went
                continue
            if row.pk in notes.by_row:
                current.changed[model].add(notes.by_row[row.pk].key)


def _in_scope(model: type[Model], scope: Mapping[str, object]) -> models.QuerySet:
    """A filter may not name rows that are not stored."""
    named = {}
    for name, value in scope.items():
        if isinstance(value, Model) and value.pk is None:
            return model._base_manager.none()
        several = isinstance(value, Iterable) and not isinstance(value, str)
        named[name] = [one for one in value if not isinstance(one, Model) or one.pk] if several else value
    return model._base_manager.filter(**named)


def _delete(row: Model, kept: Collection[Model]) -> set[int]:
    """The ids in its table that went; none when something of somebody's, or that stays, would go or change with it."""
    collector = Collector(using=router.db_for_write(type(row), instance=row), origin=row)
    try:
        collector.collect([row])
    except (ProtectedError, RestrictedError):
        return set()
    found = _with_it(collector)
    for model, rows in found.items():
        notes = Notes(model)
        if not all(notes.is_ours(one) for one in rows) or any(one in kept for one in rows if one != row):
            return set()
    ids = {model: [one.pk for one in rows] for model, rows in found.items()}
    collector.delete()
    for model, gone in ids.items():
        Notes(model).forget(gone)
    return set(ids[type(row)])


def _with_it(collector: Collector) -> dict[type[Model], list[Model]]:
    """Every row that would go or change, save those that only link two others."""
    found: dict[type[Model], list[Model]] = {}
    updated = [rows for several in collector.field_updates.values() for rows in several]
    for rows in [*collector.data.values(), *collector.fast_deletes, *updated]:
        for one in list(rows):
            if not one._meta.auto_created:
                found.setdefault(type(one), []).append(one)
    return found
