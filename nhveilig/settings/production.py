"""Everything comes from the environment, and what would be unsafe does not start."""

from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from nhveilig.settings.base import *
from nhveilig.settings.base import DEMO_PASSWORD_DEFAULT, EMAIL_BACKEND, env
from nhveilig.settings.brokers import REDIS_TRANSPORT_OPTIONS, redis_cache
from nhveilig.settings.databases import with_safe_defaults
from nhveilig.settings.mail import PRINTING_BACKENDS, is_address_of_the_portal

# TLS ends at the proxy; TLS=off is for a trial on one machine without a proxy.
_tls = env.bool("TLS", default=True)
# Signs that differ; a key of fifty times the same sign is no key.
LEAST_SIGNS_IN_KEY = 10


def _refuse(reason: str) -> None:
    raise ImproperlyConfigured(f"{reason}: production does not start.")


SECRET_KEY = env("SECRET_KEY", default="")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("demo"):
    _refuse("SECRET_KEY is missing or shorter than 50 characters")
if len(set(SECRET_KEY)) < LEAST_SIGNS_IN_KEY:
    _refuse("SECRET_KEY repeats a few characters and can be guessed")
if env.bool("DEBUG", default=False):
    _refuse("DEBUG is on")
if env("DEMO_PASSWORD", default="") == DEMO_PASSWORD_DEFAULT:
    _refuse("DEMO_PASSWORD is the printed default")
if any(host.strip() in {"*", ".", ""} for host in env.list("ALLOWED_HOSTS", default=[])):
    _refuse("ALLOWED_HOSTS lets in every name")
if not env("EMAIL_URL", default="") or EMAIL_BACKEND in PRINTING_BACKENDS:
    _refuse("EMAIL_URL names no mail server, so links to choose a password would stand in the log")
if not is_address_of_the_portal(env("SITE_URL", default=""), tls=_tls):
    _refuse(
        "SITE_URL is not the address of the portal, such as https://portal.example.org, so links in mails lead astray"
    )
# Demo accounts exist in production only with a password somebody chose.
DEMO_PASSWORD_DEFAULT = None

DATABASES = {"default": with_safe_defaults(env.db("DATABASE_URL"))}
CELERY_BROKER_URL = env("REDIS_URL")
CELERY_BROKER_TRANSPORT_OPTIONS = REDIS_TRANSPORT_OPTIONS
CACHES = {"default": redis_cache(CELERY_BROKER_URL)}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# These fonts are for paper: no browser asks for them.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "ttf")

if _tls:
    # The proxy must set this header on every request, and nobody but the proxy may reach the port: docs/running.md.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Browsers take these names only from this very host, over TLS.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
PROXIES = env.int("PROXIES", default=1 if _tls else 0)
SECURE_SSL_REDIRECT = _tls
SESSION_COOKIE_SECURE = _tls
CSRF_COOKIE_SECURE = _tls
SECURE_HSTS_SECONDS = 31_536_000 if _tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _tls
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
