"""Production: what it refuses, what its containers are told, and its parts running against the real services."""

import json
import os
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
import yaml

from nhveilig.jobs.models import Queue
from tests.ops.programs import REQUEST_AN_EXPORT, ROOT, environment, free_port, manage, run, start, wait_for

COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
WORKERS = ["worker", "worker-quick"]
PORTAL_SERVICES = ["migrate", "web", "worker", "worker-quick", "beat"]

SAFE = {
    "DJANGO_SETTINGS_MODULE": "nhveilig.settings.production",
    "SECRET_KEY": secrets.token_hex(32),
    "DATABASE_URL": "postgres://nobody@nowhere/none",
    "REDIS_URL": "redis://nowhere/0",
    "ALLOWED_HOSTS": "portal.example.org",
    "EMAIL_URL": "smtp+tls://mail.example.org:587",
    "SITE_URL": "https://portal.example.org",
}


def import_settings(**settings: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-c", "import nhveilig.settings.production", env=environment(**settings))


def test_safe_settings_start() -> None:
    assert import_settings(**SAFE).returncode == 0


@pytest.mark.parametrize(
    ("unsafe", "reason"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "te-kort"}, "SECRET_KEY is missing or shorter"),
        ({"SECRET_KEY": "demo-only-not-a-secret" * 3}, "SECRET_KEY is missing"),
        ({"DEBUG": "on"}, "DEBUG is on"),
        ({"DEMO_PASSWORD": "samen-veilig-2026"}, "DEMO_PASSWORD is the printed default"),
        ({"SECRET_KEY": "a" * 64}, "SECRET_KEY repeats a few characters"),
        ({"SECRET_KEY": "abc123" * 12}, "SECRET_KEY repeats a few characters"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS lets in every name"),
        ({"ALLOWED_HOSTS": "portal.example.org, *"}, "ALLOWED_HOSTS lets in every name"),
        ({"EMAIL_URL": ""}, "EMAIL_URL names no mail server"),
        ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL names no mail server"),
        ({"EMAIL_URL": "dummymail://"}, "EMAIL_URL names no mail server"),
        ({"SITE_URL": ""}, "SITE_URL is not the address of the portal"),
        ({"SITE_URL": "http://127.0.0.1:8000"}, "SITE_URL is not the address of the portal"),
        ({"SITE_URL": "http://portal.example.org"}, "SITE_URL is not the address of the portal"),
        ({"SITE_URL": "https://localhost"}, "SITE_URL is not the address of the portal"),
    ],
)
def test_unsafe_settings_do_not_start(unsafe: dict[str, str], reason: str) -> None:
    result = import_settings(**SAFE | unsafe)

    assert result.returncode == 1
    assert reason in result.stderr


@pytest.mark.parametrize(
    ("told", "leads_to"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"PORT": "9000"}, "http://127.0.0.1:9000"),
        ({"HOST": "10.0.0.5", "PORT": "80"}, "http://10.0.0.5:80"),
        ({"HOST": "0.0.0.0", "PORT": "9000"}, "http://127.0.0.1:9000"),  # noqa: S104 - no address to lead to
        ({"HOST": "::", "PORT": "9000"}, "http://[::1]:9000"),
        ({"HOST": "fd00::1"}, "http://[fd00::1]:8000"),
        ({"PORT": "9000", "SITE_URL": ""}, "http://127.0.0.1:9000"),
        ({"PORT": "9000", "SITE_URL": "https://veiligheid.example/"}, "https://veiligheid.example"),
    ],
)
def test_links_in_mails_and_open_data_lead_where_the_portal_is(told: dict[str, str], leads_to: str) -> None:
    script = "import nhveilig.settings.local as found; print(found.SITE_URL, found.OPEN_DATA_CONTACT_URL)"
    result = run(sys.executable, "-c", script, env=environment(**{"HOST": "", "PORT": "", "SITE_URL": ""} | told))
    assert result.stdout.split() == [leads_to, f"{leads_to}/open-data/"]


