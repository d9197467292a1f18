"""Searching while somebody types: the list below the field at every letter, at one eenheid and at ten in twenty
years."""

import statistics
from functools import partial

from django.test import Client
from django.urls import reverse

from nhveilig.accounts.models import User
from tests.bench.crowds import client_of, demo_database
from tests.bench.measuring import Cost, timed
from tests.bench.multiplying import grow, prepare

TYPED = ("alkmaar", "wijkagenten", "drugs", "ondermijning", "veiligheid", "verdachten", "wijkagnt", "ondermijnnig")
READERS = ("staf", "burgemeester", "lezer")
# What nobody waits for: half a letter.
FEWEST = 2


def measure_typing() -> list[tuple[str, int, float, float]]:
    """(who, at which size; queries at most; milliseconds of half and of 95 of 100)."""
    with demo_database():
        prepare()
        small = _costs("one eenheid")
        grow()
        return [*small, *_costs("ten in twenty years")]


def _costs(size: str) -> list[tuple[str, int, float, float]]:
    return [(f"{name}, {size}", *_told(client_of(User.objects.get(username=name)))) for name in READERS]


def _told(client: Client) -> tuple[int, float, float]:
    costs = [_typing(client, word[:end]) for word in TYPED for end in range(FEWEST, len(word) + 1)]
    times = sorted(1000 * cost.seconds for cost in costs)
    return max(cost.queries for cost in costs), statistics.median(times), times[int(len(times) * 0.95)]


def _typing(client: Client, typed: str) -> Cost:
    ask = partial(client.get, reverse("reports:suggestions"), {"q": typed}, headers={"hx-request": "true"})
    response, cost = timed(ask)
    if response.status_code != 200:
        raise RuntimeError(f"“{typed}” answered {response.status_code}")
    return cost
