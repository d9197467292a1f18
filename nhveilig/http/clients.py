"""Who is at the other end."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The network address of the visitor; None when there is none that can be.

    Behind `settings.PROXIES` proxies of our own each added what it saw to X-Forwarded-For; what stands before those,
    the visitor may have made up.
    """
    found = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        named = [one for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
        found = named[-settings.PROXIES] if len(named) >= settings.PROXIES else found
    try:
        return str(ipaddress.ip_address(found.strip()))
    except ValueError:
        return None
