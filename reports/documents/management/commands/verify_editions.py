import sys

from django.core.management.base import BaseCommand

from reports.documents.services.verifying import damaged_editions


class Command(BaseCommand):
    help = "Look whether every edition and every official file is still what was kept. Exit 1 when one is not."

    def handle(self, *args, **options) -> None:
        looked_at, damaged = damaged_editions()
        for message in damaged:
            self.stdout.write(message)
        self.stdout.write(f"{looked_at} versies en officiële bestanden nagekeken: {len(damaged)} beschadigd.")
        if damaged:
            sys.exit(1)
