"""The parts of a uitvoeringsplan as JSON-ready values, in the order of the document."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import count

from nhveilig.figures.tables import Table
from reports.documents.plans import presenters as tables
from themes.models import (
    Activity,
    Funding,
    ImplementationPlan,
    IntendedResult,
    PlanLink,
    PlanPerson,
    PlanText,
    Project,
    ResultTarget,
)
from themes.parts.queries import PlanParts, counted_elsewhere
from themes.reading.presenters import lines_of, moment_of, spans_of

Text = PlanText.Kind
# Each a kind of text, or a method of FrozenParts.
PARTS = (
    "ambition",
    "people",
    "objectives",
    "occasion",
    "strategy",
    "approach",
    "activities",
    "results",
    "targets",
    "cooperation",
    "links",
    "decisions",
    "means",
    "lessons",
)
Row = Activity | IntendedResult
# Makes the frozen item of a row; the number is its place in the plan as it is printed.
Freeze = Callable[[Row, int], dict]

GROUP = {"slug": "", "label": "", "title": "", "html": "", "objective": "", "items": [], "groups": []}
WITHOUT_PROJECT = "Voor alle projecten"
WITHOUT_OBJECTIVE = "Voor alle doelen"


class FrozenParts:
    """`anchor` is the HTML id of the block: the ids of its tables begin with it. Expects `with_parts()`."""

    def __init__(self, plan: ImplementationPlan, anchor: str) -> None:
        self.plan, self.anchor, self.parts = plan, anchor, PlanParts(plan)
        self.tables: list[dict] = []

    def freeze(self, kinds: Iterable[str]) -> list[dict]:
        """The parts of these kinds that hold something; their tables are in `tables` afterwards."""
        found = [(kind, self._text(kind) if kind in Text else getattr(self, kind)()) for kind in kinds]
        return [{"kind": kind} | part for kind, part in found if part is not None]

    def people(self) -> dict | None:
        found = [_person(one) for one in self.parts.people if one.name or one.organisation]
        return {"title": "Wie ervoor staan", "people": found} if found else None

    def objectives(self) -> dict | None:
        found = [{"number": str(one.number), "text": one.text} for one in self.parts.objectives]
        return {"title": "Strategische doelen", "objectives": found} if found else None

    def activities(self) -> dict | None:
        groups = _Groups(self.parts, self.parts.activities, self._activity).frozen()
        return {"title": f"Wat doen we in {self.plan.year}?", "groups": groups} if groups else None

    def results(self) -> dict | None:
        groups = _Groups(self.parts, self.parts.results, self._result).frozen()
        groups = [_without_description(one) for one in groups]
        return {"title": f"Wat is het beoogde resultaat in {self.plan.year}?", "groups": groups} if groups else None

    def targets(self) -> dict | None:
        if not self.parts.targets:
            return None
        return self._with_tables("Waaraan we het meten", [("streefwaarden", tables.target_table)])

    def means(self) -> dict | None:
        """Capacity and money. Sources of which no amount is known are named, for a table would hold nothing."""
        capacity, funding = self.parts.capacity, self.parts.funding
        known = any(one.amount is not None for one in funding)
        wanted = [
            *([("inzet", tables.capacity_table)] if capacity else []),
            *([("middelen", tables.funding_table)] if known else []),
        ]
        sources = [] if known else [_source(one) for one in funding]
        return self._with_tables("Inzet en middelen", wanted) | {"sources": sources} if wanted or sources else None

    def decisions(self) -> dict | None:
        found = [
            {"slug": f"decision-{one.pk}", "title": str(one), "body": one.body, "needed_by": moment_of(one)}
            for one in self.parts.decisions
        ]
        return {"title": "Gevraagde besluiten", "decisions": found} if found else None

    def links(self) -> dict | None:
        found = [_link(one) for one in self.parts.links if one.theme_id or one.indicator_id]
        return {"title": "Samenhang", "links": found} if found else None

    def _text(self, kind: str) -> dict | None:
        period = self.plan.ambition_period if kind == Text.AMBITION else ""
        text = self.parts.texts.get(kind)
        return {"title": f"{Text(kind).label} {period}".strip(), "html": text.html} if text else None

    def _with_tables(self, title: str, wanted: list[tuple[str, Callable[..., Table]]]) -> dict:
        made = [make(self.parts, f"{self.anchor}-{name}").as_dict() for name, make in wanted]
        self.tables += made
        return {"title": title, "table_ids": [table["id"] for table in made]}

    def _activity(self, activity: Activity, position: int) -> dict:
        return self._row(
            f"activity-{activity.pk}",
            activity,
            position,
            deliverable=activity.deliverable,
            moment=moment_of(activity),
            owner=activity.owner,
            partners=lines_of(activity.partners),
            added_value=activity.added_value,
            outcome="" if activity.outcome == Activity.Outcome.OPEN else activity.get_outcome_display(),
            **self._planned(activity),
        )

    def _planned(self, activity: Activity) -> dict:
        """In which days of the year it happens, and the last; nothing of what cannot be drawn."""
        year, due = self.plan.year, activity.due_on
        spans = [[day.timetuple().tm_yday for day in span] for span in spans_of(activity, year)]
        found = {"spans": spans} if spans else {}
        return found | ({"due": due.timetuple().tm_yday} if due and due.year == year else {})

    def _result(self, result: IntendedResult, position: int) -> dict:
        return self._row(f"result-{result.pk}", result, position)

    def _row(self, slug: str, row: Row, position: int, **more: object) -> dict:
        return {
            "slug": slug,
            "position": position,
            "title": str(row),
            "html": row.html,
            **more,
            **self._belongs_to(row),
            "targets": [_target(target) for target in self.parts.targets_of(row)],
        }

    def _belongs_to(self, row: Row) -> dict:
        """The goal, where projects are what rows stand under; and the year a row is carried over from."""
        objective = self.parts.objective_of(row) if self.parts.project_of(row) else None
        return {
            "objective": str(objective.number) if objective else "",
            "continues": self._year_before if row.origin_id else "",
        }

    @cached_property
    def _year_before(self) -> str:
        return str(self.plan.origin.year) if self.plan.origin else ""


def _target(target: ResultTarget) -> dict:
    return {
        "code": target.code,
        "title": str(target),
        "text": tables.target_words(target),
        "counted_elsewhere": counted_elsewhere(target) is not None,
    }


def _person(person: PlanPerson) -> dict:
    return {
        "slug": f"person-{person.pk}",
        "role": person.get_kind_display(),
        "name": person.name,
        "organisation": person.organisation,
    }


def _source(funding: Funding) -> dict:
    return {"slug": f"funding-{funding.pk}", "title": str(funding), "note": funding.note}


def _link(link: PlanLink) -> dict:
    kind, named = ("thema", link.theme) if link.theme_id else ("landelijke indicator", link.indicator)
    return {"slug": f"link-{link.pk}", "kind": kind, "title": str(named), "note": link.note}


class _Groups:
    """Rows below what they belong to: the projects of the plan, or else the goals of its theme.

    Items are numbered through all groups, as they are read.
    """

    def __init__(self, parts: PlanParts, rows: Sequence[Row], freeze: Freeze) -> None:
        self.parts, self.rows, self.freeze, self.numbers = parts, rows, freeze, count(1)

    def frozen(self) -> list[dict]:
        """Only those that hold something."""
        return list(self._by_project() if any(map(self.parts.project_of, self.rows)) else self._by_objective())

    def _by_project(self) -> Iterator[dict]:
        yield from self._below(None, "")
        if rest := self._items(row for row in self.rows if self.parts.project_of(row) is None):
            yield GROUP | {"slug": "overig", "title": WITHOUT_PROJECT, "items": rest}

    def _below(self, parent: Project | None, prefix: str) -> Iterator[dict]:
        """Projects with their deelprojecten. `prefix` begins their numbers: `1.` for those of project 1."""
        word = "Deel" if parent else "Project"
        for place, project in enumerate(self.parts.children_of(parent), start=1):
            number = f"{prefix}{place}"
            own = self._items(row for row in self.rows if self.parts.project_of(row) == project)
            deeper = list(self._below(project, f"{number}."))
            if own or deeper:
                names = {"slug": f"project-{project.pk}", "label": f"{word} {number}", "title": str(project)}
                yield GROUP | names | {"html": project.html, "items": own, "groups": deeper} | _shared_goal(own)

    def _by_objective(self) -> Iterator[dict]:
        for objective in self.parts.objectives:
            if own := self._items(row for row in self.rows if self.parts.objective_of(row) == objective):
                names = {"slug": f"doel-{objective.number}", "label": f"Doel {objective.number}"}
                yield GROUP | names | {"title": objective.text, "items": own}
        rest = [row for row in self.rows if self.parts.objective_of(row) is None]
        if rest:
            # Where nothing is grouped, a heading would only say so.
            title = WITHOUT_OBJECTIVE if len(rest) < len(self.rows) else ""
            yield GROUP | {"slug": "overig", "title": title, "items": self._items(rest)}

    def _items(self, rows: Iterable[Row]) -> list[dict]:
        return [self.freeze(row, next(self.numbers)) for row in rows]


def _without_description(group: dict) -> dict:
    """For the results: what a project is about stands above its activities already."""
    groups = [_without_description(inner) for inner in group["groups"]]
    return group | {"html": "", "objective": "", "groups": groups}


def _shared_goal(items: list[dict]) -> dict:
    """The goal all items of a project belong to is said once, above them."""
    goals = {item["objective"] for item in items}
    if len(goals) != 1:
        return {}
    for item in items:
        item["objective"] = ""
    return {"objective": goals.pop()}