def test_a_trial_without_tls_starts_on_this_machine() -> None:
    assert import_settings(**SAFE | {"TLS": "off", "SITE_URL": "http://127.0.0.1:8000"}).returncode == 0


def test_cookies_are_bound_to_the_host_and_what_is_kept_in_redis_runs_nothing() -> None:
    asked = "import nhveilig.settings.production as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.CACHES)"
    told = run(sys.executable, "-c", asked, env=environment(**SAFE)).stdout
    assert told.startswith("__Host-sessionid __Host-csrftoken ")
    assert "JsonSerializer" in told


def test_a_proxy_is_believed_only_where_there_is_one() -> None:
    asked = "import nhveilig.settings.production as s; print(getattr(s, 'SECURE_PROXY_SSL_HEADER', None), s.PROXIES)"
    assert run(sys.executable, "-c", asked, env=environment(**SAFE)).stdout.split()[-1] == "1"
    without = environment(**SAFE | {"TLS": "off"})
    assert run(sys.executable, "-c", asked, env=without).stdout.split() == ["None", "0"]


def test_what_passes_through_the_memory_of_a_container_is_limited() -> None:
    for name in PORTAL_SERVICES:
        [mounted] = SERVICES[name]["tmpfs"]
        assert re.fullmatch(r"/tmp:size=\d+m", mounted)  # noqa: S108 - of a container


def test_redis_asks_for_a_password() -> None:
    assert "requirepass" in " ".join(SERVICES["redis"]["command"])
    assert "${REDIS_PASSWORD:?" in SERVICES["web"]["environment"]["REDIS_URL"]


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
def test_a_missing_address_does_not_start(name: str) -> None:
    result = import_settings(**{key: value for key, value in SAFE.items() if key != name})

    assert result.returncode == 1
    assert name in result.stderr


