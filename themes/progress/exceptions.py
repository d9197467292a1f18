"""Why a report on progress is refused. Every message is a Dutch sentence for the one who reports."""

from datetime import date

from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import date_long


class ProgressRefused(PortalError):
    """Nothing was stored. `field` names what has to be mended: a field of the form, or nothing in particular."""

    field = ""


class FieldWrong(ProgressRefused):
    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class NotReportable(ProgressRefused):
    sentence = "Over dit plan kan nog geen voortgang worden gemeld: het is niet vastgesteld."


class NothingToKeep(ProgressRefused):
    """“Niets veranderd” of something nobody has reported on."""

    sentence = "Hierover is nog niets gemeld, dus “niets veranderd” zegt nog niets. Vul in hoe het staat."


class AlreadyCorrected(ProgressRefused):
    """`waits`: the correction is there, and nobody has checked it yet."""

    def __init__(self, by: str, *, waits: bool = False) -> None:
        there = f"wacht al een verbetering van {by} op controle" if waits else f"is intussen verbeterd door {by}"
        super().__init__(f"{'Bij deze' if waits else 'Deze'} melding {there}. Uw verbetering is niet opgeslagen.")


class DoesNotCount(ProgressRefused):
    """A report that was sent back is answered by a new one."""

    sentence = "Deze melding telt niet mee, dus er valt niets te verbeteren. Meld opnieuw hoe het staat."


class VerdictOvertaken(PortalError):
    """Of a report that does not wait for a check any more."""

    def __init__(self, subject: object, happened: str) -> None:
        super().__init__(f"De melding over “{subject}” is intussen {happened}. Er is niets opgeslagen.")


class ReasonMissing(PortalError):
    sentence = "Schrijf op waarom de melding teruggaat. Wie haar schreef, leest dit."


class SomeRefused(PortalError):
    """Of many that were reported together these cannot be, by key. Nothing was stored."""

    def __init__(self, reasons: dict[str, ProgressRefused]) -> None:
        self.reasons = reasons
        super().__init__("Er is nog niets opgeslagen.")


class LinkRefused(PortalError):
    """A link from a mail that cannot be used (any more)."""


class LinkUnknown(LinkRefused):
    sentence = "Deze link is niet geldig. Neem de link uit de mail in zijn geheel over."


class LinkUsed(LinkRefused):
    def __init__(self, used_on: date) -> None:
        super().__init__(
            f"Deze link is op {date_long(used_on)} al gebruikt. Uw melding staat er; er is niets veranderd."
        )


class LinkExpired(LinkRefused):
    def __init__(self, expired_on: date) -> None:
        super().__init__(f"Deze link was geldig tot {date_long(expired_on)}. Log in om de voortgang te melden.")


class AnswerOvertaken(ProgressRefused):
    """Somebody reported something else since the one who answers looked."""

    sentence = (
        "Er is intussen iets anders gemeld; dat ziet u hieronder. Klopt het zo, klik dan nog eens op “Niets veranderd”."
    )
