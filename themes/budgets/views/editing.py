"""A budget as a whole: making one, its differences, and the decisions about it."""

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.exceptions import NothingToExplain, NotReadyToAdopt
from nhveilig.http.views import RefusingFormView, breadcrumbs
from themes.budgets.exceptions import BudgetChanged, BudgetExists
from themes.budgets.forms import AdoptForm, CopyForm, NewBudgetForm
from themes.budgets.queries import NEXT_YEAR, budget_url, checked, sentence
from themes.budgets.services import (
    adopt_budget,
    copy_budget,
    create_budget,
    delete_budget,
    explain_difference,
    missing_for_adoption,
    restore_budget,
)
from themes.budgets.validators import differences, lines_of
from themes.budgets.views.reading import OfBudgets, OfConcept, OwnBudget, above
from themes.models import Budget, BudgetSide


class BudgetCreateView(SentOnce, OfBudgets, RefusingFormView):
    permission = Permission.EDIT_BUDGET
    template_name = "themes/budgets/budget_create.html"
    form_class = NewBudgetForm

    def get_initial(self) -> dict[str, object]:
        return {"year": timezone.localdate().year + 1}

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(
            **self.about_unit(),
            breadcrumbs=breadcrumbs(above(), here=f"Nieuwe begroting {self.police_unit}"),
            back_url=reverse("budgets:budget-list"),
            **kwargs,
        )

    def form_valid(self, form: NewBudgetForm) -> HttpResponse:
        try:
            budget = create_budget(police_unit=self.police_unit, editor=self.request.user, **form.cleaned_data)
        except BudgetExists as error:
            return self.refused(form, "year", error)
        messages.success(self.request, "De begroting staat klaar. Voeg nu groepen en posten toe.")
        return redirect(budget_url(budget, "budget-edit"))


class DifferencesExplainView(OfConcept, TemplateView):
    """Every two amounts that should be equal and are not, with room to say why."""

    template_name = "themes/budgets/differences.html"
    title = "Verschillen toelichten"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        found = [(check, sentence(check)) for check in differences(self.budget)]
        return super().get_context_data(lines=found, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            stands = explain_difference(
                budget=self.budget,
                key=request.POST.get("verschil", ""),
                difference=_decimal(request.POST.get("bedrag", "")),
                text=request.POST.get("toelichting", "")[:500],
                editor=request.user,
            )
        except NothingToExplain as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Toelichting opgeslagen." if stands else "Toelichting weggehaald.")
        return redirect(budget_url(self.budget, "differences-explain"))


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise NothingToExplain("Dit verschil is er niet (meer): er is niets opgeslagen.") from None


class BudgetAdoptView(OfConcept, RefusingFormView):
    """What is missing, and the act."""

    template_name = "themes/budgets/budget_adopt.html"
    title = "Vaststellen"
    form_class = AdoptForm

    def get_initial(self) -> dict[str, object]:
        return {"adopted_on": timezone.localdate(), "version": self.budget.version}

    def get_form_kwargs(self) -> dict[str, object]:
        return super().get_form_kwargs() | {"police_unit": self.budget.police_unit}

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(
            missing=missing_for_adoption(self.budget),
            check=checked(self.budget),
            **kwargs,
        )

    def form_valid(self, form: AdoptForm) -> HttpResponse:
        chosen = form.cleaned_data
        try:
            adopt_budget(
                budget=self.budget,
                adopted_on=chosen["adopted_on"],
                expected_version=chosen["version"],
                editor=self.request.user,
                deciding=form.deciding(),
            )
        except (BudgetChanged, NotReadyToAdopt) as error:
            return self.refused(form, None, error)
        messages.success(self.request, "De begroting is vastgesteld. Zij verandert nu niet meer.")
        return redirect(budget_url(self.budget))


class BudgetCopyView(SentOnce, OwnBudget, RefusingFormView):
    """The way to change what was adopted: the same posts, as a wijziging, a realisatie, or for another year."""

    template_name = "themes/budgets/budget_copy.html"
    title = "Overnemen"
    form_class = CopyForm

    def get_initial(self) -> dict[str, object]:
        if self.request.GET.get("naar") == NEXT_YEAR:
            return {"year": self.budget.year + 1, "kind": Budget.Kind.BUDGET}
        return {"year": self.budget.year}

    def form_valid(self, form: CopyForm) -> HttpResponse:
        try:
            copy = copy_budget(budget=self.budget, editor=self.request.user, **form.wanted())
        except BudgetExists as error:
            return self.refused(form, "year", error)
        messages.success(self.request, "De posten zijn overgenomen. Typ of plak hieronder de nieuwe bedragen.")
        return redirect(budget_url(copy, "budget-edit"))


class BudgetDeleteView(OfConcept, TemplateView):
    """Says what would go, and asks."""

    template_name = "themes/budgets/budget_delete.html"
    title = "Verwijderen"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        goes = [
            ("Groepen", len(self.budget.groups.all())),
            ("Posten", sum(len(lines_of(self.budget, side)) for side in BudgetSide)),
            ("Toelichtingen bij verschillen", len(self.budget.explanations.all())),
        ]
        return super().get_context_data(goes=goes, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        delete_budget(budget=self.budget, editor=request.user)
        messages.success(request, f"{self.budget.name} is verwijderd. U kunt haar nog 30 dagen terugzetten.")
        return redirect("budgets:budget-list")


class BudgetRestoreView(View):
    permission = Permission.EDIT_BUDGET
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        budget = get_object_or_404(Budget.objects.in_bin_of(request.access), pk=pk)
        try:
            restore_budget(budget=budget, editor=request.user)
        except BudgetExists as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{budget.name} is teruggezet.")
        return redirect("budgets:budget-list")
