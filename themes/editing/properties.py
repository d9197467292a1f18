"""The small form for what belongs to the plan itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from themes.editing.controls import Control, Refused
from themes.editing.services.properties import WHOLE_PLAN
from themes.models import ImplementationPlan
from themes.parts.exceptions import FieldConflict
from themes.parts.presenters import shown
from themes.parts.registry import PLAN_FIELDS

# The name under which a form sends back what its control began with.
SEEN = "gezien-"
HELP = {
    "ambition_period": "zoals 2025-2028",
    "deadline": "de dag waarop het plan klaar moet zijn",
}


@dataclass(frozen=True)
class Property:
    """`seen` is what stands in the plan now, for the form to send back."""

    control: Control
    seen: str


def properties_of(plan: ImplementationPlan, refused: Refused | None) -> list[Property]:
    about = refused if refused and refused.part == WHOLE_PLAN else None
    return [_property(plan, name, about) for name in PLAN_FIELDS]


def _property(plan: ImplementationPlan, name: str, refused: Refused | None) -> Property:
    field = replace(PLAN_FIELDS[name], help=HELP[name])
    conflict = refused.conflicts.get(name) if refused else None
    standing = conflict.theirs if conflict else field.text(getattr(plan, name))
    control = Control(
        part="plan",
        field=field,
        text=refused.typed.get(name, standing) if refused else standing,
        version=0,
        problem=refused.problems.get(name, "") if refused else "",
        conflict=conflict and _in_words(conflict, plan),
    )
    return Property(control, standing)


def _in_words(conflict: FieldConflict, plan: ImplementationPlan) -> FieldConflict:
    return replace(conflict, theirs=shown(PLAN_FIELDS[conflict.field], conflict.theirs, plan, {}))


def submitted(data: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed and what it began from, by field. What a form leaves out was not touched."""
    seen = {name: data.get(f"{SEEN}{name}", "") for name in PLAN_FIELDS}
    return {name: data.get(name, seen[name]) for name in PLAN_FIELDS}, seen
