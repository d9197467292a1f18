"""What people are called, where others read it."""

from nhveilig.accounts.models import User

SOMEBODY = "iemand anders"


def name_of(user: User | None) -> str:
    """None is somebody whose account is gone."""
    return user.shown_name if user else SOMEBODY
