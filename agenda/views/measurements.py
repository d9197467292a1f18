from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from agenda.editing_forms import MeasurementForm, PlaceForm, measurement_initial
from agenda.exceptions import Overtaken
from agenda.models import Indicator, Measurement
from agenda.periods import period_title
from agenda.realisation import signals
from agenda.services import Refused, record_measurement, restore_previous
from agenda.views.editing import INVALID, THEIRS_STAYS, editable_units, saved
from agenda.views.register import IndicatorPage
from nhveilig.accounts.permissions import Permission


def address_of(indicator: Indicator) -> str:
    objective = indicator.objective
    return reverse("agenda:indicator-detail", args=[objective.agenda.slug, objective.code, indicator.code])


class MeasurementRecordView(IndicatorPage):
    """Fill in or correct one figure; the address says of which eenheid and period."""

    permission = Permission.EDIT_AGENDA
    template_name = "agenda/measurement_record.html"
    queryset = Indicator.objects.select_related("objective__agenda")

    def get_context_data(self, **kwargs):
        place = kwargs.pop("place", None) or self._place()
        current = self._current(place)
        form = kwargs.pop("form", None) or MeasurementForm(initial=measurement_initial(current))
        return super().get_context_data(place=place, current=current, form=form, **kwargs)

    def trail(self, agenda):
        *above, _ = super().trail(agenda)
        return [*above, (self.object.name, address_of(self.object)), ("Cijfer invullen", None)]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        place, form = self._place(), MeasurementForm(request.POST)
        if form.keeps_theirs:
            return saved(request, THEIRS_STAYS, address_of(self.object))
        if form.is_valid() and (stored := self._stored(form, place)):
            self._warn(stored)
            return saved(request, _what_was_stored(stored), address_of(self.object))
        return self.render_to_response(self.get_context_data(form=form, place=place), status=INVALID)

    def _place(self) -> PlaceForm:
        place = PlaceForm(self.request.GET, self.object.objective.agenda, editable_units(self.request))
        if not place.is_valid():
            raise Http404("Dit jaar, deze periode of deze eenheid kunt u niet invullen.")
        return place

    def _current(self, place: PlaceForm) -> Measurement | None:
        return self.object.measurements.current().filter(**place.place).first()

    def _stored(self, form: MeasurementForm, place: PlaceForm) -> Measurement | None:
        try:
            return record_measurement(
                measurement=form.measurement(self.object, place.place),
                today=timezone.localdate(),
                by=self.request.user,
                replaces=form.cleaned_data["herziening"],
            )
        except Refused as refused:
            form.refuse(refused)
            if isinstance(refused, Overtaken):
                form.name_next(measurement_initial(self._current(place)), "herziening")
        return None

    def _warn(self, stored: Measurement) -> None:
        """A year that its parts contradict is stored, for who knows which is wrong; but it is said."""
        same = self.object.measurements.current().filter(police_unit=stored.police_unit, year=stored.year)
        for signal in signals(self.object, same):
            messages.warning(self.request, signal)


def _what_was_stored(stored: Measurement) -> str:
    whose = stored.police_unit.name if stored.police_unit else "Heel Nederland"
    what = "Opgeslagen" if stored.revision == 1 else "Gecorrigeerd"
    return f"{what}: {whose}, {period_title(stored.year, stored.period)}: {stored.figure.text()}."


class MeasurementRestoreView(View):
    """Undo the newest correction of a figure."""

    permission = Permission.EDIT_AGENDA
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        measurements = Measurement.objects.select_related("indicator__objective__agenda", "police_unit")
        measurement = get_object_or_404(measurements, pk=pk, indicator__objective__agenda__slug=slug)
        if measurement.police_unit and not request.access.may(self.permission, measurement.police_unit_id):
            raise Http404
        address = address_of(measurement.indicator)
        try:
            restored = restore_previous(measurement=measurement, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(address)
        return saved(request, f"De correctie is teruggedraaid. Het cijfer is weer {restored.figure.text()}.", address)
