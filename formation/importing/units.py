"""Which parts of the eenheid a file speaks of, and which of them are new."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import NoReturn

from formation.importing.columns import FTE, PARENT, PARENT_HINT, ROLE, ROW_ROLES, UNIT, UNIT_KIND
from formation.importing.totals import is_total, of_what
from formation.models import StrengthRow
from nhveilig.imports.kinds import UNKNOWN_IS_NEW, Order, noting
from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import OrganisationUnit
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import plain
from nhveilig.sheets.layouts import Record
from nhveilig.sheets.names import nearest

LONGEST_NAME = 100
MOST_COMPARISONS = 100_000
UNKNOWN = (
    f"Dit onderdeel bestaat niet. Controleer de spelling. Is het nieuw, vul dan in de kolom “{PARENT}” "
    "het onderdeel in waar het bij hoort. Is het geen onderdeel maar een opmerking, verwijder dan de regel."
)


class Units:
    """The parts of one eenheid by name. Finds, and makes what a file declares as new."""

    def __init__(self, order: Order, plan: ImportPlan) -> None:
        self._order, self._plan = order, plan
        units = OrganisationUnit.objects.filter(police_unit=order.police_unit).select_related("parent")
        units = list(order.rows_of(units))
        self._by_name: dict[str, list[OrganisationUnit]] = {}
        for unit in units:
            self._by_name.setdefault(plain(unit.name), []).append(unit)
        self._names = {name: found[0].name for name, found in self._by_name.items()}
        self._compared = 0
        self._made: list[OrganisationUnit] = []
        self._next_order = max((unit.order for unit in units), default=0) + 1
        self._resolved: dict[tuple[object, ...], OrganisationUnit | None] = {}

    def find_all(self, records: Iterable[Record], in_table: dict[object, set[int]]) -> None:
        """Look up every unit of the file; a parent may stand below its parts, so new ones wait for theirs."""
        first: dict[tuple[object, ...], Record] = {}
        for record in records:
            first.setdefault(self._key(record), record)
        left = {}
        for key, record in first.items():
            with noting(self._plan, record, UNIT):
                self._resolved[key] = self._known(record, in_table.get(key[0], set()))
                if self._resolved[key] is None and self._may_be_new(record):
                    left[key] = record
        while left:
            names = {plain(record.text(UNIT)) for record in left.values()}
            ready = [key for key, record in left.items() if self._parent(record, names) or self._is_root(record)]
            if not ready:
                self._plan.problems += [record.problem(UNIT, UNKNOWN) for record in left.values()]
                return
            for key in ready:
                record = left.pop(key)
                with noting(self._plan, record, UNIT):
                    self._resolved[key] = self._same_made(record) or self._make(record)

    def apart_from_totals(self, lines: Iterable[Record]) -> tuple[list[Record], list[Record]]:
        """The lines about a unit, and those with a total of whatever stands around it."""
        about, totals, summed = [], [], set()
        for line in lines:
            name = line.text(UNIT)
            if plain(name) in self._by_name or not is_total(name):
                about.append(line)
            elif unit := self._meant_by(of_what(name)):
                cell = replace(line.cell(UNIT), value=unit.name)
                about.append(replace(line, cells=line.cells | {UNIT: cell}))
                summed.add(plain(unit.name))
            else:
                totals.append(line)
        # The name of a district above its parts, and its figures below them.
        return [line for line in about if line.has(FTE) or plain(line.text(UNIT)) not in summed], totals

    def _meant_by(self, name: str) -> OrganisationUnit | None:
        found = self._by_name.get(name) or self._by_name.get(f"eenheid {name}") or []
        return found[0] if len(found) == 1 else None

    def of(self, record: Record) -> OrganisationUnit | None:
        return self._resolved.get(self._key(record))

    def _key(self, record: Record) -> tuple[object, ...]:
        # Two dates may have two trees, in which one name stands for two units.
        return record.table_key, plain(record.text(UNIT)), plain(record.text(PARENT))

    def _known(self, record: Record, in_table: set[int]) -> OrganisationUnit | None:
        """Raises ValueError for a name that more units have."""
        found = self._by_name.get(plain(record.text(UNIT)), [])
        if record.has(PARENT) and found:
            below = plain(record.text(PARENT))
            elsewhere, found = found, [unit for unit in found if unit.parent and plain(unit.parent.name) == below]
            if not found and len(elsewhere) == 1 and not self._order.accept_new:
                found = elsewhere
                with noting(self._plan, record, PARENT):
                    _refuse_move(elsewhere[0])
        narrower = [unit for unit in found if unit.pk in in_table]
        narrower = narrower or [unit for unit in found if unit.exists_on(record.day)] or found
        if len(narrower) > 1:
            places = ", ".join(f"“{unit.parent.name}”" for unit in narrower if unit.parent)
            raise ValueError(f"Meer onderdelen heten zo. Vul in de kolom “{PARENT}” in waar dit onder valt: {places}.")
        return narrower[0] if narrower else None

    def _may_be_new(self, record: Record) -> bool:
        """Raises ValueError that says why not."""
        name = plain(record.text(UNIT))
        if not name:
            return False
        near = self._near(name)
        if near and near != name:
            raise ValueError(
                f"Dit onderdeel bestaat niet. Bedoelt u “{self._names[near]}”? Is het echt een ander onderdeel, "
                f"kies dan bij het uploaden “{UNKNOWN_IS_NEW}”."
            )
        if not (_names_parent(record) or self._is_root(record)):
            raise ValueError(UNKNOWN)
        return True

    def _near(self, name: str) -> str | None:
        """Comparing costs: with thousands of new names nobody mistyped them all."""
        self._compared += len(self._names)
        if self._order.accept_new or self._compared > MOST_COMPARISONS:
            return None
        return nearest(name, self._names)

    def _is_root(self, record: Record) -> bool:
        """The eenheid as a whole stands in every tree once, at the top."""
        if ROW_ROLES.get(plain(record.text(ROLE))) != StrengthRow.Role.TOTAL or _names_parent(record):
            return False
        return not any(unit.parent_id is None for found in self._by_name.values() for unit in found)

    def _parent(self, record: Record, waiting: Collection[str] = ()) -> OrganisationUnit | None:
        """None while the parent is itself still to be made."""
        name = plain(record.text(PARENT) or record.text(PARENT_HINT))
        found = [] if name in waiting else self._by_name.get(name, [])
        return next((unit for unit in found if unit.exists_on(record.day)), found[0] if found else None)

    def _same_made(self, record: Record) -> OrganisationUnit | None:
        parent = self._parent(record)
        same = (unit for unit in self._made if plain(unit.name) == plain(record.text(UNIT)) and unit.parent == parent)
        return next(same, None)

    def _make(self, record: Record) -> OrganisationUnit:
        name = parsing.words(record.cell(UNIT), LONGEST_NAME)
        kind, parent = self._kind(record, name), self._parent(record)
        about = {"police_unit": self._order.police_unit, "parent": parent, "kind": kind, "order": self._next_order}
        unit = OrganisationUnit.objects.create(name=name, **about)
        self._next_order += 1
        self._made.append(unit)
        self._by_name.setdefault(plain(name), []).append(unit)
        below = f", onder “{unit.parent.name}”" if unit.parent else ""
        self._plan.additions.append(f"Nieuw onderdeel: {name} ({unit.get_kind_display()}){below}")
        return unit

    def _kind(self, record: Record, name: str) -> str:
        if record.has(UNIT_KIND):
            return parsing.choice(record.cell(UNIT_KIND), {kind.value: kind.value for kind in OrganisationUnit.Kind})
        if self._is_root(record):
            return OrganisationUnit.Kind.UNIT
        return OrganisationUnit.Kind.named_in(name) or OrganisationUnit.Kind.GROUP


def _refuse_move(unit: OrganisationUnit) -> NoReturn:
    """A unit that stands elsewhere in the tree is refused, not doubled: a move is for the page of the eenheid."""
    where = f"onder “{unit.parent.name}”" if unit.parent else "bovenaan"
    raise ValueError(
        f"“{unit.name}” staat in het portaal {where}. Maak beide gelijk, of kies bij het uploaden “{UNKNOWN_IS_NEW}”."
    )


def _names_parent(record: Record) -> bool:
    return record.has(PARENT) or record.has(PARENT_HINT)
