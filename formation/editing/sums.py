"""Which figures a published total should be the sum of, and what to say about it.

The same words are made in the browser while somebody types (static/js/strength/sums.js); a test compares them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from formation.models import StaffCategory, StrengthRow, StrengthTable
from nhveilig.figures.formats import number, signed
from nhveilig.figures.values import Figure, decimals_needed, total

ACROSS, DOWN, SUBTOTALS = "som van de rij", "som van de onderdelen", "som van de subtotalen"


@dataclass(frozen=True)
class Sum:
    """`parts` are the keys of the cells that should add up to the total."""

    label: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """In words, and as a state for the looks: agrees, differs, explained, open, or nothing to say."""

    words: str
    state: str


def sums_of(table: StrengthTable) -> dict[str, list[Sum]]:
    """By the key of the total's cell. Expects a table read with `with_figures()`."""
    rows, categories = list(table.rows.all()), list(table.categories.all())
    sums: dict[str, list[Sum]] = {}
    for key, found in [*_across(rows, categories), *_down(rows, categories)]:
        if found.parts:
            sums.setdefault(key, []).append(found)
    return sums


def _across(rows: list[StrengthRow], categories: list[StaffCategory]) -> Iterator[tuple[str, Sum]]:
    counting = [category for category in categories if category.role == StaffCategory.Role.COUNTS]
    for column in (category for category in categories if category.role == StaffCategory.Role.TOTAL):
        for row in rows:
            yield key_of(row, column), Sum(ACROSS, tuple(key_of(row, category) for category in counting))


def _down(rows: list[StrengthRow], categories: list[StaffCategory]) -> Iterator[tuple[str, Sum]]:
    parents = {row.unit_id: row.unit.parent_id for row in rows}
    for row in rows:
        if row.role == StrengthRow.Role.DETAIL:
            continue
        below = [one for one in rows if one.role == StrengthRow.Role.DETAIL and _is_below(one, row, parents)]
        children = [one for one in rows if one.unit.parent_id == row.unit_id]
        between = any(child.role == StrengthRow.Role.SUBTOTAL for child in children)
        for category in categories:
            yield key_of(row, category), Sum(DOWN, tuple(key_of(one, category) for one in below))
            if between:
                yield key_of(row, category), Sum(SUBTOTALS, tuple(key_of(one, category) for one in children))


def _is_below(row: StrengthRow, whole: StrengthRow, parents: dict[int, int | None]) -> bool:
    parent = row.unit.parent_id
    while parent is not None and parent != whole.unit_id:
        parent = parents.get(parent)
    return parent == whole.unit_id


def key_of(row: StrengthRow, category: StaffCategory) -> str:
    return f"{row.pk}-{category.pk}"


def outcome(
    published: Figure, sums: Iterable[tuple[str, list[Figure]]], decimals: int, explained: Iterable = ()
) -> Outcome:
    """`published` against each (label, figures). `explained` are the differences somebody wrote a reason for."""
    lines, states = [], set()
    for label, figures in sums:
        words, state = _compared(published, label, figures, decimals, explained)
        lines += [words] if words else []
        states.add(state)
    state = next((known for known in ("differs", "explained", "open", "agrees") if known in states), "")
    return Outcome("; ".join(lines) or ("som klopt" if state == "agrees" else ""), state)


def _compared(published: Figure, label: str, figures: list[Figure], decimals: int, explained: Iterable):
    computed = total(figures)
    if not computed.is_complete:
        return f"{label}: {computed.unknown} nog onbekend", "open"
    if computed.value is None:
        return "", ""
    if not published.is_known:
        return f"{label} {_digits(computed.value, decimals)}", ""
    difference = published.value - computed.value
    if difference == 0:
        return "", "agrees"
    shown = signed(difference, decimals_needed([Figure(difference)], at_least=decimals))
    words = f"{label} {_digits(computed.value, decimals)}, verschil {shown}"
    return (f"{words} (toegelicht)", "explained") if difference in explained else (words, "differs")


def _digits(value, decimals: int) -> str:
    return number(value, decimals_needed([Figure(value)], at_least=decimals))
