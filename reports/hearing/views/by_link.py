"""What a griffie does with the link it was mailed, without an account. The link says who asks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from nhveilig.editing.changes import Writer
from nhveilig.editing.views import RowFormView
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import GONE, UNPROCESSABLE, as_download
from reports.hearing.forms import OutcomeForm, PointForm
from reports.hearing.links import hearing_of
from reports.hearing.models import Hearing, Point
from reports.hearing.places import Places
from reports.hearing.services.outcomes import add_point, delete_point, keep_outcome
from reports.hearing.services.packages import package_of

VOID = "Deze link werkt niet (meer). Misschien kreeg u later een nieuwe: gebruik die uit de laatste mail."


class ByLink:
    """A void link is told so, and nothing about any round."""

    public = True

    @cached_property
    def hearing(self) -> Hearing | None:
        return hearing_of(self.kwargs["token"])

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if self.hearing is None:
            return render(request, "reports/hearing/link_void.html", {"message": VOID}, status=GONE)
        response = super().dispatch(request, *args, **kwargs)
        # The address lets in: it goes to nobody else, and no search engine keeps it.
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @property
    def writer(self) -> Writer:
        """Nobody who is known: the griffie of this raad."""
        return Writer(None)

    @property
    def here(self) -> str:
        return reverse("hearing:answer-by-link", args=[self.kwargs["token"]])

    @cached_property
    def places(self) -> Places:
        return Places(self.hearing.round.outline)


class AnswerByLinkView(ByLink, RowFormView, FormView):
    """What the raad said: the outcome, and below it the points one by one."""

    template_name = "reports/hearing/by_link.html"
    form_class = OutcomeForm

    def get_row(self) -> Hearing:
        return self.hearing

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"is_staff": False}

    def get_success_url(self) -> str:
        return self.here

    def store(self, form: OutcomeForm) -> bool:
        about = {"fields": form.fields, "changes": form.changes(), "file": form.read}
        return keep_outcome(hearing=form.row, by=self.writer, is_staff=False, **about)

    def get_context_data(self, **kwargs) -> dict[str, object]:
        hearing = self.hearing
        points = self.places.with_names(hearing.points.select_related("answer"))
        return super().get_context_data(
            hearing=hearing,
            round=hearing.round,
            points=points,
            token=self.kwargs["token"],
            takes=hearing.round.takes_answers_on(timezone.localdate()),
            point_form=kwargs.pop("point_form", None)
            or PointForm(row=Point(hearing=hearing), places=self.places, prefix="punt"),
            **kwargs,
        )


class PointByLinkView(AnswerByLinkView):
    """Adds a point."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = PointForm(request.POST, row=Point(hearing=self.hearing), places=self.places, prefix="punt")
        if not form.is_valid():
            return self._refused(form)
        try:
            add_point(hearing=self.hearing, values=form.values() | form.place, by=self.writer, is_staff=False)
        except PortalError as error:
            form.add_error(None, str(error))
            return self._refused(form)
        messages.success(request, "Het punt is toegevoegd. U kunt er nog een toevoegen.")
        return redirect(f"{self.here}#punten")

    def _refused(self, form: PointForm) -> HttpResponse:
        unbound = OutcomeForm(row=self.hearing, is_staff=False)
        return self.render_to_response(self.get_context_data(form=unbound, point_form=form), status=UNPROCESSABLE)


class PointAwayByLinkView(ByLink, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        point = self.hearing.points.select_related("hearing__round", "answer").filter(pk=self.kwargs["point"]).first()
        try:
            if point and delete_point(point=point, by=self.writer, is_staff=False):
                messages.success(request, "Het punt is verwijderd.")
        except PortalError as error:
            messages.error(request, str(error))
        return redirect(f"{self.here}#punten")


class PackageByLinkView(ByLink, View):
    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        package = package_of(self.hearing, today=timezone.localdate())
        return as_download(package.data, "application/zip", package.name)
