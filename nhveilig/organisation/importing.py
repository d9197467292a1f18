"""The organisation of an eenheid as a sheet: out, and in again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tablib import Dataset

from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import date_short
from nhveilig.imports.kinds import Batch, Order, TableKind, noting, register
from nhveilig.imports.plans import ImportPlan, RowAction, RowChange
from nhveilig.organisation import services
from nhveilig.organisation.pasting import LONGEST_NAME
from nhveilig.organisation.queries import Organisation, places_of
from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import plain
from nhveilig.sheets.layouts import Column, Reading, Record, doubles
from nhveilig.sheets.names import nearest

NAME, KIND, PARENT, CODE, ORDER = "onderdeel", "soort onderdeel", "valt onder", "code", "volgorde"
AREA, FROM, UNTIL = "werkgebied", "geldig vanaf", "geldig tot"
Kind = OrganisationUnit.Kind
MOST = 32_767
BY_COLUMN = {
    KIND: "kind",
    CODE: "code",
    ORDER: "order",
    AREA: "municipalities",
    FROM: "valid_from",
    UNTIL: "valid_until",
}


class OrganisationKind(TableKind):
    code = "onderdelen"
    order = 5
    label = "Onderdelen van de eenheid"
    each = "onderdeel"
    description = "De districten, teams en diensten van de eenheid, met hun werkgebied."
    permission = view_permission = Permission.EDIT_ORGANISATION
    per_unit = True
    columns = (
        Column(NAME, "De naam, zoals Basisteam Alkmaar.", ("naam", "team")),
        Column(KIND, "Zoals district, basisteam of dienst; leeg als de naam ermee begint.", ("soort",), False),
        Column(PARENT, "De naam van het onderdeel erboven; leeg als dat de eenheid is.", ("onderdeel van",), False),
        Column(CODE, "De afkorting, zoals NHN.", ("afkorting",), False),
        Column(ORDER, "De plaats in lijsten: een lager getal staat eerder.", (), False),
        Column(AREA, "De gemeenten, met naam of code, met een puntkomma ertussen.", ("gemeenten",), False),
        Column(FROM, "De eerste dag; leeg als die lang geleden is.", (), False),
        Column(UNTIL, "De dag waarop het onderdeel ophield; leeg als het er nog is.", (), False),
    )

    def batch(self, reading: Reading, order: Order, plan: ImportPlan) -> Batch:
        _Parts(order, plan).take(reading.records)
        return Batch(None, None, plan)

    def export(self, police_unit: PoliceUnit, layout: str = "lang", **chosen: object) -> Dataset:
        dataset = Dataset(headers=[column.name for column in self.columns], title="Onderdelen")
        organisation = Organisation(police_unit)
        for unit in organisation.units:
            parent = organisation.find(unit.parent_id).name if unit.parent_id else ""
            area = "; ".join(place.name for place in unit.municipalities.all())
            about = [unit.name, unit.kind, parent, unit.code, unit.order, area]
            dataset.append([*about, unit.valid_from or "", unit.valid_until or ""])
        return dataset


@dataclass
class _Line:
    record: Record
    name: str
    parent: str
    values: dict[str, object]

    @property
    def key(self) -> tuple[object, ...]:
        return plain(self.name), plain(self.parent), self.values.get("valid_from")


class _Parts:
    """The parts of one eenheid, brought in line with a file. What the file does not name stays."""

    def __init__(self, order: Order, plan: ImportPlan) -> None:
        self._order, self._plan = order, plan
        self._organisation = Organisation(order.police_unit)
        self._places = {plain(name): one for one in places_of(order.police_unit) for name in (one.code, one.name)}
        self._root = self._organisation.root
        self._by_name: dict[str, list[OrganisationUnit]] = {}
        for unit in self._organisation.units:
            unit.police_unit = order.police_unit
            self._by_name.setdefault(plain(unit.name), []).append(unit)
        self._next = max((unit.order for unit in self._organisation.units), default=0) + 1
        self._taken: set[int] = set()

    def take(self, records: Sequence[Record]) -> None:
        lines = [line for line in map(self._line, records) if line]
        self._plan.problems += doubles(((line.key, line.record) for line in lines), NAME)
        if self._plan.problems:
            return
        self._take_root([line for line in lines if self._is_root(line)])
        left = [line for line in lines if not self._is_root(line)]
        while left and not self._plan.problems:
            # A parent may stand below its parts.
            waiting = {plain(line.name) for line in left}
            ready = [line for line in left if plain(line.parent) not in waiting]
            if not ready:
                message = "Dit onderdeel hangt zo onder zichzelf. Noem een ander onderdeel."
                self._plan.problems.append(left[0].record.problem(PARENT, message))
                return
            for line in ready:
                self._bring_in_line(line, left)
            left = [line for line in left if line not in ready]

    # What a row says --------------------------------------------------------------------------------------------

    def _line(self, record: Record) -> _Line | None:
        before = len(self._plan.problems)
        name, values = "", {}
        with noting(self._plan, record, NAME):
            name = parsing.words(record.cell(NAME), LONGEST_NAME)
        for column, field in BY_COLUMN.items():
            if column in record.cells and (record.has(column) or column not in {KIND, ORDER}):
                with noting(self._plan, record, column):
                    values[field] = self._read(record, column)
        return _Line(record, name, record.text(PARENT), values) if len(self._plan.problems) == before else None

    def _read(self, record: Record, column: str) -> object:
        cell = record.cell(column)
        if column == KIND:
            return parsing.choice(cell, {word: kind.value for kind in Kind for word in (kind.value, kind.label)})
        if column == CODE:
            return parsing.words(cell, 12) if record.has(column) else ""
        if column == ORDER:
            return parsing.whole_number(cell, 0, MOST)
        if column == AREA:
            return list(self._area(record.text(AREA)))
        return parsing.day(cell) if record.has(column) else None

    def _area(self, text: str) -> Iterator[Municipality]:
        for name in filter(None, map(str.strip, re.split("[;,\n]", text))):
            known = self._places.get(plain(name))
            if known is None:
                near = nearest(plain(name), self._places)
                meant = f" Bedoelt u “{self._places[near].name}”?" if near else ""
                raise ValueError(f"“{name}” is geen gemeente van deze eenheid.{meant}")
            yield known

    # What becomes of it -----------------------------------------------------------------------------------------

    def _is_root(self, line: _Line) -> bool:
        if line.values.get("kind") == Kind.UNIT:
            return not line.parent
        return bool(self._root and not line.parent and plain(line.name) == plain(self._root.name))

    def _take_root(self, lines: list[_Line]) -> None:
        if self._root is None:
            self._root = services.root_of(self._organisation, self._order.police_unit, self._order.by)
            self._by_name.setdefault(plain(self._root.name), []).append(self._root)
            self._plan.additions.append(f"Nieuw: {self._root}, de eenheid zelf")
        for line in lines:
            self._by_name.setdefault(plain(line.name), []).append(self._root)
            self._change(self._root, line, {"name": line.name, **line.values})

    def _bring_in_line(self, line: _Line, lines: list[_Line]) -> None:
        parent = self._parent(line)
        if parent is None:
            return
        says_place = PARENT in line.record.cells
        with noting(self._plan, line.record, NAME):
            unit = self._known(line, parent if says_place else None, {one.key[:2] for one in lines})
            if unit:
                self._change(unit, line, {"parent": parent, **line.values} if says_place else line.values)
            else:
                self._add(line, parent)

    def _parent(self, line: _Line) -> OrganisationUnit | None:
        found = self._by_name.get(plain(line.parent), []) if line.parent else [self._root]
        there = [unit for unit in found if unit.valid_until is None] or found
        there = list(dict.fromkeys(there))
        if len(there) == 1:
            return there[0]
        if there:
            message = "Meer onderdelen heten zo. Geef ze in het portaal eerst elk een eigen naam."
        else:
            near = nearest(plain(line.parent), self._by_name)
            meant = f" Bedoelt u “{self._by_name[near][0].name}”?" if near else ""
            message = f"Dit onderdeel bestaat niet.{meant} Zet het anders zelf ook in het bestand."
        self._plan.problems.append(line.record.problem(PARENT, message))
        return None

    def _known(
        self, line: _Line, parent: OrganisationUnit | None, named: set[tuple[object, ...]]
    ) -> OrganisationUnit | None:
        """The part the row is about; one that stands elsewhere only when no other row is about that one. Without a
        `parent` the file says nothing of places. Raises ValueError for a name that more have."""
        called = [unit for unit in self._by_name.get(plain(line.name), []) if unit.pk not in self._taken]
        found = [unit for unit in called if parent is None or unit.parent_id == parent.pk]
        if not found:
            found = [unit for unit in called if unit.parent_id and not self._is_named(unit, named)]
        if len(found) > 1 and "valid_from" in line.values:
            found = [unit for unit in found if unit.valid_from == line.values["valid_from"]]
        elif len(found) > 1:
            found = [unit for unit in found if unit.valid_until is None]
        if len(found) > 1:
            raise ValueError("Meer onderdelen heten zo. Pas dit onderdeel aan op zijn eigen pagina.")
        return found[0] if found else None

    def _is_named(self, unit: OrganisationUnit, named: set[tuple[object, ...]]) -> bool:
        parent = next((one for one in self._organisation.units if one.pk == unit.parent_id), None)
        return (plain(unit.name), plain(parent.name if parent else "")) in named

    def _add(self, line: _Line, parent: OrganisationUnit) -> None:
        values = dict(line.values)
        places = values.pop("municipalities", [])
        values.setdefault("kind", Kind.named_in(line.name) or Kind.TEAM)
        values.setdefault("order", self._next)
        self._next = max(self._next, values["order"]) + 1
        row = OrganisationUnit(police_unit=self._order.police_unit, parent=parent, name=line.name, **values)
        if self._refused(lambda: services.add_one(row=row, places=places, by=self._order.by), line):
            return
        self._by_name.setdefault(plain(line.name), []).append(row)
        self._taken.add(row.pk)
        words = f"{row.get_kind_display()}, onder {parent}"
        words += f"; {', '.join(place.name for place in places)}" if places else ""
        self._told(RowAction.NEW, line, row.name, "", words)

    def _change(self, unit: OrganisationUnit, line: _Line, wanted: dict[str, object]) -> None:
        self._taken.add(unit.pk)
        changed = {name: value for name, value in wanted.items() if _differs(unit, name, value)}
        if not changed:
            self._plan.unchanged += 1
            return
        before = {name: _words(_standing(unit, name)) for name in changed}
        if self._refused(lambda: services.put_right(unit=unit, values=_numbers(changed), by=self._order.by), line):
            return
        for name, value in changed.items():
            label = OrganisationUnit._meta.get_field(name).verbose_name
            self._told(RowAction.CHANGED, line, f"{line.name}, {label}", before[name], _words(value))

    def _refused(self, do, line: _Line) -> bool:
        try:
            do()
        except PortalError as error:
            self._plan.problems.append(line.record.problem(NAME, str(error)))
            return True
        return False

    def _told(self, action: RowAction, line: _Line, what: str, old: str, new: str) -> None:
        self._plan.changes.append(RowChange(action, what, old, new, line.record.sheet.title, line.record.row))


def _standing(unit: OrganisationUnit, name: str) -> object:
    return list(unit.municipalities.all()) if name == "municipalities" else getattr(unit, name)


def _differs(unit: OrganisationUnit, name: str, value: object) -> bool:
    standing = _standing(unit, name)
    return set(standing) != set(value) if name == "municipalities" else standing != value


def _numbers(values: dict[str, object]) -> dict[str, object]:
    """What is referred to by its number, as the editing kit has it."""
    found = dict(values)
    if "parent" in found:
        found["parent"] = found["parent"].pk
    if "municipalities" in found:
        found["municipalities"] = [place.pk for place in found["municipalities"]]
    return found


def _words(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(sorted(place.name for place in value)) or "leeg"
    if value in (None, ""):
        return "leeg"
    return date_short(value) if isinstance(value, date) else str(value)


register(OrganisationKind())
