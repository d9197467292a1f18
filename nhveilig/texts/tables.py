"""Tables in a text: their heads, and sizes that a page can hold."""

import re

from nhveilig.texts.markup import MOST_CELLS, MOST_COLUMNS, TextRefused

# The innermost where somebody put a table in a table.
_TABLE = re.compile(r"<table>(?:(?!<table>).)*?</table>", re.DOTALL)
_HEAD_ROW = re.compile(r"<tbody>\s*(<tr>\s*(?:<th\b[^>]*>(?:(?!</?t[hdr]\b).)*</th>\s*)+</tr>)\s*", re.DOTALL)
_HEAD_CELL = re.compile(r"<th\b((?:(?! scope=)[^>])*)>")
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b([^>]*)>")
_SPAN = re.compile(r'\s(?:col|row)span="\d+"')
_ACROSS = re.compile(r'\scolspan="(\d+)"')


def with_heads(html: str) -> str:
    """Every table with a head that says what it heads. Raises TextRefused for one that no page can hold."""
    cells = len(_CELL.findall(html))
    if cells > MOST_CELLS:
        raise TextRefused(
            f"De tabellen in deze tekst hebben samen {cells} cellen; er passen er {MOST_CELLS}. "
            "Plak alleen de rijen die lezers nodig hebben, of verdeel ze over andere onderdelen."
        )
    return _TABLE.sub(_mended, html)


def _mended(table: re.Match[str]) -> str:
    html = table[0]
    if columns_of(html) > MOST_COLUMNS:
        html = _SPAN.sub("", html)
    if (columns := columns_of(html)) > MOST_COLUMNS:
        raise TextRefused(
            f"Een tabel in deze tekst heeft {columns} kolommen; er passen er {MOST_COLUMNS}. "
            "Laat kolommen weg of maak er twee tabellen van."
        )
    return _with_head(html)


def _with_head(html: str) -> str:
    """A first row of nothing but head cells is the head of the table, and each head cell says what it heads."""
    if "<thead>" not in html:
        html = _HEAD_ROW.sub(r"<thead>\1</thead><tbody>", html, count=1).replace("<tbody></tbody>", "")
    head, mark, body = html.rpartition("</thead>")
    return _HEAD_CELL.sub(r'<th\1 scope="col">', head) + mark + _HEAD_CELL.sub(r'<th\1 scope="row">', body)


def columns_in(html: str) -> list[int]:
    """How many each table of a text has."""
    return [columns_of(table[0]) for table in _TABLE.finditer(html)]


def columns_of(table: str) -> int:
    """How many columns its widest row asks for."""
    return max((sum(map(_width, _CELL.findall(row))) for row in _ROW.findall(table)), default=0)


def _width(attributes: str) -> int:
    across = _ACROSS.search(attributes)
    return int(across[1]) if across else 1


# By number of columns, from where a table needs more room on paper than a column of text has.
SIZES = {20: "table-crowded", 9: "table-broad", 5: "table-wide"}
# Characters of the longest words beside each other, in a column of text.
MOST_ACROSS = 75
_TAG = re.compile(r"<[^>]*>")


def sized(html: str) -> str:
    """For paper: each table with the class of the room it needs."""
    return _TABLE.sub(_with_size, html)


def _with_size(table: re.Match[str]) -> str:
    columns = columns_of(table[0])
    longest = max(map(len, _TAG.sub(" ", table[0]).split()), default=0)
    is_tight = longest * columns > MOST_ACROSS
    size = next((name for most, name in SIZES.items() if columns > most), SIZES[5] if is_tight else "")
    return table[0].replace("<table>", f'<table class="{size}">', 1) if size else table[0]
