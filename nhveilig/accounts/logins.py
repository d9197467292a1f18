"""Who came in, who did not, and what was refused: written down, and counted so that nobody tries without end."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.text import capfirst

from nhveilig.accounts.models import ADMINISTRATING, AccessEvent, Role, User
from nhveilig.http.clients import client_address
from nhveilig.trail.kinds import Kind as Trail
from nhveilig.trail.services import Subject, record

Kind = AccessEvent.Kind
# Within this time, on one account from one address, and from one address on any.
COUNTED = timedelta(minutes=15)
MOST_ON_ONE_ACCOUNT, MOST_FROM_ONE_ADDRESS = 5, 30
LONGEST_PATH = 200
# In a session: the day and the people of the last note that somebody worked in their name.
STOOD_IN = "stood_in"


def note(
    kind: Kind,
    request: HttpRequest,
    user: User | None = None,
    *,
    account: str = "",
    on_behalf_of: User | None = None,
) -> AccessEvent:
    return AccessEvent.objects.create(
        on_behalf_of=on_behalf_of,
        kind=kind,
        user=user,
        account=account,
        address=client_address(request),
        path=request.path[:LONGEST_PATH],
        at=timezone.now(),
    )


def begin_attempt(request: HttpRequest, username: str) -> AccessEvent | None:
    """Before the password is looked at, for that is what costs; None when there were too many attempts.

    An attempt has failed until it succeeds, so that a hundred at once are counted too.
    """
    account = salted_hmac("nhveilig.accounts.attempt", username.strip().casefold(), algorithm="sha256").hexdigest()
    user = User.objects.filter(username=username).first()
    attempt = note(Kind.FAILED, request, user, account=account)
    if not _is_one_too_many(attempt):
        return attempt
    attempt.kind = Kind.THROTTLED
    attempt.save(update_fields=["kind"])
    return None


def _is_one_too_many(attempt: AccessEvent) -> bool:
    failed = AccessEvent.objects.filter(kind=Kind.FAILED, address=attempt.address, at__gt=attempt.at - COUNTED)
    return (
        failed.filter(account=attempt.account).count() > MOST_ON_ONE_ACCOUNT or failed.count() > MOST_FROM_ONE_ADDRESS
    )


def succeed(attempt: AccessEvent, user: User) -> None:
    """Earlier failures on the account from here were typing errors, and count no longer."""
    attempt.kind, attempt.user = Kind.LOGGED_IN, user
    attempt.save(update_fields=["kind", "user"])
    same = Q(account=attempt.account, address=attempt.address, kind=Kind.FAILED)
    AccessEvent.objects.filter(same).update(account="")
    _put_down(user)


def _put_down(user: User) -> None:
    """Of who gives others their roles; the log of who came in is thrown away, this is not."""
    held = Role.objects.in_force().filter(user=user, kind__in=ADMINISTRATING).select_related("police_unit")
    for role in held:
        unit = role.police_unit.code if role.police_unit else ""
        record(kind=Trail.LOGIN, subject=Subject("role", role.pk, capfirst(str(role))), unit=unit, by=user)


def note_standing_in(request: HttpRequest, permission: str) -> None:
    """Who reads in another's name is noted once a day for each of them; who sends what their own roles do not allow,
    every time."""
    principals = request.access.principals
    if not principals:
        return
    today = [str(timezone.localdate()), *sorted(one.pk for one in principals)]
    is_new = request.session.get(STOOD_IN) != today
    if is_new:
        request.session[STOOD_IN] = today
    elif request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    for principal in principals if is_new else request.access.only_by_standing_in_for(permission):
        note(Kind.STOOD_IN, request, request.user, on_behalf_of=principal)


def forget_events(now: datetime) -> None:
    AccessEvent.objects.filter(at__lt=now - timedelta(days=settings.ACCESS_LOG_DAYS)).delete()
