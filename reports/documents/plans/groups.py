"""Activities and results under what they belong to: the projects of the plan, or else the goals of its theme."""

from collections.abc import Callable, Iterable, Iterator
from itertools import count

from themes.models import Activity, IntendedResult, Project
from themes.parts.queries import PlanParts

Row = Activity | IntendedResult
# Makes the frozen item of a row; the number is its place in the plan as it is printed.
Freeze = Callable[[Row, int], dict]

WITHOUT_PROJECT = "Voor alle projecten"
WITHOUT_OBJECTIVE = "Voor alle doelen"


def groups_of(parts: PlanParts, rows: Iterable[Row], freeze: Freeze) -> list[dict]:
    """Only those that hold something; items are numbered through all groups, as they are read."""
    rows = list(rows)
    grouped = _Groups(parts, rows, freeze)
    return list(grouped.by_project() if any(map(parts.project_of, rows)) else grouped.by_objective())


class _Groups:
    def __init__(self, parts: PlanParts, rows: list[Row], freeze: Freeze) -> None:
        self.parts, self.rows, self.freeze, self.numbers = parts, rows, freeze, count(1)

    def by_project(self) -> Iterator[dict]:
        yield from self._below(None, "")
        if rest := self._items(row for row in self.rows if self.parts.project_of(row) is None):
            yield _group("overig", "", WITHOUT_PROJECT, "", rest)

    def _below(self, parent: Project | None, prefix: str) -> Iterator[dict]:
        """Projects with their deelprojecten. `prefix` begins their numbers: `1.` for those of project 1."""
        word = "Deel" if parent else "Project"
        for place, project in enumerate(self.parts.children_of(parent), start=1):
            number = f"{prefix}{place}"
            own = self._items(row for row in self.rows if self.parts.project_of(row) == project)
            deeper = list(self._below(project, f"{number}."))
            if own or deeper:
                found = _group(f"project-{project.pk}", f"{word} {number}", str(project), project.html, own, deeper)
                yield found | _shared_goal(own)

    def by_objective(self) -> Iterator[dict]:
        for objective in self.parts.objectives:
            if own := self._items(row for row in self.rows if self.parts.objective_of(row) == objective):
                number = objective.number
                yield _group(f"doel-{number}", f"Doel {number}", objective.text, "", own)
        rest = [row for row in self.rows if self.parts.objective_of(row) is None]
        if rest:
            # Where nothing is grouped, a heading would only say so.
            title = WITHOUT_OBJECTIVE if len(rest) < len(self.rows) else ""
            yield _group("overig", "", title, "", self._items(rest))

    def _items(self, rows: Iterable[Row]) -> list[dict]:
        return [self.freeze(row, next(self.numbers)) for row in rows]


def without_description(group: dict) -> dict:
    """For the results: what a project is about stands above its activities already."""
    groups = [without_description(inner) for inner in group["groups"]]
    return group | {"html": "", "objective": "", "groups": groups}


def _shared_goal(items: list[dict]) -> dict:
    """The goal all items of a project belong to is said once, above them."""
    goals = {item["objective"] for item in items}
    if len(goals) != 1:
        return {}
    for item in items:
        item["objective"] = ""
    return {"objective": goals.pop()}


def _group(slug: str, label: str, title: str, html: str, items: list[dict], groups: Iterable[dict] = ()) -> dict:
    return {
        "slug": slug,
        "label": label,
        "title": title,
        "html": html,
        "objective": "",
        "items": items,
        "groups": list(groups),
    }
