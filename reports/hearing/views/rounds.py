from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.views import RowFormView
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import counted
from reports.documents.models import Edition
from reports.hearing import planning
from reports.hearing.forms import RoundForm
from reports.hearing.models import Round
from reports.hearing.presenters import FILTERS, HEARD, filter_tabs, matrix_of, sentence
from reports.hearing.queries import said_in
from reports.hearing.services.mailing import remind
from reports.hearing.services.rounds import (
    change_round,
    close_round,
    discard_round,
    prepare_round,
    send_round,
    what_is_lacking,
)
from reports.hearing.views.base import OfDocument, OfRound

ABOUT_ROUND = "Het ontwerp ligt hierbij. Wij horen graag wat uw raad ervan vindt."


class RoundListView(OfDocument, TemplateView):
    """The rounds of a document; where there is one, that is what one comes for."""

    template_name = "reports/hearing/rounds.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if len(self.rounds) == 1 and not self.holds:
            return redirect(self.rounds[0])
        return super().get(request, *args, **kwargs)

    @cached_property
    def rounds(self) -> list[Round]:
        return list(Round.objects.visible_to(self.request.access).for_list().filter(document=self.document))

    def get_context_data(self, **kwargs) -> dict[str, object]:
        there = set(self.document.editions.values_list("status", flat=True))
        about = {
            "rounds": self.rounds,
            "has_edition": Edition.Status.CONSULTATION in there,
            "is_adopted": Edition.Status.ADOPTED in there,
        }
        return super().get_context_data(**self.page(HEARD, **about), **kwargs)


class RoundFormPage(RowFormView, FormView):
    template_name = "reports/hearing/form.html"
    form_class = RoundForm

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"document": self.document}

    def get_success_url(self) -> str:
        return self.kept.get_absolute_url()

    def get_context_data(self, **kwargs) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        about = {
            "about": self.document.title,
            "lead": "",
            "warnings": context["form"].warnings,
            "keep": f"ronde-{self.document.slug}",
            "back_url": reverse("hearing:rounds", args=[self.document.slug]),
        }
        return context | self.page(self.heading, **about)


class RoundNewView(SentOnce, OfDocument, RoundFormPage):
    permission = Permission.HOLD_HEARINGS
    heading = "Hoor de gemeenteraden"
    success_message = (
        "De ronde staat klaar. Kijk haar na en verstuur haar dan; tot die tijd ziet alleen het stafbureau haar."
    )

    def get_row(self) -> Round:
        return Round(document=self.document)

    def get_initial(self) -> dict:
        """From the day on which the plan must be there: it begins on 1 January of its first year."""
        adoption = date(self.document.start_year - 1, 11, 30)
        return {
            "adoption_on": adoption,
            "last_day": planning.last_day(adoption),
            "opens_on": planning.opens_on(adoption),
            "sender": self.document.organisation,
            "letter": ABOUT_ROUND,
            "edition": self.document.editions.filter(status=Edition.Status.CONSULTATION)
            .values_list("pk", flat=True)
            .first(),
        }

    def store(self, form: RoundForm) -> bool:
        self.kept = prepare_round(document=self.document, values=form.values(), by=self.writer)
        return True


class RoundChangeView(OfRound, RoundFormPage):
    permission = Permission.HOLD_HEARINGS
    heading = "Pas de ronde aan"

    def get_row(self) -> Round:
        return self.kept

    @cached_property
    def kept(self) -> Round:
        return Round.objects.select_related("document").get(pk=self.round.pk)

    def store(self, form: RoundForm) -> bool:
        return change_round(row=form.row, fields=form.fields, changes=form.changes(), by=self.writer)


class RoundView(OfRound, TemplateView):
    """What every raad said, by chapter."""

    template_name = "reports/hearing/round.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        row = self.round
        hearings, said = list(row.hearings.for_matrix()), said_in(row)
        shown = self.request.GET.get("toon", "")
        shown = shown if shown in FILTERS else ""
        whole = matrix_of(row, hearings, said)
        about = {
            "matrix": whole.only(shown) if shown else whole,
            "totals": whole.totals,
            "sentence": sentence(hearings, said),
            "tabs": filter_tabs(whole, shown, row.get_absolute_url()),
            "silent": sum(not one.outcome for one in hearings),
            "without_address": sum(not one.email for one in hearings),
            "annexes": list(row.annexes.all()),
            "steps": planning.steps_of(row.opens_on, row.last_day, row.adoption_on),
            "warnings": [] if row.closed_at else planning.warnings_of(row.opens_on, row.last_day, row.adoption_on),
            "lacking": what_is_lacking(row) if self.holds and row.is_open else [],
        }
        return super().get_context_data(**self.page("Wat de raden zeiden", **about), **kwargs)


class RoundStep(OfRound, View):
    """Does one thing with the round and comes back to it; a refusal stands above it."""

    permission = Permission.HOLD_HEARINGS
    http_method_names = ["post"]

    def do(self) -> str:
        """What is said when it is done. Raises PortalError."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            messages.success(request, self.do())
        except PortalError as error:
            messages.error(request, str(error))
            return redirect(self.round)
        return redirect(self.leads_to)

    @property
    def leads_to(self) -> object:
        return self.round


class RoundSendView(RoundStep):
    def do(self) -> str:
        send_round(row=self.round, by=self.writer)
        addresses = self.round.hearings.exclude(email="").count()
        mailed = f" {counted(addresses, 'griffie krijgt', 'griffies krijgen')} mail." if addresses else ""
        return f"De ronde is verstuurd.{mailed} De pdf van de versie wordt gemaakt."


class RoundRemindView(RoundStep):
    def do(self) -> str:
        reminded = remind(row=self.round, by=self.writer)
        return f"{counted(reminded, 'raad is', 'raden zijn')} herinnerd."


class RoundCloseView(RoundStep):
    def do(self) -> str:
        close_round(row=self.round, by=self.writer)
        return "De ronde is gesloten. Er komt niets meer bij."


class RoundDiscardView(RoundStep):
    def do(self) -> str:
        discard_round(row=self.round)
        return "De ronde is weggegooid."

    @property
    def leads_to(self) -> str:
        return reverse("hearing:rounds", args=[self.document.slug])
