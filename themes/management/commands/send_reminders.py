from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from nhveilig.figures.formats import counted
from nhveilig.notices import mailing
from themes.reminders.services import remind


class Command(BaseCommand):
    help = "Tell people what their plans ask of them today, and mail the digests. Nobody gets a second one that day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="show the mails and send nothing")

    def handle(self, *args, **options) -> None:
        letters = self._foreseen() if options["dry_run"] else self._sent()
        for letter in letters:
            self.stdout.write(f"{letter.user.email}: {letter.subject}")
            if options["dry_run"]:
                self.stdout.write(letter.text)
        sent = "zou worden verstuurd" if options["dry_run"] else "verstuurd"
        self.stdout.write(f"{counted(len(letters), 'bericht', 'berichten')} {sent}")

    def _sent(self) -> list[mailing.Letter]:
        remind(today=timezone.localdate())
        return mailing.mail_digests()

    @transaction.atomic
    def _foreseen(self) -> list[mailing.Letter]:
        """Without the links of a mail, which are made when it is sent."""
        remind(today=timezone.localdate())
        letters = mailing.foreseen_digests()
        transaction.set_rollback(True)
        return letters
