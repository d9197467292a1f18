"""Groups, posts and totals of a concept: one plain form each, which says what somebody else did meanwhile."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from nhveilig.editing import views as editing
from nhveilig.editing.forms import RowForm
from nhveilig.editing.history import History
from themes.budgets.exceptions import RowIsGone
from themes.budgets.forms import GroupForm, LineForm, SidedGroupForm, TotalForm
from themes.budgets.queries import budget_url
from themes.budgets.services.rows import (
    add_group,
    add_line,
    change_row,
    change_total,
    delete_row,
    move_row,
    part_of,
    restore_row,
)
from themes.budgets.validators import groups_of, published_total
from themes.budgets.views.scope import OfConcept, about
from themes.models import Budget, BudgetGroup, BudgetLine, BudgetSide, BudgetTotal


class OneRow(OfConcept):
    """A group or a post of the concept in the address, by number."""

    of_group = False

    @property
    def back_url(self) -> str:
        return budget_url(self.budget, "budget-edit")

    @property
    def groups(self) -> Sequence[BudgetGroup]:
        return self.budget.groups.all()

    @cached_property
    def group(self) -> BudgetGroup:
        return _found(self.groups, self.kwargs["pk"])

    @cached_property
    def line(self) -> BudgetLine:
        return _found([line for group in self.groups for line in group.lines.all()], self.kwargs["pk"])

    @property
    def row(self) -> BudgetGroup | BudgetLine:
        return self.group if self.of_group else self.line


class RowFormView(OneRow, editing.RowFormView, FormView):
    """A plain form on a group, a post or what else belongs to the budget; `delete_url` where it can be thrown away."""

    template_name = "themes/budgets/row_form.html"
    title = ""
    delete_url = ""
    may_add_another = False

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(
            **about(self.budget, self.title),
            title=self.title,
            back_url=self.back_url,
            delete_url=self.delete_url,
            may_add_another=self.may_add_another,
            **kwargs,
        )

    def get_success_url(self) -> str:
        return self.back_url

    def get_history(self, row: Model) -> History:
        return History.of(self.budget)

    def store(self, form: RowForm) -> bool:
        """Change the row in the address, with what was typed."""
        saved = change_row(
            budget=self.budget,
            row=form.row,
            changes=form.changes(part_of(form.row)),
            fields=form.fields,
            editor=self.request.user,
        )
        return any(one.changed for one in saved)


def _found(rows: Sequence, pk: int):
    found = next((row for row in rows if row.pk == pk), None)
    if found is None:
        raise Http404("Dit staat niet (meer) in de begroting.")
    return found


class GroupCreateView(RowFormView):
    title = "Nieuwe groep"
    form_class = SidedGroupForm

    def get_row(self) -> BudgetGroup:
        return BudgetGroup()

    def get_initial(self) -> dict[str, object]:
        return {"side": self.request.GET.get("zijde", "")}

    def store(self, form: RowForm) -> bool:
        return bool(add_group(budget=self.budget, values=form.values(), editor=self.request.user))


class GroupChangeView(RowFormView):
    title = "Groep wijzigen"
    form_class = GroupForm

    def get_row(self) -> BudgetGroup:
        return self.group

    @property
    def delete_url(self) -> str:
        return budget_url(self.budget, "group-delete", pk=self.group.pk)


class LineFormView(RowFormView):
    form_class = LineForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"budget": self.budget}


class LineCreateView(LineFormView):
    title = "Nieuwe post"
    may_add_another = True

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.groups:
            messages.info(request, "Maak eerst een groep; daaronder komen de posten.")
            return redirect(budget_url(self.budget, "group-create"))
        return super().get(request, *args, **kwargs)

    def get_row(self) -> BudgetLine:
        return BudgetLine()

    def get_initial(self) -> dict[str, object]:
        return {"group": self.request.GET.get("groep", "")}

    def store(self, form: RowForm) -> bool:
        return bool(add_line(budget=self.budget, values=form.values(), editor=self.request.user))

    def form_valid(self, form: RowForm) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == 302 and "another" in self.request.POST:
            again = budget_url(self.budget, "line-create")
            return redirect(f"{again}?groep={form.cleaned_data['group'].pk}")
        return response


class LineChangeView(LineFormView):
    title = "Post wijzigen"

    def get_row(self) -> BudgetLine:
        return self.line

    @property
    def delete_url(self) -> str:
        return budget_url(self.budget, "line-delete", pk=self.line.pk)


class TotalChangeView(RowFormView):
    """The published total of one side. Without an amount there is none."""

    form_class = TotalForm

    @cached_property
    def side(self) -> BudgetSide:
        try:
            return BudgetSide(self.kwargs["side"])
        except ValueError:
            raise Http404("Deze zijde bestaat niet.") from None

    @property
    def title(self) -> str:
        return f"Gepubliceerd totaal van de {self.side}"

    def get_row(self) -> BudgetTotal:
        return published_total(self.budget, self.side) or BudgetTotal()

    def get_initial(self) -> dict[str, object]:
        return {} if published_total(self.budget, self.side) else {"label": f"Totaal {self.side}"}

    def store(self, form: RowForm) -> bool:
        changes = form.changes(f"total-{self.side.value}")
        editor = self.request.user
        saved = change_total(budget=self.budget, side=self.side, changes=changes, fields=form.fields, editor=editor)
        return any(one.changed for one in saved)


class RowMoveView(OneRow, View):
    """One place up or down."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        down = request.POST.get("richting") == "omlaag"
        try:
            move_row(budget=self.budget, row=self.row, down=down, editor=request.user)
        except RowIsGone as refusal:
            messages.error(request, str(refusal))
        return redirect(f"{self.back_url}#{'groep' if self.of_group else 'post'}-{self.row.pk}")


