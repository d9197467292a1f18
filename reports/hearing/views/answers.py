from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.editing.views import RowFormView
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import counted
from reports.hearing.forms import AnswerForm
from reports.hearing.models import Answer, Point
from reports.hearing.presenters import WHOLE
from reports.hearing.queries import beside, in_round, points_of, waiting
from reports.hearing.services.answers import group_points, keep_answer, say_it_is_done, take_out
from reports.hearing.views.base import OfRound


class PointListView(OfRound, TemplateView):
    """What was said, with what was answered; narrowed to one raad, one chapter, or what waits."""

    template_name = "reports/hearing/points.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        asked = self.request.GET
        code, chapter, waits = asked.get("raad", ""), asked.get("deel", ""), asked.get("toon", "") == "wacht"
        points = waiting(points_of(self.round)) if waits else points_of(self.round)
        if code:
            points = (
                points.filter(hearing__municipality=None)
                if code == "OM"
                else points.filter(hearing__municipality__code=code)
            )
        found = [
            one
            for one in in_round(points, self.round)
            if not chapter or (self.places.chapter_of(one.place) or WHOLE) == chapter
        ]
        about = {
            "points": self.places.with_names(found),
            "is_narrowed": bool(code or chapter or waits),
            "waiting": waiting(points_of(self.round)).count(),
        }
        return super().get_context_data(**self.page("Punten en antwoorden", **about), **kwargs)


class Answers(OfRound):
    permission = Permission.HOLD_HEARINGS

    @property
    def list_url(self) -> str:
        return reverse("hearing:points", args=[self.document.slug, self.round.pk])

    def chosen(self) -> list[Point]:
        """What was ticked."""
        ticked = [one for one in self.request.POST.getlist("punt") if one.isdecimal() and len(one) < 19]
        return list(points_of(self.round).filter(pk__in=ticked))

    def url_of(self, answer: Answer) -> str:
        return reverse("hearing:answer", args=[self.document.slug, self.round.pk, answer.pk])


class GroupView(Answers, View):
    """One answer for the points that were chosen."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        points = self.chosen()
        try:
            subject = self.places.named(points[0].place, points[0].table) if points else ""
            answer = group_points(row=self.round, subject=subject[:160], points=points, by=self.writer)
        except PortalError as error:
            messages.error(request, str(error))
            return redirect(self.list_url)
        return redirect(self.url_of(answer))


class AnswerView(Answers, RowFormView, FormView):
    """The points, and what is answered to them."""

    template_name = "reports/hearing/answer_form.html"
    form_class = AnswerForm

    def get_row(self) -> Answer:
        return self.answer

    @cached_property
    def answer(self) -> Answer:
        return get_object_or_404(self.round.answers.select_related("round", "answered_by"), pk=self.kwargs["answer"])

    @cached_property
    def points(self) -> list[Point]:
        return in_round(points_of(self.round).filter(answer=self.answer), self.round)

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"places": self.places}

    def store(self, form: AnswerForm) -> bool:
        given = "geef" in self.request.POST
        self.success_message = "Het antwoord is gegeven." if given else "Het concept van het antwoord is bewaard."
        return keep_answer(answer=form.row, fields=form.fields, changes=form.changes(), by=self.writer, is_given=given)

    def get_success_url(self) -> str:
        """The next that waits, when one goes on."""
        if "geef" not in self.request.POST:
            return self.url_of(self.answer)
        point = waiting(points_of(self.round)).exclude(answer=self.answer).first()
        if point is None:
            return self.round.get_absolute_url()
        return self.url_of(point.answer) if point.answer else f"{self.list_url}?toon=wacht"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        more = in_round(beside(self.answer, {one.place for one in self.points}), self.round)
        left = waiting(points_of(self.round)).exclude(answer=self.answer).count()
        about = {
            "answer": self.answer,
            "points": self.places.with_names(self.points),
            "more": more,
            "left": f"nog {left}" if left else "",
            "list_url": self.list_url,
        }
        return super().get_context_data(**self.page(f"Antwoord: {self.answer}", **about), **kwargs)


class AnswerStep(Answers, View):
    http_method_names = ["post"]

    @cached_property
    def answer(self) -> Answer:
        return get_object_or_404(self.round.answers.select_related("round"), pk=self.kwargs["answer"])


class AddPointsView(AnswerStep):
    """More points get the same answer."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        there, more = list(points_of(self.round).filter(answer=self.answer)), self.chosen()
        try:
            group_points(row=self.round, subject=self.answer.subject, points=[*there, *more], by=self.writer)
            messages.success(request, f"{counted(len(more), 'punt krijgt', 'punten krijgen')} hetzelfde antwoord.")
        except PortalError as error:
            messages.error(request, str(error))
        return redirect(self.url_of(self.answer))


class TakeOutView(AnswerStep):
    """A point is answered apart again."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        found = points_of(self.round).select_related("hearing__round", "answer")
        point = get_object_or_404(found, pk=self.kwargs["point"])
        if point.answer_id == self.answer.pk:
            take_out(point=point)
        messages.success(request, "Het punt krijgt een eigen antwoord.")
        is_left = self.answer.points.exists()
        return redirect(self.url_of(self.answer) if is_left else self.list_url)


class DoneView(AnswerStep):
    """What changes elsewhere than in a text is done."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        say_it_is_done(answer=self.answer, by=self.writer, is_done="terug" not in request.POST)
        messages.success(request, "Opgeslagen.")
        return redirect(self.url_of(self.answer))
