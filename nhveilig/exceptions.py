class PortalError(Exception):
    """Something the user can understand and act on. The message is a Dutch sentence, shown as it is."""
