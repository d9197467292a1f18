"""What is read along with rows, in one query however many lookups lead to it: a union of the rows of all, as JSON.

As Django's own `prefetch_related`, which asks once for each step of each lookup. What a queryset that is read along
says of `select_related` is a step as well. Such a queryset has no slice, no `distinct` and no aggregates of its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.db.models import F, Field, IntegerField, Model, Prefetch, QuerySet, Value, Window
from django.db.models.expressions import OrderBy
from django.db.models.functions import RowNumber

from nhveilig.json_rows import Columns
from nhveilig.unions import question_of

# The values of a column of the rows that something is read along with, as `__in` takes them.
ValuesOf = Callable[[str], object]


class ReadAtOnce(QuerySet):
    """One that reads all that is prefetched in one query."""

    def _prefetch_related_objects(self) -> None:
        prefetch_at_once(self._result_cache, *self._prefetch_related_lookups)
        self._prefetch_done = True


def prefetch_at_once(rows: Sequence[Model], *lookups: str | Prefetch) -> None:
    if not rows:
        return
    steps = _grown({}, type(rows[0]), lookups)
    parts = [part for step in steps.values() for part in step.parts_of(rows)]
    _read([part for part in parts if not part.is_empty], is_often=len(rows) == 1)
    for step in steps.values():
        step.hang_on(rows)


class Part:
    """Rows of one table, to be read with others."""

    def __init__(self, rows: QuerySet) -> None:
        self.rows, self.columns = rows, Columns.of(rows)
        self.found: list[Model] = []

    @property
    def is_empty(self) -> bool:
        return self.rows.query.is_empty()

    def asked(self, number: int) -> QuerySet:
        """Its number, the place of the row among those of the part, and its columns."""
        place = Window(RowNumber(), order_by=list(_order_of(self.rows)))
        rows = self.rows.order_by()
        return rows.values_list(Value(number, IntegerField()), place, self.columns.as_json())


def _read(parts: Sequence[Part], *, is_often: bool) -> None:
    """What is asked of one row is asked often, in the same words."""
    if not parts:
        return
    first, *rest = (part.asked(number) for number, part in enumerate(parts))
    compiler = first.union(*rest, all=True).query.get_compiler(connection=connection)
    question = question_of(compiler, is_often=is_often)
    for number, _, text in sorted(question.rows() if question else (), key=lambda row: row[:2]):
        parts[number].found.append(parts[number].columns.made_of(text))


@dataclass(eq=False)
class Step:
    """One step of a lookup, from rows of `model`; `steps` are those that go on from there."""

    model: type[Model]
    name: str
    to_attr: str = ""
    asked: QuerySet | None = None
    steps: dict[str, "Step"] = field(default_factory=dict)
    # What is read for it; of many to many also which belong together.
    part: Part | None = None
    links: Part | None = None

    @cached_property
    def relation(self) -> Field:
        reverse = (one for one in self.model._meta.related_objects if one.get_accessor_name() == self.name)
        return next(reverse, None) or self.model._meta.get_field(self.name)

    @property
    def is_up(self) -> bool:
        """Whether it leads to the one row that a foreign key names."""
        return not self.relation.auto_created and not self.relation.many_to_many

    def lead_to(self, rows: QuerySet) -> None:
        """These, with what they want read along."""
        self.asked = rows.select_related(None).prefetch_related(None)
        _related(self.steps, rows.model, rows.query.select_related or {})
        _grown(self.steps, rows.model, rows._prefetch_related_lookups)

    def parts_of(self, rows: Sequence[Model]) -> Iterator[Part]:
        """What is to be read. What the rows have at hand is not read again."""
        if self._is_at_hand(rows):
            above = [one for one in (getattr(row, self.name) for row in rows) if one]
            yield from (part for step in self.steps.values() for part in step.parts_of(above))
        else:
            yield from self.parts(lambda column: {getattr(row, column) for row in rows} - {None})

    def _is_at_hand(self, rows: Sequence[Model]) -> bool:
        return self.is_up and all(self.relation.is_cached(row) for row in rows)

    def parts(self, values_of: ValuesOf) -> Iterator[Part]:
        rows = self._rows(values_of)
        self.part = Part(rows)
        yield self.part
        if self.links:
            yield self.links
        for step in self.steps.values():
            yield from step.parts(lambda column: rows.order_by().values(column))

    def _rows(self, values_of: ValuesOf) -> QuerySet:
        related = self.relation.related_model
        if self.is_up:
            rows = related._base_manager.all() if self.asked is None else self.asked
            return rows.filter(pk__in=values_of(self.relation.attname))
        rows = related._default_manager.all() if self.asked is None else self.asked
        if not self.relation.many_to_many:
            return rows.filter(**{f"{self.relation.field.name}__in": values_of("pk")})
        between, here, there = self._between
        links = between._default_manager.filter(**{f"{here}__in": values_of("pk")})
        self.links = Part(links)
        return rows.filter(pk__in=links.order_by().values(there))

    @property
    def _between(self) -> tuple[type[Model], str, str]:
        """The table between many and many, and its columns for this side and the other."""
        own = self.relation.field if self.relation.auto_created else self.relation
        ends = f"{own.m2m_field_name()}_id", f"{own.m2m_reverse_field_name()}_id"
        return own.remote_field.through, *(reversed(ends) if self.relation.auto_created else ends)

    def hang_on(self, owners: Iterable[Model]) -> None:
        owners = list(owners)
        if self.part is None:
            found = [one for one in (getattr(owner, self.name) for owner in owners) if one]
        else:
            found = self.part.found
            self._hang_up(owners) if self.is_up else self._hang_below(owners)
        for step in self.steps.values():
            step.hang_on(found)

    def _hang_up(self, owners: Iterable[Model]) -> None:
        by_pk = {one.pk: one for one in self.part.found}
        for owner in owners:
            self.relation.set_cached_value(owner, by_pk.get(getattr(owner, self.relation.attname)))

    def _hang_below(self, owners: Iterable[Model]) -> None:
        found = self._linked() if self.links else self._by_owner()
        for owner in owners:
            rows = found.get(owner.pk, [])
            if not self.links:
                for row in rows:
                    self.relation.field.set_cached_value(row, owner)
            keep(owner, self.name, rows, self.to_attr)

    def _by_owner(self) -> dict[object, list[Model]]:
        found = defaultdict(list)
        for row in self.part.found:
            found[getattr(row, self.relation.field.attname)].append(row)
        return found

    def _linked(self) -> dict[object, list[Model]]:
        _, here, there = self._between
        owners, found = defaultdict(list), defaultdict(list)
        for link in self.links.found:
            owners[getattr(link, there)].append(getattr(link, here))
        for row in self.part.found:
            for owner in owners[row.pk]:
                found[owner].append(row)
        return found


def keep(owner: Model, name: str, rows: list[Model], to_attr: str = "") -> None:
    """As `prefetch_related` does."""
    if to_attr:
        setattr(owner, to_attr, rows)
        return
    manager = getattr(owner, name)
    found = manager.all()
    found._result_cache, found._prefetch_done = rows, True
    name = getattr(manager, "prefetch_cache_name", name)
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


def _grown(steps: dict[str, Step], model: type[Model], lookups: Iterable[str | Prefetch]) -> dict[str, Step]:
    """`steps`, with those of the lookups."""
    for lookup in (one if isinstance(one, Prefetch) else Prefetch(one) for one in lookups):
        names, places = lookup.prefetch_through.split("__"), lookup.prefetch_to.split("__")
        here, at = steps, model
        for name, place in zip(names, places, strict=True):
            step = here.setdefault(place, Step(at, name))
            here, at = step.steps, step.relation.related_model
        step.to_attr = lookup.to_attr or step.to_attr
        if lookup.queryset is not None:
            step.lead_to(lookup.queryset)
    return steps


def _related(steps: dict[str, Step], model: type[Model], names: dict) -> None:
    for name, more in names.items():
        step = steps.setdefault(name, Step(model, name))
        _related(step.steps, step.relation.related_model, more)


def _order_of(rows: QuerySet) -> Iterator[OrderBy | F]:
    query = rows.query
    wanted = query.order_by or (rows.model._meta.ordering if query.default_ordering else ())
    for one in wanted or ["pk"]:
        yield from _places(rows.model, one) if isinstance(one, str) else [one]


def _places(model: type[Model], name: str, prefix: str = "", *, is_down: bool = False) -> Iterator[OrderBy]:
    """A foreign key stands for the order of the table it leads to."""
    is_down, name = is_down != name.startswith("-"), name.removeprefix("-")
    last = _field_at(model, name)
    if last is not None and last.is_relation and last.name == name.rpartition("__")[2]:
        for one in last.related_model._meta.ordering:
            yield from _places(last.related_model, one, f"{prefix}{name}__", is_down=is_down)
        return
    place = F(prefix + name)
    yield place.desc() if is_down else place.asc()


def _field_at(model: type[Model], path: str) -> Field | None:
    """None of what is no column: the primary key by that name, or what was annotated."""
    found = None
    try:
        for name in path.split("__"):
            found = model._meta.get_field(name)
            model = found.related_model or model
    except FieldDoesNotExist:
        return None
    return found
