from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from nhveilig.exceptions import PortalError
from nhveilig.imports.reference import is_of_before_notes, load_reference
from nhveilig.seeding.runs import run


class Command(BaseCommand):
    help = (
        "Load what holds for the whole country: eenheden, veiligheidsregio's, municipalities and their neighbours. "
        "Doing it again follows corrections where nobody changed anything."
    )

    def handle(self, *args, **options) -> None:
        folder = settings.REFERENCE_DIR
        try:
            with transaction.atomic(), run(before_notes=is_of_before_notes(folder)) as current:
                load_reference(folder)
        except PortalError as error:
            raise CommandError(str(error)) from None
        for sentence in current.sentences():
            self.stdout.write(sentence)
        self.stdout.write("De landelijke gegevens staan klaar.")
