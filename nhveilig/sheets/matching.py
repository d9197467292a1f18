"""Columns that carry other names than ours: which those are, and the book as if they carried ours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from nhveilig.sheets.cells import CellKind, Sheet, Workbook, plain
from nhveilig.sheets.layouts import DEEPEST_HEAD, Column, Head, find_head, placed

# More nobody chooses from.
MOST_NAMES = 60


# The names in a file that mean nothing here, and our columns it lacks.
Unmatched = tuple[list[str], list[str]]


def with_names(columns: Sequence[Column], names: Mapping[str, str]) -> list[Column]:
    """The columns, which are also called as `names` says: by what stands in a file, in plain form."""
    also = {column.name: tuple(name for name, ours in names.items() if ours == column.name) for column in columns}
    return [replace(column, aliases=(*column.aliases, *also[column.name])) for column in columns]


def renamed(book: Workbook, columns: Sequence[Column], names: Mapping[str, str]) -> Workbook:
    """The book with our names in the heads that call a column as `names` says."""
    if not names:
        return book
    known = with_names(columns, names)
    return replace(book, sheets=tuple(_renamed(sheet, known, names) for sheet in book.sheets))


def _renamed(sheet: Sheet, columns: Sequence[Column], names: Mapping[str, str]) -> Sheet:
    head = find_head(sheet, columns)
    if head is None:
        return sheet
    cells = dict(sheet.rows[head.row])
    for name, place in head.places.items():
        if names.get(plain(cells[place].text)) == name:
            cells[place] = replace(cells[place], value=name)
    return replace(sheet, rows={**sheet.rows, head.row: cells})


def unmatched(book: Workbook, columns: Sequence[Column]) -> Unmatched:
    """Of the sheet that comes nearest to the table, of which no sheet has the head. Nothing when no row could be it."""
    nearest = max(filter(None, (_nearest(sheet, columns) for sheet in book.sheets)), key=_likeness, default=None)
    if nearest is None:
        return [], []
    lacking = [column for column in columns if column.name not in nearest.places]
    enough = len(nearest.unknown) >= sum(column.required for column in lacking)
    return _paired([nearest], lacking) if enough else ([], [])


def unused(book: Workbook, columns: Sequence[Column]) -> Unmatched:
    """Of the sheets that have the head: names that nothing is done with, and columns that none of these has."""
    heads = [head for sheet in book.sheets if (head := find_head(sheet, columns))]
    return _paired(heads, [column for column in columns if not any(column.name in head.places for head in heads)])


def _paired(heads: Iterable[Head], lacking: Iterable[Column]) -> Unmatched:
    names = list(dict.fromkeys(name for head in heads for name in head.unknown))[:MOST_NAMES]
    return (names, [column.name for column in lacking]) if names else ([], [])


def _nearest(sheet: Sheet, columns: Sequence[Column]) -> Head | None:
    """A row with a column we know, or else the first with as many words as there must be columns."""
    if head := find_head(sheet, columns, at_least=1):
        return head
    needed = sum(column.required for column in columns)
    for row in list(sheet.filled_rows())[:DEEPEST_HEAD]:
        words = [cell.text for cell in sheet.rows[row].values() if cell.kind == CellKind.TEXT and not cell.is_empty]
        if len(words) >= max(needed, 2):
            return Head(sheet, row, *placed(sheet, row, columns))
    return None


def _likeness(head: Head) -> tuple[int, int]:
    return len(head.places), len(head.unknown)
