"""What a table of the whole country calls an eenheid, and the Netherlands."""

import re
from collections.abc import Iterable, Mapping

from formation.importing.totals import is_total
from formation.models import COUNTRY
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets.cells import plain
from nhveilig.sheets.names import nearest, shown

# By webnaam: what an eenheid was called before it got the name it has.
FORMER_NAMES = {
    "noord-holland": ("Noord-West-Nederland", "Noordwest-Nederland", "Noord-West-Holland", "Noordwest-Holland"),
    "den-haag": ("'s-Gravenhage",),
}
_BEFORE = re.compile(r"^(?:de )?(?:politie ?)?(?:(?:regionale )?(?:politie ?)?eenheid )?")
_BETWEEN = re.compile(r"[\s\-‐‑–—_]+")
_COUNTRY = re.compile(r"(?:heel |geheel |.*\btotaal )?nederland|landelijk(?: totaal)?|alle eenheden")


def is_country(name: str) -> bool:
    """“Totaal” is what the eenheden add up to: the Netherlands."""
    text = plain(name)
    return bool(_COUNTRY.fullmatch(text)) or is_total(name)


def folded(name: str) -> str:
    """“Zeeland - West-Brabant” and “Regionale eenheid Zeeland-West-Brabant” are one name."""
    text = _BETWEEN.sub(" ", plain(name).rstrip(":").strip()).strip()
    return _BEFORE.sub("", text) or text


class UnitNames(Mapping[str, PoliceUnit]):
    """The eenheden by every name they have or had, folded."""

    def __init__(self, units: Iterable[PoliceUnit]) -> None:
        self.units = list(units)
        self._found: dict[str, PoliceUnit] = {}
        self._former: dict[str, PoliceUnit] = {}
        for unit in self.units:
            self._former |= {folded(name): unit for name in FORMER_NAMES.get(unit.slug, ())}
        for unit in self.units:
            self._found |= {folded(name): unit for name in (unit.name, unit.slug, unit.code)}

    def __getitem__(self, name: str) -> PoliceUnit:
        key = folded(name)
        return self._found[key] if key in self._found else self._former[key]

    def __iter__(self):
        return iter(self._found | self._former)

    def __len__(self) -> int:
        return len(self._found | self._former)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and folded(name) in self._found | self._former

    def is_former(self, name: str) -> bool:
        key = folded(name)
        return key not in self._found and key in self._former

    def about_unknown(self, name: str) -> str:
        """Why a row cannot be taken, with the names there are."""
        near = nearest(folded(name), self._found)
        meant = f"Bedoelt u “{self._found[near].name}”? " if near else ""
        names = shown(unit.name for unit in self.units if unit.kind == PoliceUnit.Kind.REGIONAL)
        return f"Deze eenheid kennen we niet. {meant}Er zijn: {names}, en “{COUNTRY}” of “Totaal” voor het geheel."
