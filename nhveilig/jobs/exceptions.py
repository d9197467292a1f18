class Interrupted(BaseException):
    """This process no longer holds the job: it was cancelled, took too long, or was given to another worker.

    Raised in the middle of any statement, so no `except Exception` of the work may take it for a fault of its own.
    """
