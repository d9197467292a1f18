"""A uitvoeringsplan in tables: what is done, what must be reached and measured, and what it costs.

Every function expects the parts of a plan that was read with `with_parts()`.
"""

from collections.abc import Iterable
from decimal import Decimal

from nhveilig.figures.formats import NO_BREAK_SPACE, date_long, date_short
from nhveilig.figures.moments import Span, quarters_in_words, spans_in, spans_of_quarters
from nhveilig.figures.tables import Cell, Column, Row, Table
from nhveilig.figures.units import unit_of, with_unit
from nhveilig.figures.values import Figure, Qualifier, decimals_needed, total
from nhveilig.texts.cleaning import inside_sentence
from themes.models import Activity, Capacity, Decision, Funding, ImplementationPlan, ResultTarget
from themes.models.plans import GroupedPart
from themes.parts.queries import PlanParts, counted_elsewhere

NO_NUMBER = "geen getal afgesproken"
_QUALIFIERS = {
    ResultTarget.Operator.EXACT: Qualifier.EXACT,
    ResultTarget.Operator.AT_LEAST: Qualifier.MINIMUM,
    ResultTarget.Operator.AT_MOST: Qualifier.MAXIMUM,
}


def figure_of(target: ResultTarget) -> Figure:
    """Its number with the operator. Without a number still to be decided, until the plan is adopted without one."""
    if target.value is None:
        return Figure.dash() if _is_settled(target) else Figure.undecided()
    return Figure(target.value, _QUALIFIERS[target.operator])


def aim_of(target: ResultTarget) -> str:
    """`ten minste 5 gemeenten`, `100% van vragen`."""
    if target.value is None and _is_settled(target):
        return NO_NUMBER
    figure = figure_of(target)
    return with_unit(figure, target.unit) if figure.is_known else f"{figure} {target.unit}".strip()


def _is_settled(target: ResultTarget) -> bool:
    return target.plan.status == ImplementationPlan.Status.ADOPTED


def moment_of(part: Activity | ResultTarget | Decision) -> str:
    """The words for when it is to be done, and the last day, as far as they are there."""
    words = next(getattr(part, name) for name in ("planned_moment", "deadline", "needed_by") if hasattr(part, name))
    words = words or quarters_in_words(getattr(part, "quarters", None) or ())
    if not part.due_on:
        return words
    return f"{words} (uiterlijk {date_short(part.due_on)})" if words else f"uiterlijk {date_long(part.due_on)}"


def spans_of(activity: Activity, year: int) -> list[Span]:
    """The parts of the year in which it happens: as its writer chose them, otherwise as the words say."""
    if activity.quarters:
        return spans_of_quarters(activity.quarters, year)
    return spans_in(activity.planned_moment, year)


