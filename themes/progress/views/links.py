"""Reporting with a link from a mail."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from nhveilig.http.responses import CONFLICT, GONE, UNPROCESSABLE
from themes.progress.exceptions import (
    AnswerOvertaken,
    LinkExpired,
    LinkRefused,
    LinkUnknown,
    LinkUsed,
    ProgressRefused,
)
from themes.progress.links import Question, answer_unchanged, question_of
from themes.progress.standings import subject_url

_STATUS = {LinkUnknown: HTTPStatus.NOT_FOUND, LinkUsed: GONE, LinkExpired: GONE}


@method_decorator(never_cache, name="dispatch")
class AnswerView(View):
    """Shows what would be reported, and reports it when somebody says so. Whoever has the link needs no account on this
    device: the link itself says whose report it is."""

    public = True
    template_name = "themes/progress/answer.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            return self._ask(question_of(token))
        except (LinkRefused, ProgressRefused) as error:
            return self._refused(error)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            update = answer_unchanged(token=token, seen=request.POST.get("gezien", ""))
        except AnswerOvertaken as error:
            return self._ask(question_of(token), str(error), CONFLICT)
        except (LinkRefused, ProgressRefused) as error:
            return self._refused(error)
        return self._show({"done": True, "waits": update.waits})

    def _ask(self, question: Question, refusal: str = "", status: int = 200) -> HttpResponse:
        link = question.link
        form_url = subject_url(question.subject, link.municipality)
        return self._show({"question": question, "refusal": refusal, "form_url": form_url}, status)

    def _refused(self, error: Exception) -> HttpResponse:
        return self._show({"refusal": str(error), "home": reverse("home")}, _STATUS.get(type(error), UNPROCESSABLE))

    def _show(self, context: dict[str, object], status: int = 200) -> HttpResponse:
        return render(self.request, self.template_name, context, status=status)
