from nhveilig.exceptions import PortalError


class ListRefused(PortalError):
    """A pasted list with lines that cannot be; the message says of each what to do. Nothing of it is stored."""


class PlaceRefused(PortalError):
    """The part cannot stand there, or not with that name."""


class CannotEnd(PortalError):
    """Something still hangs on the part, and nothing was chosen for it."""


class StillUsed(PortalError):
    """Figures or other parts refer to it, so it ends instead of being deleted."""
