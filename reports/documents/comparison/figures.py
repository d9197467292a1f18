"""What became of the figures of a table: was, wordt, and the difference between two numbers that are both known."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from nhveilig.comparing import pairing
from nhveilig.figures import formats
from nhveilig.figures.tables import TEXT, Cell, Column, Row, Table
from nhveilig.figures.values import STILL_OPEN, Figure, Qualifier, decimals_needed

Path = tuple[str, ...]

NOTHING_GIVEN = frozenset({Qualifier.BLANK, Qualifier.DASH})


@dataclass(frozen=True)
class FigureChange:
    """One cell that both editions have, as readers see it; `difference` is empty for a cell of words."""

    row: str
    column: str
    was: str
    becomes: str
    difference: str


@dataclass(frozen=True)
class TableChange:
    """`old` and `new` are the tables as frozen, None where there is none. Rows and columns are names.

    `same` counts the cells with something in them that both have and that read alike.
    """

    old: dict | None
    new: dict | None
    cells: tuple[FigureChange, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    rows_added: tuple[str, ...] = ()
    rows_removed: tuple[str, ...] = ()
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    notes_added: tuple[str, ...] = ()
    notes_removed: tuple[str, ...] = ()
    same: int = 0

    @property
    def table(self) -> dict:
        return self.new or self.old

    @property
    def fate(self) -> str:
        if self.old is None or self.new is None:
            return "added" if self.old is None else "removed"
        names = self.columns, self.rows_added, self.rows_removed, self.columns_added, self.columns_removed
        changes = self.cells, self.notes_added, self.notes_removed, *names
        return "changed" if any(changes) or self.is_renamed else "same"

    def as_table(self) -> dict:
        """The changed cells as a Table of docs/edition-schema.md: was, wordt, verschil."""
        new, labels = self.table, {"column": "Kolom", "was": "Was", "becomes": "Wordt", "difference": "Verschil"}
        columns = [Column(key, label, kind=TEXT if key == "column" else "number") for key, label in labels.items()]
        rows = [Row(cell.row, [Cell.words(getattr(cell, key)) for key in labels]) for cell in self.cells]
        name = f"{new['id']}-wijzigingen"
        caption = f"Gewijzigd in: {new['caption']}"
        return Table(name, caption, new["row_header"], columns, rows, unit=new["unit"]).as_dict()

    @property
    def is_renamed(self) -> bool:
        return bool(self.old and self.new and self.old["caption"] != self.new["caption"])


@dataclass(frozen=True)
class _Line:
    """A row or a column. `path`: the names it stands under, then its own. `nth`: which of its name it is."""

    place: int
    path: Path
    key: str = ""
    nth: int = 1

    @property
    def label(self) -> str:
        return self.path[-1]

    @property
    def name(self) -> str:
        return ": ".join(part for part in self.path if part)


COLUMN_KEYS: tuple[pairing.Key[_Line], ...] = (
    lambda line: line.key or None,
    attrgetter("path"),
    attrgetter("label"),
    # Two reference dates where there was one: the first column of a name is the one that went on.
    lambda line: line.label if line.nth == 1 else None,
)


def compare(old: list[dict], new: list[dict]) -> list[TableChange]:
    """The tables of two blocks that belong together; one table on each side is taken to be the same table."""
    keys = [lambda table: table["id"], lambda table: table["caption"]]
    if len(old) == len(new) == 1:
        keys.append(lambda table: table["row_header"])
    return [_changed(*pair) for pair in pairing.by_keys(old, new, keys)]


def difference(old: Figure, new: Figure) -> Figure:
    """`new` minus `old`. What is open stays open and what is no number makes none; neither is ever taken for 0."""
    if old.is_known and new.is_known:
        exact = old.qualifier == new.qualifier == Qualifier.EXACT
        return Figure(new.value - old.value, Qualifier.EXACT if exact else Qualifier.CIRCA)
    return Figure.undecided() if {old.qualifier, new.qualifier} & STILL_OPEN else Figure.not_applicable()


def _changed(old: dict | None, new: dict | None) -> TableChange:
    if old is None or new is None:
        return TableChange(old, new)
    columns = pairing.by_keys(_columns(old), _columns(new), COLUMN_KEYS)
    rows = pairing.by_keys(_rows(old), _rows(new), [attrgetter("path"), attrgetter("label")])
    cells = list(_cells(old, new, rows, columns))
    return TableChange(
        old,
        new,
        cells=tuple(cell.change() for cell in cells if not cell.is_same),
        columns=tuple((a.name, b.name) for a, b in _both(columns) if a.name != b.name),
        rows_added=tuple(new.name for old, new in rows if old is None),
        rows_removed=tuple(old.name for old, new in rows if new is None),
        columns_added=tuple(new.name for old, new in columns if old is None),
        columns_removed=tuple(old.name for old, new in columns if new is None),
        notes_added=tuple(note for note in _notes(new) if note not in _notes(old)),
        notes_removed=tuple(note for note in _notes(old) if note not in _notes(new)),
        same=sum(cell.is_same and cell.becomes["qualifier"] not in NOTHING_GIVEN for cell in cells),
    )


def _notes(table: dict) -> list[str]:
    """What stands under a table and beside its caption."""
    source = [f"Bron: {table['source']}"] if table["source"] else []
    own = [
        f"Meeteenheid van {column['label']}: {_unit(table, column)}"
        for column in table["columns"]
        if column.get("unit")
    ]
    units = [f"Meeteenheid: {table['unit']}"] if table["unit"] else list(dict.fromkeys(own))
    return [*table["notes"], *source, *units]


def _unit(table: dict, column: dict) -> str:
    """Editions of schema 1 say it of the table alone."""
    return column.get("unit") or table["unit"]


def _columns(table: dict) -> list[_Line]:
    groups = [group["label"] for group in table["column_groups"] for _ in range(group["span"])]
    groups = groups or [""] * len(table["columns"])
    seen: Counter[str] = Counter()
    lines = []
    for place, (column, group) in enumerate(zip(table["columns"], groups, strict=True)):
        seen[column["label"]] += 1
        lines.append(_Line(place, (group, column["label"]), column["key"], seen[column["label"]]))
    return lines


def _rows(table: dict) -> list[_Line]:
    """The rows that hold figures; headings and higher rows are what they stand under."""
    above: list[tuple[int, str]] = []
    lines = []
    for place, row in enumerate(table["rows"]):
        above = [(level, label) for level, label in above if level < row["level"]]
        if row["role"] != "heading":
            lines.append(_Line(place, (*(label for _, label in above), row["label"])))
        above.append((row["level"], row["label"]))
    return lines


def _both(pairs: list[pairing.Pair[_Line]]) -> list[tuple[_Line, _Line]]:
    return [(old, new) for old, new in pairs if old and new]


@dataclass(frozen=True)
class _Both:
    """A cell that both tables have."""

    row: _Line
    column: _Line
    decimals: int
    was: dict
    becomes: dict
    # Whether both are in the same unit: no figure is taken from one in another.
    is_alike: bool

    @property
    def is_same(self) -> bool:
        return _reads(self.was) == _reads(self.becomes)

    def change(self) -> FigureChange:
        difference = _words(self.was, self.becomes, self.decimals) if self.is_alike else ""
        return FigureChange(self.row.name, self.column.name, self.was["text"], self.becomes["text"], difference)


def _cells(
    old: dict, new: dict, rows: list[pairing.Pair[_Line]], columns: list[pairing.Pair[_Line]]
) -> Iterator[_Both]:
    """What only one of them has is named by its row or column."""
    for row_was, row in _both(rows):
        for column_was, column in _both(columns):
            was = old["rows"][row_was.place]["cells"][column_was.place]
            becomes = new["rows"][row.place]["cells"][column.place]
            head_was, head = old["columns"][column_was.place], new["columns"][column.place]
            yield _Both(row, column, head["decimals"], was, becomes, _unit(old, head_was) == _unit(new, head))


def _reads(cell: dict) -> tuple[Decimal | str, str]:
    """12.5 and 12.50 are one figure, and a dash says no more than an empty cell."""
    if cell["qualifier"] in NOTHING_GIVEN:
        return "", Qualifier.BLANK
    return (cell["text"] if cell["value"] is None else Decimal(cell["value"])), cell["qualifier"]


def _words(was: dict, becomes: dict, decimals: int) -> str:
    """The difference as a reader sees it; empty where words changed."""
    if TEXT in {was["qualifier"], becomes["qualifier"]}:
        return ""
    found = difference(Figure.from_dict(was), Figure.from_dict(becomes))
    if not found.is_known:
        return found.text()
    text = formats.signed(found.value, max(decimals, decimals_needed([found])))
    return text if found.qualifier == Qualifier.EXACT else f"circa {text}"
