"""Everything comes from the environment, and what would be unsafe does not start."""

from django.core.exceptions import ImproperlyConfigured

from nhveilig.settings.base import *
from nhveilig.settings.base import DEMO_PASSWORD_DEFAULT, env
from nhveilig.settings.brokers import REDIS_TRANSPORT_OPTIONS, redis_cache
from nhveilig.settings.databases import with_safe_defaults

SECRET_KEY = env("SECRET_KEY", default="")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("demo"):
    raise ImproperlyConfigured("SECRET_KEY is missing or shorter than 50 characters: production does not start.")
if env.bool("DEBUG", default=False):
    raise ImproperlyConfigured("DEBUG is on: production does not start.")
if env("DEMO_PASSWORD", default="") == DEMO_PASSWORD_DEFAULT:
    raise ImproperlyConfigured("DEMO_PASSWORD is the printed default: production does not start.")
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

# TLS ends at the proxy; TLS=off is for a trial on one machine without a proxy.
_tls = env.bool("TLS", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = _tls
SESSION_COOKIE_SECURE = _tls
CSRF_COOKIE_SECURE = _tls
SECURE_HSTS_SECONDS = 31_536_000 if _tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _tls
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
