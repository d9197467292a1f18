"""Whether mail goes out, and where its links lead."""

from urllib.parse import urlsplit

PRINTING_BACKENDS = {
    f"django.core.mail.backends.{name}.EmailBackend" for name in ("console", "dummy", "filebased", "locmem")
}
ONLY_THIS_MACHINE = {"127.0.0.1", "localhost", "::1", "0.0.0.0"}  # noqa: S104 - nothing listens here


def is_address_of_the_portal(url: str, *, tls: bool) -> bool:
    """Whether others can open it; without TLS, for a trial, also on this machine alone."""
    parts = urlsplit(url)
    if not tls:
        return bool(parts.scheme in {"http", "https"} and parts.hostname)
    return parts.scheme == "https" and bool(parts.hostname) and parts.hostname not in ONLY_THIS_MACHINE
