"""A register as its tests see it: a row of it in the demo data, what its form sends, and another value for a field."""

from django.db.models import Model, UniqueConstraint
from django.http import HttpResponse
from django.test import Client
from tablib import Dataset

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.editing.fields import shown_in
from nhveilig.editing.forms import SEEN, VERSION
from nhveilig.governance.models import Decision
from nhveilig.imports import formats
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers import values
from nhveilig.registers.base import Register
from nhveilig.registers.forms import row_form
from nhveilig.registers.registry import all_registers

REGISTERS = all_registers()
WITH_NEW_ROWS = [register for register in REGISTERS if register.has_new_rows]
IN_SHEETS = [register for register in REGISTERS if register.import_order is not None]
# On eenheden and municipalities everything hangs, and on decisions what is adopted: their tables are never emptied.
CAN_BE_EMPTIED = [
    register for register in IN_SHEETS if register.namespace != "national" and register.model is not Decision
]
# Who may edit every register, somebody who may do the same, and somebody who may do nothing.
EDITOR, COLLEAGUE, ROLELESS = "beheerder", "beheerder-twee", "rolloos"

Sent = dict[str, list[str]]


def code_of(register: Register) -> str:
    return register.code


def rows_of(register: Register, username: str = EDITOR) -> list[Model]:
    """Those of one list."""
    access = Access(User.objects.get(username=username))
    rows = list(register.for_list(register.rows(access, register.edit_permission)))
    of_one = [row for row in rows if around(register, row) == around(register, rows[0])]
    kept = register.why_kept(of_one)
    # First those that can be deleted.
    return sorted(of_one, key=lambda row: row.pk in kept)


_FIRST: dict[str, int] = {}


def row_of(register: Register) -> Model:
    """The first of those, looked for once: every test begins in the same world."""
    if register.code not in _FIRST:
        _FIRST[register.code] = rows_of(register)[0].pk
    return register.for_list(register.present()).get(pk=_FIRST[register.code])


def around(register: Register, row: Model) -> dict[str, object]:
    """What the address of a page says that is about no single row."""
    return {name: value for name, value in register.address_of(row).items() if name not in register.lookup}


def unit_of(register: Register, row: Model) -> PoliceUnit | None:
    """Whose row it is; nobody's in a national register."""
    found = row
    for step in register.scope.split("__") if register.scope else []:
        found = getattr(found, step)
    return found if register.scope else None


def typed_as(register: Register, row: Model) -> Sent:
    """What a browser sends of a new row that is like this one."""
    form = row_form(register, None)(row=row, initial={"figure": getattr(row, "figure", None)})
    fields = ((name, field) for name, field in form.fields.items() if name not in {VERSION, SEEN})
    found = {name: shown_in(field, form.get_initial_for_field(field, name)) for name, field in fields}
    return found | {VERSION: ["0"]}


def sent_by(response: HttpResponse) -> Sent:
    """What a browser sends of the form on this page when nothing is touched."""
    form = response.context["form"]
    shown = {name: shown_in(field, form.get_initial_for_field(field, name)) for name, field in form.fields.items()}
    if form.is_bound:
        shown |= {name: form.data.getlist(name) for name in form.fields if name in form.data}
    return {name: value for name, value in shown.items() if value}


def open_form(client: Client, register: Register, row: Model) -> Sent:
    found = sent_by(client.get(register.url("change", row)))
    assert {VERSION, SEEN} <= set(found)
    return found


def typed_column(register: Register, row: Model) -> values.Value:
    """One in which people type what they like, and by which no sheet finds the row."""
    names = register.typed_in(row)
    columns = [register.bound[name] for name in names if name not in register.key]
    free = [one for one in columns if type(one) is values.Value]
    return [*free, *(one for one in columns if isinstance(one, values.DateValue))][0]


def typed(column: values.Value, number: int) -> str:
    """Something else for each number."""
    return f"Getypt {number}" if type(column) is values.Value else f"2020-01-0{number}"


def shown(column: values.Value, number: int) -> str:
    return column.words(column.field.to_python(typed(column, number)))


def refusals(register: Register) -> list[str]:
    """What is said of a second row of which there may be one."""
    unique = [one for one in register.model._meta.constraints if isinstance(one, UniqueConstraint) and one.condition]
    return [str(one.violation_error_message) for one in unique]


def sheet(register: Register, *rows: list[object]) -> bytes:
    """A csv as the portal writes it, with these cells below the names of the columns."""
    return formats.write(Dataset(*rows, headers=list(register.bound)), "csv")
