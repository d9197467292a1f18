"""How long somebody stays logged in: until they do nothing for a while, and never longer than a day at work."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

BEGAN, SEEN = "began_at", "seen_at"
# That somebody is there is not written down more often than this.
SECONDS_BETWEEN_NOTES = 60


@receiver(user_logged_in, dispatch_uid="begin_session")
def begin(request: HttpRequest, **kwargs: object) -> None:
    now = int(timezone.now().timestamp())
    request.session[BEGAN] = request.session[SEEN] = now


def end_if_over(request: HttpRequest) -> bool:
    """Whether the session had lasted long enough, and was ended."""
    if not request.user.is_authenticated:
        return False
    now = int(timezone.now().timestamp())
    # A session of before these rules begins now.
    began, seen = request.session.setdefault(BEGAN, now), request.session.setdefault(SEEN, now)
    if now - began > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS:
        logout(request)
        return True
    return False


def note_presence(request: HttpRequest) -> None:
    now = int(timezone.now().timestamp())
    if now - request.session.get(SEEN, 0) >= SECONDS_BETWEEN_NOTES:
        request.session[SEEN] = now
