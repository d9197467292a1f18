import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nhveilig.exceptions import PortalError
from reports.documents.models import Document, Edition, Export
from reports.documents.services.exports import file_of, refuse_comparison

USAGE_ERROR = 2


class Command(BaseCommand):
    help = "Write one file of an edition: the same pipeline as the worker's, in this process."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="document, such as imv-nh-2019-2022")
        parser.add_argument("--edition", type=int, help="edition number; the newest one when left out")
        parser.add_argument("--compared-with", type=int, help="for --format changes: number of the earlier edition")
        parser.add_argument("--format", required=True, help=", ".join(Export.Format.values))
        parser.add_argument("--output", required=True, type=Path, help="file to write")

    def handle(self, *args, **options) -> None:
        export_format = self._format(options["format"])
        edition = self._edition(options["slug"], options["edition"])
        try:
            number = options["compared_with"]
            other = None if number is None else self._edition(options["slug"], number)
            refuse_comparison(edition, export_format, other)
            result = file_of(edition, export_format, self._show, other)
            options["output"].write_bytes(result.data)
        except (PortalError, OSError) as error:
            raise CommandError(str(error)) from None
        pages = f", {result.pages} pagina's" if result.pages else ""
        self.stderr.write(f"{options['output']}: versie {edition.number}, {len(result.data)} bytes{pages}")

    def _format(self, name: str) -> Export.Format:
        if name not in Export.Format.values:
            known = ", ".join(Export.Format.values)
            raise CommandError(f"Onbekend formaat “{name}”. Kies uit: {known}.", returncode=USAGE_ERROR)
        return Export.Format(name)

    def _edition(self, slug: str, number: int | None) -> Edition:
        document = Document.objects.filter(slug=slug).first()
        if document is None:
            known = ", ".join(Document.objects.order_by("slug").values_list("slug", flat=True)) or "geen"
            raise CommandError(f"Onbekend document “{slug}”. Bekend: {known}.", returncode=USAGE_ERROR)
        editions = document.editions.order_by("-number")
        edition = (editions if number is None else editions.filter(number=number)).first()
        if edition is None:
            wanted = "nog geen versie" if number is None else f"geen versie {number}"
            raise CommandError(f"“{slug}” heeft {wanted}.", returncode=USAGE_ERROR)
        return edition

    def _show(self, stage: str, done: int, total: int) -> None:
        end = "\r" if sys.stderr.isatty() else "\n"
        if end == "\r" or done in {0, total}:
            self.stderr.write(f"{Export.Stage(stage).label}: {done}{f' van {total}' if total else ''}", ending=end)
