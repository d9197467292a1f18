"""Reading the tables of a page back, as a reader sees them."""

from html.parser import HTMLParser


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: dict[str, list[list[str]]] = {}
        self._rows: list[list[str]] = []
        self._id = ""
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "table":
            self._rows, self._id = [], ""
        elif tag == "caption":
            self._id = given["id"].removeprefix("tabel-").removesuffix("-titel")
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("th", "td"):
            self._cell, self._span = [], int(given.get("colspan", 1))

    def handle_data(self, data):
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag):
        if tag in ("th", "td") and self._cell is not None:
            self._rows[-1] += [" ".join("".join(self._cell).split())] * self._span
            self._cell = None
        elif tag == "table":
            self.tables[self._id] = self._rows


def tables_of(html: str) -> dict[str, list[list[str]]]:
    """The rows of each figure table by the table's id, head included; a cell over n columns counts n times."""
    reader = _Tables()
    reader.feed(html)
    return reader.tables


def rows_by_label(table: list[list[str]]) -> dict[str, list[str]]:
    """The cells beside each row head, without the headings between them. Two rows with one head are refused."""
    rows = [row for row in table if len(set(row)) > 1]
    labels = [row[0] for row in rows]
    assert len(labels) == len(set(labels)), "two rows have the same head"
    return {row[0]: row[1:] for row in rows}
