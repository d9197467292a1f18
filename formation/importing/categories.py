"""What a file says of a new category: what it counts in, how precisely, and whether it is for the norm."""

import re
from collections.abc import Iterable
from contextlib import suppress

from formation.importing import columns
from nhveilig.figures.measures import MEASURES, Measure
from nhveilig.figures.values import decimals_needed
from nhveilig.imports.kinds import noting
from nhveilig.imports.plans import ImportPlan
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import Cell
from nhveilig.sheets.layouts import Record

_PERCENT_BEHIND = re.compile(r"(?:%|\bprocent)(?:\s*\(voorlopig\))?$", re.IGNORECASE)


def decimals_of(lines: Iterable[Record]) -> int:
    """As many as the figures of a new category need: whole numbers have none."""
    needed = 0
    for line in lines:
        with suppress(ValueError):
            needed = decimals_needed([parsing.figure(line.cell(columns.FTE))], at_least=needed)
    return needed


def measure_of(first: Record, lines: Iterable[Record], plan: ImportPlan) -> Measure:
    """What a new category counts in: as its column or head says it, or as the signs behind its figures do."""
    if first.has(columns.MEASURE):
        with noting(plan, first, columns.MEASURE):
            return Measure(parsing.choice(first.cell(columns.MEASURE), MEASURES))
    bare = []
    is_percentage = False
    for line in lines:
        cell = line.cell(columns.FTE)
        is_percentage |= shows_percentage(cell)
        with suppress(ValueError):
            if not shows_percentage(cell) and parsing.figure(cell).value:
                bare.append(line)
    if not is_percentage:
        return Measure.FTE
    for line in bare[:1]:
        message = (
            "Andere cijfers van deze categorie staan in procenten. Zet ook hier een procentteken achter het getal."
        )
        plan.problems.append(line.problem(columns.FTE, message))
    return Measure.PERCENTAGE


def shows_percentage(cell: Cell) -> bool:
    return cell.unit == "%" or bool(_PERCENT_BEHIND.search(cell.text))


def counts_as_officer(line: Record, name: str, measure: Measure) -> bool:
    """The norm counts fte, and nothing else."""
    if not line.has(columns.OFFICER):
        return measure == Measure.FTE and "wijkagent" in name.lower()
    about = f"Bij “{columns.OFFICER}” staat “{line.text(columns.OFFICER)}”."
    try:
        counts = parsing.choice(line.cell(columns.OFFICER), {"ja": True, "nee": False})
    except ValueError as error:
        raise ValueError(f"{about} {error}") from None
    if counts and measure != Measure.FTE:
        raise ValueError(f"{about} Voor de norm tellen alleen wijkagenten in fte: schrijf hier nee.")
    return counts
