"""A register as a sheet: out, and in again. All of a file comes in, or nothing."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from tablib import Dataset

from nhveilig.imports.kinds import Batch, Order, TableKind, noting
from nhveilig.imports.plans import ImportPlan, RowAction, RowChange
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.base import Register
from nhveilig.registers.forms import row_form
from nhveilig.registers.services import change_row, delete_row, new_row, set_values, store_row
from nhveilig.registers.values import EMPTY, Value
from nhveilig.sheets.cells import plain
from nhveilig.sheets.layouts import Reading, Record, doubles

Values = dict[str, Any]
CLOSED = "Dit is vastgesteld en verandert niet meer. Haal de rij uit het bestand, of laat haar zoals zij was."


def sheet_of(register: Register, rows: Iterable[Model]) -> Dataset:
    dataset = Dataset(headers=list(register.bound), title=register.title[:31])
    for row in rows:
        dataset.append([one.cell(one.of(row)) for one in register.bound.values()])
    return dataset


class RegisterKind(TableKind):
    def __init__(self, register: Register) -> None:
        self.register = register
        self.code, self.label, self.description = register.code, register.title, register.lead
        self.permission, self.view_permission = register.edit_permission, register.view_permission
        self.columns: Sequence = register.columns
        self.asks = ("remove_missing",) if register.has_new_rows else ()
        self.order, self.per_unit = register.import_order or 0, bool(register.scope)

    def batch(self, reading: Reading, order: Order, plan: ImportPlan) -> Batch:
        _Rows(self.register, order, plan).take(reading.records)
        return Batch(None, None, plan)

    def export(self, police_unit: PoliceUnit | None, layout: str = "lang", **chosen: object) -> Dataset:
        return sheet_of(self.register, self.register.for_sheet(self.register.of_unit(police_unit)))


class _Rows:
    """The table of one eenheid, brought in line with a file."""

    def __init__(self, register: Register, order: Order, plan: ImportPlan) -> None:
        self._register, self._order, self._plan = register, order, plan
        self._units = [order.police_unit.pk] if order.police_unit else None
        self._known = {name: one.known(order.police_unit) for name, one in register.bound.items()}
        # Columns that name another row of the same table, which may stand in the same file.
        self._own = [name for name, one in register.bound.items() if one.refers_to(register.model)]
        rows = register.for_list(register.of_unit(order.police_unit))
        self._rows = {self._key({name: one.of(row) for name, one in register.bound.items()}): row for row in rows}

    def take(self, records: Sequence[Record]) -> None:
        read = [(self._values(record), record) for record in records]
        self._plan.problems += doubles(
            ((self._key(values), record) for values, record in read if values is not None), self._register.key[0]
        )
        if self._plan.problems:
            return
        for values, record in self._in_order(read):
            self._bring_in_line(values, record)
        if self._order.remove_missing and self._register.has_new_rows:
            self._remove({self._key(values) for values, _ in read})

    def _in_order(self, read: Sequence[tuple[Values, Record]]) -> Iterator[tuple[Values, Record]]:
        """A row that names another of the same file comes after it. What names none that comes to be, is noted."""
        waiting = list(read)
        while waiting:
            before = len(waiting)
            for one in tuple(waiting):
                if all(self._is_known(name, one[1]) for name in self._own):
                    waiting.remove(one)
                    yield self._with_own(*one)
            if len(waiting) == before:
                for values, record in waiting:
                    self._with_own(values, record)
                return
            if waiting:
                self._known |= {name: self._register.bound[name].known(self._order.police_unit) for name in self._own}

    def _is_known(self, name: str, record: Record) -> bool:
        return not record.has(name) or plain(record.text(name)) in self._known[name]

    def _with_own(self, values: Values, record: Record) -> tuple[Values, Record]:
        return values | self._read_columns(self._own, record), record

    def _values(self, record: Record) -> Values | None:
        """By name of the column, of those the file has; None when one cannot be, which is then noted."""
        before = len(self._plan.problems)
        found = self._read_columns([name for name in self._register.bound if name not in self._own], record)
        return found if len(self._plan.problems) == before else None

    def _read_columns(self, names: Iterable[str], record: Record) -> Values:
        found = {}
        for name in names:
            if name in record.cells:
                with noting(self._plan, record, name):
                    found[name] = self._read(self._register.bound[name], record)
        return found

    def _read(self, one: Value, record: Record) -> Any:
        if record.has(one.name):
            return one.read(record.cell(one.name), self._known[one.name])
        if one.column.required:
            raise ValueError(EMPTY)
        return one.empty

    def _key(self, values: Values) -> tuple[object, ...]:
        return tuple(_comparable(values.get(name)) for name in self._register.key)

    def _bring_in_line(self, values: Values, record: Record) -> None:
        row = self._rows.get(self._key(values))
        wanted = {self._register.bound[name]: value for name, value in values.items()}
        if row is None:
            self._add(wanted, record)
            return
        changed = {one: value for one, value in wanted.items() if one.of(row) != value}
        if changed:
            self._change(row, changed, record)
        else:
            self._plan.unchanged += 1

    def _change(self, row: Model, changed: dict[Value, Any], record: Record) -> None:
        for one, value in changed.items():
            old, new = one.text(row), one.words(value)
            what = f"{row}, {one.name}"
            self._plan.changes.append(RowChange(RowAction.CHANGED, what, old, new, record.sheet.title, record.row))
        fields = row_form(self._register, self._units, row=row).base_fields
        fixed = [one for one in changed if one.column.field not in fields]
        for one in fixed:
            message = f"Dit is niet te wijzigen en blijft “{one.text(row)}”. Maak beide gelijk."
            self._plan.problems.append(record.problem(one.name, message))
        if not fixed and self._fits(set_values(copy(row), _by_field(changed)), record):
            change_row(row=row, values=_by_field(changed), fields=fields, by=self._order.by)

    def _add(self, wanted: dict[Value, Any], record: Record) -> None:
        row = new_row(self._register, self._order.police_unit, _by_field(wanted))
        if self._fits(row, record):
            self._rows[self._key({one.name: value for one, value in wanted.items()})] = store_row(
                row=row, by=self._order.by
            )
            shown = "; ".join(filter(None, (one.text(row) for one in wanted)))
            self._plan.changes.append(RowChange(RowAction.NEW, str(row), "", shown, record.sheet.title, record.row))

    def _fits(self, row: Model, record: Record) -> bool:
        """What the fields and the row as a whole say of it; references were just looked up."""
        if not self._register.is_open(row):
            self._plan.problems.append(record.problem(self._register.key[0], CLOSED))
            return False
        names = {one.path: name for name, one in self._register.bound.items()}
        try:
            fields = row._meta.concrete_fields
            row.clean_fields(exclude=[field.name for field in fields if field.is_relation or field.name not in names])
            row.clean()
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                column = names.get(field, self._register.key[0])
                self._plan.problems += [record.problem(column, message) for message in messages]
            return False
        return True

    def _remove(self, named: set[tuple[object, ...]]) -> None:
        places = {self._register.place_of(self._rows[key]) for key in named if key in self._rows}
        missing = [row for key, row in self._rows.items() if key not in named and self._register.is_open(row)]
        missing = [row for row in missing if self._register.place_of(row) in places]
        kept = self._register.why_kept(missing)
        for row in missing:
            if row.pk in kept:
                self._plan.notes.append(f"“{row}” blijft staan. {kept[row.pk]}")
            else:
                delete_row(row=row, by=self._order.by)
                self._plan.changes.append(RowChange(RowAction.REMOVED, str(row), str(row)))


def _by_field(values: dict[Value, Any]) -> Values:
    return {one.path: value for one, value in values.items()}


def _comparable(value: object) -> object:
    return value.pk if isinstance(value, Model) else plain(value) if isinstance(value, str) else value
