"""The parts of a uitvoeringsplan as JSON-ready values, in the order of the document."""

from collections.abc import Callable, Iterable
from functools import cached_property

from nhveilig.figures.tables import Table
from reports.documents.plans import presenters as tables
from reports.documents.plans.groups import groups_of, without_description
from themes.models import (
    Activity,
    Funding,
    ImplementationPlan,
    IntendedResult,
    PlanLink,
    PlanPerson,
    PlanText,
    ResultTarget,
)
from themes.parts.queries import PlanParts, counted_elsewhere
from themes.reading.presenters import lines_of, moment_of

Text = PlanText.Kind


class FrozenParts:
    """`anchor` is the HTML id of the block: the ids of its tables begin with it. Expects `with_parts()`."""

    def __init__(self, plan: ImplementationPlan, anchor: str) -> None:
        self.plan, self.anchor, self.parts = plan, anchor, PlanParts(plan)
        self.tables: list[dict] = []

    def freeze(self, kinds: Iterable[str]) -> list[dict]:
        """The parts of these kinds that hold something; their tables are in `tables` afterwards."""
        found = [(kind, PARTS[kind](self)) for kind in kinds]
        return [{"kind": kind} | part for kind, part in found if part is not None]

    def ambition(self) -> dict | None:
        return self._text(Text.AMBITION, f"Ambitie {self.plan.ambition_period}".strip())

    def people(self) -> dict | None:
        found = [_person(one) for one in self.parts.people if one.name or one.organisation]
        return {"title": "Wie ervoor staan", "people": found} if found else None

    def objectives(self) -> dict | None:
        found = [{"number": str(one.number), "text": one.text} for one in self.parts.objectives]
        return {"title": "Strategische doelen", "objectives": found} if found else None

    def occasion(self) -> dict | None:
        return self._text(Text.OCCASION)

    def strategy(self) -> dict | None:
        return self._text(Text.STRATEGY)

    def approach(self) -> dict | None:
        return self._text(Text.APPROACH)

    def cooperation(self) -> dict | None:
        return self._text(Text.COOPERATION)

    def lessons(self) -> dict | None:
        return self._text(Text.LESSONS)

    def activities(self) -> dict | None:
        groups = groups_of(self.parts, self.parts.activities, self._activity)
        return {"title": f"Wat doen we in {self.plan.year}?", "groups": groups} if groups else None

    def results(self) -> dict | None:
        groups = [without_description(one) for one in groups_of(self.parts, self.parts.results, self._result)]
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
            {
                "slug": f"decision-{one.pk}",
                "title": str(one),
                "body": one.body,
                "needed_by": moment_of(one),
            }
            for one in self.parts.decisions
        ]
        return {"title": "Gevraagde besluiten", "decisions": found} if found else None

    def links(self) -> dict | None:
        found = [_link(one) for one in self.parts.links if one.theme_id or one.indicator_id]
        return {"title": "Samenhang", "links": found} if found else None

    def _text(self, kind: Text, title: str = "") -> dict | None:
        text = self.parts.texts.get(kind)
        return {"title": title or kind.label, "html": text.html} if text else None

    def _with_tables(self, title: str, wanted: list[tuple[str, Callable[..., Table]]]) -> dict:
        made = [make(self.parts, f"{self.anchor}-{name}").as_dict() for name, make in wanted]
        self.tables += made
        return {"title": title, "table_ids": [table["id"] for table in made]}

    def _activity(self, activity: Activity, position: int) -> dict:
        return {
            "slug": f"activity-{activity.pk}",
            "position": position,
            "title": str(activity),
            "html": activity.html,
            "deliverable": activity.deliverable,
            "moment": moment_of(activity),
            "owner": activity.owner,
            "partners": lines_of(activity.partners),
            "added_value": activity.added_value,
            "outcome": "" if activity.outcome == Activity.Outcome.OPEN else activity.get_outcome_display(),
            **self._belongs_to(activity),
            "targets": [_target(target) for target in self.parts.targets_of(activity)],
        }

    def _result(self, result: IntendedResult, position: int) -> dict:
        return {
            "slug": f"result-{result.pk}",
            "position": position,
            "title": str(result),
            "html": result.html,
            **self._belongs_to(result),
            "targets": [_target(target) for target in self.parts.targets_of(result)],
        }

    def _belongs_to(self, row: Activity | IntendedResult) -> dict:
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


PARTS: dict[str, Callable[[FrozenParts], dict | None]] = {
    "ambition": FrozenParts.ambition,
    "people": FrozenParts.people,
    "objectives": FrozenParts.objectives,
    "occasion": FrozenParts.occasion,
    "strategy": FrozenParts.strategy,
    "approach": FrozenParts.approach,
    "activities": FrozenParts.activities,
    "results": FrozenParts.results,
    "targets": FrozenParts.targets,
    "cooperation": FrozenParts.cooperation,
    "links": FrozenParts.links,
    "decisions": FrozenParts.decisions,
    "means": FrozenParts.means,
    "lessons": FrozenParts.lessons,
}
