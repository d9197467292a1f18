"""What in a plan is to be looked at again, each with the place where it is written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst

from nhveilig.editing.rows import standing
from nhveilig.texts.printing import Doubt, doubts
from themes.models import ImplementationPlan
from themes.models.plans import Part
from themes.parts.queries import parts_of
from themes.parts.registry import PART_KINDS, key_of, kind_of
from themes.parts.views import part_url, plan_url


@dataclass(frozen=True)
class PlanDoubt:
    where: str
    doubt: Doubt
    url: str


def doubts_about(plan: ImplementationPlan) -> Iterator[PlanDoubt]:
    """In the order of the kinds of part. Asks nothing of the database when the plan was read with `with_parts()`."""
    for doubt in doubts(plan.ambition_period):
        yield PlanDoubt(f"{plan.theme.short_title}: het plan zelf", doubt, plan_url(plan, "plan-edit"))
    for kind in PART_KINDS.values():
        for part in parts_of(plan, kind.model):
            if part.deleted_at is None:
                yield from _of_part(plan, part, kind.fields)


def _of_part(plan: ImplementationPlan, part: Part, fields: dict) -> Iterator[PlanDoubt]:
    for name, field in fields.items():
        text = standing(part, name)
        for doubt in doubts(text) if isinstance(text, str) else ():
            where = f"{plan.theme.short_title}: {part}, {str(field.label).lower()}"
            yield PlanDoubt(capfirst(where), doubt, part_url(plan, key_of(part)))


_YEAR = re.compile(r"(?<![\w.,-])20\d\d(?!\w|[.,]\d)")
# A law keeps its year: Politiewet 2012.
_LAW = re.compile(r"\w*(?:wet|wetboek|besluit|regeling|verordening|richtlijn) (?:19|20)\d\d\b", re.IGNORECASE)


@dataclass(frozen=True)
class OldYear:
    """A text that came from the plan of an earlier year, that nobody touched since, and that names such a year."""

    where: str
    years: str
    url: str


def years_before(text: str, year: int) -> list[str]:
    """Which earlier years a text names, sorted; not those in the name of a law."""
    return sorted({one for one in _YEAR.findall(_LAW.sub("", text)) if int(one) < year})


def old_years(plan: ImplementationPlan) -> list[OldYear]:
    """Asks nothing of the database when the plan was read with `with_parts()`."""
    parts = [part for kind in PART_KINDS.values() for part in parts_of(plan, kind.model)]
    copied = [part for part in parts if getattr(part, "origin_id", None) and part.deleted_at is None]
    return [found for part in copied for name in kind_of(part).fields if (found := _old_year(plan, part, name))]


def _old_year(plan: ImplementationPlan, part: Part, name: str) -> OldYear | None:
    text = standing(part, name)
    if not isinstance(text, str) or part.version_of(name):
        return None
    years = years_before(text, plan.year)
    label = str(kind_of(part).fields[name].label).lower()
    where = str(part) if label == str(part).lower() else f"{part}, {label}"
    return OldYear(where, ", ".join(years), part_url(plan, key_of(part))) if years else None
