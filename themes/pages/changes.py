"""What a plan has that the plan it goes on from had not, has otherwise, and has no more."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from themes.models.plans import Part
from themes.parts.queries import PlanParts
from themes.reading.presenters import aim_of, moment_of

Said = dict[str, Callable[[Part], str]]
_OF_WORK: Said = {
    "": str,
    "wanneer": moment_of,
    "eigenaar": lambda one: one.owner,
    "product": lambda one: one.deliverable,
}
_OF_TARGETS: Said = {"": str, "streefwaarde": aim_of, "termijn": moment_of}
# By the name in `PlanParts`: what the parts are called, and what of each is compared.
KINDS: dict[str, tuple[str, Said]] = {
    "activities": ("Activiteiten", _OF_WORK),
    "results": ("Beoogde resultaten", {"": str}),
    "targets": ("Streefwaarden", _OF_TARGETS),
}


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
    found = [_changes(name, title, said, now, then) for name, (title, said) in KINDS.items()]
    return [one for one in found if one.number]


def _changes(name: str, title: str, said: Said, now: PlanParts, then: PlanParts) -> Changes:
    before = {one.pk: one for one in getattr(then, name)}
    parts = getattr(now, name)
    pairs = [(one, before[one.origin_id]) for one in parts if one.origin_id in before]
    continued = {old.pk for _, old in pairs}
    years = str(then.plan.year), str(now.plan.year)
    told = [(str(one), list(_differences(one, old, said, years))) for one, old in pairs]
    return Changes(
        title=title,
        came=[str(one) for one in parts if one.origin_id not in before],
        changed=[(name, words) for name, words in told if words],
        went=[str(one) for pk, one in before.items() if pk not in continued],
    )


def _differences(one: Part, old: Part, said: Said, years: tuple[str, str]) -> Iterator[str]:
    """The same a year later is no difference."""
    for label, words_of in said.items():
        is_now, was = words_of(one), words_of(old)
        if is_now != was.replace(*years):
            yield f"{label}: {is_now or 'leeg'} (was {was or 'leeg'})" if label else f"heette “{was}”"
