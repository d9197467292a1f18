"""Why a change to people and their roles is refused. Every message is a Dutch sentence for the one who asked."""

from nhveilig.accounts.models import User
from nhveilig.exceptions import PortalError


class PeopleRefused(PortalError):
    """What was asked cannot be right. `field` names what to mend: email, username, kind, municipality; or nothing."""

    said = ""
    field = ""

    def __init__(self, message: str = "", field: str = "") -> None:
        super().__init__(message or self.said)
        self.field = field or self.field


class AlreadyHere(PeopleRefused):
    """The e-mail address belongs to `user`, who is known in the eenheid already."""

    def __init__(self, user: User) -> None:
        self.user = user
        super().__init__(
            f"{user.shown_name} heeft al een account met dit e-mailadres. Geef op de pagina van die persoon een rol.",
            "email",
        )


class KnownElsewhere(PeopleRefused):
    """The e-mail address belongs to somebody of whom this eenheid may know no more than that."""

    field = "email"
    said = (
        "Er is al een account met dit e-mailadres. U kunt deze persoon een rol in uw eenheid geven; "
        "naam en gebruikersnaam blijven zoals ze zijn."
    )


class LastAdministrator(PeopleRefused):
    said = (
        "Dit is de laatste beheerder van de eenheid zonder einddatum. Maak eerst iemand anders beheerder, zonder "
        "einddatum, anders kan straks niemand meer rollen geven."
    )


class LastOfTheCountry(LastAdministrator):
    said = (
        "Dit is de laatste landelijke beheerder zonder einddatum. Benoem eerst iemand anders, anders kan straks "
        "niemand meer bijhouden wat voor heel Nederland geldt."
    )


class RoleGone(PeopleRefused):
    said = "Deze rol is er niet meer: iemand heeft haar intussen ingetrokken. Er is niets veranderd."


class StandInRefused(PeopleRefused):
    """`field` is one of user, kind, starts_on, until."""


class StandInOver(StandInRefused):
    said = "Deze vervanging is al voorbij of beëindigd. Er is niets veranderd."


class NotYourself(PeopleRefused):
    said = "U kunt uw eigen account niet stilzetten. Vraag het een andere beheerder."


class SharedAccount(PeopleRefused):
    """Another eenheid counts on the account too, so this one does not decide on it alone."""

    said = (
        "Deze persoon heeft ook buiten uw eenheid een rol. U kunt daarom niets aan het account zelf veranderen; "
        "rollen in uw eenheid kunt u wel geven en intrekken."
    )
