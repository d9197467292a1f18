from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from themes.budgets.forms import GrantForm, GrantYears, initial_of
from themes.budgets.services.grants import add_grant, change_grant, delete_grant, restore_grant
from themes.budgets.views.rows import Versioned
from themes.budgets.views.scope import OneUnit, breadcrumbs
from themes.models import Grant, GrantYear


class OfGrants(OneUnit):
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
            "breadcrumbs": breadcrumbs((f"Geldbronnen {self.police_unit}", self.back_url), (self.title, None)),
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
