from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.views import RowFormView
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import as_download
from reports.hearing.forms import OutcomeForm, PointForm
from reports.hearing.models import Hearing, Point
from reports.hearing.services.outcomes import add_point, change_point, delete_point, keep_outcome
from reports.hearing.services.packages import package_of
from reports.hearing.views.base import OfHearing


class HearingView(OfHearing, TemplateView):
    """What one raad was asked and said, with the answers it got."""

    template_name = "reports/hearing/hearing.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        hearing, today = self.hearing, timezone.localdate()
        points = self.places.with_names(hearing.points.select_related("answer"))
        takes = self.round.is_open if self.holds else self.round.takes_answers_on(today)
        about = {
            "hearing": hearing,
            "points": points,
            "may_change": self.puts_in and takes,
            "letter": letter_of(hearing),
        }
        return super().get_context_data(
            **self.page(f"De {hearing}" if hearing.municipality else str(hearing), **about), **kwargs
        )


def letter_of(hearing: Hearing):
    return getattr(hearing, "file", None)


class ForWhoPutsIn(OfHearing):
    permission = Permission.VIEW_HEARINGS

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.puts_in:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PutsIn(ForWhoPutsIn, RowFormView, FormView):
    """A form about one raad. `heading` is its title, `kept_as` begins the name under which the browser keeps it."""

    template_name = "reports/hearing/form.html"
    heading, kept_as = "", ""

    def get_success_url(self) -> str:
        return self.hearing.get_absolute_url()

    def get_context_data(self, **kwargs) -> dict[str, object]:
        about = {
            "about": self.hearing,
            "lead": self.hearing,
            "keep": f"{self.kept_as}-{self.hearing.pk}",
            "back_url": self.get_success_url(),
        }
        return super().get_context_data(**self.page(self.heading, **about), **kwargs)


class OutcomeView(PutsIn):
    heading, kept_as = "Wat de raad zei", "raad"
    form_class = OutcomeForm

    def get_row(self) -> Hearing:
        return self.hearing

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"is_staff": self.holds}

    def store(self, form: OutcomeForm) -> bool:
        return keep_outcome(
            hearing=form.row,
            fields=form.fields,
            changes=form.changes(),
            by=self.writer,
            is_staff=self.holds,
            file=form.read,
        )


class PointFormPage(PutsIn):
    kept_as = "punt"
    form_class = PointForm

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"places": self.places}


class PointAddView(SentOnce, PointFormPage):
    heading = "Voeg een punt toe"
    success_message = "Het punt is toegevoegd."

    def get_row(self) -> Point:
        return Point(hearing=self.hearing)

    def store(self, form: PointForm) -> bool:
        values = form.values() | form.place
        return bool(add_point(hearing=self.hearing, values=values, by=self.writer, is_staff=self.holds))


class PointChangeView(PointFormPage):
    heading = "Wijzig een punt"

    def get_row(self) -> Point:
        return self.point

    @cached_property
    def point(self) -> Point:
        found = self.hearing.points.select_related("answer", "hearing__round", "hearing__municipality")
        return get_object_or_404(found, pk=self.kwargs["point"])

    def store(self, form: PointForm) -> bool:
        return change_point(
            point=form.row,
            fields=form.fields,
            changes=form.changes(),
            where=form.place,
            by=self.writer,
            is_staff=self.holds,
        )


class PointDeleteView(ForWhoPutsIn, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        found = Point.objects.select_related("hearing__round", "answer")
        point = found.filter(hearing=self.hearing, pk=self.kwargs["point"]).first()
        try:
            if point and delete_point(point=point, by=self.writer, is_staff=self.holds):
                messages.success(request, "Het punt is verwijderd.")
            else:
                messages.info(request, "Het punt was al verwijderd.")
        except PortalError as error:
            messages.error(request, str(error))
        return redirect(self.hearing)


class LetterView(OfHearing, View):
    """The file with which the raad said it."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        letter = letter_of(self.hearing)
        if letter is None:
            raise Http404("Deze raad stuurde geen brief mee.")
        return as_download(bytes(letter.data), letter.media_type, letter.name)


class PackageView(OfHearing, View):
    """Everything a griffie needs, in one ZIP."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        if not self.round.sent_at and not self.holds:
            raise Http404("Deze ronde is nog niet verstuurd.")
        package = package_of(self.hearing, today=timezone.localdate())
        return as_download(package.data, "application/zip", package.name)
