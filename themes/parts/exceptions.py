"""Why a change to a plan is refused. Every message is a Dutch sentence for the one who asked."""

from nhveilig.editing.exceptions import WholeIsClosed


class PlanIsClosed(WholeIsClosed):
    """The plan is under review, put to the municipalities or adopted: nobody writes in it now."""

    def __init__(self, status: str) -> None:
        super().__init__(
            f"Dit plan is nu {status} en kan niet worden gewijzigd. Uw tekst is niet opgeslagen; kopieer hem als u hem "
            "wilt bewaren."
        )
