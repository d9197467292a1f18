"""What a frozen edition says in words against the amounts it prints beside them."""

import re
from collections.abc import Iterator
from decimal import Decimal

from nhveilig.figures.parsing import AMOUNT, parse_number
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.figures.values import STILL_OPEN
from reports.documents.content import walk

_EURO = r"€\s?[−-]?[\d.,]*\d"
_HIGHER = re.compile(rf"de (?P<higher>[a-z ]+) zijn (?P<amount>{_EURO}) hoger dan de (?P<lower>[a-z ]+)", re.IGNORECASE)
_EQUAL = re.compile(
    r"(?P<first>(?:baten|activa)(?: en onttrekkingen)?) en (?P<second>(?:lasten|passiva)(?: en toevoegingen)?) "
    rf"zijn allebei (?P<amount>{_EURO})",
    re.IGNORECASE,
)
Sums = dict[str, Decimal | None]


def reconcile_statements(where: str, content: dict) -> Iterator[Reconciliation]:
    """Every sentence about two sides of a budget that stands in the content of the edition called `where`."""
    for block in walk(content["blocks"]):
        sums = _sums(block["content"].get("tables", []))
        for statement in block["content"].get("statements", []):
            for published, computed in _claims(statement["title"], sums):
                yield Reconciliation(where, statement["title"], published, computed)


def _sums(tables: list[dict]) -> Sums:
    """What the posts of each side add up to, by side; None where one of them is still open."""
    found: Sums = {}
    for table in tables:
        cells = [row["cells"][0] for row in table["rows"] if row["role"] == "detail" and row["cells"]]
        is_open = any(cell["qualifier"] in STILL_OPEN for cell in cells)
        amounts = (Decimal(cell["value"]) for cell in cells if cell["value"] is not None)
        found[table["id"].rpartition("-")[2]] = None if is_open else sum(amounts, Decimal(0))
    return found


def _claims(title: str, sums: Sums) -> Iterator[tuple[Decimal, Decimal]]:
    """(the amount that is said, the amount that follows). Of a side that is printed below zero counts how much it is:
    nothing is higher than what comes in because that has a minus."""
    if said := _HIGHER.search(title):
        higher, lower = _together(said["higher"], sums), _together(said["lower"], sums)
        if higher is not None and lower is not None:
            yield parse_number(said["amount"], AMOUNT) or Decimal(0), abs(higher) - abs(lower)
    elif said := _EQUAL.search(title):
        for names in (said["first"], said["second"]):
            if (found := _together(names, sums)) is not None:
                yield parse_number(said["amount"], AMOUNT) or Decimal(0), found


def _together(names: str, sums: Sums) -> Decimal | None:
    found = [sums.get(name) for name in names.lower().split(" en ")]
    return None if None in found else sum(found, Decimal(0))
