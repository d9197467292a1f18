"""What people are called, where others read it."""

from typing import Any

from nhveilig.accounts.models import User

SOMEBODY = "iemand anders"


def name_of(user: User | None, act: Any = None) -> str:
    """None is somebody whose account is gone. With what they did (`act`), also in whose name that was, and who prepared
    it: “Y namens X”."""
    name = user.shown_name if user else SOMEBODY
    if principal := getattr(act, "on_behalf_of", None):
        name += f" namens {principal.shown_name}"
    if other := getattr(act, "prepared_by", None):
        name += f", voorbereid door {other.shown_name}"
    return name
