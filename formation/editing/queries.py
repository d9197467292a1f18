"""Who changed which figure of a strength table, when and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from formation.models import StrengthCellEdit, StrengthTable
from formation.services.cells import new_figure, old_figure
from nhveilig.accounts.names import name_of
from nhveilig.figures.parsing import typed_figure
from nhveilig.figures.values import Figure


@dataclass(frozen=True)
class HistoryLine:
    edit: StrengthCellEdit
    where: str
    by: str
    old: str
    new: str
    undone: bool


def edits_of(table: StrengthTable) -> QuerySet[StrengthCellEdit]:
    """The newest first, with all that a line of the history shows: one query."""
    return table.edits.select_related("cell__row__unit", "cell__category", "edited_by", "undone_by")


def history_lines(edits: Iterable[StrengthCellEdit], decimals: int) -> list[HistoryLine]:
    return [_line(edit, decimals) for edit in edits]


def _line(edit: StrengthCellEdit, decimals: int) -> HistoryLine:
    return HistoryLine(
        edit=edit,
        where=f"{edit.cell.row.unit.name}, {edit.cell.category.name}",
        by=name_of(edit.edited_by),
        old=_shown(old_figure(edit), decimals),
        new=_shown(new_figure(edit), decimals),
        undone=hasattr(edit, "undone_by"),
    )


def _shown(figure: Figure, decimals: int) -> str:
    return typed_figure(figure, decimals) or "leeg"
