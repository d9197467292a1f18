import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from nhveilig.accounts.exceptions import PeopleRefused
from nhveilig.accounts.links import days_valid, every_token, password_url
from nhveilig.accounts.models import ADMINISTRATING, Role, User
from nhveilig.accounts.services import Newcomer, name_administrator, note_link
from nhveilig.figures.formats import counted
from nhveilig.regions.models import PoliceUnit

NO_ADDRESS = "Dit is geen e-mailadres. Schrijf het zoals naam@gemeente.nl."
NO_NAME = "Vul een voornaam en een achternaam in, zoals: Sanne van der Meer."
NO_REFERENCE = "Het portaal kent nog geen eenheden. Laad die eerst: manage.py load_reference."
BOTH = "Kies --eenheid of --landelijk, niet allebei."
STOPPED = "Afgebroken. Er is niets veranderd."
COUNTRY = "heel Nederland"
KNOWN = (
    "Er is al een account met dit e-mailadres, van {name}. Er is niets veranderd. Geef ook --opnieuw op om deze "
    "persoon de rol te geven en een nieuwe link te maken."
)


def address_of(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise CommandError(NO_ADDRESS) from None
    return text


def name_of(text: str) -> tuple[str, str]:
    first, _, last = text.partition(" ")
    if not (first and last):
        raise CommandError(NO_NAME)
    return first, last


def unit_of(text: str) -> PoliceUnit | None:
    """By its code, its webnaam or its name; None for no text: the whole country."""
    units = list(PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL))
    if not units:
        raise CommandError(NO_REFERENCE)
    if not text:
        return None
    for unit in units:
        if text.casefold() in {unit.code.casefold(), unit.slug, unit.name.casefold()}:
            return unit
    known = ", ".join(f"{unit.code} ({unit.name})" for unit in units)
    raise CommandError(f"De eenheid “{text}” bestaat niet. Kies een van deze codes: {known}.")


class Command(BaseCommand):
    help = "Make an administrator and print a link, valid once, by which this person chooses a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", help="e-mailadres; daarmee logt deze persoon in")
        parser.add_argument("--name", help="voor- en achternaam, tussen aanhalingstekens")
        parser.add_argument("--eenheid", help="code van de eenheid, zoals RE04")
        parser.add_argument("--landelijk", action="store_true", help="voor heel Nederland")
        parser.add_argument("--opnieuw", action="store_true", help="ook als deze persoon al een account heeft")
        parser.add_argument("--if-none", action="store_true", help="alleen als er nog geen enkele beheerder is")

    def handle(self, *args: object, **options: Any) -> None:
        if options["if_none"] and Role.objects.filter(kind__in=ADMINISTRATING, user__is_active=True).exists():
            return
        if options["eenheid"] and options["landelijk"]:
            raise CommandError(BOTH)
        unit = self._unit(options)
        email = self._asked(options["email"], "E-mailadres", "--email", address_of)
        known = User.objects.filter(email__iexact=email).first()
        if known and not options["opnieuw"]:
            raise CommandError(KNOWN.format(name=known.shown_name))
        names = ("", "") if known else self._asked(options["name"], "Voor- en achternaam", "--name", name_of)
        self._tell(self._named(Newcomer(email, *names, email), unit, known), unit)

    def _unit(self, options: dict[str, Any]) -> PoliceUnit | None:
        if options["landelijk"]:
            return unit_of("")
        question = f"Eenheid (een code zoals RE04; leeg voor {COUNTRY})"
        return self._asked(options["eenheid"], question, "--eenheid of --landelijk", unit_of)

    def _asked(self, given: str | None, question: str, option: str, read: Callable[[str], Any]) -> Any:
        """What was given with an option, or is typed now: asked again until it is right."""
        if given is not None:
            return read(given.strip())
        if not sys.stdin.isatty():
            raise CommandError(f"{question} ontbreekt. Geef {option} op.")
        while True:
            try:
                return read(input(f"{question}: ").strip())
            except CommandError as error:
                self.stderr.write(str(error))
            except (EOFError, KeyboardInterrupt):
                raise CommandError(STOPPED) from None

    @transaction.atomic
    def _named(self, newcomer: Newcomer, unit: PoliceUnit | None, known: User | None) -> User:
        held = Role.objects.in_force().of_administrators(unit).filter(user=known)
        try:
            is_one = known and known.is_active and held.exists()
            user = known if is_one else name_administrator(newcomer=newcomer, police_unit=unit, by=None)
        except PeopleRefused as error:
            raise CommandError(str(error)) from None
        note_link(user=user, police_unit=unit, by=None)
        return user

    def _tell(self, user: User, unit: PoliceUnit | None) -> None:
        where = f"eenheid {unit}" if unit else COUNTRY
        days = counted(days_valid(), "dag", "dagen")
        self.stdout.write(
            f"{user.shown_name} is beheerder van {where} en logt in als {user.username}.\n"
            f"Met deze link kiest deze persoon een wachtwoord. Hij werkt één keer, {days} lang:\n\n"
            f"  {password_url(user, every_token)}\n"
        )
