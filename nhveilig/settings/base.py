"""What every way of running shares. Only the modules in this folder read the environment."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from kombu import Exchange, Queue

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env("NHVEILIG_VAR", default=str(BASE_DIR / "var")))
FIXTURES_DIR = BASE_DIR / "fixtures"
REFERENCE_DIR = BASE_DIR / "nhveilig/regions/reference"

DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_htmx",
    "nhveilig",
    "nhveilig.jobs",
    "nhveilig.caching",
    "nhveilig.trail",
    "nhveilig.seeding",
    "nhveilig.accounts",
    "nhveilig.notices",
    "nhveilig.calendars",
    "nhveilig.editing",
    "nhveilig.regions",
    "nhveilig.maps",
    "nhveilig.statuses",
    "nhveilig.figures",
    "nhveilig.imports",
    "nhveilig.web",
    "nhveilig.worklist",
    "nhveilig.registers",
    "nhveilig.partners",
    "nhveilig.governance",
    "nhveilig.governance.goals",
    "nhveilig.glossary",
    "nhveilig.national",
    "nhveilig.organisation",
    "nhveilig.pictures",
    "nhveilig.units",
    "nhveilig.questions",
    "agenda",
    "formation",
    "themes",
    "reports.documents",
    "reports.dashboards",
    "reports.search",
    "reports.hearing",
    # Last: it brings a command named export as well, and of two commands the first app's counts.
    "import_export",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nhveilig.http.middleware.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "nhveilig.accounts.access.AccessMiddleware",
    "nhveilig.worklist.middleware.RenewNumber",
    "nhveilig.accounts.limits.SizeMiddleware",
    "nhveilig.http.middleware.ReadableRequests",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "nhveilig.urls"
WSGI_APPLICATION = "nhveilig.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nhveilig.web.context_processors.navigation",
            ],
        },
    },
]

# Our own widget attributes: aria-required instead of required, so that our words show and not the browser's.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "nhveilig.accounts.validators.DutchPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:login"

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True
# Figures and dates are written by nhveilig.figures alone; a bare number in a template is an id or a count.
USE_THOUSAND_SEPARATOR = False

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "staticfiles"
# Exports are private: no URL points here, a view checks the reader first.
MEDIA_ROOT = VAR_DIR / "media"

# A strength table is one form with a field for every cell when the browser runs no script.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# Bytes. A paste of 2 MB from Word is sent with the text that stood there before, and cleaned rather than refused.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# Bytes of a whole request, files included: of who is logged in, and of anybody else.
MOST_BYTES = DATA_UPLOAD_MAX_MEMORY_SIZE
MOST_BYTES_OF_A_VISITOR = 10 * 1024

# Proxies of our own before the portal, each of which adds to X-Forwarded-For.
PROXIES = env.int("PROXIES", default=0)

# Seconds: of a session as a whole, and of doing nothing after which it ends (BIO: at most half an hour).
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", default=10 * 60 * 60)
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=30 * 60)
# Days that is kept who came in, who did not, and what was refused.
ACCESS_LOG_DAYS = env.int("ACCESS_LOG_DAYS", default=180)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "nhveilig.accounts.access.form_expired"
X_FRAME_OPTIONS = "DENY"
# What no page of ours asks of the browser, no script may ask either.
PERMISSIONS_POLICY = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Seconds a worker may be silent before its job is given to another, and seconds that a job may take at all.
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=env.int("EXPORT_LEASE_SECONDS", default=30))
JOB_LIMIT_SECONDS = env.int("JOB_LIMIT_SECONDS", default=900)
# What one process may take: of a worker, which makes one file at a time, or of the web server.
PROCESS_MEMORY_MB = env.int("PROCESS_MEMORY_MB", default=2048)

# The message is a hint, the row of the job the truth: a lost, doubled or late message harms nothing.
CELERY_TASK_IGNORE_RESULT = True
# Each with an exchange of its own: on the default one a message for either would reach both.
CELERY_TASK_QUEUES = [Queue(name, Exchange(name), routing_key=name) for name in ("quick", "long")]
CELERY_TASK_DEFAULT_QUEUE = "quick"
# A job ends by itself before this; what hangs where Python cannot reach is ended with its process.
CELERY_TASK_TIME_LIMIT = JOB_LIMIT_SECONDS + 60
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A PDF leaves memory behind; a fresh child now and then keeps the worker flat.
CELERY_WORKER_MAX_TASKS_PER_CHILD = 25
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = TIME_ZONE
# What runs when is declared beside each task, see nhveilig/jobs/timetable.py.
CELERY_BEAT_SCHEDULER = "nhveilig.jobs.timetable:TimetableScheduler"

# smtp+tls://user:password@host:587; as it stands, mail is written on the console.
vars().update(env.email_url_config(env("EMAIL_URL", default="") or "consolemail://"))
EMAIL_TIMEOUT = 10
# Where the links in a mail lead that no page asked for: where the portal is told to listen, when nothing says more.
_listens = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - no address to lead to
_host = _listens.get(env("HOST", default=""), env("HOST", default=""))
_host = f"[{_host}]" if ":" in _host.strip("[]") and not _host.startswith("[") else _host
SITE_URL = (env("SITE_URL", default="") or f"http://{_host}:{env('PORT', default='') or 8000}").rstrip("/")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="NHVeilig <noreply@localhost>")
# Open data: who answers questions about it, who publishes it (an address in a register of the government, if there is
# one), and under which terms. CC0: what a public authority adopts is free of rights (article 15b Auteurswet).
OPEN_DATA_CONTACT_NAME = env("OPEN_DATA_CONTACT_NAME", default="Beheer van NHVeilig")
OPEN_DATA_CONTACT_EMAIL = env("OPEN_DATA_CONTACT_EMAIL", default="opendata@nhveilig.example")
OPEN_DATA_CONTACT_URL = env("OPEN_DATA_CONTACT_URL", default=f"{SITE_URL}/open-data/")
OPEN_DATA_PUBLISHER_NAME = env("OPEN_DATA_PUBLISHER_NAME", default="Noord-Holland Samen Veilig")
OPEN_DATA_PUBLISHER = env("OPEN_DATA_PUBLISHER", default="")
OPEN_DATA_LICENCE_NAME = "CC0 1.0 Universeel"
OPEN_DATA_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
# A link by which somebody chooses a password works once, and for three days.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60

# What kept pages are made of: apps, and models of an app that also holds what a reader leaves behind by looking, such
# as visits, which would make every page old. A page that shows anything else is not kept.
KEPT_PAGES_SHOW = [
    "regions",
    "accounts.User",
    "accounts.Role",
    "accounts.RoleChange",
    "maps",
    "units",
    "glossary",
    "questions",
    "goals",
    "agenda",
    "formation",
    "themes",
    "reports.Document",
    "reports.Edition",
]
# Columns, by table, that change with every login or saved text: a change of them alone is not noted, so a page that
# shows them may not be kept.
KEPT_PAGES_HIDE = {
    "accounts_user": {"last_login", "knows_guide"},
    "themes_implementationplan": {"version", "changed_at", "changed_by_id"},
    "reports_document": {"outline_version"},
}

# The file outside the database in which the numbers and hashes of the trail are noted; empty: nowhere.
TRAIL_HEADS = env("TRAIL_HEADS", default=str(VAR_DIR / "trail" / "heads.txt"))

# Days an uploaded file waits for its confirmation before it is thrown away.
IMPORT_RETENTION_DAYS = env.int("IMPORT_RETENTION_DAYS", default=14)

DEMO_PASSWORD = env("DEMO_PASSWORD", default="")
DEMO_PASSWORD_DEFAULT = "samen-veilig-2026"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Both describe every font and every step; only their warnings matter here.
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
    },
}
