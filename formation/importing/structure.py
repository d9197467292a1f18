"""The tables a file speaks of, with their columns and rows. What is not there yet is made before its figures come."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.text import slugify

from formation.exceptions import SeriesHasNoName
from formation.importing import columns
from formation.importing.categories import counts_as_officer, decimals_of, measure_of, shows_percentage
from formation.importing.totals import Totals
from formation.importing.units import Units
from formation.models import MAIN_SERIES, StaffCategory, StrengthCell, StrengthRow, StrengthTable, free_code
from formation.services.tables import name_of_series, series_called
from nhveilig.figures.formats import date_short
from nhveilig.figures.measures import MEASURES, Measure, without_measure
from nhveilig.figures.parsing import MOST_DECIMALS
from nhveilig.imports.kinds import UNKNOWN_IS_NEW, Order, noting
from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import OrganisationUnit
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import plain
from nhveilig.sheets.layouts import Reading, Record, doubles
from nhveilig.sheets.names import nearest

# Kind, series, reference date.
TableKey = tuple[str, str, date]
# The ids of a row and a category.
CellKey = tuple[int, int]
EARLIEST, LATEST = 1990, 2100


@dataclass(frozen=True)
class Line(Record):
    """A record of which it is known to what table it belongs."""

    table_key: TableKey = ("", "", date.min)

    @property
    def day(self) -> date:
        return self.table_key[-1]


class Structure:
    """Tables, categories, units and rows of one file."""

    def __init__(self, reading: Reading, order: Order, plan: ImportPlan, kind: str) -> None:
        self._reading, self._order, self._plan, self._kind = reading, order, plan, kind
        self.tables: dict[TableKey, StrengthTable] = {}
        self._new_tables: set[TableKey] = set()
        self._categories: dict[tuple[TableKey, str], StaffCategory] = {}
        self._rows: dict[tuple[TableKey, int], StrengthRow] = {}
        self._totals: Counter[TableKey] = Counter()
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
        Totals(self._order, self._plan).check([line for line in totals if self._is_added(line)], parts)
        self._note_without_sum(line for line in totals if not self._is_added(line))
        rows = ((line, self._rows.get((line.table_key, unit.pk)), category) for line, unit, category in known)
        return [((row.pk, category.pk), line) for line, row, category in rows if row]

    def _is_added(self, line: Line) -> bool:
        category = self._categories.get((line.table_key, plain(line.text(columns.CATEGORY))))
        return category is None or category.measure.adds_up

    def _note_without_sum(self, lines: Iterable[Line]) -> None:
        for name, row in dict.fromkeys((line.text(columns.UNIT), line.row) for line in lines if line.has(columns.FTE)):
            self._plan.notes.append(
                f"De procenten bij “{name}” (rij {row}) worden niet opgeslagen: dat is geen onderdeel van de eenheid."
            )

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
                series = plain(record.text(columns.SERIES)) or self._order.series or self._series_asked
                yield Line(record.sheet, record.row, record.cells, record.called, (self._kind_of(record), series, day))

    def _kind_of(self, record: Record) -> str:
        """As the file says it, whatever it is imported as: the two are never mixed."""
        if not record.has(columns.KIND):
            return self._kind
        with noting(self._plan, record, columns.KIND):
            return parsing.choice(record.cell(columns.KIND), {kind: kind for kind in StrengthTable.Kind.values})
        return self._kind

    @cached_property
    def _series_asked(self) -> str:
        """The series somebody named with the upload, for a file that names none."""
        about = StrengthTable(police_unit=self._order.police_unit, kind=self._kind)
        name = self._order.title.strip()
        about.series = MAIN_SERIES
        return series_called(about, name) if name and plain(name) != plain(about.series_name) else MAIN_SERIES

    @cached_property
    def _only_series(self) -> set[str]:
        """The one series beside the main one that the file names: a name that was given with it is that of this one."""
        named = {series for _, series, _ in (line.table_key for line in self._lines)} - {MAIN_SERIES}
        return named if len(named) == 1 else set()

    def _find_tables(self) -> None:
        wanted = {line.table_key: line for line in reversed(self._lines)}
        tables = StrengthTable.objects.filter(police_unit=self._order.police_unit)
        tables = tables.filter(reference_date__in={day for *_, day in wanted}).with_figures()
        found = {} if self._order.is_seed else {(one.kind, one.series, one.reference_date): one for one in tables}
        for key, line in reversed(wanted.items()):
            if key in found:
                self.tables[key] = found[key]
                continue
            with noting(self._plan, line, columns.SERIES):
                self._refuse_name(key[1])
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
            # As a head without its unit names it, and by what it is the same in every table.
            self._categories.setdefault((key, plain(without_measure(category.name))), category)
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
            kind=key[0],
            series=key[1][:50],
            reference_date=key[-1],
            source=source[:300],
            status=StrengthTable.Status.ADOPTED if self._order.is_seed else StrengthTable.Status.CONCEPT,
            **self._described(line),
        )
        with noting(self._plan, line, columns.TITLE):
            self._name(table)
        self._new_tables.add(key)
        series = "" if key[1] == MAIN_SERIES else f", reeks {table.series_name}"
        self._plan.additions.append(f"Nieuwe tabel: {table.get_kind_display()} per {date_short(key[-1])}{series}")
        if key[0] != self._kind:
            self._plan.notes.append(
                f"Het bestand noemt {key[0]}: die cijfers komen in een eigen tabel van de {key[0]}."
            )
        return table

    def _name(self, table: StrengthTable) -> None:
        """A new series is known by the name that stands in the file or that was given with it."""
        if not table.title and table.series in {self._series_asked, *self._only_series}:
            table.title = self._order.title.strip()
        if not self._order.is_seed:
            try:
                table.title = name_of_series(table)
            except SeriesHasNoName as error:
                hint = f"Vul de naam in bij de kolom “{columns.TITLE}”, of bij het uploaden."
                raise ValueError(f"{error} {hint}") from None

    def _described(self, line: Line) -> dict[str, object]:
        said: dict[str, object] = {}
        for column, name, longest in ((columns.TITLE, "title", 160), (columns.DAY_LABEL, "date_label", 40)):
            with noting(self._plan, line, column):
                said[name] = parsing.words(line.cell(column), longest, required=False)
        return said

    def _find_categories(self, lines: Iterable[Line]) -> None:
        named: dict[tuple[TableKey, str], list[Line]] = {}
        for line in lines:
            named.setdefault((line.table_key, plain(line.text(columns.CATEGORY))), []).append(line)
        self._totals = Counter(key for key, name in named if columns.role_by_name(name) == "totaal")
        for key, about in named.items():
            with noting(self._plan, about[0], columns.CATEGORY):
                if key in self._categories:
                    self._refuse_other_unit(self._categories[key], about[0])
                else:
                    self._categories[key] = self._new_category(about[0], about)
        new = [category for category in self._categories.values() if category.pk is None]
        self._order.put(new, keys=["table", "code"])
        self._categories = {key: category for key, category in self._categories.items() if category.pk}

    def _refuse_other_unit(self, category: StaffCategory, line: Line) -> None:
        said = MEASURES.get(plain(line.text(columns.MEASURE)))
        if said and said != category.measure:
            raise ValueError(
                f"Deze categorie staat in het portaal in {category.measure.label}, en hier in {said.label}. Maak beide "
                "gelijk, of geef de categorie hier een andere naam."
            )

    def _new_category(self, line: Line, lines: list[Line]) -> StaffCategory:
        name = parsing.words(line.cell(columns.CATEGORY), 60)
        columns.refuse_change(name)
        table = self.tables[line.table_key]
        known = {n: found for (key, n), found in self._categories.items() if key == line.table_key}
        if line.table_key not in self._new_tables:
            self._refuse_unknown(line, name, known)
        role, measure = _category_role(line, name), measure_of(line, lines, self._plan)
        if role == StaffCategory.Role.TOTAL and measure != Measure.FTE and self._totals[line.table_key] > 1:
            # Beside the total in fte it is a column of its own: a table has one total.
            role = StaffCategory.Role.COUNTS
        if role == StaffCategory.Role.TOTAL and any(found.role == role for found in known.values()):
            raise ValueError("De tabel heeft al een kolom “totaal”. Er kan er maar één zijn.")
        order = max((found.order for found in known.values()), default=0) + 1
        decimals = decimals_of(lines)
        if line.has(columns.DECIMALS):
            with noting(self._plan, line, columns.DECIMALS):
                decimals = parsing.whole_number(line.cell(columns.DECIMALS), 0, MOST_DECIMALS)
        category = StaffCategory(
            table=table,
            code=free_code(line.text(columns.CATEGORY_CODE) or name, {found.code for found in known.values()}),
            name=name,
            role=role,
            unit=measure,
            decimals=decimals,
            is_community_officer=counts_as_officer(line, name, measure),
            order=order,
        )
        if measure != Measure.FTE:
            self._plan.notes.append(f"De categorie “{name}” staat in {measure.label}.")
        if line.table_key not in self._new_tables:
            self._plan.additions.append(
                f"Nieuwe categorie: {name} ({category.get_role_display()}) in de tabel per {date_short(line.day)}"
            )
        return category

    def _refuse_unknown(self, line: Line, name: str, known: dict[str, StaffCategory]) -> None:
        """A table that is there already gets a category only from who says that it is new."""
        self._refuse_slip(name, known)
        if not (line.has(columns.CATEGORY_ROLE) and (self._reading.layout == "long" or self._order.accept_new)):
            names = ", ".join(f"“{n}”" for n in dict.fromkeys(found.name for found in known.values()))
            raise ValueError(
                f"Deze categorie staat niet in de tabel. Bekend zijn: {names}. Is zij nieuw, vul dan de kolom "
                f"“{columns.CATEGORY_ROLE}” in, of kies bij het uploaden “{UNKNOWN_IS_NEW}”."
            )

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
            f"Nieuwe rij: {row.unit.name} in de tabel per {date_short(key[0][-1])}"
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
                measure = Measure.PERCENTAGE if shows_percentage(line.cell(columns.FTE)) else Measure.FTE
                parsing.figure(line.cell(columns.FTE), measure.bounds)

    def cells_left_out(self, named: set[CellKey]) -> list[CellKey]:
        """What stands in these tables and not in the file."""
        keys = ((row.pk, cell.category_id) for row, cell in self._existing_cells())
        return [key for key in keys if key not in named]

    def _existing_cells(self) -> Iterator[tuple[StrengthRow, StrengthCell]]:
        rows = (row for table in self.existing_tables() for row in table.rows.all())
        return ((row, cell) for row in rows for cell in row.cells.all())


def _category_role(line: Line, name: str) -> str:
    if line.has(columns.CATEGORY_ROLE):
        return parsing.choice(line.cell(columns.CATEGORY_ROLE), columns.CATEGORY_ROLES)
    return columns.CATEGORY_ROLES[columns.role_by_name(name)]
