"""What every portal knows of the Netherlands: municipalities come in through the importer for them."""

from pathlib import Path

from nhveilig.imports.seeding import load
from nhveilig.regions.models import Inhabitants, PoliceUnit
from nhveilig.regions.reference.loading import are_all_there, load_places, load_units
from nhveilig.seeding.models import SeededRow
from nhveilig.seeding.rows import bring_in_line


def load_reference(folder: Path) -> None:
    """What somebody changed in the portal stays as it is. Raises FileRefused; the caller rolls back."""
    load_units(folder)
    _, counts = load("gemeenten", folder / "gemeenten.csv")
    days = {count.reference_date for count in counts}
    keys = ["municipality", "reference_date"]
    bring_in_line(Inhabitants, counts, keys=keys, municipality__isnull=False, reference_date__in=days)
    load_places(folder)


def is_of_before_notes(folder: Path) -> bool:
    """Whether all this was loaded when nobody noted yet what was."""
    noted = SeededRow.objects.filter(model=PoliceUnit._meta.label_lower).exists()
    return not noted and are_all_there(folder)
