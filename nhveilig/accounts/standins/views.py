"""“Vervanging” under Mijn account: who works for the visitor, and for whom the visitor works."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.views.generic import View

from nhveilig.accounts.exceptions import StandInRefused
from nhveilig.accounts.models import StandIn
from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.accounts.standins.forms import StandInForm
from nhveilig.accounts.standins.queries import of_principal, of_user
from nhveilig.accounts.standins.services import appoint_stand_in, end_stand_in
from nhveilig.http.views import RefusingFormView, breadcrumbs
from nhveilig.regions.models import PoliceUnit


class StandInsView(SentOnce, RefusingFormView):
    permission = Permission.VIEW_PORTAL
    template_name = "accounts/stand_ins.html"
    form_class = StandInForm
    success_url = reverse_lazy("accounts:stand-ins")

    @property
    def police_units(self) -> list[PoliceUnit]:
        """Those in which the visitor holds a role: what is lent is not lent on."""
        own = (role for role in self.request.access.own_roles if role.police_unit)
        return list({role.police_unit_id: role.police_unit for role in own}.values())

    def get_form_kwargs(self) -> dict[str, object]:
        about = {"principal": self.request.user, "police_units": self.police_units, "own": True}
        return super().get_form_kwargs() | about

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not self.police_units:
            return HttpResponseRedirect(self.get_success_url())
        return super().post(request, *args, **kwargs)

    def get_form(self, form_class: type | None = None) -> StandInForm | None:
        return super().get_form(form_class) if self.police_units else None

    def get_context_data(self, **kwargs) -> dict[str, object]:
        user = self.request.user
        return super().get_context_data(
            mine=of_principal(user, [unit.pk for unit in self.police_units]),
            theirs=of_user(user),
            breadcrumbs=breadcrumbs([("Mijn account", reverse("accounts:account"))], here="Vervanging"),
            **kwargs,
        )

    def form_valid(self, form: StandInForm) -> HttpResponse:
        user = self.request.user
        try:
            made = appoint_stand_in(principal=user, by=user, **form.stand_in)
        except StandInRefused as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        messages.success(self.request, f"Geregeld: {made.user.shown_name} werkt voor u, {made.period}.")
        return super().form_valid(form)


class StandInEndView(View):
    """By the one for whom it is done, or by who does it: nobody works for another against their will."""

    permission = Permission.VIEW_PORTAL
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        own = StandIn.objects.filter(principal=request.user) | StandIn.objects.filter(user=request.user)
        try:
            end_stand_in(stand_in=get_object_or_404(own, pk=pk), by=request.user)
        except StandInRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "De vervanging is beëindigd.")
        return HttpResponseRedirect(reverse("accounts:stand-ins"))
