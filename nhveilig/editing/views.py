"""What pages on which people edit have in common, with a form and with a script; and what the script is told about a
save, as data (static/js/editing/requests.js)."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.editing.changes import SavedField, Writer
from nhveilig.editing.exceptions import FieldConflict, RowIsGone, SaveRefused, WholeIsClosed
from nhveilig.editing.grids import KeyOf
from nhveilig.editing.history import History
from nhveilig.editing.models import Versioned
from nhveilig.editing.presenters import clock, shown_conflict
from nhveilig.editing.services import add_row, save_if_unchanged
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import CONFLICT, GONE, UNPROCESSABLE, told

# The form field a conflict is about.
FieldOf = Callable[[FieldConflict], forms.Field]


class ByVisitor:
    """For a view in which the visitor writes what its `permission` allows."""

    @property
    def principal(self) -> User | None:
        """In whose name the visitor writes; None: in their own."""
        return self.request.access.for_whom(self.permission)

    @property
    def writer(self) -> Writer:
        return Writer(self.request.user, on_behalf_of=self.principal)


class RowFormView(ByVisitor):
    """For a FormView with a RowForm: stores what was touched, and answers a refusal with the same form.

    409 with both texts of every conflict (components/conflict.html), 422 with what cannot be, 410 for what was deleted.
    `get_row()` is the row: a new one is not stored yet. `store(form)` may be replaced by a service that does more.
    """

    success_message = "Opgeslagen."

    def get_row(self) -> Versioned:
        raise NotImplementedError

    def get_history(self, row: Versioned) -> History | None:
        return History.of(row)

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs() | {"row": self.get_row()}
        return {name: value for name, value in given.items() if name != "instance"}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            changed = self.store(form)
        except SaveRefused as refusal:
            form.show_refusal(refusal, self.get_history(form.row))
            return self.refused(form, CONFLICT if refusal.conflicts else UNPROCESSABLE)
        except PortalError as error:
            form.add_error(None, str(error))
            return self.refused(form, status_of(error))
        if changed:
            messages.success(self.request, self.success_message)
        else:
            messages.info(self.request, "Er was niets veranderd, dus er is niets opgeslagen.")
        return redirect(self.get_success_url())

    def store(self, form: forms.Form) -> bool:
        """Whether anything changed. Raises SaveRefused and other PortalErrors."""
        row, by = form.row, self.writer
        if row.pk is None:
            return bool(add_row(row=row, by=by, values=form.values(), history=self.get_history))
        history, changes = self.get_history(row), form.changes()
        saved = save_if_unchanged(row=row, fields=form.fields, changes=changes, by=by, history=history)
        return any(one.changed for one in saved)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.refused(form, UNPROCESSABLE)

    def refused(self, form: forms.Form, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)


class ScriptView:
    """Answers the script of a page, refusals too: 409 when what it belongs to was closed, 410 for what is in the bin,
    422 for what cannot be. What a field refuses, its own view answers (`refused`)."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PortalError as error:
            return self.not_done(error)

    def not_done(self, error: PortalError) -> HttpResponse:
        return not_done(error)


def saved(field: SavedField) -> JsonResponse:
    told_of = ("part", "field", "text", "version", "changed")
    return JsonResponse({name: getattr(field, name) for name in told_of} | {"saved_at": clock(timezone.now())})


def refused(
    refusal: SaveRefused, field_of: FieldOf | None = None, base: str = "", key_of: KeyOf = attrgetter("part")
) -> JsonResponse:
    """409 when others changed something, 422 for what cannot be. `base`: see shown_conflict.

    Without `field_of` there is nothing to compare or to combine, as with figures. `key_of` gives what the script of a
    grid calls the cell.
    """
    return told(
        str(refusal),
        CONFLICT if refusal.conflicts else UNPROCESSABLE,
        problems=[vars(one) | {"key": key_of(one)} for one in refusal.problems],
        conflicts=[
            conflict_as_data(one, field_of and field_of(one), base) | {"key": key_of(one)} for one in refusal.conflicts
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


def version_seen(request: HttpRequest) -> int | None:
    """The version of a field that its reader saw, of who puts an earlier text back; None for that of the edit."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 10 else None
