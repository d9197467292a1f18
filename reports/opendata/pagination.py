"""Which page of a long list is asked for, and the way to the next one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self
from urllib.parse import urlencode

from reports.opendata.exceptions import ApiProblem

LARGEST_PAGE, LAST_PAGE = 100, 1_000_000


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
