from http import HTTPStatus

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.generic import TemplateView, View


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Every address that leads nowhere; where the view knows more (NothingThere), with why and a way on."""
    known = {name: getattr(exception, name, None) for name in ("title", "text", "links")}
    return render(request, "404.html", known, status=HTTPStatus.NOT_FOUND)


class AccessibilityView(TemplateView):
    template_name = "accessibility.html"
    public = True


class HealthView(View):
    """The process answers. Says nothing about what it depends on: see `ReadyView`."""

    public = True

    def get(self, request) -> HttpResponse:
        return HttpResponse("ok", content_type="text/plain")


class ReadyView(View):
    """The database answers, so pages can be served. 503 when it does not."""

    public = True

    def get(self, request) -> JsonResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Exception:
            return JsonResponse({"database": "unreachable"}, status=HTTPStatus.SERVICE_UNAVAILABLE)
        return JsonResponse({"database": "ok"})
