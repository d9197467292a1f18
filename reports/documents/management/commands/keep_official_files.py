import argparse

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nhveilig.exceptions import PortalError
from reports.documents.models import Edition, OfficialFile
from reports.documents.services.exports import official_file, without_official_file


class Command(BaseCommand):
    help = "Keep the official file of every adopted edition that has none yet, before newer code would make it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--verify",
            action=argparse.BooleanOptionalAction,
            default=False,
            help="also read every file that is kept, and compare it with its SHA-256",
        )

    def handle(self, *, verify: bool, **options: object) -> None:
        missing = without_official_file()
        wrong = [problem for problem in map(self._keep, missing) if problem]
        if verify:
            wrong += [problem for problem in map(self._verify, OfficialFile.objects.defer("data")) if problem]
        if missing or verify:
            self.stdout.write(f"Officiële bestanden bewaard: {OfficialFile.objects.count()}.")
        if wrong:
            raise CommandError("\n".join(wrong))

    def _keep(self, edition: Edition) -> str:
        try:
            kept = official_file(edition=edition)
        except (PortalError, OSError) as error:
            return f"{edition}: {error}"
        self.stdout.write(f"{edition}: {kept.size} bytes, SHA-256 {kept.sha256}")
        return ""

    def _verify(self, kept: OfficialFile) -> str:
        try:
            kept.intact()
        except PortalError as error:
            return str(error)
        return ""
