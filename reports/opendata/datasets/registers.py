"""A dataset of every register that is published: what its columns say of themselves, said once more."""

from collections.abc import Iterator

from nhveilig.registers import values
from nhveilig.registers.base import Register
from nhveilig.registers.registry import all_registers
from reports.opendata.dataset import DataColumn, Dataset, figure_columns
from reports.opendata.filters import Filter, by_choice, by_unit


def dataset_of(register: Register) -> Dataset:
    data, unit = register.open_data, f"{register.scope}__slug"
    of_unit = [DataColumn("eenheid", unit, "De webnaam van de eenheid.")] if register.scope else []
    return Dataset(
        slug=register.code,
        title=register.title,
        description=data.description,
        row=data.row,
        published=lambda: register.present().order_by(*([unit] if register.scope else []), *register.key_fields, "pk"),
        columns=(*of_unit, *(column for one in register.bound.values() for column in _columns(one))),
        key=tuple(name if name == "eenheid" else _camel(name) for name in data.key),
        filters=tuple(_filters(register)),
    )


def _columns(value: values.Value) -> list[DataColumn]:
    name, column = _camel(value.name), value.column
    if isinstance(value, values.FigureValue):
        return figure_columns(of=column.title, name=name)
    path = f"{value.path}__{value.by}" if isinstance(value, values.ReferenceValue) else value.path
    return [DataColumn(name, path, column.help, optional=not column.required)]


def _filters(register: Register) -> Iterator[Filter]:
    if register.scope:
        yield by_unit(register.scope)
    for name in register.filters:
        value = register.bound[name]
        if isinstance(value, values.ChoiceValue):
            yield by_choice(_camel(name), value.path, f"Alleen met deze {name}.", value.choices)


def _camel(name: str) -> str:
    """`van kracht op` is `vanKrachtOp`."""
    first, *others = name.split()
    return first + "".join(word.capitalize() for word in others)


REGISTERS = tuple(dataset_of(register) for register in all_registers() if register.open_data)
