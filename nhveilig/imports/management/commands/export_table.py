from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nhveilig.exceptions import PortalError
from nhveilig.imports import formats
from nhveilig.imports.kinds import all_kinds
from nhveilig.imports.management.commands.import_table import USAGE_ERROR, day, find_kind_or_stop, unit_or_stop


class Command(BaseCommand):
    help = "Write a table as a spreadsheet that imports again without a change."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", help=", ".join(kind.code for kind in all_kinds()))
        parser.add_argument("--eenheid", help="code of the eenheid, such as RE04")
        parser.add_argument("--format", required=True, choices=list(formats.FORMATS))
        parser.add_argument("--output", required=True, type=Path, help="file to write")
        parser.add_argument("--indeling", default="lang", help="lang (a row per figure) or breed (as printed)")
        parser.add_argument("--reeks", default="", help="only this series of strength tables")
        parser.add_argument("--peildatum", type=day, help="only this date, as 31-12-2026")

    def handle(self, *args, **options) -> None:
        kind = find_kind_or_stop(options["kind"])
        unit = unit_or_stop(kind, options["eenheid"])
        if options["indeling"] not in kind.layouts:
            known = ", ".join(kind.layouts)
            raise CommandError(f"Deze tabel kent alleen de indeling {known}.", returncode=USAGE_ERROR)
        try:
            chosen = {"reeks": options["reeks"], "peildatum": options["peildatum"]}
            dataset = kind.export(unit, options["indeling"], concepts=True, **chosen)
            formats.refuse_many(dataset, options["format"])
            options["output"].write_bytes(formats.write(dataset, options["format"]))
        except (PortalError, OSError, ValueError) as error:
            raise CommandError(str(error)) from None
        self.stderr.write(f"{options['output']}: {sum(map(len, formats.sheets_of(dataset)))} rijen")