def test_django_finds_nothing_to_object_to() -> None:
    result = run(sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", env=environment(**SAFE))

    # Preloading HSTS binds every other site under the domain; that is for its owner to decide.
    assert set(re.findall(r"\(([a-z_]+\.[EW]\d+)\)", result.stderr)) <= {"security.W021"}


def interpolate(value: str, settings: dict[str, str]) -> str:
    """Fill in ${NAME:-default} and ${NAME:?message} as compose does."""

    def fill(match: re.Match[str]) -> str:
        name, operator, rest = match.groups()
        if settings.get(name):
            return settings[name]
        assert operator != ":?", f"{name}: {rest}"
        return rest or ""

    return re.sub(r"(?<!\$)\$\{(\w+)(?:(:[-?])([^}]*))?\}", fill, value)


def env_example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("name", PORTAL_SERVICES)
def test_each_container_is_told_all_that_production_needs(name: str) -> None:
    own = {"SECRET_KEY": secrets.token_hex(32)}
    given = env_example() | own | dict.fromkeys(("POSTGRES_PASSWORD", "REDIS_PASSWORD"), secrets.token_hex(16))
    told = {key: interpolate(value, given) for key, value in SERVICES[name]["environment"].items()}

    result = import_settings(**told)

    assert result.returncode == 0, result.stderr


def test_secrets_have_no_default_anywhere() -> None:
    required = set(re.findall(r"\$\{(\w+):\?", COMPOSE))
    empty = {name for name, value in env_example().items() if not value}

    secret = {"SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"}
    assert required == secret | {"ALLOWED_HOSTS", "EMAIL_URL", "SITE_URL"}
    assert secret | {"DEMO_PASSWORD"} <= empty


def test_the_example_names_every_setting_of_compose() -> None:
    assert set(re.findall(r"\$\{(\w+)", COMPOSE)) == set(env_example())


def test_nothing_is_served_before_the_database_is_up_to_date() -> None:
    for name in ("web", "worker", "worker-quick", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert SERVICES["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"


def test_some_worker_does_quick_work_only_and_every_queue_has_one() -> None:
    queues = [SERVICES[name]["command"][SERVICES[name]["command"].index("--queues") + 1] for name in WORKERS]

    assert "quick" in queues
    assert {queue for told in queues for queue in told.split(",")} == {queue.value for queue in Queue}


def test_the_broker_keeps_its_messages() -> None:
    command = " ".join(SERVICES["redis"]["command"])

    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


def test_only_the_web_server_is_reachable_and_only_from_this_machine() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert list(published) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in published["web"])


def test_what_is_read_before_the_web_server_parts_leaves_no_connection_to_share() -> None:
    asked = "import nhveilig.wsgi; from django.db import connection as one; print(one.connection)"
    assert "--preload" in web_server("8000")
    assert run(sys.executable, "-c", asked, env=environment()).stdout.strip() == "None"


def test_every_file_the_image_names_is_there_and_not_left_out() -> None:
    left_out = (ROOT / ".dockerignore").read_text().split()
    for path in ("scripts/healthcheck.py", "manage.py", "requirements/base.txt"):
        assert path in (ROOT / "Dockerfile").read_text()
        assert (ROOT / path).exists()
        assert path.split("/")[0] not in left_out


def web_server(port: str) -> list[str]:
    """The command of the image, where only this machine reaches it."""
    command = re.search(r"^CMD (\[.*?\])", (ROOT / "Dockerfile").read_text(), re.DOTALL | re.MULTILINE)[1]
    return [part.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for part in json.loads(command.replace("\\\n", ""))]


def own_redis_database() -> str:
    """Not the one other tests use: a worker of theirs would take our messages and look in its own database."""
    server, _, _ = os.environ["TEST_REDIS_URL"].rpartition("/")
    return f"{server}/9"


class Production:
    """Web server, worker and beat as the containers run them, on a database of their own."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.port = str(free_port())
        self.env = environment(
            **SAFE
            | {"DATABASE_URL": database, "REDIS_URL": own_redis_database(), "PORT": self.port}
            | {"NHVEILIG_VAR": str(folder), "DEMO_PASSWORD": "een-gekozen-wachtwoord", "REMAP_SIGTERM": "SIGQUIT"}
        )
        self.processes: list[subprocess.Popen[bytes]] = []

    def run_container(self, name: str, *command: str) -> None:
        argv = [sys.executable, "-m", *command]
        self.processes.append(start(argv, self.folder / f"{name}.log", self.env))

    def is_healthy(self) -> bool:
        return run(sys.executable, "scripts/healthcheck.py", env=self.env).returncode == 0

    def stop(self) -> list[int]:
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        return [process.wait(40) for process in self.processes]


@pytest.fixture
def production(tmp_path: Path, demo_template: str) -> Iterator[Production]:
    address, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    name = f"production_{secrets.token_hex(4)}"
    connection = psycopg2.connect(f"{address}/postgres")
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {name} TEMPLATE {demo_template}")
    production = Production(tmp_path, f"{address}/{name}")
    yield production
    for process in production.processes:
        process.kill()
        process.wait()
    connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


@pytest.mark.worker
@pytest.mark.skipif("TEST_REDIS_URL" not in os.environ, reason="needs the PostgreSQL and Redis that ./test starts")
def test_production_serves_pages_and_makes_exports(production: Production) -> None:
    for command in (["collectstatic", "--noinput", "-v0"], ["migrate", "--noinput", "-v0"]):
        manage(*command, env=production.env)
    production.run_container("web", *web_server(production.port))
    for name in ("worker", "worker-quick", "beat"):
        production.run_container(name, *SERVICES[name]["command"])

    wait_for(production.is_healthy)
    state, size = manage("shell", "-v0", "-c", REQUEST_AN_EXPORT, env=production.env).split()[-2:]

    assert (state, int(size) > 0) == ("done", True), (production.folder / "worker.log").read_text()
    assert production.stop() == [0, 0, 0, 0]
