"""Writing rows, whether a form or a sheet asks. All of it goes through the editing kit, and into the history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from nhveilig.editing.changes import FieldChange, Writer
from nhveilig.editing.fields import text_of
from nhveilig.editing.history import History
from nhveilig.editing.models import Binned
from nhveilig.editing.services import add_row, delete_to_bin, empty_bin, restore, save_if_unchanged
from nhveilig.exceptions import PortalError
from nhveilig.figures.fields import FigureModel
from nhveilig.figures.values import Figure
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.base import Register


class AlreadyThere(PortalError):
    """Somebody else stored a row that may be there only once."""

    sentence = "Dit staat er intussen al. Zoek het op en wijzig dat."


Values = Mapping[str, Any]


class CannotGo(PortalError):
    """Something else needs the row."""


class CannotComeBack(PortalError):
    """Another row took the place of the one that is in the bin."""


def new_row(register: Register, police_unit: PoliceUnit | None, values: Values) -> Model:
    """Not stored yet. In a register of eenheden the row is of `police_unit`, unless what it refers to says so."""
    row = register.model()
    if isinstance(row, FigureModel):
        row.figure = Figure.blank()
    if police_unit and register.scope and "__" not in register.scope:
        setattr(row, register.scope, police_unit)
    return set_values(row, values)


def set_values(row: Model, values: Values) -> Model:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def store_row(*, row: Model, by: Writer) -> Model:
    return add_row(row=row, by=by, history=History.of if by.user else None)


def change_row(*, row: Model, values: Values, fields: Mapping[str, forms.Field], by: Writer) -> None:
    """Of a row that was just read, by who keeps others from it. `fields` are those of its form."""
    changes = [
        FieldChange("", name, text_of(fields[name], getattr(value, "pk", value)), row.version_of(name))
        for name, value in values.items()
    ]
    save_if_unchanged(row=row, fields=fields, changes=changes, by=by, history=History.of(row))


def delete_row(*, row: Model, by: Writer) -> None:
    delete_to_bin(row=row, by=by, history=History.of(row))


def refuse_to_delete(*, register: Register, row: Model) -> None:
    """Raises CannotGo."""
    if why := register.why_kept([row]):
        raise CannotGo(f"“{row}” blijft staan. {why[row.pk]}")


def restore_row(*, row: Model, by: Writer) -> None:
    """Raises CannotComeBack."""
    row.deleted_at = None
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise CannotComeBack(f"“{row}” kan niet terug. {' '.join(error.messages)}") from None
    restore(row=row, by=by, history=History.of(row))


def empty_bins(registers: list[Register], now: datetime) -> int:
    """Remove for good what has been deleted for thirty days."""
    binned = (register.stored() for register in registers if issubclass(register.model, Binned))
    return empty_bin(*binned, now=now)
