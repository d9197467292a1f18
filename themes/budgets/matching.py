"""The same groups and posts in several versions of a budget: by lineage, and else by name.

A copy keeps the lineage of what it was copied from. Versions that were entered or imported apart have nothing but their
names; a name that stands there more than once is not guessed.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from nhveilig.sheets.cells import plain
from themes.budgets.validators import groups_of
from themes.models import Budget, BudgetGroup, BudgetLine

Row = BudgetGroup | BudgetLine
R = TypeVar("R", BudgetGroup, BudgetLine)


@dataclass(eq=False)
class Matched(Generic[R]):
    """One group or post, by the place of each version that has it; `home` is the group a post stands in."""

    rows: dict[int, R] = field(default_factory=dict)
    home: "Matched[BudgetGroup] | None" = None

    @property
    def title(self) -> str:
        """As the newest version has it."""
        return self.rows[max(self.rows)].title

    @property
    def names(self) -> set[Hashable]:
        """A post is known by its group as well."""
        return {(self.home, plain(row.title)) for row in self.rows.values()}


class SideVersions:
    """The groups and posts of one side in several versions. Expects budgets read with `with_figures()`.

    `by_name` are the posts that only their name connects, `unclear` those whose name may be that of several.
    """

    def __init__(self, budgets: Sequence[Budget], side: str) -> None:
        self.groups: list[Matched[BudgetGroup]] = []
        self.lines: list[Matched[BudgetLine]] = []
        self.by_name: list[str] = []
        self.unclear: list[str] = []
        self._versions = len(budgets)
        for place, budget in enumerate(budgets):
            groups = groups_of(budget, side)
            home = self._match(place, groups, self.groups, lambda group: None)
            homes = {line.pk: home[group.pk] for group in groups for line in group.lines.all()}
            lines = [line for group in groups for line in group.lines.all()]
            found = self._match(place, lines, self.lines, lambda line, homes=homes: homes[line.pk])
            for line in lines:
                found[line.pk].home = homes[line.pk]

    def lines_in(self, group: Matched[BudgetGroup]) -> list[Matched[BudgetLine]]:
        return [line for line in self.lines if line.home is group]

    def alone(self) -> Iterator[tuple[int, str]]:
        """The place of a version, and a post that no other version has."""
        for line in self.lines:
            if len(line.rows) == 1 and self._versions > 1 and line.title not in self.unclear:
                yield next(iter(line.rows)), line.title

    def _match(
        self, place: int, rows: Sequence[Row], known: list[Matched], home_of: Callable[[Row], Matched | None]
    ) -> dict[int, Matched]:
        """Each row with what it is in the versions before; what is new comes behind the others."""
        by_lineage = {row.lineage: one for one in known for row in one.rows.values()}
        found: dict[int, Matched] = {}
        for row in rows:
            one = by_lineage.get(row.lineage)
            if one is not None and place not in one.rows:
                one.rows[place] = row
                found[row.pk] = one
        loose = {row.pk: (home_of(row), plain(row.title)) for row in rows if row.pk not in found}
        free = [(name, one) for one in known if place not in one.rows for name in one.names]
        times, choices = Counter(loose.values()), Counter(name for name, _ in free)
        by_name = dict(free)
        for row in (row for row in rows if row.pk in loose):
            name = loose[row.pk]
            is_sure = times[name] == choices[name] == 1
            if choices[name] and not is_sure:
                self.unclear.append(str(row))
            elif choices[name] and isinstance(row, BudgetLine):
                self.by_name.append(row.title)
            one = by_name[name] if is_sure else Matched()
            if not is_sure:
                known.append(one)
            one.rows[place] = row
            found[row.pk] = one
        return found
