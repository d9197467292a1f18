"""Adopting a strength table: what the law asks, what one should know first, and the act itself."""

from datetime import date

from django.db import transaction

from formation.exceptions import NotReadyToAdopt, TableChanged
from formation.models import MAIN_SERIES, StaffCategory, StrengthCell, StrengthRow, StrengthTable
from formation.services.cells import lock_concept
from formation.validators import StrengthTotal, reconcile
from nhveilig.figures.values import STILL_OPEN, Figure, Qualifier
from nhveilig.regions.models import OrganisationUnit

# What a cell of a basisteam may say about its wijkagenten: a number, or that it has none.
SAYS_NONE = {Qualifier.DASH, Qualifier.NOT_APPLICABLE}
NAMED_AT_MOST = 5


@transaction.atomic
def adopt_table(*, table: StrengthTable, adopted_on: date, expected_version: int) -> StrengthTable:
    """Adopt a concept table as it was seen; after this nobody changes it.

    Raises TableIsAdopted, TableChanged when somebody changed it since, and NotReadyToAdopt when the wijkagenten
    are not complete: a beleidsplan needs a whole strength table, wijkagenten included (Politiewet 2012, 38b and 39).
    """
    lock_concept(table)
    table = StrengthTable.objects.with_figures().get(pk=table.pk)
    if table.version != expected_version + 1:
        raise TableChanged
    if missing := missing_for_adoption(table):
        raise NotReadyToAdopt("\n".join(missing))
    table.status, table.adopted_on = StrengthTable.Status.ADOPTED, adopted_on
    table.save(update_fields=["status", "adopted_on"])
    return table


def missing_for_adoption(table: StrengthTable) -> list[str]:
    """What must be filled in first, a sentence each. Expects a table read with `with_figures()`."""
    columns = [category for category in table.categories.all() if category.is_community_officer]
    if not columns and table.series == MAIN_SERIES and table.kind == StrengthTable.Kind.ESTABLISHMENT:
        return ["De tabel heeft geen kolom die als wijkagent telt. Maak een tabel waarin die kolom er wel is."]
    return [sentence for column in columns for sentence in _incomplete(table, column)]


def _incomplete(table: StrengthTable, column: StaffCategory) -> list[str]:
    cells = {row: _figure_in(row, column) for row in table.rows.all()}
    missing = [row.unit.name for row, figure in cells.items() if _is_missing(row, figure)]
    if missing:
        return [f"De kolom {column} is nog niet volledig: vul een getal of een streepje in bij {_named(missing)}."]
    if not any(figure.is_known for figure in cells.values()):
        return [f"De kolom {column} is nog leeg. Vul in hoeveel fte er is."]
    return []


def _figure_in(row: StrengthRow, column: StaffCategory) -> Figure:
    return next((cell.figure for cell in row.cells.all() if cell.category_id == column.pk), Figure.blank())


def _is_missing(row: StrengthRow, figure: Figure) -> bool:
    """A basisteam and the eenheid must say it; elsewhere an empty cell says that there are no wijkagenten."""
    if row.role == StrengthRow.Role.TOTAL:
        return not figure.is_known
    must_say = row.unit.kind == OrganisationUnit.Kind.BASE_TEAM
    says = figure.is_known or figure.qualifier in SAYS_NONE
    return figure.qualifier in STILL_OPEN or (must_say and not says)


def _named(names: list[str]) -> str:
    named = ", ".join(names[:NAMED_AT_MOST])
    return f"{named} en nog {len(names) - NAMED_AT_MOST}" if len(names) > NAMED_AT_MOST else named


def open_cells(table: StrengthTable) -> list[StrengthCell]:
    """The cells nobody knows the figure of yet. Expects a table read with `with_figures()`."""
    return [cell for row in table.rows.all() for cell in row.cells.all() if cell.figure.qualifier in STILL_OPEN]


def differing_totals(table: StrengthTable) -> list[StrengthTotal]:
    """Published totals that are not the sum of their parts. Expects a table read with `with_figures()`."""
    return [total for total in reconcile(table) if not total.agrees]
