"""A form that was sent twice counts once: after a double click, or from a browser or a line that sends it again."""

import hashlib
import json
from datetime import timedelta

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from nhveilig.accounts.models import SentForm

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
SENT_TWICE = "U stuurde dit formulier twee keer. Het is één keer opgeslagen."
# Without the token of a page two equal forms are the same one for a minute.
SAME_FOR = timedelta(minutes=1)
KEPT_FOR = timedelta(days=1)


class SentOnce:
    """First among the bases of a view with a form that adds something.

    Every page a form stands on has a token of its own (Django masks it anew each time), so the same fields with the
    same token are the same form; who wants to add the same twice opens the page again. The one that comes second waits
    for the first, and is led to where that one was led. Only what led on counts as sent: what was refused may be sent
    again.
    """

    def adds_something(self) -> bool:
        """A view that also changes what is there says here whether it does so now."""
        return True

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "POST" or not request.user.is_authenticated or not self.adds_something():
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            sent = claim(request)
            if sent is None:
                return _as_before(request)
            response = super().dispatch(request, *args, **kwargs)
            if isinstance(response, HttpResponseRedirect):
                sent.led_to = response.url
                sent.save(update_fields=["led_to"])
            else:
                sent.delete()
        return response


def claim(request: HttpRequest) -> SentForm | None:
    """For who holds a transaction: a row that keeps the same form out, or None when it was sent before."""
    key, now = key_of(request), timezone.now()
    if not _token(request):
        SentForm.objects.filter(key=key, at__lt=now - SAME_FOR).delete()
    try:
        with transaction.atomic():
            return SentForm.objects.create(key=key, user=request.user, at=now)
    except IntegrityError:
        return None


def key_of(request: HttpRequest) -> str:
    fields = sorted((name, values) for name, values in request.POST.lists() if name != TOKEN)
    files = [(name, file.name, file.size) for name, file in request.FILES.items()]
    sent = [request.user.pk, request.get_full_path(), _token(request), fields, files]
    return hashlib.sha256(json.dumps(sent).encode()).hexdigest()


def _token(request: HttpRequest) -> str:
    return request.POST.get(TOKEN) or request.headers.get("X-CSRFToken", "")


def _as_before(request: HttpRequest) -> HttpResponse:
    before = SentForm.objects.filter(key=key_of(request)).first()
    messages.info(request, SENT_TWICE)
    return HttpResponseRedirect(before.led_to if before else request.path)


def forget_sent_forms() -> None:
    SentForm.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
