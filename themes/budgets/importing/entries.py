"""A row of the long columns, read: which version it is of, and what it says there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from nhveilig.figures.formats import listed, number, without_trailing_zeros
from nhveilig.figures.parsing import AMOUNT as EUROS
from nhveilig.figures.parsing import refuse_outside
from nhveilig.figures.values import STILL_OPEN, Figure, Qualifier, Total, total
from nhveilig.imports.kinds import noting
from nhveilig.imports.plans import ImportPlan
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import Cell, plain
from nhveilig.sheets.layouts import Record
from nhveilig.texts.characters import Unprintable, unprintable
from themes.budgets.importing.columns import (
    AMOUNT,
    GRANT,
    GROUP,
    KIND,
    NEGATIVE,
    NOTE,
    NUMBER,
    POSITIVE,
    POST,
    ROLE,
    SCALE,
    SIDE,
    SIGN,
    SOURCE,
    TITLE,
    YEAR,
    Role,
)
from themes.budgets.importing.words import KINDS, SIDES_OR_OUTCOMES, Version, bounds_in, meaning_of, names_a_size
from themes.budgets.validators import OUTCOMES, outcome_of
from themes.models import BudgetSide

IS_PART = (
    "Dit is een deel van een andere post en zou dubbel tellen. Verwijder de rij, of schrijf “post” in de kolom “rij” "
    "als het een eigen post is."
)
ROLES = {one: one for one in (Role.POST, Role.SUBTOTAL, Role.TOTAL)} | {"": ""}
SIGNS = {one: one for one in (POSITIVE, NEGATIVE)} | {"": ""}


@dataclass(frozen=True)
class Entry:
    """One amount. `words` are the name of a post, or those beside a total; `amount` is None when it is open.

    `note` and `grant` are None where the file has no such column.
    """

    record: Record
    version: Version
    role: str
    side: str
    group: str
    words: str
    amount: Decimal | None
    sign: str = ""
    note: str | None = None
    grant: str | None = None
    title: str = ""
    source: str = ""

    @property
    def place(self) -> tuple[str, str, str]:
        """By which a post is found again."""
        return self.side, plain(self.group), plain(self.words)


def entries(records: Iterable[Record], plan: ImportPlan) -> list[Entry]:
    """What cannot be read comes on the plan, each with its place."""
    return [entry for record in records if (entry := _entry(record, plan))]


def _entry(record: Record, plan: ImportPlan) -> Entry | None:
    before, found = len(plan.problems), {}
    for column, read in _READERS.items():
        with noting(plan, record, column):
            found[column] = read(record.cell(column))
    with noting(plan, record, AMOUNT):
        found[AMOUNT] = _amount(record)
    if len(plan.problems) > before or found[AMOUNT] is _ABSENT:
        return None
    words, side = found[POST], found[SIDE].value
    meaning = meaning_of(words)
    if meaning.is_part and not found[ROLE]:
        plan.problems.append(record.problem(POST, IS_PART))
        return None
    role = found[ROLE] or (Role.TOTAL if side in OUTCOMES or meaning.is_total else Role.POST)
    if role == Role.TOTAL and found[GROUP] and not found[ROLE]:
        role = Role.SUBTOTAL
    if role != Role.POST and found[AMOUNT] is None:
        return None
    return Entry(
        record=record,
        version=Version(found[YEAR], found[KIND], found[NUMBER], found[TITLE]),
        role=role,
        side=side,
        group=found[GROUP],
        words=words,
        amount=found[AMOUNT],
        sign=found[SIGN],
        note=found[NOTE] if NOTE in record.cells else None,
        grant=found[GRANT] if GRANT in record.cells else None,
        title=found[TITLE],
        source=found[SOURCE],
    )


def _words(longest: int, *, required: bool = False):
    def read(cell: Cell) -> str:
        text = parsing.words(cell, longest, required=required)
        if missing := unprintable(text):
            raise ValueError(str(Unprintable(text, missing)))
        return text

    return read


_READERS = {
    YEAR: lambda cell: parsing.whole_number(cell, 1990, 2100),
    KIND: lambda cell: parsing.choice(cell, KINDS),
    NUMBER: lambda cell: None if cell.is_empty else parsing.whole_number(cell, 1, 999),
    SIDE: lambda cell: parsing.choice(cell, SIDES_OR_OUTCOMES),
    GROUP: _words(160),
    POST: _words(200, required=True),
    ROLE: lambda cell: parsing.choice(cell, ROLES),
    SIGN: lambda cell: parsing.choice(cell, SIGNS),
    NOTE: _words(300),
    GRANT: _words(200),
    TITLE: _words(160),
    SOURCE: _words(300),
}
# Of what stands in another version only.
_ABSENT = object()


def _amount(record: Record) -> object:
    """In euros; None while it is not known. Raises ValueError."""
    cell, scale = record.cell(AMOUNT), int(record.cell(SCALE).value or 1)
    if scale > 1 and names_a_size(cell.text):
        raise ValueError(
            f"Bij de tabel staat dat elk bedrag met {number(scale)} wordt vermenigvuldigd, en hier staat iets anders. "
            "Schrijf hier alleen het getal."
        )
    figure = parsing.figure(cell, bounds_in(scale))
    if figure.qualifier in {Qualifier.DASH, Qualifier.NOT_APPLICABLE}:
        return _ABSENT
    if figure.qualifier in STILL_OPEN | {Qualifier.BLANK}:
        return None
    if figure.qualifier != Qualifier.EXACT:
        raise ValueError(f"“{cell.text}” is geen precies bedrag. Schrijf alleen het getal, of n.t.b.")
    value = without_trailing_zeros(figure.value * scale)
    refuse_outside(value, cell.text, EUROS)
    return round(value, 2)


# Signs --------------------------------------------------------------------------------------


def with_signs(found: Sequence[Entry], plan: ImportPlan) -> list[Entry]:
    """Every side as the portal keeps it: what is one more of it is above zero, and what is left is baten min lasten.

    Municipal accounts print baten, or what comes out of reserves, below zero. That is seen at what a side adds up to,
    unless the file says it; lines with another sign than their side stay what they are: a correction.
    """
    versions = dict.fromkeys(entry.version.key for entry in found)
    turned: dict[str, list[str]] = {}
    result = []
    for key in versions:
        of_version = [entry for entry in found if entry.version.key == key]
        signs = _Signs(of_version)
        for side in signs.turned:
            turned.setdefault(side, []).append(of_version[0].version.words or _named(of_version[0].version))
        result += map(signs.right, of_version)
    for side, names in turned.items():
        plan.notes.append(
            f"De {side} staan in het bestand met een minteken ({listed(names)}). Het portaal bewaart ze zonder: "
            f"een bedrag bij de {side} is er een dat erbij komt."
        )
    in_order = {id(entry.record): place for place, entry in enumerate(found)}
    return sorted(result, key=lambda entry: in_order[id(entry.record)])


def _named(version: Version) -> str:
    return f"{version.kind} {version.year}"


class _Signs:
    """The signs of one version."""

    def __init__(self, found: Sequence[Entry]) -> None:
        self._posts = [entry for entry in found if entry.role == Role.POST]
        self._totals = {entry.side: entry.amount for entry in found if entry.role == Role.TOTAL}
        self._said = next((entry.sign for entry in found if entry.sign), "")
        self.turned = [side for side in BudgetSide.values if self._is_turned(side)]
        self._computed = {side: self._sum_as_kept(side) for side in BudgetSide}
        self._outcomes = {outcome: self._outcome(outcome) for outcome in OUTCOMES if outcome in self._totals}

    def _sum(self, side: str) -> Total:
        posts = (entry.amount for entry in self._posts if entry.side == side)
        return total(Figure.undecided() if amount is None else Figure(amount) for amount in posts)

    def _is_turned(self, side: str) -> bool:
        if self._said:
            return self._said == NEGATIVE and side == BudgetSide.INCOME
        # Posts decide; without any, what was published.
        return (self._sum(side).value or self._totals.get(side) or 0) < 0

    def _sum_as_kept(self, side: str) -> Total:
        if side in self._totals:
            return Total(self._total(side, self._totals[side]))
        found = self._sum(side)
        return Total(-found.value, found.unknown) if side in self.turned and found.value is not None else found

    def _total(self, side: str, amount: Decimal) -> Decimal:
        """A total may be printed with the other sign than its posts: by itself it says how much, not which way."""
        kept, own = (-amount if side in self.turned else amount), self._sum(side).value
        posts = -own if own is not None and side in self.turned else own
        return -kept if posts is not None and kept == -posts and not self._said else kept

    def _outcome(self, outcome: str) -> Decimal:
        """Baten min lasten, also where the file has lasten min baten."""
        printed, computed = self._totals[outcome], outcome_of(self._computed, outcome)
        if self._said == POSITIVE:
            return printed
        if computed.is_complete and abs(printed) == abs(computed.value):
            return computed.value
        if BudgetSide.INCOME in self.turned:
            return -printed
        is_nearer = abs(-printed - computed.value) < abs(printed - computed.value)
        return -printed if is_nearer and BudgetSide.EXPENSES not in self.turned else printed

    def right(self, entry: Entry) -> Entry:
        if entry.side in self._outcomes:
            return replace(entry, amount=self._outcomes[entry.side])
        if entry.amount is None:
            return entry
        if entry.role == Role.TOTAL:
            return replace(entry, amount=self._total(entry.side, entry.amount))
        return replace(entry, amount=-entry.amount if entry.side in self.turned else entry.amount)
