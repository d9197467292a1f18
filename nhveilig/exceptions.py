class PortalError(Exception):
    """Something the user can understand and act on. The message is a Dutch sentence, shown as it is; an error that
    always says the same has it as `sentence`."""

    sentence = ""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.sentence)