def lines_of(text: str) -> list[str]:
    """One partner per line becomes a list of partners."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def repeats_of(target: ResultTarget) -> str:
    """`telt mee bij Mensenhandel (KPI-43)`; empty for a target that counts here."""
    other = counted_elsewhere(target)
    if other is None:
        return ""
    code = f" ({other.code})" if other.code else ""
    return f"telt mee bij {other.plan.theme.short_title}{code}"


def repeated_by(target: ResultTarget) -> str:
    """`geldt ook voor Weerbare jeugd`, on the target that does count."""
    names = dict.fromkeys(other.plan.theme.short_title for other in target.repeated_in.all())
    return f"geldt ook voor {', '.join(names)}" if names else ""


def target_table(parts: PlanParts) -> Table | None:
    """Every target with its figure. None when there are none."""
    if not parts.targets:
        return None
    decimals = decimals_needed(map(figure_of, parts.targets))
    shared = [repeats_of(target) or repeated_by(target) for target in parts.targets]
    columns = [
        Column("value", "Streefwaarde", decimals=decimals),
        Column("unit", "Uitgedrukt in", kind="text"),
        Column("scope", "Voor wie", kind="text"),
        Column("deadline", "Termijn", kind="text"),
        Column("frequency", "Hoe vaak", kind="text"),
    ]
    rows = [Row(str(target), _target_cells(target, decimals)) for target in parts.targets]
    if any(shared):
        columns.append(Column("shared", "Gedeeld", kind="text"))
        rows = [Row(row.label, [*row.cells, Cell.words(words)]) for row, words in zip(rows, shared, strict=True)]
    notes = [f"{target}: {target.note}" for target in parts.targets if target.note]
    return _table(parts, "streefwaarden", "Streefwaarden", "Wat wordt gemeten", columns, rows, notes)


def _target_cells(target: ResultTarget, decimals: int) -> list[Cell]:
    figure = figure_of(target)
    words = (target.get_scope_display(), moment_of(target), target.get_frequency_display())
    return [Cell.of(figure, decimals), *map(Cell.words, (unit_of(figure, target.unit), *words))]


def activity_table(parts: PlanParts) -> Table | None:
    """A row for each activity, in words alone. None when there are none."""
    columns = [
        Column("group", "Doel of project", kind="text"),
        Column("deliverable", "Product", kind="text"),
        Column("moment", "Wanneer", kind="text"),
        Column("owner", "Eigenaar", kind="text"),
        Column("partners", "Partners", kind="text"),
        Column("added_value", "Meerwaarde", kind="text"),
        Column("outcome", "Stand", kind="text"),
    ]
    rows = [Row(str(activity), map(Cell.words, _activity_words(parts, activity))) for activity in parts.activities]
    return _table(parts, "activiteiten", "Activiteiten", "Activiteit", columns, rows) if rows else None


def _activity_words(parts: PlanParts, activity: Activity) -> list[str]:
    return [
        place_of(parts, activity),
        activity.deliverable,
        moment_of(activity),
        activity.owner,
        ", ".join(lines_of(activity.partners)),
        " ".join(lines_of(activity.added_value)),
        activity.get_outcome_display(),
    ]


def place_of(parts: PlanParts, part: GroupedPart) -> str:
    """The project and the goal a part stands under: `Weg 2: voorkomen; doel 1`."""
    project, objective = parts.project_of(part), parts.objective_of(part)
    return "; ".join([*([str(project)] if project else []), *([f"doel {objective.number}"] if objective else [])])


def result_table(parts: PlanParts) -> Table | None:
    """A row for each intended result, with its targets in words. None when there are none."""
    columns = [
        Column("group", "Doel of project", kind="text"),
        Column("targets", "Streefwaarden", kind="text"),
    ]
    rows = [
        Row(str(result), [Cell.words(place_of(parts, result)), Cell.words(_aims(parts, result))])
        for result in parts.results
    ]
    return _table(parts, "resultaten", "Beoogde resultaten", "Beoogd resultaat", columns, rows) if rows else None


def _aims(parts: PlanParts, result: GroupedPart) -> str:
    return "; ".join(f"{target}: {aim_of(target)}" for target in parts.targets_of(result))


def capacity_table(parts: PlanParts) -> Table | None:
    """People in fte and in hours, each with a total of its own: one is never added to the other."""
    by_unit = {unit: (unit.label, [one for one in parts.capacity if one.unit == unit]) for unit in Capacity.Unit}
    return _sums_table(parts, ("inzet", "Inzet van partners", "Partner"), parts.capacity, by_unit)


def funding_table(parts: PlanParts) -> Table | None:
    """Money per source, in euros. None when there is none."""
    columns = {"amount": (f"Bedrag in{NO_BREAK_SPACE}€", parts.funding)}
    return _sums_table(parts, ("middelen", "Geld", "Bron"), parts.funding, columns)


def _sums_table(
    parts: PlanParts, titles: tuple[str, str, str], rows: list, by_column: dict[str, tuple[str, list]]
) -> Table | None:
    """What each of `rows` says for what, below the column it belongs to, and what a column is together."""
    if not rows:
        return None
    found = [(_sum_column(key, label, own), own) for key, (label, own) in by_column.items() if own]
    lines = [
        Row(str(one), [*(_cell_in(column, one, own) for column, own in found), Cell.words(one.note)]) for one in rows
    ]
    sums = [_sum(column, (one.amount for one in own)) for column, own in found]
    lines.append(Row("Samen", [*sums, Cell.words("")], role="total"))
    return _table(parts, *titles, [*(column for column, _ in found), Column("note", "Waarvoor", kind="text")], lines)


def _cell_in(column: Column, one: Capacity | Funding, own: list) -> Cell:
    return Cell.of(_figure(one.amount) if one in own else Figure.blank(), column.decimals)


def _figure(amount: Decimal | None) -> Figure:
    return Figure.undecided() if amount is None else Figure(amount)


def _sum_column(key: str, label: str, rows: Iterable) -> Column:
    return Column(key, label, decimals=decimals_needed(_figure(row.amount) for row in rows))


def _sum(column: Column, amounts: Iterable[Decimal | None]) -> Cell:
    """What is known, added up; a sum without something still open is marked as the least it can be."""
    found = total(map(_figure, amounts))
    if found.value is None:
        return Cell.of(Figure.undecided(), 0)
    return Cell.of(Figure(found.value, Qualifier.EXACT if found.is_complete else Qualifier.MINIMUM), column.decimals)


def _table(parts: PlanParts, kind: str, name: str, row_header: str, columns: list, rows: list, notes=()) -> Table:
    theme = parts.plan.theme
    return Table(
        id=f"{kind}-{theme.slug}",
        caption=f"{name} {inside_sentence(theme.short_title)} {parts.plan.year}",
        row_header=row_header,
        columns=columns,
        rows=rows,
        notes=notes,
    )
