"""What of a uitvoeringsplan a heading in Word may become, and what it is taken for by its words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import capfirst

from nhveilig.comparing.passages import of_html
from reports.documents.incoming.sections import Section
from themes.models import Activity, Decision, ImplementationPlan, IntendedResult, PlanText, Project
from themes.models.plans import Part
from themes.parts.constants import ACTIVITIES, DECISIONS, PROJECTS, RESULTS, SECTIONS
from themes.parts.queries import PlanParts, parts_of
from themes.parts.registry import PART_KINDS, PartKind, key_of, kind_of

LEFT_OUT, WITHIN, NEW = "weg", "tekst", "nieuw-"
# Of each kind of part that a heading with its text can become: the section of the plan it stands in.
KINDS = {Project: PROJECTS, Activity: ACTIVITIES, IntendedResult: RESULTS, Decision: DECISIONS}
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Target:
    """A part of the plan, or with None a new one of its kind."""

    key: str
    label: str
    kind: PartKind
    part: Part | None = None

    @property
    def field(self) -> str:
        return "html" if "html" in self.kind.fields else "body"

    @property
    def standing(self) -> str:
        """The text that is there."""
        return getattr(self.part, self.field) if self.part else ""

    @property
    def version(self) -> int:
        return self.part.version_of(self.field) if self.part else 0

    def text(self, html: str) -> str:
        """As its field takes it: without markup where it is lines."""
        return html if self.field == "html" else "\n".join(passage.text for passage in of_html(html))


class Targets:
    def __init__(self, plan: ImplementationPlan) -> None:
        self.plan = plan

    @cached_property
    def groups(self) -> list[tuple[str, list[Target]]]:
        parts = PlanParts(self.plan)
        there = {Project: parts.projects, Activity: parts.activities, IntendedResult: parts.results}
        there |= {Decision: parts.decisions}
        found = [("Teksten", [_of(one) for one in _texts(self.plan)])]
        found += [(SECTIONS[section].title, [_of(one) for one in there[kind]]) for kind, section in KINDS.items()]
        return [*found, ("Nieuw", [_new(PART_KINDS[code]) for code in _codes()])]

    @cached_property
    def by_key(self) -> dict[str, Target]:
        return {one.key: one for _, targets in self.groups for one in targets}

    @property
    def choices(self) -> list[tuple[str, object]]:
        whole = [(LEFT_OUT, "niet overnemen"), (WITHIN, "hoort bij de kop erboven")]
        groups = [(label, [(one.key, one.label) for one in targets]) for label, targets in self.groups if targets]
        return [*whole, *groups]

    def of(self, title: str) -> str:
        """The part that is called so: by all its words, or the only text of which the one name is in the other."""
        words = _words(title)
        named = [(one, _words(one.label)) for one in self.by_key.values() if one.part]
        exact = [one.key for one, name in named if name == words]
        texts = [(one.key, name) for one, name in named if isinstance(one.part, PlanText) and words]
        found = exact or [key for key, name in texts if _within(name, words) or _within(words, name)]
        return found[0] if len(found) == 1 else ""

    def proposed(self, sections: Sequence[Section]) -> list[str]:
        """What each section is offered as; what stands below a part belongs to it, and what stands right below
        “Activiteiten” is an activity each."""
        found: list[str] = []
        group, above = ("", 0), (LEFT_OUT, 0)
        for one in sections:
            if one.level and one.level <= group[1]:
                group = ("", 0)
            if opened := self._opens(one):
                group = (opened, one.level)
            choice = self._proposed(one, group, above)
            above = above if choice in {WITHIN, ""} else (choice, one.level)
            found.append(choice)
        return found

    def _proposed(self, section: Section, group: tuple[str, int], above: tuple[str, int]) -> str:
        if section.goes_on:
            return ""
        if found := self.of(section.title):
            return found
        code, level = group
        if code and section.level == level + 1:
            return f"{NEW}{_GROUPS[code]}"
        chosen, level = above
        is_below = chosen != LEFT_OUT and (not section.level or section.level > level)
        return WITHIN if is_below else LEFT_OUT

    @staticmethod
    def _opens(section: Section) -> str:
        """The section of a plan that this heading is the name of."""
        words = _words(section.title)
        return next((code for code in _GROUPS if words and _within(words, _words(SECTIONS[code].title))), "")


def _codes() -> list[str]:
    return [kind.code for kind in PART_KINDS.values() if kind.model in KINDS]


_GROUPS = {KINDS[kind.model]: kind.code for kind in PART_KINDS.values() if kind.model in KINDS}


def _texts(plan: ImplementationPlan) -> Iterator[PlanText]:
    found = {one.kind: one for one in parts_of(plan, PlanText)}
    yield from (found[kind] for kind in PlanText.Kind if kind in found)


def _of(part: Part) -> Target:
    return Target(key_of(part), str(part), kind_of(part), part)


def _new(kind: PartKind) -> Target:
    return Target(f"{NEW}{kind.code}", f"{capfirst(kind.label)}, nieuw", kind)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(text))


def _within(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    return any(many[place : place + len(few)] == few for place in range(len(many) - len(few) + 1))
