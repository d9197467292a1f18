"""Many parts of a plan at once: all of it, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from nhveilig.editing.changes import FieldChange, SavedField
from themes.editing.services.parts import delete_part, lock_open_plan, restore_part, save_fields
from themes.models import ImplementationPlan
from themes.models.plans import Part


@dataclass(frozen=True)
class Changed:
    """The fields that were changed, and the parts that went to the bin, without what went along."""

    cells: list[SavedField]
    binned: list[Part]


@transaction.atomic
def change_many(
    *, plan: ImplementationPlan, changes: Sequence[FieldChange], binned: Sequence[str], **by: Any
) -> Changed:
    """Store these texts, and put these parts in the bin; `by` as in `save_fields`. Raises what that and `delete_part`
    raise; nothing is stored then."""
    lock_open_plan(plan=plan, editor=by["editor"])
    saved = save_fields(plan=plan, changes=changes, **by) if changes else []
    gone = [delete_part(plan=plan, part=part, **by) for part in binned]
    return Changed([one for one in saved if one.changed], [one[0] for one in gone if one])


@transaction.atomic
def restore_parts(*, plan: ImplementationPlan, parts: Sequence[str], **by: Any) -> list[Part]:
    """Take these out of the bin again; returns them with what came along. Raises what `restore_part` raises."""
    return [part for key in parts for part in restore_part(plan=plan, part=key, **by)]
