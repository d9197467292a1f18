"""The local settings with a broker that leads nowhere, so that no test can depend on a stray worker, and no cache."""

from nhveilig.settings.local import *
from nhveilig.settings.local import INSTALLED_APPS, VAR_DIR, env

# A kind of job to try the machine with (tests/jobs).
INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.chores"]

CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A test that is about what is kept turns it on (tests/caching).
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
# Several workers of pytest-xdist run at once.
MEDIA_ROOT = VAR_DIR / env("PYTEST_XDIST_WORKER", default="") / "media"
# A test that is about it names a file of its own: numbers begin again with every database.
TRAIL_HEADS = ""
# Every test client would look for all static files; the portals that tests start serve them (tests/e2e).
WHITENOISE_USE_FINDERS = False
