"""Which municipalities a reader sees beside one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from nhveilig.http.views import RefusingFormView, breadcrumbs
from nhveilig.regions.models import Municipality
from reports.dashboards import services
from reports.dashboards.forms import NeighboursForm
from reports.dashboards.municipalities.beside import Place, place_of
from reports.dashboards.views.places import MUNICIPALITIES, OfMunicipality


class NeighboursView(OfMunicipality, RefusingFormView):
    template_name = "reports/dashboards/municipality_neighbours.html"
    form_class = NeighboursForm

    @cached_property
    def municipality(self) -> Municipality:
        return self.places(self.today.year)[0]

    @cached_property
    def _others(self) -> list[Place]:
        """Those of the eenheid, the ones that touch it first."""
        others = [place for place in self.around.places if place.pk != self.municipality.pk]
        return sorted(others, key=lambda place: (place.pk not in self.around.near.touching, place.name))

    def get_initial(self) -> dict[str, list[str]]:
        return {"naast": [one.code for one in self.around.near.among(place_of(self.municipality), self._others)]}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"choices": [(one.code, one.name) for one in self._others]}

    def get_context_data(self, **kwargs):
        own = reverse("reports:municipality", args=[self.municipality.code])
        above = [(MUNICIPALITIES, reverse("reports:municipality-list")), (str(self.municipality), own)]
        return super().get_context_data(
            municipality=self.municipality,
            back_url=own,
            breadcrumbs=breadcrumbs(above, here="Gemeenten ernaast"),
            **kwargs,
        )

    def form_valid(self, form: NeighboursForm) -> HttpResponse:
        chosen = [one.pk for one in self._others if one.code in form.cleaned_data["naast"]]
        services.choose_neighbours(user=self.request.user, municipality=self.municipality, neighbours=chosen)
        messages.success(self.request, f"Naast {self.municipality} ziet u nu de gemeenten van uw keuze.")
        return redirect("reports:municipality", self.municipality.code)
