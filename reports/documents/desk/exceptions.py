"""Why the outline is not changed. Every message is a Dutch sentence for the one who asked."""

from nhveilig.exceptions import PortalError


class OutlineChanged(PortalError):
    """Somebody else added, moved or removed something since the outline was read: what was asked may mean another
    place now."""

    def __init__(self) -> None:
        super().__init__(
            "Iemand anders heeft de opbouw intussen veranderd, dus er is niets verplaatst. Hieronder ziet u hoe zij nu "
            "is. Verplaats het onderdeel nog een keer als dat nog nodig is."
        )


class CannotStandThere(PortalError):
    """The outline has no such place for a block of this kind."""


class BlockIsGone(PortalError):
    """What was named is not in this document, or not any more."""

    def __init__(self) -> None:
        super().__init__("Dit onderdeel staat niet (meer) in het document. Kijk in de prullenbak.")
