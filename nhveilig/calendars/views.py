import hashlib
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.generic import TemplateView, View

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.calendars.events import events_for
from nhveilig.calendars.models import Feed
from nhveilig.calendars.services import find_feed, make_feed, note_reading, revoke_feed
from nhveilig.calendars.writing import written
from nhveilig.http.views import breadcrumbs

TITLE = "Uw kalender"
# A calendar asks a few times an hour, from each of somebody's devices.
MOST_IN_AN_HOUR, HOUR = 60, 3600


class CalendarView(TemplateView):
    """Whether one has an address, and buttons to make it, make it anew and take it away."""

    permission = Permission.VIEW_PORTAL
    template_name = "calendars/calendar.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        above = [("Start", reverse("home")), ("Mijn account", reverse("accounts:account"))]
        return super().get_context_data(
            feed=Feed.objects.filter(user=self.request.user).first(),
            breadcrumbs=breadcrumbs(above, here=TITLE),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """The answer shows the address, which no other page ever does."""
        path = reverse("calendars:feed", args=[make_feed(user=request.user)])
        return self.render_to_response(self.get_context_data(address=settings.SITE_URL + path))


class CalendarRevokeView(View):
    permission = Permission.VIEW_PORTAL
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if revoke_feed(user=request.user):
            messages.success(request, "Het adres is ingetrokken. Wie het nog heeft, ziet niets meer.")
        return redirect("calendars:own")


class FeedView(View):
    """The calendar itself, for whoever knows the address: a calendar program cannot log in. It begins no session, and
    shows what the owner of the address may see at this moment."""

    public = True
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        feed = find_feed(secret)
        if feed is None:
            raise Http404("Deze kalender is er niet (meer).")
        if _is_asked_too_often(feed):
            return _later()
        today = timezone.localdate()
        note_reading(feed=feed, today=today)
        body = written(events_for(Access(feed.user), today), site=settings.SITE_URL, today=today)
        return _answer(request, body)


def _is_asked_too_often(feed: Feed) -> bool:
    """Counted by the hour of the clock."""
    key = f"calendar-asked-{feed.pk}-{int(timezone.now().timestamp()) // HOUR}"
    asked = (cache.get(key) or 0) + 1
    cache.set(key, asked, HOUR)
    return asked > MOST_IN_AN_HOUR


def _later() -> HttpResponse:
    words = "Deze kalender is te vaak opgehaald. Probeer het over een uur weer.\n"
    headers = {"Retry-After": str(HOUR)}
    return HttpResponse(
        words, content_type="text/plain; charset=utf-8", status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers
    )


def _answer(request: HttpRequest, body: bytes) -> HttpResponse:
    """304 for who has it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    whole = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    whole.headers["Content-Disposition"] = 'inline; filename="nhveilig.ics"'
    whole.headers["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=whole)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
