from nhveilig.exceptions import PortalError


class PictureRefused(PortalError):
    """The file cannot be taken as a picture. The message says why, and how to mend it."""
