"""What a plan has that the plan it goes on from had not, has otherwise, and has no more."""

from dataclasses import dataclass

from themes.parts.queries import PlanParts
from themes.reacting.presenters import differences

# By the name in `PlanParts`: what the parts are called.
KINDS = {"activities": "Activiteiten", "results": "Beoogde resultaten", "targets": "Streefwaarden"}


@dataclass(frozen=True)
class Changes:
    """Of one kind of parts; `changed`: each with what is otherwise, in words."""

    title: str
    came: list[str]
    changed: list[tuple[str, list[str]]]
    went: list[str]

    @property
    def number(self) -> int:
        return len(self.came) + len(self.changed) + len(self.went)


def changes_between(now: PlanParts, then: PlanParts) -> list[Changes]:
    """Of each kind in which something is otherwise."""
    found = [_changes(name, title, now, then) for name, title in KINDS.items()]
    return [one for one in found if one.number]


def _changes(name: str, title: str, now: PlanParts, then: PlanParts) -> Changes:
    before = {one.pk: one for one in getattr(then, name)}
    parts = getattr(now, name)
    continued = [one for one in parts if one.origin_id in before]
    told = [(str(one), differences(before[one.origin_id], one)) for one in continued]
    kept = {one.origin_id for one in continued}
    return Changes(
        title=title,
        came=[str(one) for one in parts if one.origin_id not in before],
        changed=[(name, words) for name, words in told if words],
        went=[str(one) for pk, one in before.items() if pk not in kept],
    )
