"""What people work on, as far as the apps above know: accounts knows roles, and no theme or plan.

An app registers a function in its `ready`; the pages about people ask all of them.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

from nhveilig.accounts.models import User
from nhveilig.regions.models import PoliceUnit

# The names of what each user works on in the eenheid, by id of the user; in a number of queries that does not grow.
Involvement = Callable[[PoliceUnit, Sequence[User]], dict[int, list[str]]]

_registered: list[Involvement] = []


def register(involvement: Involvement) -> None:
    if involvement not in _registered:
        _registered.append(involvement)


def involvement_of(police_unit: PoliceUnit, users: Sequence[User]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for involvement in _registered:
        for user_id, names in involvement(police_unit, users).items():
            found[user_id] += names
    return found
