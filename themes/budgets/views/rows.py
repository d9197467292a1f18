"""What belongs to a concept, with a plain form each that says what somebody else did meanwhile; and its history."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.views.generic import FormView, TemplateView, View

from nhveilig.accounts.once import SentOnce
from nhveilig.editing.exceptions import FieldConflict, RowIsGone, SaveRefused
from nhveilig.editing.history import History
from nhveilig.editing.models import Edit, Versioned
from nhveilig.editing.presenters import ShownEdit, shown_edit
from nhveilig.editing.views import RowFormView, not_done, version_seen
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE, wants_json
from themes.budgets.forms import BudgetRowForm, LineForm, TotalForm, WordsForm, fields_of
from themes.budgets.queries import ROWS, Row, budget_url, rows_of
from themes.budgets.services import (
    add_budget_row,
    change_row,
    delete_row,
    move_row,
    part_of,
    restore_edit,
    restore_row,
)
from themes.budgets.validators import published_total
from themes.budgets.views.reading import OfConcept, OwnBudget
from themes.models import Budget, BudgetGroup, BudgetLine, BudgetOutcome, BudgetSide, BudgetTotal

PER_PAGE = 50


class OneRow(OfConcept):
    """A group or a post of the concept in the address, by number."""

    model: type[Row] = BudgetLine

    @property
    def back_url(self) -> str:
        return budget_url(self.budget, "budget-edit")

    @property
    def lines(self) -> list[BudgetLine]:
        return [line for group in self.budget.groups.all() for line in group.lines.all()]

    @cached_property
    def row(self) -> Row:
        rows = self.budget.groups.all() if self.model is BudgetGroup else self.lines
        found = next((row for row in rows if row.pk == self.kwargs["pk"]), None)
        if found is None:
            raise Http404("Dit staat niet (meer) in de begroting.")
        return found


class PartFormView(OneRow, RowFormView, FormView):
    """A plain form on what belongs to the budget; `delete_url` and `move_url` where it can be thrown away and moved."""

    template_name = "themes/budgets/row_form.html"
    delete_url = move_url = ""
    may_add_another = False

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"budget": self.budget}

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(
            title=self.title,
            back_url=self.back_url,
            delete_url=self.delete_url,
            move_url=self.move_url,
            may_add_another=self.may_add_another,
            **kwargs,
        )

    def get_success_url(self) -> str:
        return self.back_url

    def get_history(self, row: Versioned) -> History:
        return History.of(self.budget)

    def store(self, form: BudgetRowForm) -> bool:
        row = form.row
        saved = change_row(
            budget=self.budget,
            row=row,
            changes=form.changes(part_of(row)),
            fields=form.fields,
            **self.by,
        )
        return any(one.changed for one in saved)


class BudgetWordsView(PartFormView):
    """Title, source and note."""

    title = "Titel, bron en toelichting"
    form_class = WordsForm

    def get_row(self) -> Budget:
        return self.budget


class TotalChangeView(PartFormView):
    """The published total of one side, or what was published as left. Without an amount there is none."""

    form_class = TotalForm

    @cached_property
    def side(self) -> BudgetSide | BudgetOutcome:
        for choices in (BudgetSide, BudgetOutcome):
            if self.kwargs["side"] in choices.values:
                return choices(self.kwargs["side"])
        raise Http404("Deze zijde bestaat niet.")

    @property
    def title(self) -> str:
        if isinstance(self.side, BudgetOutcome):
            return f"Gepubliceerd: {self.side.label[:1].lower()}{self.side.label[1:]}"
        return f"Gepubliceerd totaal van de {self.side}"

    def get_row(self) -> BudgetTotal:
        return published_total(self.budget, self.side) or BudgetTotal(budget=self.budget, side=self.side)

    def get_initial(self) -> dict[str, object]:
        label = self.side.label if isinstance(self.side, BudgetOutcome) else f"Totaal {self.side}"
        return {} if published_total(self.budget, self.side) else {"label": label}


class GroupFormView(SentOnce, PartFormView):
    """A group, or a post; a new one where the address has no number."""

    model = BudgetGroup

    @property
    def is_new(self) -> bool:
        return "pk" not in self.kwargs

    def adds_something(self) -> bool:
        return self.is_new

    @property
    def title(self) -> str:
        what = str(self.model._meta.verbose_name)
        return f"Nieuwe {what}" if self.is_new else f"{capfirst(what)} wijzigen"

    @property
    def delete_url(self) -> str:
        return self._url("delete")

    @property
    def move_url(self) -> str:
        return self._url("move")

    def _url(self, act: str) -> str:
        name = f"{'group' if self.model is BudgetGroup else 'line'}-{act}"
        return "" if self.is_new else budget_url(self.budget, name, pk=self.row.pk)

    def get_row(self) -> Row:
        return self.model() if self.is_new else self.row

    def get_initial(self) -> dict[str, object]:
        asked = {"side": self.request.GET.get("zijde", ""), "group": self.request.GET.get("groep", "")}
        return asked if self.is_new else {}

    def store(self, form: BudgetRowForm) -> bool:
        if not self.is_new:
            return super().store(form)
        given = {"row": form.row, "values": form.values(), **self.by}
        return bool(add_budget_row(budget=self.budget, **given))


class LineFormView(GroupFormView):
    model = BudgetLine
    form_class = LineForm

    @property
    def may_add_another(self) -> bool:
        return self.is_new

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.is_new and not self.budget.groups.all():
            messages.info(request, "Maak eerst een groep; daaronder komen de posten.")
            return redirect(budget_url(self.budget, "group-create"))
        return super().get(request, *args, **kwargs)

    def get_success_url(self) -> str:
        if "another" not in self.request.POST:
            return self.back_url
        return f"{budget_url(self.budget, 'line-create')}?groep={self.request.POST['group']}"


class RowMoveView(OneRow, View):
    """One place up or down."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        down = request.POST.get("richting") == "omlaag"
        try:
            move_row(budget=self.budget, row=self.row, down=down, editor=request.user)
        except RowIsGone as refusal:
            if wants_json(request):
                return not_done(refusal)
            messages.error(request, str(refusal))
        if wants_json(request):
            return JsonResponse({})
        return redirect(f"{self.back_url}#{part_of(self.row)}")


