"""The demo data comes in as a user would bring it: what has an importer is read, checked and refused by that.

How it is stored is for whoever asks: what people did in the portal since is theirs.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from django.db.models import Model

from nhveilig.figures.fields import FigureModel
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.imports import engine
from nhveilig.imports.kinds import Batch, Order, find_kind
from nhveilig.regions.models import PoliceUnit
from nhveilig.seeding.sheets import naming, read_file
from nhveilig.sheets.exceptions import FileRefused, in_order

EXPLAIN = "licht het verschil toe in explanations.csv"


def load(
    code: str,
    path: Path,
    *,
    police_unit: PoliceUnit | None = None,
    known: Mapping[type[Model], Sequence[Model]] | None = None,
) -> tuple[Batch, list[FigureModel]]:
    """The figures of a file for the importer called `code`, not stored yet; see `engine.read`. Raises FileRefused.

    `known` are rows as the sheets name them, by table.
    """
    order = Order(police_unit=police_unit, is_seed=True, known=known or {})
    book = read_file(path)
    with naming(path):
        return engine.read(find_kind(code), book, order)


def refuse_unexplained(code: str, path: Path, batch: Batch, totals: Iterable[Reconciliation]) -> None:
    """Raises FileRefused for published totals that are not the sum of their parts."""
    with naming(path):
        if problems := engine.unexplained(find_kind(code), batch, totals, EXPLAIN):
            raise FileRefused(*in_order(problems))
