"""Every register there is. What the portal does with one from itself, it does when it is added."""

from nhveilig.imports import kinds
from nhveilig.registers.base import Register
from nhveilig.registers.sheets import RegisterKind
from nhveilig.web.sections import Page, add_page

_REGISTERS: dict[str, Register] = {}


def add_register(register: Register) -> Register:
    """Make a register known: to sheets, to the menu, and to whoever asks for all of them. Returns it."""
    _REGISTERS[register.code] = register
    if register.import_order is not None:
        kinds.register(RegisterKind(register))
    if register.section:
        add_page(register.section, _page_of(register))
    return register


def _page_of(register: Register) -> Page:
    own = f"{register.namespace}:{register.name}-"
    label, list_name = register.menu_label or register.title, f"{own}list"
    return Page(label, list_name, register.view_permission, register.lead, (own, *register.below), register.icon)


def all_registers() -> list[Register]:
    return list(_REGISTERS.values())


def find_register(code: str) -> Register:
    """Raises KeyError."""
    return _REGISTERS[code]
