"""The demo data of the registers comes in as a user's sheet would."""

from collections.abc import Iterator
from pathlib import Path

from nhveilig.imports import engine
from nhveilig.imports.kinds import Order, find_kind
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.base import Register
from nhveilig.registers.registry import all_registers
from nhveilig.seeding.sheets import naming, read_file


def seed(folder: Path) -> None:
    """Fill the tables that are empty; one that was ever filled belongs to its users. Raises FileRefused."""
    for register in sorted(filter(lambda one: one.fixture, all_registers()), key=lambda one: one.import_order or 0):
        for path, police_unit in _files(folder / register.fixture, register):
            if not register.was_filled(police_unit):
                book = read_file(path)
                with naming(path):
                    engine.apply(find_kind(register.code), book, Order(police_unit=police_unit), expected=None)


def _files(folder: Path, register: Register) -> Iterator[tuple[Path, PoliceUnit | None]]:
    """A national table lies in the folder itself, that of an eenheid in a folder with its webnaam."""
    if not register.scope:
        yield folder / f"{register.code}.csv", None
        return
    for unit in PoliceUnit.objects.all():
        if (path := folder / unit.slug / f"{register.code}.csv").exists():
            yield path, unit