class RowDeleteView(OneRow, TemplateView):
    """Says what would go along, and asks."""

    template_name = "themes/budgets/row_delete.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        lines = list(self.group.lines.all()) if self.of_group else []
        return super().get_context_data(
            **about(self.budget, "Verwijderen"),
            row=self.row,
            what="Groep" if self.of_group else "Post",
            lines=lines,
            covers=self._covered_by_one_of(lines or [self.row]),
            back_url=self.back_url,
            **kwargs,
        )

    def _covered_by_one_of(self, rows: Sequence) -> list[BudgetLine]:
        gone = {row.pk for row in rows if isinstance(row, BudgetLine)}
        others = [line for group in self.groups for line in group.lines.all() if line.pk not in gone]
        return [line for line in others if any(one.pk in gone for one in line.covered_by.all())]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        delete_row(budget=self.budget, row=self.row, editor=request.user)
        messages.success(
            request, f"“{self.row}” is verwijderd. Onderaan deze pagina kunt u het nog 30 dagen terugzetten."
        )
        return redirect(self.back_url)


class RowRestoreView(OfConcept, View):
    """Out of the bin, to where it stood."""

    http_method_names = ["post"]
    of_group = False

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        row = _found(binned_groups(self.budget) if self.of_group else binned_lines(self.budget), kwargs["pk"])
        restore_row(budget=self.budget, row=row, editor=request.user)
        messages.success(request, f"“{row}” staat weer in de begroting.")
        return redirect(budget_url(self.budget, "budget-edit"))


def binned_groups(budget: Budget) -> list[BudgetGroup]:
    return list(BudgetGroup.objects.in_bin().filter(budget=budget))


def binned_lines(budget: Budget) -> list[BudgetLine]:
    """Posts that were deleted by themselves; those of a deleted group come back with it."""
    return list(
        BudgetLine.objects.in_bin().filter(group__budget=budget, group__deleted_at=None).select_related("group")
    )


def sides_to_edit(budget: Budget) -> list[dict[str, object]]:
    """Every side with its groups, also one that has none yet. Expects `with_figures()`."""
    return [
        {
            "side": side,
            "groups": groups_of(budget, side),
            "total": published_total(budget, side),
            "total_url": budget_url(budget, "total-change", side=side.value),
        }
        for side in BudgetSide
    ]
