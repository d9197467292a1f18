from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import FormView

from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import counted, listed
from nhveilig.http.views import RefusedForm, RefusingFormView, breadcrumbs
from nhveilig.maps.services import load_outlines
from nhveilig.national.forms import NeighboursForm, OutlinesForm
from nhveilig.regions.models import Municipality, Outline
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


class OutlinesView(RefusingFormView):
    permission = Permission.EDIT_NATIONAL
    template_name = "national/outlines.html"
    form_class = OutlinesForm
    success_url = reverse_lazy("national:municipality-list")

    def get_context_data(self, **kwargs):
        above = [("Gemeenten", self.success_url)]
        return super().get_context_data(
            standing=Outline.objects.count(),
            back_url=self.success_url,
            breadcrumbs=breadcrumbs(above, here="Grenzen voor de kaarten"),
            **kwargs,
        )

    def form_valid(self, form: OutlinesForm) -> HttpResponse:
        file, source = form.cleaned_data["bestand"], form.cleaned_data["bron"]
        try:
            loaded, unknown = load_outlines(data=file.read(), source=source)
        except PortalError as error:
            return self.refused(form, "bestand", error)
        messages.success(self.request, f"Opgeslagen: de grenzen van {counted(loaded, 'gemeente', 'gemeenten')}.")
        if unknown:
            messages.info(self.request, f"Niet bekend in dit portaal en overgeslagen: {listed(unknown)}.")
        return super().form_valid(form)
