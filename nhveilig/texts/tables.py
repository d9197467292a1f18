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


# By number of columns, from where a table needs more room on paper than a column of text has; and the characters of a
# word that fits there.
SIZES = {20: ("table-crowded", 4), 9: ("table-broad", 8), 5: ("table-wide", 14)}
# Characters of the longest words beside each other, in a column of text.
MOST_ACROSS = 75
LONGEST_WORD = 30
_TAG = re.compile(r"(<[^<>]*>)")


def for_paper(html: str) -> str:
    """Each table with the class of the room it needs, and every word that may be too long for a line marked."""
    place, parts = 0, []
    for table in _TABLE.finditer(html):
        parts += [_with_long_words(html[place : table.start()], LONGEST_WORD), _sized(table[0])]
        place = table.end()
    return "".join([*parts, _with_long_words(html[place:], LONGEST_WORD)])


def _sized(table: str) -> str:
    columns = columns_of(table)
    longest = max(map(len, _TAG.sub(" ", table).split()), default=0)
    usual = SIZES[5] if longest * columns > MOST_ACROSS else ("", LONGEST_WORD)
    name, fits = next((size for most, size in SIZES.items() if columns > most), usual)
    html = _with_long_words(table, fits)
    return html.replace("<table>", f'<table class="{name}">', 1) if name else html


def _with_long_words(html: str, fits: int) -> str:
    word = re.compile(rf"(?:(?!&nbsp;)[^\s<>]){{{fits + 1},}}")
    marked = r'<span class="long-word">\g<0></span>'
    return "".join(part if part.startswith("<") else word.sub(marked, part) for part in _TAG.split(html))
