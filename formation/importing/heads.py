"""The head of a table as printed: one row or several, dates above categories or below them, cells merged over both."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from formation.importing.columns import ABOUT_UNIT, COLUMNS, LEVEL, ROLE, ROW_ROLES, UNIT, UNIT_KIND
from nhveilig.figures.dates import parse_date
from nhveilig.figures.measures import Measure, is_only_measure, marked_measure, measure_in, without_measure
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import Cell, CellKind, Sheet, column_letters, plain
from nhveilig.sheets.layouts import DEEPEST_HEAD, Reading

MOST_ROWS = 4
NO_FIGURES = frozenset({"kop", "heading"})
_NAMED = {column.name: column for column in COLUMNS if column.name in ABOUT_UNIT}
_DAY = re.compile(r"(?<!\d)(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2} [a-zA-Z]+ \d{4})(?!\d)")
_AROUND_DAY = re.compile(r"\b(?:formatie|bezetting|sterkte|stand|peildatum|per|op|van)\b", re.IGNORECASE)
_PROVISIONAL = re.compile(r"\bvoorlopig(?:e)?\b", re.IGNORECASE)
_DIFFERENCE = re.compile(r"verschil\b", re.IGNORECASE)
# A head that begins with the kind of strength says of what its figures are; “overige formatie” is a category.
_KIND = re.compile(
    r"(?P<total>tota(?:al|le)\s+)?(?:(?:werkelijke|feitelijke|huidige|actuele|vastgestelde|toegestane|gerealiseerde)\s+)?"
    r"(?P<kind>formatie|bezetting)\b[\s:–-]*",
    re.IGNORECASE,
)
_KIND_IN_TITLE = re.compile(r"\b(formatie|bezetting)\b", re.IGNORECASE)
# A column that says its kind and no category is about all of them.
ALL = "totaal"


@dataclass(frozen=True)
class FigureColumn:
    """A column of figures: for which date (None when the file names none) and which category.

    `kind` is formatie or bezetting, and `measure` what its figures are in, where the file says so.
    """

    place: int
    head: Cell
    category: str
    day: date | None
    is_provisional: bool = False
    kind: str = ""
    measure: Measure | None = None

    @property
    def key(self) -> tuple[str, date | None, str]:
        """By which two columns are the same."""
        return plain(self.category), self.day, self.kind


@dataclass(frozen=True)
class WideHead:
    """`row` is the last of the head: what is below it are figures."""

    sheet: Sheet
    row: int
    places: dict[str, int]
    figures: tuple[FigureColumn, ...]
    # Columns that are left alone, as was noted.
    skipped: frozenset[int] = frozenset()


def find_wide_head(sheet: Sheet, reading: Reading) -> WideHead | None:
    rows = list(sheet.filled_rows())[:DEEPEST_HEAD]
    for number, top in enumerate(rows):
        places = _places(sheet, top)
        if UNIT not in places:
            continue
        head_rows = [top, *_continued(sheet, top, rows[number + 1 : number + MOST_ROWS], places[UNIT])]
        for row in head_rows[1:]:
            places = _places(sheet, row) | places
        columns = _Columns(sheet, head_rows, places, reading)
        if found := tuple(_apart(list(columns.read()))):
            _tell_roles(sheet, head_rows[-1], places)
            return WideHead(sheet, head_rows[-1], places, found, frozenset(columns.skipped))
    return None


def _places(sheet: Sheet, row: int) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in sorted(sheet.rows.get(row, {}).items()):
        name = next((name for name, column in _NAMED.items() if column.is_called(cell.text)), None)
        name = LEVEL if plain(cell.text) == LEVEL else name
        if name:
            places.setdefault(name, place)
    return places


def _continued(sheet: Sheet, top: int, below: list[int], unit: int) -> Iterator[int]:
    """The rows below the first that belong to the head too."""
    merged = max((m.last_row for m in sheet.merges if m.first_row == top and m.first_column == unit), default=top)
    for row in below:
        first = sheet.at(row, unit)
        is_named = row <= merged or _NAMED[UNIT].is_called(first.text)
        if not (is_named or (first.is_empty and _has_names_only(sheet, top, row))):
            return
        yield row


def _has_names_only(sheet: Sheet, top: int, row: int) -> bool:
    """Names below dates, dates below names, or names below nothing: words below a name are a remark."""
    cells = [cell for cell in sheet.rows[row].values() if not cell.is_empty]
    return all(not _is_figure(cell) and (_has_day(cell) or _may_have_below(sheet, top, cell)) for cell in cells)


def _may_have_below(sheet: Sheet, top: int, cell: Cell) -> bool:
    if is_only_measure(cell.text):
        return True
    above = [sheet.at(row, cell.column) for row in range(top, cell.row)]
    return all(_has_day(found) or not _beside_day(found.text) for found in above)


def _has_day(cell: Cell) -> bool:
    return cell.kind == CellKind.DATE or bool(_DAY.search(cell.text))


def _is_figure(cell: Cell) -> bool:
    if cell.kind == CellKind.DATE:
        return False
    try:
        parsing.figure(cell)
    except ValueError:
        # Not to be read, but no name of a column either.
        return cell.kind != CellKind.TEXT
    return True


def _tell_roles(sheet: Sheet, row: int, places: dict[str, int]) -> None:
    """A page of the portal says under “soort” what a row is, not what kind of unit it is about."""
    if UNIT_KIND in places and ROLE not in places:
        said = {plain(sheet.at(below, places[UNIT_KIND]).text) for below in sheet.filled_rows(after=row)}
        if said - {""} and said <= {*ROW_ROLES, *NO_FIGURES, "waarvan", ""}:
            places[ROLE] = places.pop(UNIT_KIND)


class _Columns:
    """What the rows of a head say of each column."""

    def __init__(self, sheet: Sheet, rows: list[int], places: dict[str, int], reading: Reading) -> None:
        self._sheet, self._rows, self._reading = sheet, rows, reading
        self._named = set(places.values())
        self.skipped: set[int] = set()

    def read(self) -> Iterator[FigureColumn]:
        filled = {place for row in self._rows for place, cell in self._sheet.rows[row].items() if not cell.is_empty}
        found = []
        for place in sorted(filled - self._named):
            parts = self._parts(place)
            if any(_DIFFERENCE.match(part.text) for part in parts):
                self.skipped.add(place)
                name = " ".join(part.text for part in parts)
                self._reading.notes.append(
                    f"Kolom {column_letters(place)} (“{name}”) wordt niet gelezen: verschillen rekent het portaal uit."
                )
            elif parts:
                found.append(self._column(place, parts))
        above = self._days_above()
        days = {column.day for column in found if column.day} or set(above.values())
        # A column whose name is merged over all rows of the head stands beside its date, not below it.
        only = next(iter(days)) if len(days) == 1 and len(self._rows) > 1 else None
        for column in found:
            day = column.day or above.get(column.place) or only
            kind = column.kind or self._kind_above(column.place)
            yield replace(column, day=day, kind=kind, measure=column.measure or self._measure_above)

    def _parts(self, place: int) -> list[Cell]:
        """The words above a column, from top to bottom; a word above several columns holds for all of them."""
        found = [self._at(row, place, carried=row != self._rows[-1]) for row in self._rows]
        return [cell for cell in found if not cell.is_empty]

    def _at(self, row: int, place: int, *, carried: bool) -> Cell:
        cell = self._sheet.at(row, place)
        while carried and cell.is_empty and place - 1 not in self._named and place > 0:
            if any(merge.first_row < row and merge.holds(row, place) for merge in self._sheet.merges):
                break
            place -= 1
            cell = self._sheet.at(row, place)
        return cell

    def _column(self, place: int, parts: list[Cell]) -> FigureColumn:
        day, name, is_provisional, kind, measure = None, "", False, "", None
        for part in reversed(parts):
            said = self._day_of(part)
            shown = " ".join(part.text.split())
            kind, measure = kind or kind_of(shown, named_with_day=bool(said)), measure or measure_in(shown)
            if said:
                is_provisional |= bool(_PROVISIONAL.search(part.text))
                self._refuse_mark(place, part)
            day = day or said
            words = _name_in(_beside_day(part.text) if said else shown)
            if not name or is_only_measure(name):
                name = words if any(char.isalpha() for char in words) else name
        if kind and (not name or (measure == Measure.FTE and is_only_measure(name))):
            name = ALL
        return FigureColumn(place, parts[-1], name or _called(measure), day, is_provisional, kind, measure)

    def _refuse_mark(self, place: int, part: Cell) -> None:
        """A star or a footnote says something of the figures below it that nobody can read here."""
        mark = _AROUND_DAY.sub("", _PROVISIONAL.sub("", _DAY.sub("", part.text.partition(":")[0]))).strip(" ()-–")
        if mark and not any(char.isalpha() for char in mark):
            message = f"Bij de datum staat “{mark}”. Haal het teken weg, of schrijf “(voorlopig)” achter de datum."
            self._reading.problems.append(self._sheet.problem(part, column_letters(place), message))

    @cached_property
    def _titles(self) -> list[str]:
        """What stands above the head, the nearest first, and then the name of the sheet."""
        rows = [row for row in self._sheet.filled_rows() if row < self._rows[0]]
        return [" ".join(cell.text for cell in self._sheet.rows[row].values()) for row in reversed(rows)]

    def _kind_above(self, place: int) -> str:
        """As the row above the head says it over several columns, or else a title or the sheet that names one kind."""
        last = ""
        for column, cell in sorted(self._sheet.rows.get(self._rows[0] - 1, {}).items()):
            last = (kind_of(cell.text) or last) if column <= place else last
        return last or self._kind_in_title

    @cached_property
    def _kind_in_title(self) -> str:
        return next(
            (kind_in(title) for title in [*self._titles, self._sheet.title] if _KIND_IN_TITLE.search(title)), ""
        )

    @cached_property
    def _measure_above(self) -> Measure | None:
        return next((found for title in self._titles if (found := marked_measure(title))), None)

    def _days_above(self) -> dict[int, date]:
        """From the row above the head: a date over several columns holds for all of them."""
        above = self._sheet.rows.get(self._rows[0] - 1, {})
        days: dict[int, date] = {}
        last: date | None = None
        for place in range(max([*self._sheet.rows[self._rows[-1]], *above], default=0) + 1):
            cell = above.get(place)
            if cell is not None and not cell.is_empty:
                last = self._day_of(cell)
            if last is not None:
                days[place] = last
        return days

    def _day_of(self, cell: Cell) -> date | None:
        """The date a head names, alone or within words such as “Formatie per 31-12-2018”."""
        if cell.kind == CellKind.DATE:
            return cell.value
        found = _DAY.search(cell.text)
        if found is None:
            return None
        try:
            return parse_date(found[0])
        except ValueError as error:
            problem = self._sheet.problem(cell, column_letters(cell.column), str(error))
            if problem not in self._reading.problems:
                self._reading.problems.append(problem)
            return None


def kind_of(head: str, *, named_with_day: bool = False) -> str:
    """Of what strength a head says its figures are: “Bezetting per 30-6-2014” is bezetting."""
    found = _KIND.match(" ".join(head.split()))
    if found is None and named_with_day:
        return kind_in(head)
    return found["kind"].lower() if found else ""


def kind_in(title: str) -> str:
    """The one kind of strength that a title names; empty for none, and for both."""
    found = {word.lower() for word in _KIND_IN_TITLE.findall(title)}
    return found.pop() if len(found) == 1 else ""


def _apart(columns: list[FigureColumn]) -> Iterator[FigureColumn]:
    """“Operationeel” in fte and beside it in % are two categories, and the one that is not in fte says so."""
    measures: dict[tuple[str, date | None, str], set[Measure]] = {}
    for column in columns:
        measures.setdefault(column.key, set()).add(column.measure or Measure.FTE)
    for column in columns:
        differs = column.category and len(measures[column.key]) > 1 and column.measure not in {None, Measure.FTE}
        yield replace(column, category=f"{column.category} ({column.measure.label})") if differs else column


def _name_in(head: str) -> str:
    """The category alone: “Bezetting aspirant (fte)” is the aspirant."""
    name = without_measure(head)
    found = _KIND.match(name)
    if found is None:
        return name
    return " ".join(f"{found['total'] or ''}{name[found.end() :]}".split())


def _called(measure: Measure | None) -> str:
    """A category of which only is known what it is counted in."""
    return "percentage" if measure == Measure.PERCENTAGE else ""


def _beside_day(head: str) -> str:
    """What a head says beside its date: “31-12-2022: aspirant” or “aspirant (31-12-2022)”."""
    name = _PROVISIONAL.sub("", _DAY.sub("", head)).replace("()", "")
    before, colon, behind = name.partition(":")
    words = behind if colon and behind.strip() else _AROUND_DAY.sub("", before)
    return " ".join(words.split()).strip(" -–")
