from nhveilig.exceptions import PortalError
from themes.models import PolicyPlan


class PlanRefused(PortalError):
    """The plan cannot be made like this. `standing` is a plan that is in the way, if one is."""

    def __init__(self, message: str, field: str = "", standing: PolicyPlan | None = None) -> None:
        self.field, self.standing = field, standing
        super().__init__(message)


class RowKept(PortalError):
    """It cannot be removed, for the reason that is said."""


class LineRefused(PortalError):
    """A line of a list that was typed or pasted says no theme."""
