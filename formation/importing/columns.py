"""A file of strength: its columns, with what may stand in them, and tables as they are printed, read and written.

Printed are units down, categories across, dates side by side; that is read into the long columns.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tablib import Databook, Dataset

from formation.models import StaffCategory, StrengthRow, StrengthTable
from formation.validators import StrengthTotal, figures_by_category, key_of, keyed_sums, reconcile
from nhveilig.figures.formats import date_short
from nhveilig.figures.measures import Measure, measure_in
from nhveilig.figures.values import Figure, total
from nhveilig.imports.formats import SumOf, written_figure
from nhveilig.sheets.layouts import Column

SERIES, DAY, UNIT, PARENT, UNIT_KIND = "reeks", "peildatum", "onderdeel", "valt onder", "soort onderdeel"
ROLE, CATEGORY, CATEGORY_ROLE, FTE, SOURCE = "rol", "categorie", "rol categorie", "fte", "bron"
TITLE, DAY_LABEL, DECIMALS = "titel", "peildatum in woorden", "decimalen"
CATEGORY_CODE, OFFICER, KIND, MEASURE = "code categorie", "telt als wijkagent", "soort sterkte", "meeteenheid"
REASON = "toelichting"
# Not a column: what the layout of the rows says about where a new unit belongs.
PARENT_HINT = "ingesprongen onder"

COLUMNS = (
    Column(DAY, "De dag waarop de tabel geldt, zoals 31-12-2022.", ("datum", "reference_date")),
    Column(UNIT, "De naam van het onderdeel, zoals die al in het portaal staat.", ("eenheid", "naam", "unit")),
    Column(PARENT, "Het onderdeel waar dit onder valt. Nodig als het nieuw is of als meer onderdelen zo heten.",
           ("onderdeel van", "parent"), required=False),
    Column(UNIT_KIND, "Soort van een nieuw onderdeel, zoals basisteam of dienst.", ("soort",), required=False),
    Column(ROLE, "onderdeel, subtotaal of totaal. Alleen onderdelen worden opgeteld.", ("role",), required=False),
    Column(CATEGORY, "De personeelscategorie, zoals wijkagent.", ("personeelscategorie", "category")),
    Column(CATEGORY_ROLE, "telt mee, waarvan of totaal. Nodig als de categorie nieuw is.", (), required=False),
    Column(FTE, "Een getal zoals 12,5, of n.t.b., n.v.t., een streepje of leeg.",
           ("aantal", "waarde", "value", "cijfer")),
    Column(REASON, "Van een totaal dat niet de som van zijn delen is: waarom dat zo is. Leeg: wat er stond, blijft.",
           ("reden", "reden van het verschil"), required=False),
    Column(SERIES, "De reeks waar de tabel bij hoort; leeg is de hoofdtabel van de eenheid.", (), required=False),
    Column(SOURCE, "Waar de cijfers vandaan komen. Nodig bij een nieuwe tabel.", ("source",), required=False),
    Column(TITLE, "Hoe een nieuwe reeks heet, zoals Sterkte per team; leeg als het de hoofdtabel is.",
           ("naam van de reeks",), required=False),
    Column(DAY_LABEL, "Hoe een nieuwe tabel de peildatum noemt, zoals vanaf 2022.", required=False),
    Column(DECIMALS, "Hoeveel cijfers achter de komma een nieuwe categorie heeft.", required=False),
    Column(KIND, "formatie of bezetting; leeg is de soort die u inleest.", ("formatie of bezetting",), required=False),
    Column(MEASURE, "Waarin een nieuwe categorie telt: fte, %, personen, pelotons, uur of aantal; leeg is fte, of % "
           "waar procenttekens staan.", ("maateenheid", "eenheid van meting"), required=False),
    Column(CATEGORY_CODE, "Waarmee een nieuwe categorie in elke tabel dezelfde is; leeg is de naam.", required=False),
    Column(OFFICER, "ja als een nieuwe categorie meetelt voor de norm; leeg: als “wijkagent” in de naam staat.",
           required=False),
)  # fmt: skip


def role_by_name(name: str) -> str:
    """“totaal” and “waarvan …” say what they are; only a new category that says nothing else is asked."""
    text = name.lower()
    return "totaal" if text.startswith("totaal") else "waarvan" if text.startswith("waarvan") else "telt mee"


_CHANGE = re.compile(r"\b(?:mutaties?|veranderingen|verandering|toename|afname|erbij|eraf)\b", re.IGNORECASE)


def refuse_change(category: str) -> None:
    """A column with what came or went holds no strength. Raises ValueError."""
    if _CHANGE.search(category):
        raise ValueError(
            f"“{category}” is een verandering en geen sterkte. Lees haar in bij “Veranderingen van sterkte”, of "
            "verwijder haar uit dit bestand."
        )


ROW_ROLES = {
    "onderdeel": StrengthRow.Role.DETAIL,
    "detail": StrengthRow.Role.DETAIL,
    "subtotaal": StrengthRow.Role.SUBTOTAL,
    "subtotal": StrengthRow.Role.SUBTOTAL,
    "totaal": StrengthRow.Role.TOTAL,
    "total": StrengthRow.Role.TOTAL,
}
CATEGORY_ROLES = {
    "telt mee": StaffCategory.Role.COUNTS,
    "value": StaffCategory.Role.COUNTS,
    "waarvan": StaffCategory.Role.OF_WHICH,
    "of_which": StaffCategory.Role.OF_WHICH,
    "totaal": StaffCategory.Role.TOTAL,
    "total": StaffCategory.Role.TOTAL,
}
_ROW_WORDS = {role: word for word, role in reversed(ROW_ROLES.items())}
_CATEGORY_WORDS = {role: word for word, role in reversed(CATEGORY_ROLES.items())}


def long_dataset(tables: Sequence[StrengthTable]) -> Dataset:
    """A row per figure. Expects tables read with `with_figures()` and the parents of their units."""
    dataset = Dataset(headers=[column.name for column in COLUMNS], title="Tabel")
    for table in tables:
        for values in _long_rows(table, _reasons(table)):
            dataset.append(values)
    return dataset


def reason_for(differing: Iterable[StrengthTotal]) -> str:
    """In one line: a total that differs from two sums has one reason for each."""
    return " ".join(dict.fromkeys(" ".join(one.explanation.split()) for one in differing)).strip()


def _reasons(table: StrengthTable) -> dict[tuple[int, str], str]:
    """By unit and code of the category."""
    found = defaultdict(list)
    for one in reconcile(table) if table.explanations.all() else []:
        if not one.agrees:
            found[one.unit_id, one.category].append(one)
    return {place: reason_for(differing) for place, differing in found.items()}


def _long_rows(table: StrengthTable, reasons: Mapping[tuple[int, str], str]) -> Iterator[list[object]]:
    for row in table.rows.all():
        figures = figures_by_category(row)
        for category in table.categories.all():
            if category.code in figures:
                yield [
                    table.reference_date,
                    row.unit.name,
                    row.unit.parent.name if row.unit.parent else "",
                    row.unit.kind,
                    _ROW_WORDS[row.role],
                    category.name,
                    _CATEGORY_WORDS[category.role],
                    written_figure(figures[category.code]),
                    reasons.get((row.unit_id, category.code), ""),
                    table.series,
                    table.source,
                    table.title,
                    table.date_label,
                    category.decimals,
                    table.kind,
                    category.measure.label,
                    category.code,
                    "ja" if category.is_community_officer else "nee",
                ]


def wide_book(tables: Sequence[StrengthTable]) -> Dataset | Databook:
    """A sheet for each series."""
    series: dict[str, list[StrengthTable]] = {}
    for table in tables:
        series.setdefault(table.series, []).append(table)
    sheets = [wide_dataset(found) for found in series.values()]
    if len(sheets) < 2:
        return sheets[0] if sheets else wide_dataset([])
    for sheet, name in zip(sheets, series, strict=True):
        sheet.title = name
    return Databook(sheets)


def wide_dataset(tables: Sequence[StrengthTable]) -> Dataset:
    """Units down, categories across, the dates side by side. A total that is the sum of its parts calculates.

    Expects tables of one series, as `long_dataset` does.
    """
    about = [UNIT, PARENT, UNIT_KIND, ROLE, SERIES]
    heads, cells = list(about), {}
    rows = _rows_of_all(tables)
    places = {row.unit_id: place for place, row in enumerate(rows)}
    for table in tables:
        cells |= _wide_cells(table, places, first=len(heads))
        heads += [f"{date_short(table.reference_date)}: {_wide_head(one)}" for one in table.categories.all()]
    dataset = Dataset(headers=heads, title="Tabel")
    for place, row in enumerate(rows):
        parent = row.unit.parent.name if row.unit.parent else ""
        named = [row.unit.name, parent, row.unit.kind, _common_role(tables, row.unit_id), tables[0].series]
        dataset.append([*named, *(cells.get((place, column)) for column in range(len(about), len(heads)))])
    return dataset


Place = tuple[int, int]


def _wide_cells(table: StrengthTable, places: Mapping[int, int], first: int) -> dict[Place, object]:
    """What stands in which row and column, of which the first category has `first`."""
    categories = list(table.categories.all())
    keyed = {
        key_of(row, category): (places[row.unit_id], first + column)
        for row in table.rows.all()
        for column, category in enumerate(categories)
    }
    decimals = {first + column: category.decimals for column, category in enumerate(categories)}
    cells = (cell for row in table.rows.all() for cell in row.cells.all())
    figures = {f"{cell.row_id}-{cell.category_id}": cell.figure for cell in cells}
    sums = {key: [parts for _, parts in found] for key, found in keyed_sums(table).items()}
    found: dict[Place, object] = {}
    for key, figure in figures.items():
        parts = _parts_of(figure, figures, sums.get(key, ()))
        at = keyed[key]
        calculates = SumOf(figure.value, [keyed[part] for part in parts], decimals[at[1]]) if parts else None
        found[at] = written_figure(figure) if calculates is None else calculates
    return found


def _parts_of(figure: Figure, figures: Mapping[str, Figure], sums: Iterable[Sequence[str]]) -> list[str]:
    """What it is the sum of to the last decimal; nothing when it is not."""
    for parts in sums:
        there = [part for part in parts if part in figures]
        added = total(figures[part] for part in there)
        is_sum = figure == Figure(added.value) if added.value is not None else False
        if is_sum and added.exact and added.is_complete:
            return there
    return []


def _wide_head(category: StaffCategory) -> str:
    """Fte are what a head without a unit is in."""
    said = measure_in(category.name) or Measure.FTE
    return category.name if said == category.measure else f"{category.name} ({category.measure.label})"


def _rows_of_all(tables: Sequence[StrengthTable]) -> list[StrengthRow]:
    """Every unit once; the last table leads."""
    rows: dict[int, StrengthRow] = {}
    for table in reversed(tables):
        for row in table.rows.all():
            rows.setdefault(row.unit_id, row)
    return list(rows.values())


def _common_role(tables: Sequence[StrengthTable], unit_id: int) -> str:
    """Empty where one date has parts below a unit and another has not: one cell cannot say both."""
    roles = {row.role for table in tables for row in table.rows.all() if row.unit_id == unit_id}
    return _ROW_WORDS[roles.pop()] if len(roles) == 1 else ""


LEVEL = "niveau"
# Columns that say something of the unit; every other head is a category.
ABOUT_UNIT = (UNIT, PARENT, UNIT_KIND, ROLE, SERIES, SOURCE)
