"""A table of strength of 1.000 and of 10.000 figures, read, previewed, confirmed and written; each in a new process."""

import json
import resource
import sys
from datetime import date
from decimal import Decimal
from typing import TextIO

from django.urls import reverse
from tablib import Dataset

from formation.models import StrengthCell
from nhveilig.imports import engine, formats, kept
from nhveilig.imports.kinds import Order, find_kind
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets.workbooks import read_workbook
from tests.bench.measuring import throwaway_database, timed, told_by_a_new_process
from tests.regions.factories import OrganisationUnitFactory

SIZES = (1_000, 10_000)
CATEGORIES = 10
CHILD = "from tests.bench.imports import report; report({size}, {format!r})"
HEAD = ["peildatum", "onderdeel", "valt onder", "categorie", "fte", "bron"]


def measure(out: TextIO) -> None:
    """Print seconds, queries and peak memory for each size and format."""
    out.write("\nImports of strength tables: seconds / processor seconds (queries)\n")
    steps = ["read", "preview", "confirm", "again", "changed"]
    out.write(f"{'':<18}" + "".join(f"{step:>22}" for step in steps) + f"{'peak':>10}\n")
    for size in SIZES:
        for extension in formats.FORMATS:
            [found] = told_by_a_new_process(CHILD.format(size=size, format=extension))
            cells = ["{:.2f} / {:.2f} ({})".format(*found[step]) for step in steps]
            out.write(f"{f'{size} {extension}':<18}" + "".join(f"{cell:>22}" for cell in cells))
            out.write(f"{found['peak']:>7.0f} MB\n")


def report(size: int, format: str) -> None:
    """Called in the new process: prints a line of JSON."""
    with throwaway_database(seeded=False):
        found = _one_table(size, format)
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(found) + "\n")


def _one_table(size: int, format: str) -> dict:
    kind, order = find_kind("formatie"), Order(police_unit=_eenheid(size // CATEGORIES), accept_totals=True)
    data = formats.write(_dataset(size, 1), format)
    found = {}
    # A running portal has its addresses at hand; here the first to ask would pay for all of them.
    reverse("imports:import-list")
    book, found["read"] = timed(lambda: read_workbook(data, f"tabel.{format}"))
    plan, found["preview"] = timed(lambda: engine.preview(kind, book, order))
    if len(plan.changes) != size or plan.problems:
        raise RuntimeError(f"{len(plan.changes)} changes, {[str(problem) for problem in plan.problems[:3]]}")
    stored = kept.pack(book)
    _, found["confirm"] = timed(lambda: engine.apply(kind, kept.unpack(stored), order, expected=plan.fingerprint))
    _, found["again"] = timed(lambda: engine.preview(kind, book, order))
    other = read_workbook(formats.write(_dataset(size, 2), format), f"tabel.{format}")
    changed = engine.preview(kind, other, order)
    stored = kept.pack(other)
    _, found["changed"] = timed(lambda: engine.apply(kind, kept.unpack(stored), order, expected=changed.fingerprint))
    if StrengthCell.objects.filter(value__gte=2, row__table__reference_date=date(2035, 1, 1)).count() != size:
        raise RuntimeError("not everything was stored")
    return found


def _eenheid(teams: int) -> PoliceUnit:
    """An eenheid with so many teams."""
    root = OrganisationUnitFactory(kind="eenheid", name="Eenheid")
    for number in range(teams):
        OrganisationUnitFactory(police_unit=root.police_unit, parent=root, kind="team", name=f"Team {number}")
    return root.police_unit


def _dataset(size: int, least: int) -> Dataset:
    """Every figure is at least `least`, and less than one more; few of them are alike."""
    dataset = Dataset(headers=HEAD)
    for number in range(size):
        team, category = divmod(number, CATEGORIES)
        figure = least + Decimal(number % 9_973) / 10_000
        dataset.append([date(2035, 1, 1), f"Team {team}", "Eenheid", f"categorie {category}", figure, "Meting"])
    return dataset
