"""The tables a file speaks of, with their columns and rows. What is not there yet is made before its figures come."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify

from formation.importing import columns
from formation.importing.totals import Totals
from formation.importing.units import Units
from formation.models import MAIN_SERIES, StaffCategory, StrengthCell, StrengthRow, StrengthTable, free_code
from nhveilig.figures import parsing as figures
from nhveilig.figures.formats import date_short
from nhveilig.figures.parsing import MOST_DECIMALS
from nhveilig.figures.values import decimals_needed
from nhveilig.imports.kinds import UNKNOWN_IS_NEW, Order, noting
from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import OrganisationUnit
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import plain
from nhveilig.sheets.layouts import Reading, Record, doubles
from nhveilig.sheets.names import nearest

TableKey = tuple[str, date]
# The ids of a row and a category.
CellKey = tuple[int, int]
EARLIEST, LATEST = 1990, 2100


@dataclass(frozen=True)
class Line(Record):
    """A record of which it is known to what table it belongs."""

    table_key: TableKey = ("", date.min)

    @property
    def day(self) -> date:
        return self.table_key[1]


class Structure:
    """Tables, categories, units and rows of one file."""

    def __init__(self, reading: Reading, order: Order, plan: ImportPlan, kind: str) -> None:
        self._reading, self._order, self._plan, self._kind = reading, order, plan, kind
        self.tables: dict[TableKey, StrengthTable] = {}
        self._new_tables: set[TableKey] = set()
        self._categories: dict[tuple[TableKey, str], StaffCategory] = {}
        self._rows: dict[tuple[TableKey, int], StrengthRow] = {}
        self._lines = list(self._placed_lines())

    def places(self) -> list[tuple[CellKey, Line]]:
        """Where each figure goes, once all that it needs is there."""
        self._find_tables()
        lines = [line for line in self._lines if line.table_key in self.tables]
        self._find_categories(lines)
        units = Units(self._order, self._plan)
        lines, totals = units.apart_from_totals(lines)
        units.find_all(lines, self._units_per_table())
        found = [
            (line, units.of(line), self._categories.get((line.table_key, plain(line.text(columns.CATEGORY)))))
            for line in lines
        ]
        known = [(line, unit, category) for line, unit, category in found if unit and unit.pk and category]
        if self._reading.layout == "breed":
            # Elsewhere an empty cell of a wide table means no figure.
            filled = {(row.unit_id, cell.category_id) for row, cell in self._existing_cells()}
            known = [(line, u, c) for line, u, c in known if line.has(columns.FTE) or (u.pk, c.pk) in filled]
        self._plan.problems += doubles(
            (((line.table_key, unit.pk, category.pk), line) for line, unit, category in known), columns.UNIT
        )
        self._find_rows((line, unit) for line, unit, category in known)
        self._note_figures(line for line, unit, category in found if not (unit and category))
        parts = ((line, self._rows.get((line.table_key, unit.pk))) for line, unit, _ in known)
        Totals(self._order, self._plan).check(totals, parts)
        rows = ((line, self._rows.get((line.table_key, unit.pk)), category) for line, unit, category in known)
        return [((row.pk, category.pk), line) for line, row, category in rows if row]

    @property
    def rows(self) -> dict[int, StrengthRow]:
        return {row.pk: row for row in self._rows.values()}

    @property
    def categories(self) -> dict[int, StaffCategory]:
        return {category.pk: category for category in self._categories.values()}

    def existing_tables(self) -> list[StrengthTable]:
        return [table for key, table in self.tables.items() if key not in self._new_tables]

    def _placed_lines(self) -> Iterator[Line]:
        days: dict[object, date] = {}
        for record in self._reading.records:
            with noting(self._plan, record, columns.DAY):
                cell = record.cell(columns.DAY)
                if cell.is_empty:
                    raise ValueError("De peildatum ontbreekt. Vul een datum in.")
                day = days.get(cell.value) or days.setdefault(cell.value, parsing.day(cell))
                if not EARLIEST <= day.year <= LATEST:
                    raise ValueError(f"Het jaar moet liggen tussen {EARLIEST} en {LATEST}.")
                series = plain(record.text(columns.SERIES)) or self._order.series or MAIN_SERIES
                yield Line(record.sheet, record.row, record.cells, record.called, (series, day))

    def _find_tables(self) -> None:
        wanted = {line.table_key: line for line in reversed(self._lines)}
        tables = StrengthTable.objects.filter(police_unit=self._order.police_unit, kind=self._kind)
        tables = tables.filter(reference_date__in={day for _, day in wanted}).with_figures()
        found = {} if self._order.is_seed else {(table.series, table.reference_date): table for table in tables}
        for key, line in reversed(wanted.items()):
            if key in found:
                self.tables[key] = found[key]
                continue
            with noting(self._plan, line, columns.SERIES):
                self._refuse_name(key[0])
                with noting(self._plan, line, columns.SOURCE):
                    self.tables[key] = self._new_table(key, line)
        new = [table for key, table in self.tables.items() if key in self._new_tables]
        self._order.put(new, keys=["police_unit", "kind", "series", "reference_date"])
        self.tables = {key: table for key, table in self.tables.items() if table.pk}
        for key, table in self.tables.items():
            if key not in self._new_tables:
                self._know(key, table)

    def _know(self, key: TableKey, table: StrengthTable) -> None:
        for category in table.categories.all():
            self._categories[key, plain(category.name)] = category
            self._categories.setdefault((key, category.code), category)
        for row in table.rows.all():
            self._rows[key, row.unit_id] = row

    def _refuse_name(self, series: str) -> None:
        if slugify(series) != series:
            raise ValueError("De naam van een reeks heeft alleen kleine letters, cijfers en streepjes.")

    def _new_table(self, key: TableKey, line: Line) -> StrengthTable:
        source = line.text(columns.SOURCE) or self._order.source.strip()
        if not source:
            raise ValueError(
                "Deze tabel is nieuw. Vul in waar de cijfers vandaan komen: in deze kolom of bij het uploaden."
            )
        table = StrengthTable(
            police_unit=self._order.police_unit,
            kind=self._kind,
            series=key[0][:50],
            reference_date=key[1],
            source=source[:300],
            status=StrengthTable.Status.ADOPTED if self._order.is_seed else StrengthTable.Status.CONCEPT,
            **{"decimals": self._decimals(key)} | self._described(line),
        )
        self._new_tables.add(key)
        series = "" if key[0] == MAIN_SERIES else f", reeks {key[0]}"
        self._plan.additions.append(f"Nieuwe tabel: {table.get_kind_display()} per {date_short(key[1])}{series}")
        return table

    def _described(self, line: Line) -> dict[str, object]:
        said: dict[str, object] = {}
        for column, name, longest in ((columns.TITLE, "title", 160), (columns.DAY_LABEL, "date_label", 40)):
            with noting(self._plan, line, column):
                said[name] = parsing.words(line.cell(column), longest, required=False)
        if line.has(columns.DECIMALS):
            with noting(self._plan, line, columns.DECIMALS):
                said["decimals"] = parsing.whole_number(line.cell(columns.DECIMALS), 0, MOST_DECIMALS)
        return said

    def _decimals(self, key: TableKey) -> int:
        """As many as the figures of a new table need, and one at least: fte are seldom whole."""
        needed = 1
        for line in self._lines:
            if line.table_key == key:
                with suppress(ValueError):
                    needed = decimals_needed([parsing.figure(line.cell(columns.FTE))], at_least=needed)
        return needed

    def _find_categories(self, lines: Iterable[Line]) -> None:
        seen: set[tuple[TableKey, str]] = set()
        for line in lines:
            key = line.table_key, plain(line.text(columns.CATEGORY))
            if key not in seen and key not in self._categories:
                seen.add(key)
                with noting(self._plan, line, columns.CATEGORY):
                    self._categories[key] = self._new_category(line)
        new = [category for category in self._categories.values() if category.pk is None]
        self._order.put(new, keys=["table", "code"])
        self._categories = {key: category for key, category in self._categories.items() if category.pk}

    def _new_category(self, line: Line) -> StaffCategory:
        name = parsing.words(line.cell(columns.CATEGORY), 60)
        columns.refuse_change(name)
        table = self.tables[line.table_key]
        known = {n: found for (key, n), found in self._categories.items() if key == line.table_key}
        if line.table_key not in self._new_tables:
            self._refuse_slip(name, known)
            if not (line.has(columns.CATEGORY_ROLE) and (self._reading.layout == "long" or self._order.accept_new)):
                names = ", ".join(f"“{n}”" for n in dict.fromkeys(found.name for found in known.values()))
                raise ValueError(
                    f"Deze categorie staat niet in de tabel. Bekend zijn: {names}. Is zij nieuw, vul dan de kolom "
                    f"“{columns.CATEGORY_ROLE}” in, of kies bij het uploaden “{UNKNOWN_IS_NEW}”."
                )
        role = columns.CATEGORY_ROLES[columns.role_by_name(name)]
        if line.has(columns.CATEGORY_ROLE):
            role = parsing.choice(line.cell(columns.CATEGORY_ROLE), columns.CATEGORY_ROLES)
        if role == StaffCategory.Role.TOTAL and any(found.role == role for found in known.values()):
            raise ValueError("De tabel heeft al een kolom “totaal”. Er kan er maar één zijn.")
        order = max((found.order for found in known.values()), default=0) + 1
        category = StaffCategory(
            table=table,
            code=free_code(line.text(columns.CATEGORY_CODE) or name, {found.code for found in known.values()}),
            name=name,
            role=role,
            is_community_officer=_counts_as_officer(line, name),
            order=order,
        )
        if line.table_key not in self._new_tables:
            self._plan.additions.append(
                f"Nieuwe categorie: {name} ({category.get_role_display()}) in de tabel per {date_short(line.day)}"
            )
        return category

    def _refuse_slip(self, name: str, known: dict[str, StaffCategory]) -> None:
        near = None if self._order.accept_new else nearest(name, known)
        if near:
            raise ValueError(
                f"Deze categorie staat niet in de tabel. Bedoelt u “{known[near].name}”? Is het echt een andere, "
                f"kies dan bij het uploaden “{UNKNOWN_IS_NEW}”."
            )

    def _units_per_table(self) -> dict[object, set[int]]:
        units: dict[object, set[int]] = {}
        for key, unit_id in self._rows:
            units.setdefault(key, set()).add(unit_id)
        return units

    def _find_rows(self, pairs: Iterable[tuple[Line, OrganisationUnit]]) -> None:
        """Rows for new units, in the order of the file, below the rows there are."""
        new: dict[tuple[TableKey, int], StrengthRow] = {}
        pairs = list(pairs)
        parents = {(line.table_key, unit.parent_id) for line, unit in pairs}
        next_order = {key: self._next_order(key) for key in self.tables}
        for line, unit in pairs:
            key = line.table_key, unit.pk
            if row := self._rows.get(key) or new.get(key):
                self._check_role(line, row)
                continue
            role = self._role(line, unit, has_parts=key in parents)
            order = next_order[line.table_key]
            new[key] = StrengthRow(table=self.tables[line.table_key], unit=unit, role=role, order=order)
            next_order[line.table_key] += 1
        self._order.put(list(new.values()), keys=["table", "unit"])
        self._rows |= {key: row for key, row in new.items() if row.pk}
        self._plan.additions += [
            f"Nieuwe rij: {row.unit.name} in de tabel per {date_short(key[0][1])}"
            for key, row in new.items()
            if key[0] not in self._new_tables
        ]

    def _next_order(self, key: TableKey) -> int:
        return max((row.order for (of, _), row in self._rows.items() if of == key), default=0) + 1

    def _role(self, line: Line, unit: OrganisationUnit, *, has_parts: bool) -> str:
        if line.has(columns.ROLE):
            with noting(self._plan, line, columns.ROLE):
                return parsing.choice(line.cell(columns.ROLE), columns.ROW_ROLES)
        if unit.parent_id is None:
            return StrengthRow.Role.TOTAL
        return StrengthRow.Role.SUBTOTAL if has_parts else StrengthRow.Role.DETAIL

    def _check_role(self, line: Line, row: StrengthRow) -> None:
        if not line.has(columns.ROLE):
            return
        with noting(self._plan, line, columns.ROLE):
            if parsing.choice(line.cell(columns.ROLE), columns.ROW_ROLES) != row.role:
                where = "In het portaal" if row.pk else "Eerder in dit bestand"
                raise ValueError(f"{where} is deze rij “{row.get_role_display()}”. Maak beide gelijk.")

    def _note_figures(self, lines: Iterable[Line]) -> None:
        """A figure without a place cannot be stored, but its own fault is told all the same."""
        for line in lines:
            with noting(self._plan, line, columns.FTE):
                parsing.figure(line.cell(columns.FTE), figures.FTE)

    def cells_left_out(self, named: set[CellKey]) -> list[CellKey]:
        """What stands in these tables and not in the file."""
        keys = ((row.pk, cell.category_id) for row, cell in self._existing_cells())
        return [key for key in keys if key not in named]

    def _existing_cells(self) -> Iterator[tuple[StrengthRow, StrengthCell]]:
        rows = (row for table in self.existing_tables() for row in table.rows.all())
        return ((row, cell) for row in rows for cell in row.cells.all())


def _counts_as_officer(line: Line, name: str) -> bool:
    if not line.has(columns.OFFICER):
        return "wijkagent" in name.lower()
    try:
        return parsing.choice(line.cell(columns.OFFICER), {"ja": True, "nee": False})
    except ValueError as error:
        raise ValueError(f"Bij “{columns.OFFICER}” staat “{line.text(columns.OFFICER)}”. {error}") from None
