from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from nhveilig.figures.formats import counted
from themes.reminders.services import send_reminders


class Command(BaseCommand):
    help = "Mail people what their plans ask of them today. Whoever had their mail today gets no second one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="show the mails and send nothing")

    def handle(self, *args, **options) -> None:
        letters = send_reminders(today=timezone.localdate(), dry_run=options["dry_run"])
        for letter in letters:
            self.stdout.write(f"{letter.user.email}: {letter.subject}")
            if options["dry_run"]:
                self.stdout.write(letter.text)
        sent = "zou worden verstuurd" if options["dry_run"] else "verstuurd"
        self.stdout.write(f"{counted(len(letters), 'bericht', 'berichten')} {sent}")
