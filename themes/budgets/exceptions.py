"""Why a change to a budget is refused. Every message is a Dutch sentence for the one who asked."""

from nhveilig.editing.exceptions import WholeIsClosed
from nhveilig.exceptions import PortalError


class BudgetIsAdopted(WholeIsClosed):
    """Nobody changes an adopted budget, whatever they may do elsewhere."""

    def __init__(self) -> None:
        super().__init__(
            "Deze begroting is vastgesteld en verandert niet meer. "
            "Neem haar over als begrotingswijziging of als realisatie, en wijzig die."
        )


class BudgetExists(PortalError):
    """A year has one begroting and one realisatie."""


class BudgetChanged(PortalError):
    """The budget is no longer as the one who decides on it saw it."""

    def __init__(self) -> None:
        super().__init__("Iemand heeft deze begroting gewijzigd terwijl u keek. Bekijk haar opnieuw en beslis daarna.")


class NotReadyToAdopt(PortalError):
    """Amounts are missing, or a difference has no explanation."""


class NothingToExplain(PortalError):
    """The amounts are equal, or differ by something else than was explained."""
