"""What people wrote in a plan that would not print well, each with the place where it is written."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst

from nhveilig.editing.rows import standing
from nhveilig.texts.printing import Doubt, doubts
from themes.models import ImplementationPlan
from themes.models.plans import Part
from themes.parts.queries import parts_of
from themes.parts.registry import PART_KINDS, key_of
from themes.parts.views import part_url, plan_url


@dataclass(frozen=True)
class PlanDoubt:
    where: str
    doubt: Doubt
    url: str


def doubts_about(plan: ImplementationPlan) -> Iterator[PlanDoubt]:
    """In the order of the kinds of part. Asks nothing of the database when the plan was read with `with_parts()`."""
    for name in ("ambition_period", "deadline"):
        for doubt in doubts(getattr(plan, name)):
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
