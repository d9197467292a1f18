"""Which parts of the eenheid a file speaks of, and which of them are new."""

from collections.abc import Iterable
from difflib import get_close_matches

from formation.importing.columns import PARENT, PARENT_HINT, ROLE, ROW_ROLES, UNIT, UNIT_KIND
from formation.models import StrengthRow
from nhveilig.imports.kinds import UNKNOWN_IS_NEW, Order
from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import OrganisationUnit
from nhveilig.sheets import parsing
from nhveilig.sheets.layouts import Record, plain

# From this likeness on a name is taken for a slip of the pen: “Basisteam Alkmar” is one letter off.
LIKENESS = 0.88
LONGEST_NAME = 100
MOST_COMPARISONS = 100_000
_KIND_WORDS = {kind.value: kind for kind in OrganisationUnit.Kind} | {"afd.": OrganisationUnit.Kind.DEPARTMENT}


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
        waiting = {self._key(record): record for record in reversed(list(records))}
        for key, record in reversed(waiting.items()):
            self._resolved[key] = self._known(record, in_table.get(key[0], set()))
        left = [(key, record) for key, record in reversed(waiting.items()) if self._resolved[key] is None]
        left = [(key, record) for key, record in left if self._may_be_new(record)]
        while left:
            ready = [pair for pair in left if self._parent(pair[1], left) is not None or self._is_root(pair[1])]
            if not ready:
                for _, record in left:
                    self._plan.problems.append(self._unknown(record))
                return
            for key, record in ready:
                self._resolved[key] = self._same_made(record) or self._make(record)
            left = [pair for pair in left if pair not in ready]

    def of(self, record: Record) -> OrganisationUnit | None:
        return self._resolved.get(self._key(record))

    def _key(self, record: Record) -> tuple[object, ...]:
        # Two dates may have two trees, in which one name stands for two units.
        return record.table_key, plain(record.text(UNIT)), plain(record.text(PARENT))

    def _known(self, record: Record, in_table: set[int]) -> OrganisationUnit | None:
        found = self._by_name.get(plain(record.text(UNIT)), [])
        if record.has(PARENT) and found:
            below = plain(record.text(PARENT))
            found = [unit for unit in found if unit.parent and plain(unit.parent.name) == below] or (
                found if len(found) == 1 and self._moves(found[0], record) else []
            )
        return self._one(record, found, in_table)

    def _moves(self, unit: OrganisationUnit, record: Record) -> bool:
        """A unit that stands elsewhere in the tree is refused, not doubled: a move is for the page of the eenheid."""
        if self._order.accept_new:
            return False
        where = f"onder “{unit.parent.name}”" if unit.parent else "bovenaan"
        self._plan.problems.append(
            record.problem(
                PARENT,
                f"“{unit.name}” staat in het portaal {where}. Maak beide gelijk, of kies bij het uploaden "
                f"“{UNKNOWN_IS_NEW}”.",
            )
        )
        return True

    def _one(self, record: Record, found: list[OrganisationUnit], in_table: set[int]) -> OrganisationUnit | None:
        day = record.day
        for narrower in (
            [unit for unit in found if unit.pk in in_table],
            [unit for unit in found if _exists(unit, day)],
            found,
        ):
            if len(narrower) == 1:
                return narrower[0]
            if narrower:
                places = ", ".join(f"“{unit.parent.name}”" for unit in narrower if unit.parent)
                message = f"Meer onderdelen heten zo. Vul in de kolom “{PARENT}” in waar dit onder valt: {places}."
                self._plan.problems.append(record.problem(UNIT, message))
                return None
        return None

    def _may_be_new(self, record: Record) -> bool:
        """Notes why not. A name that many units share was noted already."""
        name = plain(record.text(UNIT))
        if not name or (len(self._by_name.get(name, [])) > 1 and not record.has(PARENT)):
            return False
        near = self._near(name)
        if near and near[0] != name:
            self._plan.problems.append(
                record.problem(
                    UNIT,
                    f"Dit onderdeel bestaat niet. Bedoelt u “{self._names[near[0]]}”? Is het echt een ander onderdeel, "
                    f"kies dan bij het uploaden “{UNKNOWN_IS_NEW}”.",
                )
            )
            return False
        if not (self._names_parent(record) or self._is_root(record)):
            self._plan.problems.append(self._unknown(record))
            return False
        return True

    def _near(self, name: str) -> list[str]:
        """Comparing costs: with thousands of new names nobody mistyped them all."""
        self._compared += len(self._names)
        if self._order.accept_new or self._compared > MOST_COMPARISONS:
            return []
        return get_close_matches(name, self._names, n=1, cutoff=LIKENESS)

    def _names_parent(self, record: Record) -> bool:
        return record.has(PARENT) or record.has(PARENT_HINT)

    def _is_root(self, record: Record) -> bool:
        """The eenheid as a whole stands in every tree once, at the top."""
        is_total = ROW_ROLES.get(plain(record.text(ROLE))) == StrengthRow.Role.TOTAL
        return is_total and not self._names_parent(record) and not self._has_root()

    def _has_root(self) -> bool:
        return any(unit.parent_id is None for found in self._by_name.values() for unit in found)

    def _parent(self, record: Record, left: list) -> OrganisationUnit | None:
        """None while the parent is itself still to be made."""
        name = plain(record.text(PARENT) or record.text(PARENT_HINT))
        if any(plain(other.text(UNIT)) == name for _, other in left):
            return None
        found = self._by_name.get(name, [])
        return next((unit for unit in found if _exists(unit, record.day)), found[0] if found else None)

    def _same_made(self, record: Record) -> OrganisationUnit | None:
        parent = self._parent(record, [])
        same = (unit for unit in self._made if plain(unit.name) == plain(record.text(UNIT)) and unit.parent == parent)
        return next(same, None)

    def _make(self, record: Record) -> OrganisationUnit | None:
        try:
            name = parsing.words(record.cell(UNIT), LONGEST_NAME)
            kind = self._kind(record, name)
        except ValueError as error:
            self._plan.problems.append(record.problem(UNIT, str(error)))
            return None
        unit = OrganisationUnit.objects.create(
            police_unit=self._order.police_unit,
            parent=self._parent(record, []),
            name=name,
            kind=kind,
            order=self._next_order,
        )
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
        return _KIND_WORDS.get(name.split(maxsplit=1)[0].lower(), OrganisationUnit.Kind.GROUP)

    def _unknown(self, record: Record):
        return record.problem(
            UNIT,
            f"Dit onderdeel bestaat niet. Controleer de spelling. Is het nieuw, vul dan in de kolom “{PARENT}” "
            "het onderdeel in waar het bij hoort. Is het geen onderdeel maar een opmerking, verwijder dan de regel.",
        )


def _exists(unit: OrganisationUnit, day) -> bool:
    return (unit.valid_from is None or unit.valid_from <= day) and (unit.valid_until is None or unit.valid_until > day)
