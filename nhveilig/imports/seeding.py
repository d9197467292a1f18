"""The demo data comes in as a user would bring it: what has an importer is read, checked and refused by that."""

from collections.abc import Collection, Iterable
from pathlib import Path

from django.db.models import QuerySet

import nhveilig.regions.seeding
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.imports import engine
from nhveilig.imports.kinds import Batch, Order, find_kind
from nhveilig.regions.models import Inhabitants, PoliceUnit
from nhveilig.seeding.sheets import naming, read_file

EXPLAIN = "licht het verschil toe in explanations.csv"


def seed(folder: Path) -> None:
    """Eenheden and veiligheidsregio's, and their municipalities with inhabitants. Raises FileRefused."""
    nhveilig.regions.seeding.seed(folder)
    batch = load("gemeenten", folder / "gemeenten.csv")
    days = set(batch.dataset["reference_date"])
    remove_others(batch, Inhabitants.objects.filter(municipality__isnull=False, reference_date__in=days))


def load(code: str, path: Path, *, police_unit: PoliceUnit | None = None, kept: Collection[int] = ()) -> Batch:
    """A file for the importer called `code`. `kept` are the ids of figures that stay as they are, whatever it says.

    Raises FileRefused; see `engine.load` for what an upload has and this has not.
    """
    book = read_file(path)
    with naming(path):
        return engine.load(find_kind(code), book, Order(police_unit=police_unit), kept=frozenset(kept))


def remove_others(batch: Batch, found: QuerySet) -> None:
    """Delete what of `found` is not in the file of this batch."""
    keys = [batch.resource.fields[name] for name in batch.resource.get_import_id_fields()]
    named = set(zip(*(batch.dataset[key.column_name] for key in keys), strict=True))
    others = [row.pk for row in found if tuple(getattr(row, key.attribute) for key in keys) not in named]
    found.model._default_manager.filter(pk__in=others).delete()


def refuse_unexplained(code: str, path: Path, batch: Batch, totals: Iterable[Reconciliation]) -> None:
    with naming(path):
        engine.refuse_unexplained(find_kind(code), batch, totals, EXPLAIN)
