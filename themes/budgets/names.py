"""What a post refers to by the names of those rows, as a cell of the grid shows it and takes it.

What is stored, and what the history keeps, are numbers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property

from nhveilig.editing.exceptions import FieldRefused
from nhveilig.editing.models import BinnedQuerySet
from nhveilig.sheets.cells import plain
from themes.budgets.forms import themes_of
from themes.budgets.validators import lines_of
from themes.models import Budget, BudgetSide, Grant, Theme

# Between the names in one cell.
BETWEEN = ";"
WORDS = {
    "grant": "geldbron van deze eenheid",
    "theme": "thema dat in dit jaar loopt",
    "covered_by": "post van de baten",
}


class Names:
    """Expects a budget read with `with_figures()`."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    @cached_property
    def offered(self) -> dict[str, dict[str, str]]:
        """By field: the names one can choose from, with their numbers."""
        return {"grant": self._grants, "theme": self._themes, "covered_by": self._income}

    @property
    def _grants(self) -> dict[str, str]:
        grants = Grant.objects.present().filter(police_unit=self.budget.police_unit)
        return _named((one.pk, one.title, f"{one.title} ({one.period})") for one in grants)

    @property
    def _themes(self) -> dict[str, str]:
        themes = themes_of(self.budget).select_related("plan")
        return _named(
            (one.pk, one.short_title, f"{one.short_title} ({one.plan.abbreviation or one.plan})") for one in themes
        )

    @property
    def _income(self) -> dict[str, str]:
        lines = lines_of(self.budget, BudgetSide.INCOME)
        groups = {group.pk: group for group in self.budget.groups.all()}
        return _named((one.pk, one.title, f"{one.title} ({groups[one.group_id]})") for one in lines)

    @cached_property
    def _known(self) -> dict[str, dict[str, str]]:
        """The same, with what posts name that cannot be chosen any more."""
        return {
            field: {f"{name} (vervallen)": str(pk) for pk, name in self._left(field) if str(pk) not in known.values()}
            | known
            for field, known in self.offered.items()
        }

    def _left(self, field: str) -> Iterator[tuple[int, str]]:
        lines = [line for group in self.budget.groups.all() for line in group.lines.all()]
        if field == "grant":
            yield from ((line.grant_id, line.grant.title) for line in lines if line.grant_id)
        elif field == "covered_by":
            yield from ((one.pk, one.title) for line in lines for one in line.covered_by.all())
        else:
            named = {line.theme_id for line in lines if line.theme_id}
            if named - {int(number) for number in self.offered[field].values()}:
                yield from BinnedQuerySet(Theme).filter(pk__in=named).values_list("pk", "short_title")

    @cached_property
    def _shown(self) -> dict[str, dict[str, str]]:
        return {field: {number: name for name, number in known.items()} for field, known in self._known.items()}

    @cached_property
    def _typed(self) -> dict[str, dict[str, str]]:
        return {field: {plain(name): number for name, number in known.items()} for field, known in self._known.items()}

    def shown(self, field: str, text: str) -> str:
        """The names for the numbers of a field; the text of any other field as it is."""
        if field not in WORDS or not text:
            return text
        return f"{BETWEEN} ".join(self._shown[field][number] for number in text.split(","))

    def text(self, field: str, typed: str) -> str:
        """The other way round. Raises FieldRefused."""
        if field not in WORDS:
            return typed
        names = typed.split(BETWEEN) if field == "covered_by" else [typed]
        return ",".join(sorted({self._number(field, name.strip()) for name in names if name.strip()}))

    def _number(self, field: str, name: str) -> str:
        known = self._typed[field]
        if (number := known.get(plain(name))) is not None:
            return number
        close = get_close_matches(plain(name), known, n=1, cutoff=0.6)
        way_out = f"Bedoelt u “{self._shown[field][known[close[0]]]}”?" if close else "Kies een naam uit de lijst."
        raise FieldRefused(f"“{name}” is geen {WORDS[field]}. {way_out}")


def _named(rows: Iterable[tuple[int, str, str]]) -> dict[str, str]:
    """Of (number, name, longer name) the number by the name; by the longer one where the name is that of several."""
    rows = list(rows)
    times = Counter(plain(name) for _, name, _ in rows)
    return {(name if times[plain(name)] == 1 else longer).replace(BETWEEN, ","): str(pk) for pk, name, longer in rows}