class RowDeleteView(OneRow, TemplateView):
    """Says what would go along, and asks."""

    template_name = "themes/budgets/row_delete.html"
    title = "Verwijderen"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        lines = list(self.row.lines.all()) if self.model is BudgetGroup else []
        gone = {line.pk for line in lines or [self.row] if isinstance(line, BudgetLine)}
        return super().get_context_data(
            row=self.row,
            what=capfirst(str(self.model._meta.verbose_name)),
            lines=lines,
            covers=[
                line
                for line in self.lines
                if line.pk not in gone and any(one.pk in gone for one in line.covered_by.all())
            ],
            back_url=self.back_url,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        delete_row(budget=self.budget, row=self.row, **self.by)
        if wants_json(request):
            return JsonResponse({})
        messages.success(
            request, f"“{self.row}” is verwijderd. Onderaan deze pagina kunt u het nog 30 dagen terugzetten."
        )
        return redirect(self.back_url)


class RowRestoreView(OneRow, View):
    """Out of the bin, to where it stood."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        row = get_object_or_404(rows_of(self.budget, self.model).in_bin(), pk=kwargs["pk"])
        restore_row(budget=self.budget, row=row, **self.by)
        if wants_json(request):
            return JsonResponse({})
        messages.success(request, f"“{row}” staat weer in de begroting.")
        return redirect(self.back_url)


class BudgetHistoryView(OwnBudget, TemplateView):
    """Every change by hand, newest first; of an adopted budget too, but then to read only."""

    template_name = "themes/budgets/history.html"
    title = "Geschiedenis"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        edits = Edit.objects.of_whole(self.budget).newest_first()
        page = Paginator(edits, PER_PAGE).get_page(self.request.GET.get("page"))
        lines = [self._line(edit) for edit in page]
        return super().get_context_data(page_obj=page, lines=lines, **kwargs)

    @cached_property
    def _fields(self) -> dict[str, Any]:
        return {kind: fields_of(self.budget, kind) for kind in ("", "total", *ROWS)}

    @cached_property
    def _present(self) -> set[str]:
        """The keys of the groups and posts that are not in the bin."""
        return {part_of(row) for model in ROWS.values() for row in rows_of(self.budget, model).present()}

    def _line(self, edit: Edit) -> ShownEdit:
        kind = edit.part.partition("-")[0]
        undoable = self.budget.is_concept and (kind not in ROWS or edit.part in self._present)
        undo_url = budget_url(self.budget, "edit-restore", pk=edit.pk) if undoable else ""
        return shown_edit(edit, self._fields.get(kind, {}).get(edit.field), undo_url)


class EditRestoreView(OfConcept, BudgetHistoryView):
    """Put back what stood in a field before one edit. Changed since: 409, with what would become of it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        edit = get_object_or_404(Edit.objects.of_whole(self.budget), pk=kwargs["pk"])
        try:
            restore_edit(budget=self.budget, edit=edit, version=version_seen(request), **self.by)
        except SaveRefused as refusal:
            return self._refused(edit, refusal, next(iter(refusal.conflicts), None))
        except PortalError as error:
            return self._refused(edit, error)
        messages.success(request, f"Bij “{edit.label}” staat weer wat er eerder stond.")
        return redirect(budget_url(self.budget, "budget-history"))

    def _refused(self, edit: Edit, error: PortalError, conflict: FieldConflict | None = None) -> HttpResponse:
        context = self.get_context_data(refused=edit, message=str(error), conflict=conflict)
        return self.render_to_response(context, status=CONFLICT if conflict else UNPROCESSABLE)
