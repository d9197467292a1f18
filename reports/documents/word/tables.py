"""A table of HTML as one of WordprocessingML: head rows that repeat, and cells over more columns or rows."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from reports.documents.word.runs import attribute
from reports.documents.word.trees import classes, words_of

# Of the width of a page, in twentieths of a point.
WIDTH = 9070
# Characters a column is taken to need at least and at most.
NARROWEST, WIDEST = 5, 40
# From how many columns the text is set smaller.
SMALL = {13: "Tabeltekst3", 7: "Tabeltekst2", 0: "Tabeltekst"}


@dataclass
class Cell:
    """`element` is None in a row that a cell above goes on into; `down` is how many rows it takes below this one."""

    element: Element | None
    across: int = 1
    down: int = 0


def rows_of(table: Element) -> Iterator[tuple[bool, list[Cell]]]:
    """Of each row whether it heads the table, and its cells with those that come from above."""
    above: dict[int, Cell] = {}
    for row, is_head in _rows(table):
        waiting = deque(_cell(one) for one in row if one.tag in {"td", "th"})
        cells, column, below = [], 0, {}
        while waiting or any(place >= column for place in above):
            cell = above.pop(column, None) or (waiting.popleft() if waiting else Cell(Element("td")))
            cells.append(cell)
            if cell.down:
                below[column] = Cell(None, cell.across, cell.down - 1)
            column += cell.across
        above = below
        if cells:
            yield is_head, cells


def _rows(table: Element) -> Iterator[tuple[Element, bool]]:
    for part in table:
        if part.tag == "tr":
            yield part, False
        elif part.tag in {"thead", "tbody", "tfoot"}:
            yield from ((row, part.tag == "thead") for row in part if row.tag == "tr")


def _cell(element: Element) -> Cell:
    return Cell(element, _count(element, "colspan"), _count(element, "rowspan") - 1)


def _count(element: Element, name: str) -> int:
    value = element.get(name, "")
    return max(int(value), 1) if value.isdecimal() else 1


Fill = Callable[[Element, str, bool], str]


def table_xml(table: Element, caption: str, has_figures: bool, fill: Fill) -> str:
    """`fill` writes what is in a cell, in a style and flush right or not."""
    rows = list(rows_of(table))
    if not rows:
        return ""
    widths = _widths([cells for _, cells in rows])
    style = next(style for most, style in SMALL.items() if len(widths) >= most)
    body = "".join(_row(is_head, cells, widths, style, has_figures, fill) for is_head, cells in rows)
    first_column = any(_is_row_head(cells) for is_head, cells in rows if not is_head)
    return f"<w:tbl>{_properties(caption, rows[0][0], first_column)}{_grid(widths)}{body}</w:tbl>"


def _is_row_head(cells: list[Cell]) -> bool:
    return cells[0].element is not None and cells[0].element.tag == "th"


def _properties(caption: str, first_row: bool, first_column: bool) -> str:
    said = f"<w:tblCaption w:val={attribute(caption)}/>" if caption else ""
    return (
        '<w:tblPr><w:tblStyle w:val="Tabel"/><w:tblW w:w="5000" w:type="pct"/>'
        f'<w:tblLook w:val="04A0" w:firstRow="{int(first_row)}" w:lastRow="0" w:firstColumn="{int(first_column)}"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{said}</w:tblPr>'
    )


def _grid(widths: list[int]) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def _widths(rows: list[list[Cell]]) -> list[int]:
    """By the longest text in each column, so that a program that does not measure shows it well too."""
    longest = [NARROWEST] * max(sum(cell.across for cell in cells) for cells in rows)
    for cells in rows:
        column = 0
        for cell in cells:
            if cell.element is not None and cell.across == 1:
                longest[column] = max(longest[column], min(len(words_of(cell.element)), WIDEST))
            column += cell.across
    return [WIDTH * length // sum(longest) for length in longest]


def _row(is_head: bool, cells: list[Cell], widths: list[int], style: str, has_figures: bool, fill: Fill) -> str:
    out, column = [], 0
    for cell in cells:
        width = sum(widths[column : column + cell.across])
        out.append(f"<w:tc>{_cell_properties(cell, width)}{_filled(cell, style, has_figures, fill)}</w:tc>")
        column += cell.across
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(out)}</w:tr>"


def _cell_properties(cell: Cell, width: int) -> str:
    across = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    goes_on = "<w:vMerge/>" if cell.element is None else '<w:vMerge w:val="restart"/>' if cell.down else ""
    return f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}{goes_on}</w:tcPr>'


def _filled(cell: Cell, style: str, has_figures: bool, fill: Fill) -> str:
    if cell.element is None:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>'
    is_figure = has_figures and (cell.element.tag == "td" or "number" in classes(cell.element))
    return fill(cell.element, style, is_figure and "words" not in classes(cell.element))
