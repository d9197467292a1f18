"""Typing in a strength table: the page, what its script sends, and the history of what was typed."""

from operator import attrgetter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView, View

from formation.editing.forms import KEY, CellForm, CellsForm, ReasonForm, UndoForm, change_of, reason_of, unreadable
from formation.editing.presenters import edits_of, grid_of, history_line
from formation.editing.views.tables import OfConcept, OneTable
from formation.models import StrengthCellEdit, StrengthTable
from formation.presenters import unit_of
from formation.services.cells import SavedCells, cell_change, preview_cells, save_cells, undo_edits
from nhveilig.accounts.names import name_of
from nhveilig.editing.changes import FieldChange
from nhveilig.editing.exceptions import CannotBeUndone, SaveRefused
from nhveilig.editing.grids import Refused, Submitted, UnreadableRequest, saved_as_data
from nhveilig.editing.presenters import clock
from nhveilig.editing.views import ScriptView, refused
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import counted
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE, told, wants_json

PER_PAGE = 50
# A cell of the table is a part by itself.
KEY_OF = attrgetter("part")


class TableEditView(OfConcept, TemplateView):
    """The table as a page of inputs. Without the script of the page, one form saves them all."""

    template_name = "formation/editing/table_edit.html"

    def get_context_data(self, refused: Refused | None = None, **kwargs) -> dict[str, object]:
        refused = refused or Refused()
        table = StrengthTable.objects.with_figures().get(pk=self.table.pk)
        last = edits_of(table).first()
        return super().get_context_data(
            unit=unit_of(table),
            grid=grid_of(table, refused.typed, refused.keys, refused.stale),
            refused=refused,
            last_edit=last,
            last_edit_by=last and name_of(last.edited_by, last),
            reason_form=ReasonForm(self.request.POST or None),
            **self.about_table("Bewerken"),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            submitted, reason = Submitted.of(request.POST, KEY), reason_of(ReasonForm(request.POST))
            saved = save_cells(table=self.table, changes=submitted.changes(change_of), reason=reason, **self.by)
        except UnreadableRequest as error:
            return self._again(Refused(general=str(error)), UNPROCESSABLE)
        except SaveRefused as error:
            refused = Refused.of(submitted, error, KEY_OF)
            return self._again(refused, CONFLICT if error.conflicts else UNPROCESSABLE)
        self._tell(request, sum(cell.edit is not None for cell in saved))
        return redirect(self.table.url("table-edit"))

    def _again(self, refused: Refused, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(refused), status=status)

    def _tell(self, request: HttpRequest, count: int) -> None:
        if not count:
            messages.info(request, "Er was niets veranderd, dus er is niets opgeslagen.")
        else:
            figures = counted(count, "cijfer", "cijfers")
            messages.success(request, f"{figures} opgeslagen om {clock(timezone.now())}.")


class JsonOfConcept(OfConcept, ScriptView, View):
    """Answers the script of the page, refusals too: 409 when others changed something, 422 for what cannot be."""

    def not_done(self, error: PortalError) -> HttpResponse:
        if isinstance(error, SaveRefused):
            return refused(error, key_of=KEY_OF)
        return super().not_done(error)


def _as_data(saved: SavedCells) -> dict[str, object]:
    return saved_as_data(saved, KEY_OF) | {"totals": saved_as_data(saved.totals, KEY_OF)["cells"]}


class CellSaveView(JsonOfConcept):
    """What the script saves: one cell, as soon as somebody leaves it."""

    form_class: type[ReasonForm] = CellForm

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            raise unreadable(form)
        return JsonResponse(_as_data(self.saved(form.cleaned_data)))

    def saved(self, sent: dict) -> SavedCells:
        return self.save([cell_change(sent["row"], sent["category"], sent["text"], sent["version"])], sent["reason"])

    def save(self, changes: list[FieldChange], reason: str) -> SavedCells:
        return save_cells(table=self.table, changes=changes, reason=reason, **self.by)


class CellsSaveView(CellSaveView):
    """A pasted block: first what it would change, then all of it or nothing."""

    form_class = CellsForm

    def saved(self, sent: dict) -> SavedCells:
        if sent["preview"]:
            return preview_cells(table=self.table, changes=sent["changes"], reason=sent["reason"])
        return self.save(sent["changes"], sent["reason"])


class EditUndoView(OfConcept, View):
    """Undo what was changed: the last step of the page, or a line of the history."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = UndoForm(request.POST)
        try:
            saved = undo_edits(edits=self._edits(form), reason=form.cleaned_data["reason"], **self.by)
        except CannotBeUndone as error:
            if wants_json(request):
                return told(str(error), CONFLICT)
            messages.error(request, str(error))
        else:
            if wants_json(request):
                return JsonResponse(_as_data(saved))
            messages.success(request, f"Ongedaan gemaakt: {'; '.join(cell.where for cell in saved)}.")
        return redirect(self.table.url("table-history"))

    def _edits(self, form: UndoForm) -> list[StrengthCellEdit]:
        edits = list(self.table.edits.filter(pk__in=form.cleaned_data["edits"])) if form.is_valid() else []
        if not edits:
            raise CannotBeUndone("Deze wijziging is er niet (meer). Laad de pagina opnieuw.")
        return edits


class TableHistoryView(OneTable, TemplateView):
    """Every change by hand, newest first; of an adopted table too, but then to read only."""

    template_name = "formation/editing/table_history.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        page = Paginator(edits_of(self.table), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page_obj=page,
            lines=[history_line(edit) for edit in page],
            may_undo=self.table.is_concept,
            **self.about_table("Wijzigingen"),
            **kwargs,
        )
