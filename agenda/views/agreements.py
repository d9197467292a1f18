from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from agenda.editing_forms import NATIONAL, NoteForm
from agenda.exceptions import Overtaken
from agenda.models import Agreement, AgreementNote
from agenda.register.queries import AGREEMENT_BADGES
from agenda.services import Refused, note_agreement
from agenda.views.agendas import part_tabs, trail_to
from agenda.views.editing import INVALID, editable_units, saved
from nhveilig.accounts.permissions import Permission
from nhveilig.http.responses import CONFLICT
from nhveilig.registers.views import DetailPage, ListPage


class AgreementsPage(ListPage):
    def get_context_data(self, **kwargs):
        return super().get_context_data(tabs=part_tabs(self.parent, "Afspraken"), **kwargs)


class AgreementPage(DetailPage):
    """One agreement: where it stands, and what eenheden said of it year by year."""

    def get_context_data(self, **kwargs):
        notes = sorted(
            self.row.notes.select_related("police_unit", "written_by"),
            key=lambda note: (-note.year, note.police_unit.order if note.police_unit else 0),
        )
        return super().get_context_data(
            badge=AGREEMENT_BADGES[self.row.status],
            notes=[(note, AGREEMENT_BADGES[note.status]) for note in notes],
            **kwargs,
        )


class AgreementNoteView(DetailView):
    """The yearly note of one eenheid, or of the country; `?eenheid=` and `?jaar=` lead to one that exists."""

    permission = Permission.EDIT_AGENDA
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
        form, agenda = kwargs.pop("form", None) or self._form(None), self.object.objective.agenda
        agreements = ("Afspraken", reverse("agenda:agreement-list", args=[agenda.slug]))
        return super().get_context_data(
            form=form,
            agenda=agenda,
            address=self.address,
            breadcrumbs=trail_to(agenda, agreements, (self.object.code, self.address), "Toelichting schrijven"),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        form = self._form(request.POST)
        if form.is_valid() and self._noted(form):
            return saved(request, f"De toelichting over {form.cleaned_data['jaar']} is opgeslagen.", self.address)
        return self.render_to_response(self.get_context_data(form=form), status=CONFLICT if form.conflicts else INVALID)

    def _form(self, data) -> NoteForm:
        units, agenda = editable_units(self.request), self.object.objective.agenda
        unit = self.request.GET.get("eenheid") or (units[0].slug if units else NATIONAL)
        year = self.request.GET.get("jaar") or str(min(timezone.localdate().year, agenda.end_year))
        initial = {"eenheid": unit, "jaar": year, "status": self.object.status}
        for note in self.object.notes.all():
            slug = note.police_unit.slug if note.police_unit else NATIONAL
            if (slug, str(note.year)) == (unit, year):
                initial |= {"status": note.status, "tekst": note.text}
                initial |= {"gezien_status": note.status, "gezien_tekst": note.text}
        return NoteForm(data, agenda, units, initial)

    def _standing(self, form: NoteForm) -> AgreementNote:
        unit = form.units.get(form.cleaned_data["eenheid"])
        return self.object.notes.get(police_unit=unit, year=form.cleaned_data["jaar"])

    def _noted(self, form: NoteForm) -> bool:
        chosen = form.cleaned_data
        try:
            note_agreement(
                agreement=self.object,
                police_unit=form.units.get(chosen["eenheid"]),
                year=chosen["jaar"],
                status=chosen["status"],
                text=form.text,
                written_on=timezone.localdate(),
                by=self.request.user,
                seen=form.seen,
            )
        except Refused as refused:
            form.refuse(refused)
            if isinstance(refused, Overtaken):
                form.name_next(self._standing(form))
            return False
        return True
