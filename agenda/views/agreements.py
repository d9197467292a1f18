from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from agenda.editing_forms import NATIONAL, AgreementForm, NoteForm
from agenda.models import Agreement
from agenda.register.queries import AGREEMENT_BADGES
from agenda.services import Refused, note_agreement, update_agreement
from agenda.views.agendas import trail_to
from agenda.views.editing import INVALID, editable_units, saved
from nhveilig.accounts.permissions import Permission


class AgreementPage(DetailView):
    context_object_name = "agreement"
    queryset = Agreement.objects.select_related("objective__agenda").prefetch_related(
        "notes__police_unit", "notes__written_by"
    )

    def get_object(self, queryset=None) -> Agreement:
        return get_object_or_404(
            self.get_queryset(), code__iexact=self.kwargs["code"], objective__agenda__slug=self.kwargs["slug"]
        )

    @property
    def address(self) -> str:
        return reverse("agenda:agreement-detail", args=[self.kwargs["slug"], self.object.code])

    def get_context_data(self, **kwargs):
        agenda = self.object.objective.agenda
        agreements = ("Afspraken", reverse("agenda:agenda-agreements", args=[agenda.slug]))
        return super().get_context_data(
            agenda=agenda,
            badge=AGREEMENT_BADGES[self.object.status],
            address=self.address,
            breadcrumbs=trail_to(agenda, agreements, *self.crumbs()),
            **kwargs,
        )

    def crumbs(self) -> list[tuple[str, str] | str]:
        return [self.object.code]


class AgreementView(AgreementPage):
    """One agreement: where it stands, and what eenheden said of it year by year."""

    permission = Permission.VIEW_AGENDA
    template_name = "agenda/agreement_detail.html"

    def get_context_data(self, **kwargs):
        notes = sorted(
            self.object.notes.all(),
            key=lambda note: (-note.year, note.police_unit.order if note.police_unit else 0),
        )
        return super().get_context_data(
            notes=[(note, AGREEMENT_BADGES[note.status]) for note in notes],
            may_edit=self.request.access.may(Permission.EDIT_AGENDA),
            **kwargs,
        )


class AgreementUpdateView(AgreementPage):
    permission = Permission.EDIT_AGENDA
    template_name = "agenda/agreement_update.html"

    def get_context_data(self, **kwargs):
        initial = {"status": self.object.status, "eigenaar": self.object.owner}
        return super().get_context_data(**{"form": AgreementForm(initial=initial)} | kwargs)

    def crumbs(self):
        return [(self.object.code, self.address), "Status wijzigen"]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        form = AgreementForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=INVALID)
        update_agreement(agreement=self.object, status=form.cleaned_data["status"], owner=form.cleaned_data["eigenaar"])
        return saved(request, f"De status van {self.object.code} is opgeslagen.", self.address)


class AgreementNoteView(AgreementPage):
    """The yearly note of one eenheid, or of the country; `?eenheid=` and `?jaar=` lead to one that exists."""

    permission = Permission.EDIT_AGENDA
    template_name = "agenda/agreement_note.html"

    def get_context_data(self, **kwargs):
        form = kwargs.pop("form", None) or self._form(None)
        return super().get_context_data(form=form, **kwargs)

    def crumbs(self):
        return [(self.object.code, self.address), "Toelichting schrijven"]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        form = self._form(request.POST)
        if form.is_valid() and self._noted(form):
            return saved(request, f"De toelichting over {form.cleaned_data['jaar']} is opgeslagen.", self.address)
        return self.render_to_response(self.get_context_data(form=form), status=INVALID)

    def _form(self, data) -> NoteForm:
        units, agenda = editable_units(self.request), self.object.objective.agenda
        unit = self.request.GET.get("eenheid") or (units[0].slug if units else NATIONAL)
        year = self.request.GET.get("jaar") or str(min(timezone.localdate().year, agenda.end_year))
        initial = {"eenheid": unit, "jaar": year, "status": self.object.status}
        for note in self.object.notes.all():
            slug = note.police_unit.slug if note.police_unit else NATIONAL
            if (slug, str(note.year)) == (unit, year):
                initial |= {"status": note.status, "tekst": note.text}
        return NoteForm(data, agenda, units, initial)

    def _noted(self, form: NoteForm) -> bool:
        chosen = form.cleaned_data
        try:
            note_agreement(
                agreement=self.object,
                police_unit=form.units.get(chosen["eenheid"]),
                year=chosen["jaar"],
                status=chosen["status"],
                text=chosen["tekst"],
                written_on=timezone.localdate(),
                by=self.request.user,
            )
        except Refused as refused:
            form.refuse(str(refused), refused.field)
            return False
        return True
