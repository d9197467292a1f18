from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from nhveilig.exceptions import PortalError
from nhveilig.maps.outlines import LARGEST_FILE
from nhveilig.maps.services import load_outlines


class Command(BaseCommand):
    help = "Load the outlines of municipalities from a GeoJSON or TopoJSON file of CBS or PDOK, all or nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="", help="who published the file; the name of the file without it")

    def handle(self, *args, **options) -> None:
        path: Path = options["file"]
        try:
            loaded, unknown = load_outlines(data=_read(path), source=options["source"] or path.name)
        except PortalError as error:
            raise CommandError(f"{path.name}: {error} Er is niets opgeslagen.") from None
        except OSError as error:
            raise CommandError(f"{path}: dit bestand is niet te lezen ({error.strerror}).") from None
        self.stdout.write(f"{loaded} omtrekken geladen.")
        if unknown:
            self.stdout.write(f"Niet bekend in dit portaal en overgeslagen: {', '.join(unknown)}.")


def _read(path: Path) -> bytes:
    """One byte more than is allowed at most: enough to know that a file is too large."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)
