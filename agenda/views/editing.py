"""Keeping the register: figures, targets, their division over the eenheden, and notes on agreements."""

from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView, View

from agenda.exceptions import Overtaken, Refused
from agenda.forms import (
    NATIONAL,
    DecideForm,
    DivideForm,
    MeasurementForm,
    NoteForm,
    PlaceForm,
    TargetForm,
    measurement_initial,
    target_initial,
)
from agenda.models import Agreement, Indicator, Measurement, RegionalTarget, Target
from agenda.periods import period_title
from agenda.presenters import proposal_table
from agenda.queries import reference_dates
from agenda.services.distributions import Proposal, distribute, propose_distribution
from agenda.services.register import note_agreement, record_measurement, restore_previous, revise_target
from agenda.standings import signals
from agenda.views.reading import IndicatorPage, address_of, editable_by, regional_units, trail_to
from nhveilig.accounts.models import User
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.units import with_unit
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE
from nhveilig.regions.models import PoliceUnit


def editable_units(request: HttpRequest) -> list[PoliceUnit]:
    """The eenheden whose figures this user may keep."""
    ids = request.access.units_with(Permission.EDIT_AGENDA)
    return [unit for unit in request.access.units if unit.pk in ids]


def principal_of(request: HttpRequest, police_unit: PoliceUnit | None) -> User | None:
    """In whose name the user keeps figures of this eenheid; those of the country everybody keeps in their own."""
    return request.access.for_whom(Permission.EDIT_AGENDA, police_unit.pk) if police_unit else None


