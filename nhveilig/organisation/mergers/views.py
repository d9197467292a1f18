from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from nhveilig.accounts.once import SentOnce
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import counted
from nhveilig.http.views import RefusingFormView
from nhveilig.organisation.mergers.forms import CarryOverForm
from nhveilig.organisation.mergers.queries import Merger, allowed, find_merger, mergers_of
from nhveilig.organisation.mergers.services import carry_over
from nhveilig.organisation.views import OrganisationPage

TITLE = "Herindelingen"


class MergersPage(OrganisationPage):
    @cached_property
    def mergers(self) -> list[Merger]:
        return mergers_of(self.police_unit)

    @property
    def list_url(self) -> str:
        return reverse("organisation:mergers", args=[self.police_unit.slug])


class MergerListView(MergersPage, TemplateView):
    template_name = "organisation/mergers.html"
    title = TITLE

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(mergers=self.mergers, today=timezone.localdate(), **kwargs)


class MergerView(SentOnce, MergersPage, RefusingFormView):
    """What goes on under the new municipality, to look at before the day and to carry over from then on."""

    template_name = "organisation/merger.html"
    form_class = CarryOverForm

    @cached_property
    def merger(self) -> Merger:
        found = find_merger(self.mergers, self.kwargs["code"], self.kwargs["year"])
        if found is None:
            raise Http404("Deze herindeling is er niet.")
        return found

    @property
    def title(self) -> str:
        return str(self.merger.successor)

    @property
    def back_url(self) -> str:
        return self.list_url

    def above(self) -> list[tuple[str, str]]:
        return [*super().above(), (TITLE, self.list_url)]

    def may(self, permission: str) -> bool:
        return self.request.access.may(permission, self.police_unit.pk)

    def get_form_kwargs(self) -> dict[str, object]:
        return super().get_form_kwargs() | {"moves": allowed(self.merger, self.may)}

    def get_context_data(self, **kwargs) -> dict[str, object]:
        merger = self.merger
        return super().get_context_data(
            merger=merger,
            is_elsewhere=merger.successor.safety_region.police_unit_id != self.police_unit.pk,
            has_come=merger.day <= timezone.localdate(),
            for_others=[(one, moves) for one, moves in merger.moves if not self.may(one.permission)],
            has_inhabitants=merger.successor.inhabitants.exists(),
            **kwargs,
        )

    def form_valid(self, form: CarryOverForm) -> HttpResponse:
        about = {"code": self.kwargs["code"], "year": self.kwargs["year"], "chosen": form.chosen}
        try:
            done = carry_over(police_unit=self.police_unit, may=self.may, by=self.writer, **about)
        except PortalError as error:
            return self.refused(form, None, error)
        said = f"Overgegaan naar {self.title}: {counted(done, 'regel', 'regels')}."
        messages.success(self.request, f"{said} Oude jaren houden de oude gemeenten.")
        return redirect(self.request.path)
