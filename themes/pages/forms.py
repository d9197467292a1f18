"""Which plans of a year to show, and in which order."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django import forms

from nhveilig.http.ordering import PARAMETER, Ordering
from nhveilig.registers.forms import ALL, order_field
from nhveilig.registers.presenters import Head
from themes.pages.listing import STAGES, PlanRow


@dataclass(frozen=True)
class Option:
    value: str
    words: str
    holds: Callable[[PlanRow], bool]


# What the table can be sorted by: its title, and the value of a row; what has none stands last.
ORDERS: dict[str, tuple[str, Callable[[PlanRow], object]]] = {
    "thema": ("Thema", lambda row: row.theme.short_title.casefold()),
    "fase": ("Waar het is", lambda row: list(STAGES).index(row.stage)),
    "dag": ("Eerstvolgende dag", lambda row: row.day),
    "gewijzigd": ("Gewijzigd", lambda row: row.changed_at),
    "leider": ("Projectleider", lambda row: row.leaders[0].casefold() if row.leaders else None),
}


def _options(rows: list[PlanRow]) -> dict[str, tuple[str, list[Option]]]:
    """By parameter, the name of the choice and what there is to choose."""
    programmes = {row.theme.plan_id: row.programme for row in rows}
    leaders = sorted({name for row in rows for name in row.leaders}, key=str.casefold)
    return {
        "programma": (
            "Programma",
            [Option(str(pk), title, lambda row, own=pk: row.theme.plan_id == own) for pk, title in programmes.items()],
        ),
        "leider": ("Projectleider", [Option(name, name, lambda row, own=name: own in row.leaders) for name in leaders]),
        "fase": (
            "Waar het is",
            [Option(key, title, lambda row, own=key: row.stage == own) for key, title in STAGES.items()],
        ),
        "toon": (
            "Alleen",
            [
                Option("achter", "Wat achterloopt", lambda row: row.is_behind),
                Option("mijn", "Mijn thema’s", lambda row: row.theme.is_mine),
            ],
        ),
    }


class PlanFilter(forms.Form):
    """Each choice with how many rows are behind it; what nobody can choose counts as not chosen."""

    def __init__(self, asked: Mapping[str, str], rows: list[PlanRow]) -> None:
        self.rows = rows
        self.sorting = Ordering(ORDERS, asked.get(PARAMETER, ""))
        self.chosen: dict[str, Option] = {}
        super().__init__(data=asked)
        for name, (label, options) in _options(rows).items():
            self._offer(name, label, [one for one in options if any(map(one.holds, rows))])
        self.fields[PARAMETER] = order_field((name, title) for name, (title, _) in ORDERS.items())

    def _offer(self, name: str, label: str, options: list[Option]) -> None:
        chosen = next((one for one in options if one.value == self.data.get(name)), None)
        if chosen:
            self.chosen[name] = chosen
        if len(options) > 1 or any(not all(map(one.holds, self.rows)) for one in options):
            choices = [(one.value, f"{one.words} ({sum(map(one.holds, self.rows))})") for one in options]
            self.fields[name] = forms.CharField(
                label=label, required=False, widget=forms.Select(choices=[(ALL, "Alles"), *choices])
            )

    @property
    def found(self) -> list[PlanRow]:
        """In the order that is asked; otherwise as they came."""
        rows = [row for row in self.rows if all(one.holds(row) for one in self.chosen.values())]
        if not self.sorting.by:
            return rows
        value = ORDERS[self.sorting.by][1]
        known = sorted((row for row in rows if value(row) is not None), key=value, reverse=self.sorting.is_descending)
        return [*known, *(row for row in rows if value(row) is None)]

    @property
    def heads(self) -> Iterator[Head]:
        """Of the columns of the table; who leads stands below the theme."""
        for name, title in (
            ("thema", "Thema"),
            ("fase", "Waar het is"),
            ("", "Hoe ver"),
            ("dag", "Eerstvolgende dag"),
            ("gewijzigd", "Gewijzigd"),
            ("leider", "Aan zet"),
            ("", "Wat u kunt doen"),
        ):
            yield Head(title, is_numeric=False, asks=self.sorting.next(name), sort=self.sorting.state(name))
