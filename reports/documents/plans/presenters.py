"""The figures of a uitvoeringsplan as tables, so that the data files carry all of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from nhveilig.figures.tables import Cell, Column, Row, Table, text_columns
from nhveilig.figures.values import Figure, Total, decimals_needed, total
from themes.models import Capacity, ResultTarget, Theme
from themes.parts.queries import PlanParts, counted_elsewhere
from themes.reading.presenters import aim_of, figure_of

SCOPES = {
    ResultTarget.Scope.REGION: "regio",
    ResultTarget.Scope.EVERY_MUNICIPALITY: "per gemeente",
    ResultTarget.Scope.ALL_MUNICIPALITIES: "alle gemeenten",
    ResultTarget.Scope.SAFETY_HOUSE: "per Zorg- en Veiligheidshuis",
    ResultTarget.Scope.ONE_MUNICIPALITY: "één gemeente",
}
# Need no words beside the figure itself.
FOR_ALL = {ResultTarget.Scope.REGION, ResultTarget.Scope.ALL_MUNICIPALITIES}
TARGET_WORDS = {"eenheid": "Eenheid", "voor-wie": "Voor wie", "termijn": "Termijn", "hoe-vaak": "Hoe vaak"}
COUNTED_ELSEWHERE = "Telt één keer mee, bij {theme}{code}."


def target_words(target: ResultTarget) -> str:
    """`ten minste 5 gemeenten`, `ten minste 1 voorlichtingsvorm, per gemeente`."""
    return aim_of(target) if target.scope in FOR_ALL else f"{aim_of(target)}, {SCOPES[target.scope]}"


def target_table(parts: PlanParts, table_id: str) -> Table:
    plan, targets = parts.plan, parts.targets
    decimals = decimals_needed(map(figure_of, targets))
    return Table(
        id=table_id,
        caption=f"Streefwaarden {plan.theme.short_title} {plan.year}",
        row_header="Wat we meten",
        columns=[
            Column("streefwaarde", "Streefwaarde", decimals=decimals),
            *text_columns(**TARGET_WORDS, code="Code"),
        ],
        rows=[_target_row(target, decimals) for target in targets],
        notes=[note for target in targets if (note := _note(target))],
    )


def _target_row(target: ResultTarget, decimals: int) -> Row:
    scope, often = SCOPES[ResultTarget.Scope(target.scope)], target.get_frequency_display()
    figure = Cell.of(figure_of(target), decimals)
    return _row(str(target), figure, target.unit, scope, target.deadline, often, target.code)


def _note(target: ResultTarget) -> str:
    """Never says twice that a target counts elsewhere: many a note does so already."""
    parts = [target.note] if target.note else []
    other = counted_elsewhere(target)
    if other is not None and not (other.code and other.code in target.note):
        code = f" ({other.code})" if other.code else ""
        parts.append(COUNTED_ELSEWHERE.format(theme=other.plan.theme.short_title, code=code))
    return f"{target.code or target}: {' '.join(parts)}" if parts else ""


def capacity_table(parts: PlanParts, table_id: str) -> Table:
    plan, rows = parts.plan, parts.capacity
    decimals = decimals_needed(_amount(row.amount) for row in rows)
    several = [unit for unit in Capacity.Unit if sum(row.unit == unit for row in rows) > 1]
    return Table(
        id=table_id,
        caption=f"Inzet van partners {plan.year}",
        row_header="Partner",
        columns=[
            Column("hoeveel", "Hoeveel", decimals=decimals),
            *text_columns(eenheid="Eenheid", waarvoor="Waarvoor"),
        ],
        rows=[
            *(_capacity_row(row, decimals) for row in rows),
            *(_capacity_total(unit, rows, decimals) for unit in several),
        ],
    )


def _capacity_row(row: Capacity, decimals: int) -> Row:
    return _row(str(row), Cell.of(_amount(row.amount), decimals), row.get_unit_display(), row.note)


def _capacity_total(unit: Capacity.Unit, rows: Sequence[Capacity], decimals: int) -> Row:
    added = total(_amount(row.amount) for row in rows if row.unit == unit)
    return _row(f"Totaal {unit.label} (berekend)", _sum_cell(added, decimals), unit.label, "", role="total")


def funding_table(parts: PlanParts, table_id: str) -> Table:
    plan, rows = parts.plan, parts.funding
    decimals = 2 if decimals_needed(_amount(row.amount) for row in rows) else 0
    table = [_row(str(row), Cell.of(_amount(row.amount), decimals), row.note) for row in rows]
    if len(rows) > 1:
        added = total(_amount(row.amount) for row in rows)
        table.append(_row("Totaal (berekend)", _sum_cell(added, decimals), "", role="total"))
    return Table(
        id=table_id,
        caption=f"Middelen {plan.year}",
        unit="euro",
        row_header="Bron",
        columns=[Column("bedrag", "Bedrag", decimals=decimals), Column("waarvoor", "Waarvoor", kind="text")],
        rows=table,
    )


def _row(label: str, figure: Cell, *words: str, role: str = "detail") -> Row:
    return Row(label, [figure, *map(Cell.words, words)], role=role)


def _amount(value: Decimal | None) -> Figure:
    return Figure.undecided() if value is None else Figure(value)


def _sum_cell(added: Total, decimals: int) -> Cell:
    """A sum of which parts are still open says so, for it is not the sum yet."""
    if added.is_complete and added.value is not None:
        return Cell.of(Figure(added.value), decimals)
    return Cell.words(added.text(decimals))


def counts_table(
    table_id: str,
    caption: str,
    labels: Mapping[str, str],
    rows: Iterable[Row],
    total: Row,
    *,
    roles: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Table:
    """A row of counts (`count_row`) for each theme. `labels` and `roles` of the columns, by key."""
    columns = [Column(key, label, role=(roles or {}).get(key, "value")) for key, label in labels.items()]
    return Table(table_id, caption, "Thema", columns, [*rows, total], notes=notes)


def count_row(label: str, counts: Iterable[int], level: int = 1, role: str = "detail") -> Row:
    return Row(label, [Cell.of(Figure.of(number), 0) for number in counts], level, role)


def added_up(counts: Iterable[Sequence[int]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*counts, strict=True)))


def rows_by_programme(rows: Iterable[tuple[Theme, Row]], first: int | None = None) -> Iterator[Row]:
    """The rows of themes below the title of their programme; the one with the id `first` before the others."""
    rows = list(rows)
    found = dict.fromkeys(theme.plan for theme, _ in rows)
    for policy in sorted(found, key=lambda policy: policy.pk != first):
        yield Row(policy.title, role="heading")
        yield from (row for theme, row in rows if theme.plan == policy)
