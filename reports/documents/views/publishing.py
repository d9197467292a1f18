from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import UNPROCESSABLE
from nhveilig.http.views import breadcrumbs
from reports.documents.forms import WithdrawForm
from reports.documents.models import Edition
from reports.documents.presenters import above
from reports.documents.services.publishing import publish_edition, withdraw_edition
from reports.documents.views.documents import SeesDocuments


class OneAdoptedEdition(SeesDocuments):
    """An adopted edition of an eenheid for which the visitor decides what everybody may read; others are 404."""

    permission = Permission.PUBLISH_EDITION

    @cached_property
    def edition(self) -> Edition:
        adopted = self.editions().filter(status=Edition.Status.ADOPTED).defer("content", "official_file__data")
        units = self.request.access.units_with(self.permission)
        place = {"document__slug": self.kwargs["slug"], "number": self.kwargs["number"]}
        return get_object_or_404(adopted.for_reading(), document__police_unit__in=units, **place)

    def back(self) -> HttpResponse:
        return redirect("reports:edition-publication", **self.kwargs)


class PublicationView(OneAdoptedEdition, FormView):
    """Whether everybody may read it, since when, and what went before; withdrawing it needs a reason."""

    template_name = "reports/edition_publication.html"
    form_class = WithdrawForm

    def form_valid(self, form: WithdrawForm) -> HttpResponse:
        try:
            withdraw_edition(edition=self.edition, reason=form.cleaned_data["reason"], by=self.request.user)
        except PortalError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, "De versie is niet meer openbaar.")
        return self.back()

    def form_invalid(self, form: WithdrawForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def get_context_data(self, **kwargs):
        edition = self.edition
        log = edition.publications.select_related("published_by", "withdrawn_by").order_by("-published_at", "-pk")
        trail = [
            *above(edition.document),
            (f"Versie {edition.number}", reverse("reports:edition-detail", kwargs=self.kwargs)),
        ]
        return super().get_context_data(
            edition=edition, log=log, breadcrumbs=breadcrumbs(trail, here="Openbaarheid"), **kwargs
        )


class PublishView(OneAdoptedEdition, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            publish_edition(edition=self.edition, by=request.user)
        except PortalError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "De versie is openbaar: iedereen kan haar nu als open data lezen.")
        return self.back()
