"""Charts as HTML rows with SVG in them: the same on the web page and in the PDF, equal for equal input."""

from collections.abc import Iterable, Sequence
from html import escape

from nhveilig.figures import bar_charts, line_charts
from nhveilig.figures.chart_parts import MARK_WORDS, MARKS, Content, reasons
from nhveilig.figures.tables import Cell, Column, Row, Table
from nhveilig.figures.values import Figure

KINDS = {"bar": bar_charts, "stacked": bar_charts, "line": line_charts}
YEAR_LENGTH = 4
PLAIN = {"number": "", "finding": "", "description": "", "kind": "bar", "decimals": 0, "source": ""}


def chart(id: str, title: str, categories: Iterable[str], series: Iterable[dict], **said: object) -> dict:
    """A Chart of docs/edition-schema.md. `said` is its `unit`, and what differs from PLAIN; editions number it.

    `title` is its subject; `finding` what is to be seen, of `nhveilig.figures.findings`.
    """
    return PLAIN | {"id": id, "title": title, "categories": list(categories), "series": list(series)} | said


def chart_series(label: str, figures: Sequence[Figure]) -> dict:
    """A series of a chart, which says of a number that lacks why."""
    missing = [None if figure.is_known else figure.qualifier.value for figure in figures]
    values = [f"{figure.value:f}" if figure.is_known else None for figure in figures]
    return {"label": label, "values": values} | ({"missing": missing} if any(missing) else {})


def render(chart: dict) -> str:
    """Raises ValueError for a chart that cannot be drawn. Every text in it is escaped."""
    content = Content.from_dict(chart)
    kind = KINDS.get(content.kind)
    if kind is None:
        raise ValueError(f"chart {chart['id']}: unknown kind {content.kind!r}")
    said = escape(
        ". ".join(part.rstrip(".") for part in (chart.get("finding"), chart["title"], chart["description"]) if part)
    )
    return f'<div class="chart chart--{content.kind}" role="img" aria-label="{said}">{kind.draw(content)}</div>'


def data_table(chart: dict) -> dict:
    """The numbers of the chart as a Table: a row for each category, a column for each series.

    `category_header` of the chart says what its categories are; editions frozen before it existed do not hold it.
    """
    columns = [
        Column(f"reeks-{place}", series["label"] or chart["unit"] or chart["title"], decimals=chart["decimals"])
        for place, series in enumerate(chart["series"], start=1)
    ]
    rows = [
        Row(name, [_cell(series, i, chart["decimals"]) for series in chart["series"]])
        for i, name in enumerate(chart["categories"])
    ]
    return Table(
        id=f"{chart['id']}-cijfers",
        caption=f"Cijfers bij {'figuur ' + chart['number'] if chart['number'] else 'de figuur'}: {chart['title']}",
        unit=chart["unit"],
        row_header=chart.get("category_header") or _category_header(chart["categories"]),
        columns=columns,
        rows=rows,
    ).as_dict()


def _category_header(categories: list[str]) -> str:
    return "Jaar" if all(len(name) == YEAR_LENGTH and name.isdigit() for name in categories) else "Onderdeel"


def _cell(series: dict, index: int, decimals: int) -> Cell:
    if (reason := reasons(series)[index]) is None:
        return Cell.of(Figure.of(series["values"][index]), decimals)
    return Cell(None, reason.value, MARK_WORDS.get(reason, MARKS[reason]))
