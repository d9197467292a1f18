"""Typing in a concept budget: the page, and what its script sends."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView, View

from nhveilig.editing.changes import FieldChange
from nhveilig.editing.controls import FieldForm
from nhveilig.editing.exceptions import CannotBeUndone, RowIsGone, SaveRefused
from nhveilig.editing.grids import EditsForm, Refused, Submitted, UnreadableRequest, saved_as_data
from nhveilig.editing.models import Edit
from nhveilig.editing.presenters import clock
from nhveilig.editing.views import ScriptView, refused
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import counted
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE, told
from themes.budgets.cells import SavedCells, change_of, key_of, preview_cells, save_cells, undo_edits
from themes.budgets.forms import CELL_KEY, LONGEST_CELL, BlockForm
from themes.budgets.grid import Grid
from themes.budgets.queries import balances, budget_url, checked, outcomes_to_edit, rows_of
from themes.budgets.views.reading import OfConcept
from themes.models import BudgetGroup, BudgetLine


class BudgetEditView(OfConcept, TemplateView):
    """All groups and posts as a page of inputs. Without the script of the page, one form saves them all."""

    template_name = "themes/budgets/budget_edit.html"
    title = "Bewerken"

    def get_context_data(self, refused: Refused | None = None, **kwargs) -> dict[str, object]:
        budget = self.budget
        return super().get_context_data(
            grid=Grid(budget, refused),
            refused=refused or Refused(),
            balances=balances(budget),
            check=checked(budget),
            outcomes=outcomes_to_edit(budget),
            binned_groups=rows_of(budget, BudgetGroup).in_bin(),
            binned_lines=rows_of(budget, BudgetLine).in_bin(),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            submitted = Submitted.of(request.POST, CELL_KEY, LONGEST_CELL)
            saved = save_cells(budget=self.budget, changes=submitted.changes(change_of), **self.by)
        except UnreadableRequest as error:
            return self._again(Refused(general=str(error)), UNPROCESSABLE)
        except SaveRefused as error:
            page = Refused.of(submitted, error, key_of)
            return self._again(page, CONFLICT if error.conflicts else UNPROCESSABLE)
        except RowIsGone as error:
            return self._again(Refused(submitted.typed, submitted.seen, general=str(error)), CONFLICT)
        self._tell(saved)
        return redirect(budget_url(self.budget, "budget-edit"))

    def _again(self, page: Refused, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(page), status=status)

    def _tell(self, saved: SavedCells) -> None:
        count = sum(one.changed for one in saved.cells)
        if not count and not saved.added:
            messages.info(self.request, "Er was niets veranderd, dus er is niets opgeslagen.")
            return
        parts = [counted(len(saved.added), "nieuwe post", "nieuwe posten")] if saved.added else []
        parts += [counted(count, "cel", "cellen")] if count else []
        messages.success(self.request, f"{' en '.join(parts)} opgeslagen om {clock(timezone.now())}.")


class GridScript(OfConcept, ScriptView, View):
    """Answers the script of the page, refusals too: 409 when others changed something, 422 for what cannot be."""

    def not_done(self, error: PortalError) -> HttpResponse:
        if isinstance(error, SaveRefused):
            return refused(error, key_of=key_of)
        if isinstance(error, CannotBeUndone):
            return told(str(error), CONFLICT)
        return super().not_done(error)


class CellSaveView(GridScript):
    """What the script saves: one cell, as soon as somebody leaves it."""

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = FieldForm(request.POST)
        if not form.is_valid() or not CELL_KEY.fullmatch("{part}-{field}".format(**form.cleaned_data)):
            raise UnreadableRequest
        sent = form.cleaned_data
        change = FieldChange(sent["part"], sent["field"], sent["text"][:LONGEST_CELL], sent["version"])
        return JsonResponse(_told(save_cells(budget=self.budget, changes=[change], **self.by)))


class BlockSaveView(GridScript):
    """A pasted block, or a post that is added: first what it would change, then all of it or nothing."""

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = BlockForm(request.POST)
        if not form.is_valid():
            raise UnreadableRequest
        changes = form.cleaned_data["changes"]
        if form.cleaned_data["preview"]:
            return JsonResponse(saved_as_data(preview_cells(budget=self.budget, changes=changes), key_of))
        return JsonResponse(_told(save_cells(budget=self.budget, changes=changes, **self.by)))


class CellsUndoView(GridScript):
    """Put back what the last step of the page changed."""

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = EditsForm(request.POST)
        numbers = form.cleaned_data["edits"] if form.is_valid() else []
        edits = list(Edit.objects.of_whole(self.budget).filter(pk__in=numbers))
        if not edits:
            raise CannotBeUndone("Deze wijziging is er niet (meer). Laad de pagina opnieuw.")
        return JsonResponse(saved_as_data(undo_edits(budget=self.budget, edits=edits, **self.by), key_of))


def _told(saved: SavedCells) -> dict[str, Any]:
    """`added`: by the key a new post had, the one it has now."""
    added = {part: f"line-{number}" for part, number in saved.added.items()}
    return saved_as_data(saved.cells, key_of) | {"added": added}
