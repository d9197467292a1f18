from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from nhveilig.accounts.names import name_of
from nhveilig.accounts.permissions import Permission
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE
from nhveilig.http.views import breadcrumbs
from themes.budgets.exceptions import RowChanged, RowIsGone
from themes.budgets.forms import GrantForm, GrantYears, initial_of
from themes.budgets.services.grants import add_grant, change_grant, delete_grant, restore_grant
from themes.budgets.views.scope import OfBudgets, above
from themes.models import Grant, GrantYear


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
    return Conflict(
        lines=[(label, mine[label], text) for label, text in theirs.items() if mine[label] != text],
        changed_by=name_of(row.changed_by),
        changed_at=row.changed_at,
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
        data[form.add_prefix("version")] = str(row.version)
        again = form.__class__(**self.get_form_kwargs() | {"data": data})
        return self.refused(again, CONFLICT, conflict=conflict)

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.refused(form, UNPROCESSABLE)

    def refused(self, form: Form, status: int, **more: object) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, **more), status=status)

    def store(self, form: Form) -> None:
        raise NotImplementedError


class OfGrants(OfBudgets):
    permission = Permission.EDIT_BUDGET
    title = ""

    @cached_property
    def grant(self) -> Grant:
        grants = Grant.objects.present().filter(police_unit=self.police_unit).with_years()
        return get_object_or_404(grants, slug=self.kwargs["name"])

    @property
    def back_url(self) -> str:
        return reverse("budgets:grant-list", args=[self.police_unit.slug])

    def around(self) -> dict[str, object]:
        return {
            "police_unit": self.police_unit,
            "unit_name": f"Eenheid {self.police_unit}",
            "breadcrumbs": breadcrumbs([*above(), (f"Geldbronnen {self.police_unit}", self.back_url)], here=self.title),
        }


class GrantFormView(OfGrants, Versioned):
    """A source, with its years in the same form."""

    template_name = "themes/budgets/grant_form.html"
    form_class = GrantForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.police_unit  # noqa: B018 - another eenheid is not there, whatever was sent
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def years(self) -> GrantYears:
        if self.request.method == "POST":
            return GrantYears(self.request.POST, prefix="jaren")
        return GrantYears(initial=self.initial_years(), prefix="jaren")

    def initial_years(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(formset=self.years, **self.around(), **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.get_form()
        # Both are looked at, so that the reader hears everything at once.
        if all([form.is_valid(), self.years.is_valid()]):
            return self.form_valid(form)
        return self.form_invalid(form)


class GrantCreateView(GrantFormView):
    title = "Nieuwe geldbron"

    def store(self, form: Form) -> None:
        add_grant(
            police_unit=self.police_unit, values=form.values(), years=self.years.chosen(), editor=self.request.user
        )


class GrantChangeView(GrantFormView):
    title = "Geldbron wijzigen"

    def get_initial(self) -> dict[str, object]:
        return initial_of(self.grant, GrantForm) | {"version": self.grant.version}

    def initial_years(self) -> list[dict[str, Any]]:
        return [_year(one) for one in self.grant.years.all()]

    def get_context_data(self, **kwargs) -> dict[str, object]:
        delete_url = reverse("budgets:grant-delete", args=[self.police_unit.slug, self.grant.slug])
        return super().get_context_data(**{"delete_url": delete_url} | kwargs)

    def store(self, form: Form) -> None:
        change_grant(
            grant=self.grant,
            values=form.values(),
            years=self.years.chosen(),
            expected_version=form.cleaned_data["version"],
            editor=self.request.user,
        )


def _year(one: GrantYear) -> dict[str, Any]:
    return {"year": one.year, "amount": one.amount, "indexation": one.indexation, "note": one.note}


class GrantDeleteView(OfGrants, TemplateView):
    template_name = "themes/budgets/grant_delete.html"
    title = "Geldbron verwijderen"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        kept = {"deleted_at": None, "group__deleted_at": None, "group__budget__deleted_at": None}
        lines = self.grant.lines.filter(**kept)
        named = [f"{line}, {line.group.budget.name}" for line in lines.select_related("group__budget")]
        return super().get_context_data(
            grant=self.grant, lines=named, back_url=self.back_url, **self.around(), **kwargs
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        delete_grant(grant=self.grant, editor=request.user)
        messages.success(request, f"“{self.grant}” is verwijderd. U kunt het nog 30 dagen terugzetten.")
        return redirect(self.back_url)


class GrantRestoreView(OfGrants, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        grants = Grant.objects.in_bin().filter(police_unit=self.police_unit)
        grant = get_object_or_404(grants, slug=kwargs["name"])
        restore_grant(grant=grant, editor=request.user)
        messages.success(request, f"“{grant}” is teruggezet.")
        return redirect(self.back_url)
