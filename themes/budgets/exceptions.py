"""Why a change to a budget is refused. Every message is a Dutch sentence for the one who asked."""

from nhveilig.editing.exceptions import WholeIsClosed
from nhveilig.exceptions import PortalError


class BudgetIsAdopted(WholeIsClosed):
    """Nobody changes an adopted budget, whatever they may do elsewhere."""

    sentence = (
        "Deze begroting is vastgesteld en verandert niet meer. "
        "Neem haar over als begrotingswijziging of als realisatie, en wijzig die."
    )


class BudgetExists(PortalError):
    """A year has one begroting and one realisatie."""


class BudgetChanged(PortalError):
    """The budget is no longer as the one who decides on it saw it."""

    sentence = "Iemand heeft deze begroting gewijzigd terwijl u keek. Bekijk haar opnieuw en beslis daarna."
