"""A table of strength of 1.000 and of 10.000 figures, read, previewed, confirmed and written; each in a new process."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TextIO

from django.conf import settings
from django.db import connection
from django.urls import reverse
from tablib import Dataset

from formation.models import StrengthCell
from nhveilig.imports import engine, formats, kept
from nhveilig.imports.kinds import Order, find_kind
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from nhveilig.sheets.workbooks import read_workbook

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
            found = measured_apart(size, extension)
            cells = ["{:.2f} / {:.2f} ({})".format(*found[step]) for step in steps]
            out.write(f"{f'{size} {extension}':<18}" + "".join(f"{cell:>22}" for cell in cells))
            out.write(f"{found['peak']:>7.0f} MB\n")


def measured_apart(size: int, format: str) -> dict:
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", CHILD.format(size=size, format=format)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    return json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))


def report(size: int, format: str) -> None:
    """Called in the new process: prints a line of JSON."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        found = _one_table(size, format)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(found) + "\n")


def _one_table(size: int, format: str) -> dict:
    kind, order = find_kind("formatie"), Order(police_unit=_eenheid(size // CATEGORIES), accept_totals=True)
    data = formats.write(_dataset(size, 1), format)
    found = {}
    # A running portal has its addresses at hand; here the first to ask would pay for all of them.
    reverse("imports:import-list")
    book, found["read"] = _timed(lambda: read_workbook(data, f"tabel.{format}"))
    plan, found["preview"] = _timed(lambda: engine.preview(kind, book, order))
    if len(plan.changes) != size or plan.problems:
        raise RuntimeError(f"{len(plan.changes)} changes, {[str(problem) for problem in plan.problems[:3]]}")
    stored = kept.pack(book)
    _, found["confirm"] = _timed(lambda: engine.apply(kind, kept.unpack(stored), order, expected=plan.fingerprint))
    _, found["again"] = _timed(lambda: engine.preview(kind, book, order))
    other = read_workbook(formats.write(_dataset(size, 2), format), f"tabel.{format}")
    changed = engine.preview(kind, other, order)
    stored = kept.pack(other)
    _, found["changed"] = _timed(lambda: engine.apply(kind, kept.unpack(stored), order, expected=changed.fingerprint))
    if StrengthCell.objects.filter(value__gte=2, row__table__reference_date=date(2035, 1, 1)).count() != size:
        raise RuntimeError("not everything was stored")
    return found


def _eenheid(teams: int) -> PoliceUnit:
    """An eenheid with so many teams."""
    unit = PoliceUnit.objects.create(code="RE99", slug="meting", name="Meting", order=99)
    root = OrganisationUnit.objects.create(police_unit=unit, kind="eenheid", name="Eenheid", order=0)
    OrganisationUnit.objects.bulk_create(
        OrganisationUnit(police_unit=unit, parent=root, kind="team", name=f"Team {number}", order=number)
        for number in range(teams)
    )
    return unit


def _dataset(size: int, least: int) -> Dataset:
    """Every figure is at least `least`, and less than one more; few of them are alike."""
    dataset = Dataset(headers=HEAD)
    for number in range(size):
        team, category = divmod(number, CATEGORIES)
        figure = least + Decimal(number % 9_973) / 10_000
        dataset.append([date(2035, 1, 1), f"Team {team}", "Eenheid", f"categorie {category}", figure, "Meting"])
    return dataset


def _timed(work: Callable) -> tuple[object, tuple[float, float, int]]:
    """Counts by a wrapper: Django's own log of queries costs more than the queries."""
    queries = 0

    def count(execute, *args):
        nonlocal queries
        queries += 1
        return execute(*args)

    with connection.execute_wrapper(count):
        start, busy = time.perf_counter(), time.process_time()
        result = work()
        seconds = time.perf_counter() - start, time.process_time() - busy
    return result, (*seconds, queries)
