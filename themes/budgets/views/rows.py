"""Groups, posts and totals of a concept: one plain form each, which says what somebody else did meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from nhveilig.http.responses import CONFLICT, UNPROCESSABLE
from themes.budgets.addresses import budget_url
from themes.budgets.exceptions import RowChanged, RowIsGone
from themes.budgets.forms import GroupForm, LineForm, SidedGroupForm, TotalForm, initial_of
from themes.budgets.services.rows import (
    add_group,
    add_line,
    change_row,
    change_total,
    delete_row,
    move_row,
    restore_row,
)
from themes.budgets.validators import groups_of, published_total
from themes.budgets.views.scope import OfConcept, about
from themes.models import Budget, BudgetGroup, BudgetLine, BudgetSide


@dataclass(frozen=True)
class Conflict:
    """What the reader typed beside what somebody else stored; `lines` are (field, mine, theirs) where they differ."""

    lines: list[tuple[str, str, str]]
    changed_by: str
    changed_at: datetime | None


def conflict_of(form: Form, row: Model) -> Conflict:
    mine = form.in_words(form.values())
    stored = initial_of(row, type(form))
    theirs = form.in_words({name: stored[name] for name in form.values() if name in stored})
    user = getattr(row, "changed_by", None)
    return Conflict(
        lines=[(label, mine[label], text) for label, text in theirs.items() if mine[label] != text],
        changed_by=(user.get_full_name() or user.get_username()) if user else "iemand anders",
        changed_at=getattr(row, "changed_at", None),
    )


class Versioned(FormView):
    """A form on one row. When somebody else changed the row since, it shows both and keeps what was typed."""

    title = ""
    back_url = ""

    def get_context_data(self, **kwargs) -> dict[str, object]:
        given = {"conflict": None, "delete_url": ""} | kwargs
        return super().get_context_data(title=self.title, back_url=self.back_url, **given)

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.store(form)
        except RowChanged as refusal:
            return self.changed(form, refusal.row)
        except RowIsGone as refusal:
            form.add_error(None, str(refusal))
            return self.refused(form, CONFLICT)
        messages.success(self.request, "Opgeslagen.")
        return redirect(self.back_url)

    def changed(self, form: Form, row: Model) -> HttpResponse:
        """The same form on the row as it is now, so that saving again is a choice somebody made knowingly."""
        conflict = conflict_of(form, row)
        data = form.data.copy()
        data[form.add_prefix("version")] = str(self.version_of(row))
        again = form.__class__(**self.get_form_kwargs() | {"data": data})
        return self.refused(again, CONFLICT, conflict=conflict)

    def version_of(self, row: Model) -> int:
        return row.version

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.refused(form, UNPROCESSABLE)

    def refused(self, form: Form, status: int, **more: object) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, **more), status=status)

    def store(self, form: Form) -> None:
        raise NotImplementedError


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


class RowFormView(OneRow, Versioned):
    template_name = "themes/budgets/row_form.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(**about(self.budget, self.title), **{"may_add_another": False} | kwargs)


def _found(rows: Sequence, pk: int):
    found = next((row for row in rows if row.pk == pk), None)
    if found is None:
        raise Http404("Dit staat niet (meer) in de begroting.")
    return found


class GroupCreateView(RowFormView):
    title = "Nieuwe groep"
    form_class = SidedGroupForm

    def get_initial(self) -> dict[str, object]:
        return {"side": self.request.GET.get("zijde", "")}

    def store(self, form: Form) -> None:
        add_group(budget=self.budget, values=form.values(), editor=self.request.user)


class GroupChangeView(RowFormView):
    title = "Groep wijzigen"
    form_class = GroupForm

    def get_initial(self) -> dict[str, object]:
        return initial_of(self.group, GroupForm) | {"version": self.group.version}

    def get_context_data(self, **kwargs) -> dict[str, object]:
        delete_url = budget_url(self.budget, "group-delete", pk=self.group.pk)
        return super().get_context_data(delete_url=delete_url, **kwargs)

    def store(self, form: Form) -> None:
        version = form.cleaned_data["version"]
        change_row(
            budget=self.budget,
            row=self.group,
            values=form.values(),
            expected_version=version,
            editor=self.request.user,
        )


class LineFormView(RowFormView):
    form_class = LineForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"budget": self.budget}


class LineCreateView(LineFormView):
    title = "Nieuwe post"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.groups:
            messages.info(request, "Maak eerst een groep; daaronder komen de posten.")
            return redirect(budget_url(self.budget, "group-create"))
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, object]:
        return {"group": self.request.GET.get("groep", "")}

    def store(self, form: Form) -> None:
        add_line(budget=self.budget, values=form.values(), editor=self.request.user)

    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == 302 and "another" in self.request.POST:
            again = budget_url(self.budget, "line-create")
            return redirect(f"{again}?groep={form.cleaned_data['group'].pk}")
        return response

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(**{"may_add_another": True} | kwargs)


class LineChangeView(LineFormView):
    title = "Post wijzigen"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"line": self.line}

    def get_initial(self) -> dict[str, object]:
        return initial_of(self.line, LineForm) | {"version": self.line.version}

    def get_context_data(self, **kwargs) -> dict[str, object]:
        delete_url = budget_url(self.budget, "line-delete", pk=self.line.pk)
        return super().get_context_data(delete_url=delete_url, **kwargs)

    def store(self, form: Form) -> None:
        version = form.cleaned_data["version"]
        change_row(
            budget=self.budget,
            row=self.line,
            values=form.values(),
            expected_version=version,
            editor=self.request.user,
        )


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

    def get_initial(self) -> dict[str, object]:
        total = published_total(self.budget, self.side)
        if total is None:
            return {"label": f"Totaal {self.side}", "version": 0}
        return {"label": total.label, "amount": total.amount, "version": total.version}

    def store(self, form: Form) -> None:
        change_total(
            budget=self.budget,
            side=self.side,
            label=form.cleaned_data["label"],
            amount=form.cleaned_data["amount"],
            expected_version=form.cleaned_data["version"],
            editor=self.request.user,
        )


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
