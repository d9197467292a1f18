"""What the script of a page is told about a save, as data (static/js/editing/requests.js)."""

from collections.abc import Callable

from django import forms
from django.http import JsonResponse
from django.utils import timezone

from nhveilig.editing.changes import SavedField
from nhveilig.editing.exceptions import FieldConflict, RowIsGone, SaveRefused, WholeIsClosed
from nhveilig.editing.presenters import clock, shown_conflict
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import CONFLICT, GONE, UNPROCESSABLE, told

# The form field a conflict is about.
FieldOf = Callable[[FieldConflict], forms.Field]


def saved(field: SavedField) -> JsonResponse:
    told_of = ("part", "field", "text", "version", "changed")
    return JsonResponse({name: getattr(field, name) for name in told_of} | {"saved_at": clock(timezone.now())})


def refused(refusal: SaveRefused, field_of: FieldOf | None = None, base: str = "", key: str = "part") -> JsonResponse:
    """409 when others changed something, 422 for what cannot be. `base`: see shown_conflict.

    Without `field_of` the texts are figures: there is nothing to compare or to combine. `key` is what the
    script calls the part.
    """
    return told(
        str(refusal),
        CONFLICT if refusal.conflicts else UNPROCESSABLE,
        problems=[vars(one) | {key: one.part} for one in refusal.problems],
        conflicts=[
            conflict_as_data(one, field_of and field_of(one), base) | {key: one.part} for one in refusal.conflicts
        ],
    )


def conflict_as_data(conflict: FieldConflict, field: forms.Field | None, base: str) -> dict[str, object]:
    told_of = vars(conflict) | {"changed_at": clock(conflict.changed_at)}
    if field is None:
        return told_of
    shown = shown_conflict(conflict, field, base)
    return told_of | {
        "theirs_html": shown.theirs,
        "mine_html": shown.mine,
        "combined": shown.combined.text if shown.combined else None,
        "is_whole": bool(shown.combined and shown.combined.is_whole),
    }


def status_of(error: PortalError) -> int:
    """410 for what is in the bin, 409 for what was closed meanwhile, 422 for what cannot be."""
    if isinstance(error, RowIsGone):
        return GONE
    return CONFLICT if isinstance(error, WholeIsClosed) else UNPROCESSABLE


def not_done(error: PortalError) -> JsonResponse:
    closed = {"closed": True} if isinstance(error, WholeIsClosed) else {}
    return told(str(error), status_of(error), **closed)
