"""Putting back what stood in a field before somebody changed it. That is itself an edit, and can be undone."""

from nhveilig.accounts.models import User
from nhveilig.editing.exceptions import CannotBeUndone
from nhveilig.editing.services import refuse_act
from themes.editing.services.saving import SavedField, save_field
from themes.models import PlanEdit


def undo_edit(*, edit: PlanEdit, editor: User, version: int | None = None) -> SavedField:
    """Put the old text of `edit` back. `version` is that of what stands there now, for who saw that others changed it
    since; without it such a field is refused.

    Raises CannotBeUndone, SaveRefused, PartIsGone, UnknownPart and PlanIsClosed.
    """
    if not edit.part:
        raise CannotBeUndone("Periode en deadline zet u zelf terug, bij Ambitie en aanleiding.")
    refuse_act(edit)
    return save_field(
        plan=edit.plan,
        part=edit.part,
        field=edit.field,
        text=edit.old,
        expected_version=edit.version if version is None else version,
        editor=editor,
    )


__all__ = ["CannotBeUndone", "undo_edit"]
