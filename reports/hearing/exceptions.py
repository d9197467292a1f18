from nhveilig.exceptions import PortalError


class RoundRefused(PortalError):
    """The round is not where this can be done, and what to do first."""


class HearingRefused(PortalError):
    """What is said cannot be put in, or not any more."""


class AnswerRefused(PortalError):
    """The answer cannot be kept as it is."""