class KeepingPage:
    """For a DetailView: a form whose `store` is a service. What that refuses is shown with what was typed."""

    permission = Permission.EDIT_AGENDA

    @property
    def keeps_national(self) -> bool:
        return None in editable_by(self.request.access)

    theirs_stays = "Het cijfer dat er stond, blijft staan. Er is niets gewijzigd."

    @property
    def address(self) -> str:
        """Where it goes after saving."""
        raise NotImplementedError

    def get_form(self, data=None) -> forms.Form:
        raise NotImplementedError

    def store(self, form: forms.Form) -> str:
        """What to say of it. Raises Refused."""
        raise NotImplementedError

    def look_again(self, form: forms.Form) -> None:
        """Let the form name what stands there now, after somebody else was first."""

    def get_context_data(self, **kwargs):
        form = kwargs.pop("form", None) or self.get_form()
        return super().get_context_data(form=form, address=self.address, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        form = self.get_form(request.POST)
        message = self.theirs_stays if form.keeps_theirs else self._stored(form)
        if message:
            messages.success(request, message)
            return HttpResponseRedirect(self.address)
        status = UNPROCESSABLE if form.errors or not form.conflicts else CONFLICT
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def _stored(self, form: forms.Form) -> str:
        if not form.is_valid():
            return ""
        try:
            return self.store(form)
        except Refused as refused:
            form.refuse(refused)
            if isinstance(refused, Overtaken):
                self.look_again(form)
        return ""


class MeasurementRecordView(KeepingPage, IndicatorPage):
    """Fill in or correct one figure; the address says of which eenheid and period."""

    template_name = "agenda/measurement_record.html"
    step = "Cijfer invullen"

    @property
    def address(self) -> str:
        return address_of(self.object)

    @cached_property
    def place(self) -> PlaceForm:
        place = PlaceForm(
            self.request.GET, self.object.objective.agenda, editable_units(self.request), national=self.keeps_national
        )
        if not place.is_valid():
            raise Http404("Dit jaar, deze periode of deze eenheid kunt u niet invullen.")
        return place

    @property
    def current(self) -> Measurement | None:
        return self.object.measurements.current().filter(**self.place.place).first()

    def get_form(self, data=None) -> MeasurementForm:
        # Before anything that was sent is looked at: what is another's is not there.
        _ = self.place
        return MeasurementForm(data) if data is not None else MeasurementForm(initial=measurement_initial(self.current))

    def get_context_data(self, **kwargs):
        return super().get_context_data(place=self.place, current=self.current, **kwargs)

    def store(self, form: MeasurementForm) -> str:
        stored = record_measurement(
            measurement=form.measurement(self.object, self.place.place),
            today=timezone.localdate(),
            by=self.request.user,
            replaces=form.cleaned_data["herziening"],
            on_behalf_of=principal_of(self.request, self.place.place["police_unit"]),
        )
        self._warn(stored)
        whose = stored.police_unit.name if stored.police_unit else "Heel Nederland"
        what = "Opgeslagen" if stored.revision == 1 else "Gecorrigeerd"
        return f"{what}: {whose}, {period_title(stored.year, stored.period)}: {stored.figure.text()}."

    def look_again(self, form: MeasurementForm) -> None:
        form.name_next(herziening=measurement_initial(self.current)["herziening"])

    def _warn(self, stored: Measurement) -> None:
        """A year that its parts contradict is stored, for who knows which is wrong; but it is said."""
        same = self.object.measurements.current().filter(police_unit=stored.police_unit, year=stored.year)
        for signal in signals(self.object, same):
            messages.warning(self.request, signal)


class MeasurementRestoreView(View):
    """Undo the newest correction of a figure."""

    permission = Permission.EDIT_AGENDA
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        measurements = Measurement.objects.select_related("indicator__objective__agenda", "police_unit")
        measurement = get_object_or_404(measurements, pk=pk, indicator__objective__agenda__slug=slug)
        if measurement.police_unit_id not in editable_by(request.access):
            raise Http404 if measurement.police_unit else PermissionDenied
        address, principal = address_of(measurement.indicator), principal_of(request, measurement.police_unit)
        try:
            restored = restore_previous(measurement=measurement, by=request.user, on_behalf_of=principal)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            shown = restored.figure.text()
            messages.success(request, f"De correctie is teruggedraaid. Het cijfer is weer {shown}.")
        return HttpResponseRedirect(address)


class TargetReviseView(KeepingPage, IndicatorPage):
    """Change the national target of a year or another period, with the reason. It holds for every eenheid."""

    permission = Permission.EDIT_NATIONAL
    template_name = "agenda/target_revise.html"
    context_object_name = "target"
    step = "Streefcijfer wijzigen"

    @property
    def address(self) -> str:
        return address_of(self.object.indicator)

    def get_object(self, queryset=None) -> Target | RegionalTarget:
        indicator = super().get_object()
        target = self.find(indicator)
        target.indicator = indicator
        return target

    def find(self, indicator: Indicator) -> Target | RegionalTarget:
        found = next((one for one in indicator.targets.all() if one.when == self.kwargs["when"]), None)
        if found is None:
            raise Http404("Voor deze periode is geen streefcijfer afgesproken.")
        return found

    def get_form(self, data=None) -> TargetForm:
        return TargetForm(data) if data is not None else TargetForm(initial=target_initial(self.object))

    def get_context_data(self, **kwargs):
        target, indicator = self.object, self.object.indicator
        return super().get_context_data(
            indicator=indicator,
            whose=target.police_unit.name if isinstance(target, RegionalTarget) else "Landelijk",
            when=target.year or target.period,
            now=getattr(target, "text", None) or with_unit(target.figure, indicator.unit),
            **kwargs,
        )

    def store(self, form: TargetForm) -> str:
        chosen = form.cleaned_data
        revise_target(
            target=self.object,
            figure=chosen["figure"],
            reason=chosen["reden"],
            revised_on=chosen["per"],
            by=self.request.user,
            replaces=form.before,
            on_behalf_of=principal_of(self.request, getattr(self.object, "police_unit", None)),
        )
        return f"Het streefcijfer is nu {chosen['figure'].text()}. Het oude blijft zichtbaar bij de geschiedenis."

    def look_again(self, form: TargetForm) -> None:
        self.object.refresh_from_db(fields=["value", "qualifier"])
        standing = target_initial(self.object)
        form.name_next(was_waarde=standing["was_waarde"], was_soort=standing["was_soort"])


class ShareReviseView(TargetReviseView):
    """Change the target of one eenheid: only for its own staff, to others it is not there."""

    permission = Permission.EDIT_AGENDA

    def find(self, indicator: Indicator) -> RegionalTarget:
        mine = indicator.regional_targets.filter(police_unit__in=self.request.access.units_with(self.permission))
        place = {"police_unit__slug": self.kwargs["unit"], "year": self.kwargs["year"]}
        return get_object_or_404(mine.select_related("police_unit"), **place)


class DistributeView(KeepingPage, IndicatorPage):
    """Divide a national target: choose a key, look at the proposal with its remainders, then confirm.

    The choice stands in the address, so the proposal that is confirmed is the one that was looked at.
    """

    permission = Permission.EDIT_NATIONAL
    template_name = "agenda/indicator_distribute.html"
    step = "Verdelen"
    theirs_stays = "De verdeling die er stond, blijft staan. Er is niets gewijzigd."

    @property
    def address(self) -> str:
        return address_of(self.object)

    @cached_property
    def chosen(self) -> DivideForm:
        data = self.request.GET if "sleutel" in self.request.GET else None
        form = DivideForm(data, self.object.objective.agenda, PoliceUnit.objects.all(), reference_dates())
        form.initial = {"eenheden": [unit.slug for unit in regional_units()]}
        return form

    def proposal(self) -> Proposal | None:
        """As it is now: beside each share stands what holds until it is confirmed."""
        if not self.chosen.is_valid():
            return None
        chosen = self.chosen.cleaned_data
        try:
            return propose_distribution(
                indicator=self.object,
                year=chosen["jaar"],
                key=chosen["sleutel"],
                police_units=self.chosen.chosen_units,
                reference_date=date.fromisoformat(chosen["peildatum"]) if chosen["peildatum"] else None,
                by_hand=self.chosen.by_hand,
            )
        except Refused as refused:
            self.chosen.refuse(refused)
        return None

    def get_form(self, data=None) -> DecideForm:
        return DecideForm(data)

    def get_context_data(self, **kwargs):
        proposal = self.proposal()
        context = super().get_context_data(
            chosen=self.chosen,
            proposal=proposal,
            table=proposal_table(proposal).as_dict() if proposal else None,
            query=self.request.GET.urlencode(),
            **kwargs,
        )
        context["form"].initial = {"version": proposal.version if proposal else 0}
        return context

    def store(self, form: DecideForm) -> str:
        if (proposal := self.proposal()) is None:
            return ""
        chosen = form.cleaned_data
        distribute(
            proposal=proposal,
            note=chosen["toelichting"],
            decided_on=chosen["vastgesteld_op"],
            decided_by=chosen["vastgesteld_door"],
            by=self.request.user,
            expected_version=chosen["version"],
            deciding=form.deciding(),
        )
        return f"De verdeling van {proposal.year} over {len(proposal.shares)} eenheden is opgeslagen."


class AgreementNoteView(KeepingPage, DetailView):
    """The yearly note of one eenheid, or of the country; `?eenheid=` and `?jaar=` lead to one that exists."""

    context_object_name = "agreement"
    template_name = "agenda/agreement_note.html"
    queryset = Agreement.objects.select_related("objective__agenda").prefetch_related("notes__police_unit")

    def get_object(self, queryset=None) -> Agreement:
        place = {"code__iexact": self.kwargs["code"], "objective__agenda__slug": self.kwargs["slug"]}
        return get_object_or_404(self.get_queryset(), **place)

    @property
    def address(self) -> str:
        return reverse("agenda:agreement-detail", args=[self.kwargs["slug"], self.object.code])

    def get_context_data(self, **kwargs):
        agenda = self.object.objective.agenda
        agreements = ("Afspraken", reverse("agenda:agreement-list", args=[agenda.slug]))
        return super().get_context_data(
            agenda=agenda,
            breadcrumbs=trail_to(agenda, agreements, (self.object.code, self.address), "Toelichting schrijven"),
            **kwargs,
        )

    def get_form(self, data=None) -> NoteForm:
        units, agenda = editable_units(self.request), self.object.objective.agenda
        unit = self.request.GET.get("eenheid") or (units[0].slug if units else NATIONAL)
        year = self.request.GET.get("jaar") or str(min(timezone.localdate().year, agenda.end_year))
        initial = {"eenheid": unit, "jaar": year, "status": self.object.status}
        for note in self.object.notes.all():
            slug = note.police_unit.slug if note.police_unit else NATIONAL
            if (slug, str(note.year)) == (unit, year):
                initial |= {"status": note.status, "tekst": note.text}
                initial |= {"gezien_status": note.status, "gezien_tekst": note.text}
        return NoteForm(data, agenda, units, initial, national=self.keeps_national)

    def store(self, form: NoteForm) -> str:
        chosen, unit = form.cleaned_data, form.units.get(form.cleaned_data["eenheid"])
        note_agreement(
            agreement=self.object,
            police_unit=unit,
            year=chosen["jaar"],
            status=chosen["status"],
            text=form.text,
            written_on=timezone.localdate(),
            by=self.request.user,
            seen=form.seen,
            on_behalf_of=principal_of(self.request, unit),
        )
        return f"De toelichting over {chosen['jaar']} is opgeslagen."

    def look_again(self, form: NoteForm) -> None:
        unit = form.units.get(form.cleaned_data["eenheid"])
        note = self.object.notes.get(police_unit=unit, year=form.cleaned_data["jaar"])
        form.name_next(gezien_status=note.status, gezien_tekst=note.text)
