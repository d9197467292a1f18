"""The pages on which an agenda is made: for who keeps what holds for the whole country."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, TemplateView

from agenda.exceptions import Refused
from agenda.making import queries
from agenda.making.base import STEP, making_address
from agenda.making.forms import AdoptForm, AgendaForm, EndForm, NewAgendaForm, TargetsForm, new_agenda_initial
from agenda.making.services.agendas import adopt_agenda, create_agenda, delete_agenda, fill_targets
from agenda.models import Indicator, SafetyAgenda
from agenda.views.editing import KeepingPage
from agenda.views.reading import AGENDAS, IndicatorPage, address_of, trail_to
from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.forms import RowModelForm
from nhveilig.editing.views import RowFormView
from nhveilig.http.responses import UNPROCESSABLE
from nhveilig.http.views import breadcrumbs


class MakingView(DetailView):
    """What there is of the agenda, and what it still lacks."""

    permission = Permission.EDIT_NATIONAL
    template_name = "agenda/agenda_making.html"
    context_object_name = "agenda"

    def get_queryset(self):
        return queries.with_counts()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            parts=queries.parts_of(self.object),
            lines=queries.target_lines(self.object),
            lacking=list(queries.lacking(self.object)),
            breadcrumbs=trail_to(self.object, STEP),
            **kwargs,
        )


class NewAgendaView(SentOnce, FormView):
    permission = Permission.EDIT_NATIONAL
    template_name = "agenda/agenda_form.html"
    form_class = NewAgendaForm

    def get_initial(self) -> dict[str, object]:
        return new_agenda_initial(SafetyAgenda.objects.first(), timezone.localdate().year)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            agenda=None,
            kicker="",
            title="Nieuwe Veiligheidsagenda",
            action="Maak de agenda",
            back_url=reverse("agenda:agenda-list"),
            breadcrumbs=breadcrumbs([(AGENDAS, reverse("agenda:agenda-list"))], "Nieuwe agenda"),
            **kwargs,
        )

    def form_valid(self, form: NewAgendaForm) -> HttpResponse:
        chosen = form.cleaned_data
        try:
            agenda = create_agenda(
                agenda=form.agenda(),
                basis=chosen.get("basis"),
                with_targets=chosen.get("streefcijfers", False),
                by=self.request.user,
            )
        except Refused as refused:
            form.refuse(refused)
            return self.form_invalid(form)
        messages.success(self.request, f"{agenda} is gemaakt en staat in voorbereiding.")
        return redirect(making_address(agenda))

    def form_invalid(self, form: NewAgendaForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


class OfOneAgenda:
    """For a page on one agenda, that leads back to the page on which it is made."""

    permission = Permission.EDIT_NATIONAL
    title = ""
    action = "Sla op"
    note = ""

    @cached_property
    def agenda(self) -> SafetyAgenda:
        return get_object_or_404(SafetyAgenda, slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs):
        making = making_address(self.agenda)
        around = {
            "agenda": self.agenda,
            "kicker": self.agenda.title,
            "title": self.title,
            "action": self.action,
            "note": self.note,
            "back_url": making,
            "breadcrumbs": trail_to(self.agenda, (STEP, making), self.title),
        }
        return super().get_context_data(**around | kwargs)


class AgendaFormPage(RowFormView, OfOneAgenda, FormView):
    template_name = "agenda/agenda_form.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        # Before anything that was sent is looked at: whether there is such an agenda.
        _ = self.agenda
        return super().dispatch(request, *args, **kwargs)

    def get_row(self) -> SafetyAgenda:
        return self.agenda

    def get_success_url(self) -> str:
        return making_address(self.agenda)


class AgendaChangeView(AgendaFormPage):
    title, form_class = "Titel, jaren en bron", AgendaForm


class AdoptView(AgendaFormPage):
    """The day and who adopted it are stored together with that it is adopted, or not at all."""

    title, form_class, action = "Vaststellen", AdoptForm, "Stel vast"
    success_message = "De agenda is vastgesteld."
    note = (
        "Daarna liggen de codes, de afspraken en de streefcijfers vast. Een streefcijfer verandert dan alleen nog met "
        "een reden en een datum."
    )

    def get_context_data(self, **kwargs):
        agenda = queries.with_counts().get(pk=self.agenda.pk)
        return super().get_context_data(lacking=list(queries.lacking(agenda)), **kwargs)

    def store(self, form: RowModelForm) -> bool:
        adopt_agenda(agenda=self.agenda, store=lambda: super(AdoptView, self).store(form), by=self.request.user)
        return True


class EndView(AgendaFormPage):
    title, form_class = "Beëindigen", EndForm
    note = (
        "Na die dag worden geen cijfers meer verwacht, en kan een andere agenda in die jaren gelden. "
        "Alles blijft te lezen."
    )


class AgendaDeleteView(OfOneAgenda, TemplateView):
    """A draft that was a mistake."""

    template_name = "agenda/agenda_delete.html"
    title = "Verwijderen"

    def get_context_data(self, **kwargs):
        agenda = queries.with_counts().get(pk=self.agenda.pk)
        return super().get_context_data(parts=[one for one in queries.parts_of(agenda) if one.count], **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        title = str(self.agenda)
        try:
            delete_agenda(agenda=self.agenda)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(making_address(self.agenda))
        messages.success(request, f"{title} is verwijderd.")
        return redirect("agenda:agenda-list")


class TargetsView(KeepingPage, IndicatorPage):
    """The targets of one indicator, year by year."""

    permission = Permission.EDIT_NATIONAL
    template_name = "agenda/indicator_targets.html"
    queryset = Indicator.objects.select_related("objective__agenda").prefetch_related("targets")
    step = "Streefcijfers"

    @property
    def address(self) -> str:
        agenda = self.object.objective.agenda
        return making_address(agenda) if agenda.is_draft else address_of(self.object)

    def get_form(self, data=None) -> TargetsForm:
        return TargetsForm(data, self.object)

    def store(self, form: TargetsForm) -> str:
        changed = fill_targets(indicator=self.object, figures=form.figures, seen=form.seen)
        return f"De streefcijfers van “{self.object}” zijn opgeslagen." if changed else "Er was niets veranderd."
