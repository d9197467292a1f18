"""What every municipality promised in the plans of a year, and how many kept it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from statistics import median_low

from nhveilig.figures.formats import number
from nhveilig.maps.presenters import UnitMap
from nhveilig.regions.models import Municipality, PoliceUnit
from nhveilig.worklist.presenters import capitalised, in_words
from reports.dashboards.bars import Bar, Row, bars
from reports.dashboards.presenters import Judged


@dataclass(frozen=True)
class TownPromises:
    """`municipalities` are those of that day, with how many of the promises each `kept`; `targets` what is promised."""

    police_unit: PoliceUnit
    day: date
    municipalities: Sequence[Municipality]
    targets: Sequence[Judged]

    @property
    def of(self) -> int:
        return len(self.targets)

    @property
    def is_told(self) -> bool:
        return bool(self.targets and self.municipalities)

    @cached_property
    def _kept(self) -> list[int]:
        return [one.kept for one in self.municipalities]

    @property
    def kept_all(self) -> int:
        return sum(kept == self.of for kept in self._kept)

    @property
    def headline(self) -> str:
        """`Zeven gemeenten kwamen alle acht afspraken na. Vier kwamen er minder dan de helft na.`"""
        everything = f"alle {in_words(self.of)} afspraken" if self.of > 1 else "de afspraak"
        first = f"{_towns(self.kept_all)} {'kwam' if self.kept_all < 2 else 'kwamen'} {everything} na."
        few = sum(2 * kept < self.of for kept in self._kept)
        if self.of < 2 or not few:
            return first
        return f"{first} {capitalised(in_words(few))} {'kwam' if few == 1 else 'kwamen'} er minder dan de helft na."

    @property
    def bars(self) -> list[Bar]:
        """Of how many municipalities kept each, what most of them kept first."""
        found = sorted(self.targets, key=lambda one: (-one.coverage.reached, str(one.subject)))
        rows = [Row(str(one.subject), one.coverage.reached, number(one.coverage.reached)) for one in found]
        return bars(rows, len(self.municipalities))

    def stats(self) -> list[dict[str, str]]:
        """For components/stats.html."""
        if not self.is_told:
            return []
        words = f"{median_low(self._kept)} van {self.of} {'afspraken' if self.of > 1 else 'afspraak'}"
        return [
            {
                "label": "Gemeenten die alles nakwamen",
                "value": f"{self.kept_all} van {len(self.municipalities)}",
                "note": f"de middelste gemeente: {words}",
            }
        ]

    def map(self) -> dict:
        """The Map, coloured by how many promises each municipality kept."""
        values = {one.code: (Decimal(one.kept) / self.of, f"{one.kept} van {self.of}") for one in self.municipalities}
        return UnitMap(self.police_unit, self.day, values, "Nagekomen", municipalities=self.municipalities).as_dict()


def _towns(count: int) -> str:
    return f"{capitalised(in_words(count))} {'gemeente' if count < 2 else 'gemeenten'}"
