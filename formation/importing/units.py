"""Which parts of the eenheid a file speaks of, and which of them are new."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import NoReturn

from django.urls import reverse

from formation.importing.columns import FTE, PARENT, PARENT_HINT, ROLE, ROW_ROLES, UNIT, UNIT_KIND
from formation.importing.totals import is_total, of_what
from formation.models import StrengthRow
from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.imports.kinds import UNKNOWN_IS_NEW, Order, noting
from nhveilig.imports.plans import ImportPlan
from nhveilig.organisation.queries import Organisation
from nhveilig.organisation.services import add, root_of
from nhveilig.regions.models import OrganisationUnit
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import plain
from nhveilig.sheets.layouts import Record
from nhveilig.sheets.names import nearest

LONGEST_NAME = 100
MOST_COMPARISONS = 100_000
UNKNOWN = (
    "Dit onderdeel bestaat niet. Controleer de spelling. Is het nieuw, voeg het dan eerst toe bij Organisatie, of vul "
    f"in de kolom “{PARENT}” het onderdeel in waar het bij hoort. Is het geen onderdeel maar een opmerking, verwijder "
    "dan de regel."
)
EMPTY = (
    "Bij deze regel staat geen enkel cijfer, en er valt niets onder. Verwijder de regel als het een opmerking is; is "
    "het een onderdeel, voeg het dan eerst toe bij Organisatie."
)


class Units:
    """The parts of one eenheid by name. Finds, and makes what a file declares as new.

    While there is nothing below the eenheid no name can be a slip: all in the file are new, and what names nothing
    above it falls directly below the eenheid.
    """

    def __init__(self, order: Order, plan: ImportPlan) -> None:
        self._order, self._plan = order, plan
        units = OrganisationUnit.objects.filter(police_unit=order.police_unit).select_related("parent")
        units = list(order.rows_of(units))
        self._is_first = not any(unit.parent_id for unit in units)
        self._top = next((unit for unit in units if unit.parent_id is None), None)
        self._by_name: dict[str, list[OrganisationUnit]] = {}
        for unit in units:
            self._by_name.setdefault(plain(unit.name), []).append(unit)
        self._name_top()
        self._names = {name: found[0].name for name, found in self._by_name.items()}
        self._compared = 0
        self._made: list[OrganisationUnit] = []
        self._next_order = max((unit.order for unit in units), default=0) + 1
        self._resolved: dict[tuple[object, ...], OrganisationUnit | None] = {}
        # Names with a figure or with something below them.
        self._says_something: set[str] = set()

    def find_all(self, records: Iterable[Record], in_table: dict[object, set[int]]) -> None:
        """Look up every unit of the file; a parent may stand below its parts, so new ones wait for theirs."""
        first: dict[tuple[object, ...], Record] = {}
        records = list(records)
        for record in records:
            first.setdefault(self._key(record), record)
        self._says_something = {plain(record.text(UNIT)) for record in records if record.has(FTE)}
        self._says_something |= {_above(record) for record in records}
        left = {}
        for key, record in first.items():
            with noting(self._plan, record, UNIT):
                self._resolved[key] = self._known(record, in_table.get(key[0], set()))
                if self._resolved[key] is None and self._may_be_new(record):
                    left[key] = record
        if left and self._is_first:
            self._put_top(left)
        while left:
            names = {plain(record.text(UNIT)) for record in left.values()}
            ready = [key for key, record in left.items() if self._parent(record, names) or self._is_root(record)]
            if not ready:
                self._plan.problems += [record.problem(UNIT, UNKNOWN) for record in left.values()]
                self._lead_to_organisation()
                return
            for key in ready:
                self._take(key, left.pop(key))

    def _put_top(self, left: dict[tuple[object, ...], Record]) -> None:
        """The eenheid itself, as the file has it or else as the portal makes it."""
        for key in [key for key, record in left.items() if self._is_root(record)]:
            self._take(key, left.pop(key))
        self._top = self._top or next(iter(self._made), None)
        if self._top is None:
            self._top = root_of(Organisation(self._order.police_unit), self._order.police_unit, self._order.by)
            self._note_new(self._top)
        self._name_top()

    def _name_top(self) -> None:
        """As people call it, where no other part is called so."""
        for name in self._own_names if self._top else ():
            self._by_name.setdefault(name, [self._top])

    @property
    def _own_names(self) -> tuple[str, str]:
        name = plain(str(self._order.police_unit))
        return name, f"eenheid {name}"

    def _take(self, key: tuple[object, ...], record: Record) -> None:
        with noting(self._plan, record, UNIT):
            self._resolved[key] = self._same_made(record) or self._make(record)

    def _lead_to_organisation(self) -> None:
        """For who may add parts there."""
        unit, user = self._order.police_unit, self._order.user
        if user and Access(user).may(Permission.EDIT_ORGANISATION, unit.pk):
            page = "Naar Organisatie, om onderdelen toe te voegen", reverse("organisation:tree", args=[unit.slug])
            self._plan.pages = [page]

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
        if self._is_first:
            if name not in self._says_something:
                self._lead_to_organisation()
                raise ValueError(EMPTY)
        elif not (_names_parent(record) or self._is_root(record)):
            self._lead_to_organisation()
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
        if self._top or _names_parent(record):
            return False
        is_called_so = self._is_first and plain(record.text(UNIT)) in self._own_names
        return is_called_so or ROW_ROLES.get(plain(record.text(ROLE))) == StrengthRow.Role.TOTAL

    def _parent(self, record: Record, waiting: Collection[str] = ()) -> OrganisationUnit | None:
        """None while the parent is itself still to be made."""
        name = _above(record)
        if self._is_first and not name:
            return self._top
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
        unit = add(OrganisationUnit(name=name, **about), self._order.by)
        self._next_order += 1
        self._made.append(unit)
        self._note_new(unit)
        return unit

    def _note_new(self, unit: OrganisationUnit) -> None:
        self._by_name.setdefault(plain(unit.name), []).append(unit)
        below = f", onder “{unit.parent.name}”" if unit.parent else ""
        self._plan.additions.append(f"Nieuw onderdeel: {unit.name} ({unit.get_kind_display()}){below}")

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


def _above(record: Record) -> str:
    return plain(record.text(PARENT) or record.text(PARENT_HINT))


def _names_parent(record: Record) -> bool:
    return bool(_above(record))
