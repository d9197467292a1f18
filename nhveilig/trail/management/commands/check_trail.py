import sys

from django.core.management.base import BaseCommand

from nhveilig.trail import heads
from nhveilig.trail.checking import Found, check_trail


class Command(BaseCommand):
    help = (
        "Look whether the trail of decisions is still what was put down, and say which row is the first that was "
        "changed, removed, inserted or cut off. Exit 1 when there is one."
    )

    def handle(self, *args, **options) -> None:
        found = check_trail()
        if found.fault:
            self.stdout.write(found.fault)
            self.stdout.write(f"Het spoor is in orde tot en met nummer {found.intact_to}, en daarna niet meer.")
            sys.exit(1)
        self.stdout.write(f"Het spoor is in orde tot en met nummer {found.intact_to}.")
        for line in self._about_outside(found):
            self.stdout.write(line)

    def _about_outside(self, found: Found) -> list[str]:
        """What was not compared, said plainly: a trail without anything beside it may have been cut off."""
        file = heads.path()
        if file is None:
            return ["Er is geen bestand ingesteld buiten de database (TRAIL_HEADS): afkappen is niet te zien."]
        if found.outside == 0:
            return [f"Buiten de database stond nog niets. {file} is nu begonnen."]
        if found.outside < found.intact_to:
            return [f"Buiten de database stond nummer {found.outside}. {file} is bijgewerkt."]
        return []
