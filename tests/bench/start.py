"""Start of each role, at one eenheid in one year and at ten in twenty: ten queries and 60 ms at most."""

from functools import partial

from django.urls import reverse

from nhveilig.accounts.models import User
from tests.bench.crowds import client_of, demo_database
from tests.bench.measuring import PageCost, cost_of
from tests.bench.multiplying import grow, prepare

READERS = ("staf", "projectleider", "burgemeester", "officier", "controller", "lezer")


def measure_start() -> tuple[list[PageCost], list[PageCost]]:
    with demo_database():
        prepare()
        small = _costs()
        grow()
        return small, _costs()


def _costs() -> list[PageCost]:
    return [cost_of(f"Start, {name}", _asking(name)) for name in READERS]


def _asking(name: str) -> partial:
    return partial(client_of(User.objects.get(username=name)).get, reverse("home"))
