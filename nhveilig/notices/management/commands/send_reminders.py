from django.core.management.base import BaseCommand, CommandParser

from nhveilig.figures.formats import counted
from nhveilig.notices import mailing


class Command(BaseCommand):
    help = "Mail the digests of today: notices, and what is asked of people. Nobody gets a second one that day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="show the mails and send nothing")

    def handle(self, *args, **options) -> None:
        # Without the links of a mail, which are made when it is sent.
        letters = mailing.foreseen_digests() if options["dry_run"] else mailing.mail_digests()
        for letter in letters:
            self.stdout.write(f"{letter.user.email}: {letter.subject}")
            if options["dry_run"]:
                self.stdout.write(letter.text)
        sent = "zou worden verstuurd" if options["dry_run"] else "verstuurd"
        self.stdout.write(f"{counted(len(letters), 'bericht', 'berichten')} {sent}")
