from datetime import date

from formation.models import MAIN_SERIES, StrengthChangeSet, StrengthTable
from formation.presenters import changes_table, development_chart, development_table, strength_table
from reports.documents.blocks.base import BlockType, FreezingError


class StrengthTableBlock(BlockType):
    """The strength of the document's eenheid on every reference date of its period.

    Option `series` takes another series, all its dates; `reference_date` (2018-08-01) only that date of it.
    """

    kind = "strength_table"

    def freeze(self) -> dict:
        return {"html": self.block.html, "tables": [strength_table(self._tables()).as_dict()]}

    def _tables(self) -> list[StrengthTable]:
        options = self.block.options
        if not options.get("series") and not options.get("reference_date"):
            tables = self.source.strength_tables
        else:
            tables = tables_of(self, options.get("series", MAIN_SERIES), options.get("reference_date"))
        if not tables:
            raise FreezingError(f"Voor {self.source.document.police_unit} is nog geen sterktetabel vastgesteld.")
        return tables


class StrengthChangesBlock(BlockType):
    """Where a change of strength comes from. Option `change_set`: the webnaam of the set."""

    kind = "strength_changes"

    def freeze(self) -> dict:
        return {"html": self.block.html, "tables": [changes_table(self._change_set()).as_dict()]}

    def _change_set(self) -> StrengthChangeSet:
        slug, unit = self.block.options.get("change_set", ""), self.source.document.police_unit
        found = StrengthChangeSet.objects.filter(police_unit=unit, slug=slug).with_changes().first()
        if found is None:
            raise FreezingError(f"De reeks veranderingen “{slug}” van {unit} bestaat niet.")
        return found


class StrengthDevelopmentBlock(BlockType):
    """The eenheid as a whole over the dates of a series, with the mutation and a chart. Option `series`."""

    kind = "strength_development"

    def freeze(self) -> dict:
        series, unit = self.block.options.get("series", MAIN_SERIES), self.source.document.police_unit
        tables = tables_of(self, series)
        change_sets = list(StrengthChangeSet.objects.filter(police_unit=unit).with_changes())
        return {
            "html": self.block.html,
            "tables": [development_table(tables, change_sets).as_dict()],
            "chart": development_chart(tables),
        }


def tables_of(block: BlockType, series: str, reference_date: str | None = None) -> list[StrengthTable]:
    """Adopted formatie of the document's eenheid in `series`, oldest first; only one date when asked.

    Raises FreezingError.
    """
    unit = block.source.document.police_unit
    tables = StrengthTable.objects.adopted().establishment_of(unit, series)
    if reference_date:
        tables = tables.filter(reference_date=_day(reference_date))
    found = list(tables.with_figures())
    if not found:
        on = f" per {reference_date}" if reference_date else ""
        raise FreezingError(f"Voor {unit} is nog geen sterktetabel vastgesteld in de reeks “{series}”{on}.")
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FreezingError(f"“{text}” is geen datum. Schrijf jaar, maand en dag, zoals 2018-08-01.") from None
