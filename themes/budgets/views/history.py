"""Who changed what in a budget, and putting back what stood there."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from nhveilig.accounts.names import name_of
from nhveilig.editing.exceptions import FieldConflict, SaveRefused
from nhveilig.editing.fields import words_of
from nhveilig.editing.models import Edit
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE
from themes.budgets.forms import GroupForm, LineForm, TotalForm, WordsForm
from themes.budgets.queries import budget_url
from themes.budgets.services.history import restore_edit
from themes.budgets.views.scope import OfConcept, OwnBudget, about
from themes.models import Budget, BudgetGroup, BudgetLine

PER_PAGE = 50


@dataclass(frozen=True)
class HistoryLine:
    """`field` is empty where a whole row came, went or returned."""

    edit: Edit
    by: str
    field: str = ""
    old: str = ""
    new: str = ""
    may_be_undone: bool = False


@dataclass(frozen=True)
class Refused:
    """An earlier value that was not put back: why, or what others made of the field since."""

    edit: Edit
    message: str
    conflict: FieldConflict | None = None


class RowFields:
    """The fields of the forms of a budget, of which what stands in its history is read back."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        fixed = {"": WordsForm, "group": GroupForm, "total": TotalForm}
        self.by_kind = {kind: form.base_fields for kind, form in fixed.items()}
        self.by_kind["line"] = LineForm(budget=budget, row=BudgetLine()).fields
        self.rows: dict[str, Model] = {
            f"group-{one.pk}": one for one in BudgetGroup.objects.present().filter(budget=budget)
        } | {f"line-{one.pk}": one for one in BudgetLine.objects.present().filter(group__in=budget.groups.all())}

    def of(self, edit: Edit) -> forms.Field | None:
        return self.by_kind.get(edit.part.partition("-")[0], {}).get(edit.field)


class BudgetHistoryView(OwnBudget, TemplateView):
    """Every change by hand, newest first; of an adopted budget too, but then to read only."""

    template_name = "themes/budgets/history.html"

    @cached_property
    def fields(self) -> RowFields:
        return RowFields(self.budget)

    def get_context_data(self, refused: Refused | None = None, **kwargs) -> dict[str, object]:
        edits = Edit.objects.of_whole(self.budget).newest_first()
        page = Paginator(edits, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page_obj=page,
            lines=[self._line(edit) for edit in page],
            refused=refused,
            **about(self.budget, "Geschiedenis"),
            **kwargs,
        )

    def _line(self, edit: Edit) -> HistoryLine:
        by, field = name_of(edit.editor), self.fields.of(edit)
        if edit.kind != Edit.Kind.CHANGED or field is None:
            return HistoryLine(edit, by)
        is_there = not edit.part.startswith(("group-", "line-")) or edit.part in self.fields.rows
        return HistoryLine(
            edit,
            by,
            str(field.label),
            words_of(field, edit.old),
            words_of(field, edit.new),
            may_be_undone=is_there and self.budget.is_concept,
        )


class EditRestoreView(OfConcept, BudgetHistoryView):
    """Put back what stood in a field before one edit. Changed since: 409, with what would become of it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        edit = get_object_or_404(Edit.objects.of_whole(self.budget), pk=kwargs["pk"])
        version = request.POST.get("version", "")
        seen = int(version) if version.isdecimal() and len(version) < 10 else None
        try:
            restore_edit(budget=self.budget, edit=edit, version=seen, editor=request.user)
        except SaveRefused as refusal:
            conflict = refusal.conflicts[0] if refusal.conflicts else None
            return self._refused(Refused(edit, str(refusal), conflict), CONFLICT if conflict else UNPROCESSABLE)
        except PortalError as error:
            return self._refused(Refused(edit, str(error)), UNPROCESSABLE)
        messages.success(request, f"Bij “{edit.label}” staat weer wat er eerder stond.")
        return redirect(budget_url(self.budget, "budget-history"))

    def _refused(self, refused: Refused, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(refused), status=status)
