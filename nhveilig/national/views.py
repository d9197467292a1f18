from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted
from nhveilig.http.views import RefusedForm, breadcrumbs
from nhveilig.national.forms import NeighboursForm
from nhveilig.regions.models import Municipality
from nhveilig.regions.services import set_neighbours
from nhveilig.registers.views import DetailPage


class MunicipalityPage(DetailPage):
    """With those beside it."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            neighbours=self.row.neighbours.all(),
            neighbours_url=reverse("national:neighbours", args=[self.row.code]),
            **kwargs,
        )


class NeighboursView(RefusedForm, FormView):
    permission = Permission.EDIT_NATIONAL
    template_name = "national/neighbours.html"
    form_class = NeighboursForm

    @cached_property
    def municipality(self) -> Municipality:
        return get_object_or_404(Municipality, code=self.kwargs["code"])

    @property
    def own_address(self) -> str:
        return reverse("national:municipality-detail", args=[self.municipality.code])

    def get_initial(self) -> dict[str, str]:
        return {"buren": "\n".join(one.name for one in self.municipality.neighbours.all())}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"municipality": self.municipality}

    def get_context_data(self, **kwargs):
        above = [("Gemeenten", reverse("national:municipality-list")), (str(self.municipality), self.own_address)]
        return super().get_context_data(
            municipality=self.municipality,
            back_url=self.own_address,
            breadcrumbs=breadcrumbs(above, here="Buurgemeenten"),
            **kwargs,
        )

    def form_valid(self, form: NeighboursForm) -> HttpResponse:
        found = form.cleaned_data["buren"]
        set_neighbours(municipality=self.municipality, neighbours=found)
        count = counted(len(found), "buurgemeente", "buurgemeenten")
        messages.success(self.request, f"Opgeslagen: {self.municipality} heeft {count}.")
        return redirect(self.own_address)
