"""What one may choose of a dataset in the query string. A choice that cannot be, is refused with a sentence."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import ClassVar, Self
from urllib.parse import urlencode

from django.db.models import Model, Q

from nhveilig.regions.models import Municipality, PoliceUnit
from reports.opendata.responses import ApiProblem

FIRST_YEAR, LAST_YEAR = 1990, 2200
YEAR = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,119}")
LARGEST_PAGE, LAST_PAGE = 100, 1_000_000


TEXT = {"type": "string"}


def _code(text: str, name: str) -> str:
    if not _CODE.fullmatch(text):
        raise ApiProblem(400, f"“{text}” is geen code of webnaam: die bestaat uit letters, cijfers en streepjes.", name)
    return text


@dataclass(frozen=True)
class Filter:
    """`read` turns the text into a value or raises ApiProblem; `where` is what must equal it, or makes a condition of
    it. By default it is a webnaam or code; one that is not there gives an empty list."""

    name: str
    where: str | Callable[[object], Q]
    description: str
    read: Callable[[str, str], object] = _code
    schema: dict = field(default_factory=lambda: TEXT)

    def condition(self, text: str) -> Q:
        value = self.read(text, self.name)
        return Q(**{self.where: value}) if isinstance(self.where, str) else self.where(value)


def by_unit(path: str) -> Filter:
    """`path` leads to the eenheid."""
    read = partial(_existing, PoliceUnit, "slug", "eenheden", str.lower)
    description = "Alleen van deze eenheid: de webnaam, zoals `noord-holland`."
    return Filter("eenheid", f"{path}__slug", description, read)


def by_municipality(path: str) -> Filter:
    read = partial(_existing, Municipality, "code", "gemeenten", str.upper)
    description = "Alleen van deze gemeente: de code van het CBS, zoals `GM0361`."
    return Filter("gemeente", f"{path}__code", description, read)


def _existing(model: type[Model], key: str, dataset: str, as_stored: Callable[[str], str], text: str, name: str) -> str:
    found = as_stored(_code(text, name))
    if not model.objects.filter(**{key: found}).exists():
        raise ApiProblem(400, f"De {name} “{text}” bestaat niet. Alle {dataset} staan op /api/v1/{dataset}.", name)
    return found


def by_year(where: str | Callable[[int], Q], description: str = "Alleen van dit jaar.") -> Filter:
    return Filter("jaar", where, description, _year, YEAR)


def in_period(start: str, end: str) -> Filter:
    return by_year(lambda year: Q(**{f"{start}__lte": year, f"{end}__gte": year}), "Alleen waar dit jaar in valt.")


def dated_in(path: str) -> Filter:
    return by_year(f"{path}__year", "Alleen met een peildatum in dit jaar.")


def by_day(name: str, path: str, description: str) -> Filter:
    return Filter(name, path, description, _day, TEXT | {"format": "date"})


def existing_in() -> Filter:
    """What existed on the last day of the year."""

    def where(year: int) -> Q:
        day = date(year, 12, 31)
        began = Q(valid_from=None) | Q(valid_from__lte=day)
        return began & (Q(valid_until=None) | Q(valid_until__gt=day))

    return by_year(where, "Alleen wat op de laatste dag van dit jaar bestond.")


def by_choice(name: str, path: str, description: str, choices: Iterable[str]) -> Filter:
    def read(text: str, parameter: str) -> str:
        if text not in choices:
            raise ApiProblem(400, f"“{text}” is hier geen keuze. Kies uit: {', '.join(choices)}.", parameter)
        return text

    return Filter(name, path, description, read, TEXT | {"enum": list(choices)})


def _year(text: str, name: str) -> int:
    if not re.fullmatch(r"[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise ApiProblem(400, f"“{text}” is geen jaar. Schrijf een jaartal van vier cijfers, zoals 2025.", name)
    return int(text)


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ApiProblem(400, f"“{text}” is geen dag. Schrijf een dag als 2022-01-31.", name) from None


@dataclass(frozen=True)
class Page:
    """How many pages there are is not counted: that would cost as much as reading them all."""

    number: int = 1
    size: int = LARGEST_PAGE

    PARAMETERS: ClassVar = ("pagina", "paginaGrootte")

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """Raises ApiProblem."""
        limits = zip(cls.PARAMETERS, (LAST_PAGE, LARGEST_PAGE), (cls.number, cls.size), strict=True)
        return cls(*(_number(query.get(name, str(default)), name, largest) for name, largest, default in limits))

    def links(self, address: str, chosen: Mapping[str, str], *, more: bool) -> dict[str, dict[str, str]]:
        """`self`, and `first`, `prev` and `next` where there is one. `chosen` is what was filtered by."""
        pages = {"self": self.number}
        if self.number > 1:
            pages |= {"first": 1, "prev": self.number - 1}
        if more:
            pages["next"] = self.number + 1
        return {name: {"href": self._address(address, chosen, number)} for name, number in pages.items()}

    def _address(self, address: str, chosen: Mapping[str, str], number: int) -> str:
        query = dict(chosen)
        if number > 1:
            query["pagina"] = str(number)
        if self.size != LARGEST_PAGE:
            query["paginaGrootte"] = str(self.size)
        return f"{address}?{urlencode(query)}" if query else address


def _number(text: str, name: str, largest: int) -> int:
    if not re.fullmatch(r"[0-9]{1,7}", text) or not 1 <= int(text) <= largest:
        raise ApiProblem(400, f"“{text}” kan hier niet. Kies voor {name} een getal van 1 tot en met {largest}.", name)
    return int(text)
