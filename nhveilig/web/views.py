from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.views.generic import TemplateView, View


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
            return JsonResponse({"database": "unreachable"}, status=503)
        return JsonResponse({"database": "ok"})
