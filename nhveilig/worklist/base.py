"""What a source of tasks is. A room declares its own in a module called `worklist`; README.md shows how."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.db.models import BigIntegerField, CharField, DateField, F, QuerySet, TextChoices, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from nhveilig.accounts.access import Access

Expression = Combinable | str | None

WORDS, NUMBERS, DAYS = 8, 4, 3


class Kind(TextChoices):
    """What somebody does to be done with it. Whether it is late, the day says."""

    ANSWER = "antwoorden", "Antwoorden"
    DECIDE = "beslissen", "Beslissen"
    WRITE = "schrijven", "Schrijven"
    REPORT = "melden", "Melden"
    CHECK = "nakijken", "Nakijken"


@dataclass(frozen=True)
class Row:
    """What a source said of one task in the query: as many words, numbers and days as it gave, in its order.

    `day` is when it must be done, `since` from when on it waits; `user` whose task it is, when it may be somebody
    else's than the reader's.
    """

    key: int
    day: date | None
    since: date | None
    user: int | None
    words: tuple[str | None, ...]
    numbers: tuple[int | None, ...]
    days: tuple[date | None, ...]


@dataclass(frozen=True)
class Task:
    """One thing a reader is asked. `why` is a sentence with the facts, `button` says what one does there.

    `waits`: somebody else cannot go on before it is done. `whose`: the name of whoever it is done for. `source` and
    `row` are the code of its source and the key of its row there.
    """

    kind: Kind
    title: str
    why: str
    button: str
    url: str
    day: date | None
    since: date | None
    today: date
    waits: bool = False
    whose: str = ""
    source: str = ""
    row: int = 0

    @property
    def days_left(self) -> int | None:
        """Below zero when it is late; None of what has no day."""
        return (self.day - self.today).days if self.day else None

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def place(self) -> tuple[bool, bool, date, str]:
        """Somebody waits for the reader, then what is late, then by date; without a date comes last."""
        return not self.waits, not self.is_late, self.day or self.since or date.max, self.title


class Source(ABC):
    """One kind of task. `code` names it in the union and must be unique."""

    code: ClassVar[str]
    kind: ClassVar[Kind]
    waits: ClassVar[bool] = False

    @abstractmethod
    def rows(self, access: Access, today: date) -> QuerySet | None:
        """One row for each task of the reader, made with `asked()`; None when their roles ask for none of this kind.

        The SQL may depend on nothing but who the reader is, their roles and the day: it is kept for the next time.
        """

    @abstractmethod
    def told(self, row: Row) -> dict[str, str]:
        """`title`, `why`, `button` and `url` of the task."""

    def asked(
        self,
        rows: QuerySet,
        *,
        day: Expression = None,
        since: Expression = None,
        user: Expression = None,
        words: Sequence[Expression] = (),
        numbers: Sequence[Expression] = (),
        days: Sequence[Expression] = (),
    ) -> QuerySet:
        """The columns that every source has, in the order in which `row_of` reads them. Each is the name of a field or
        an expression; what is left out is NULL of the right type, as a union needs."""
        columns = {"asked_source": Value(self.code, CharField()), "asked_key": _cast("pk", BigIntegerField())}
        columns |= {"asked_day": _cast(day, DateField()), "asked_since": _cast(since, DateField())}
        columns["asked_user"] = _cast(user, BigIntegerField())
        columns |= _filled("asked_word", words, WORDS, TextField())
        columns |= _filled("asked_number", numbers, NUMBERS, BigIntegerField())
        columns |= _filled("asked_on", days, DAYS, DateField())
        return rows.order_by().annotate(**columns).values_list(*columns)


def row_of(values: tuple) -> tuple[str, Row]:
    """The code of its source, and the row."""
    source, key, day, since, user, *rest = values
    words, numbers, days = rest[:WORDS], rest[WORDS : WORDS + NUMBERS], rest[WORDS + NUMBERS :]
    return source, Row(key, day, since, user, tuple(words), tuple(numbers), tuple(days))


def _filled(name: str, given: Sequence[Expression], size: int, field: object) -> dict[str, Combinable]:
    if len(given) > size:
        raise ValueError(f"a source gives at most {size} of {name}")
    return {f"{name}_{number}": _cast(one, field) for number, one in enumerate([*given, *[None] * (size - len(given))])}


def _cast(one: Expression, field: object) -> Combinable:
    """Of one type in every source. A NULL by itself has none, and two of them make a column of text."""
    return Cast(F(one) if isinstance(one, str) else Value(None) if one is None else one, field)
