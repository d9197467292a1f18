"""One machine, nothing to install: SQLite, messages in a folder, static files from where they stand."""

from pathlib import Path

from nhveilig.settings.base import *
from nhveilig.settings.base import BASE_DIR, INSTALLED_APPS, STATIC_ROOT, VAR_DIR, env
from nhveilig.settings.brokers import REDIS_TRANSPORT_OPTIONS, filesystem_transport_options, redis_cache
from nhveilig.settings.databases import with_safe_defaults

# WhiteNoise warns about a STATIC_ROOT that is not there.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# Public on purpose: nothing but demo data stands behind it, and production refuses it.
SECRET_KEY = env("SECRET_KEY", default="demo-only-not-a-secret")

DATABASES = {"default": with_safe_defaults(env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}"))}

# Named after the database, for another one may be tried beside the same folder.
TRAIL_HEADS = env("TRAIL_HEADS", default=str(VAR_DIR / "trail" / f"{Path(DATABASES['default']['NAME']).stem}.txt"))

if "REDIS_URL" in env.ENVIRON:
    CELERY_BROKER_URL = env("REDIS_URL")
    CELERY_BROKER_TRANSPORT_OPTIONS = REDIS_TRANSPORT_OPTIONS
    CACHES = {"default": redis_cache(CELERY_BROKER_URL)}
else:
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = filesystem_transport_options(VAR_DIR / "queue")
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# `manage.py bench` comes with a checkout, not with an image.
if (BASE_DIR / "tests" / "bench").is_dir():
    INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench"]

WHITENOISE_USE_FINDERS = True
