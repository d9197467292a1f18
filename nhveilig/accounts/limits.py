"""How much a request may bring: looked at before a byte of it is read."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from nhveilig.accounts.access import is_public, please_log_in
from nhveilig.http.responses import told, wants_json

TOO_LARGE = (
    "Wat u stuurt is te groot: er past {most}. Er is niets opgeslagen. "
    "Verdeel het over meer bestanden, of maak het kleiner, en probeer het opnieuw."
)


class SizeMiddleware:
    """Refuse with 413 what is larger than anything the portal asks for. Of a page for everybody that is little.

    Who has to log in first hears that, for what was typed is kept until then. Below the middleware that says who asks,
    and before anything reads a form: its token stands in the body.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = _announced(request)
        if size <= settings.MOST_BYTES_OF_A_VISITOR:
            return self.get_response(request)
        if _is_for_everybody(request):
            return _refused(request, settings.MOST_BYTES_OF_A_VISITOR)
        if size > settings.MOST_BYTES:
            return _refused(request, settings.MOST_BYTES)
        return self.get_response(request) if request.user.is_authenticated else please_log_in(request)


def _announced(request: HttpRequest) -> int:
    """Without a length no body is read at all."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _is_for_everybody(request: HttpRequest) -> bool:
    try:
        return is_public(resolve(request.path_info).func)
    except Resolver404:
        return True


def _refused(request: HttpRequest, most: int) -> HttpResponse:
    shown = f"{most // 1024**2} MB" if most >= 1024**2 else f"{most // 1024} kB"
    message = TOO_LARGE.format(most=f"hooguit {shown}")
    if wants_json(request):
        return told(message, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return render(request, "413.html", {"message": message}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
