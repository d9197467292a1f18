"""The whole portal as one command: web server, Celery workers, and what runs on the timetable."""

import errno
import fcntl
import http.client
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from nhveilig.accounts.demo import accounts_there
from nhveilig.jobs.models import Queue
from nhveilig.jobs.supervisor import Program, ProgramKeepsDyingError, Supervisor
from nhveilig.jobs.timetable import Timekeeper

WEB = "webserver"
# By which address one reaches what listens on all of them.
REACHABLE = {"0.0.0.0": "127.0.0.1", "::": "localhost"}


def web_server(host: str, port: int) -> Program:
    return Program(
        WEB,
        [
            *(sys.executable, "-m", "gunicorn", "nhveilig.wsgi"),
            *("--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
            *("--timeout", "60", "--graceful-timeout", "10"),
            # Reads the code once for both, which share its memory.
            "--preload",
            # The control socket would land in the user's home folder, which may be read-only.
            *("--no-control-socket", "--log-level", "warning"),
        ],
    )


def worker(name: str, *queues: str) -> Program:
    return Program(
        name,
        [
            # Celery warns against root; a trial in a container is exactly that, and holds demo data only.
            *(sys.executable, "-W", "ignore:You're running the worker with superuser"),
            *("-m", "celery", "--quiet", "-A", "nhveilig", "worker"),
            *("--queues", ",".join(queues), "--hostname", f"{queues[0]}@%h"),
            *("--pool", "prefork", "--concurrency", "1", "--loglevel", "WARNING"),
            # Two workers have nothing to gossip about, and on the folder broker the chatter would be files.
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ],
        # SIGTERM then hands an unfinished message back instead of waiting for it without end.
        {"REMAP_SIGTERM": "SIGQUIT", "TMPDIR": str(settings.VAR_DIR / "queue" / "processed")},
    )


def refuse_busy_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                message = f"Poort {port} is al in gebruik. Kies een andere, bijvoorbeeld: PORT={port + 1} ./start"
            else:
                message = f"Het portaal kan niet luisteren op {host}:{port}: {error.strerror}."
            raise CommandError(message) from error


@contextmanager
def only_portal_here(folder: Path) -> Iterator[TextIO]:
    """Hold the lock on the data folder: two portals on one database file would share a queue by accident."""
    with (folder / "portal.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError(f"Het portaal draait al met de gegevens in {folder}.") from error
        yield lock


def announce(text: str, out: Any) -> None:
    """Write at once: somebody may be reading along through a pipe."""
    out.write(text)
    out.flush()


def demo_accounts() -> str:
    """Nothing in a portal that began without them."""
    names = [account.username for account in accounts_there()]
    if not names:
        return ""
    password = settings.DEMO_PASSWORD or settings.DEMO_PASSWORD_DEFAULT
    return f"  Accounts:    {', '.join(names)}\n  Wachtwoord:  {password}\n\n"


class Banner:
    """Prints the address and the demo accounts once, when the web server answers for the first time."""

    def __init__(self, host: str, port: int, out: Any) -> None:
        self.host, self.port, self.out = host, port, out
        self.printed = False

    def __call__(self) -> None:
        if not self.printed and self._answers():
            self.printed = True
            announce(self.text(), self.out)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(REACHABLE.get(self.host, self.host), self.port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()

    def text(self) -> str:
        return f"\nNHVeilig draait op http://{self.host}:{self.port}\n\n{demo_accounts()}Stoppen: Ctrl-C\n"


class Command(BaseCommand):
    help = "Start de webserver, de achtergrondverwerking en de bewaking van exports."
    # The children report what is wrong in the settings; the supervisor itself only starts them.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, host: str, port: int, **_options: Any) -> None:
        # For the links in mails, here and in the programs below.
        os.environ.setdefault("SITE_URL", f"http://{REACHABLE.get(host, host)}:{port}")
        settings.SITE_URL = os.environ["SITE_URL"]
        try:
            refuse_busy_port(host, port)
            with only_portal_here(settings.VAR_DIR):
                status = self._supervise(host, port)
        except CommandError as error:
            # Django would put the name of the exception before the sentence.
            sys.exit(str(error))
        sys.exit(status)

    def _supervise(self, host: str, port: int) -> int:
        supervisor = Supervisor(
            # The first works off exports and helps out the second, which is always there for what is done in seconds.
            [web_server(host, port), worker("worker", Queue.LONG, Queue.QUICK), worker("snelle worker", Queue.QUICK)],
            tick=Timekeeper(),
            tick_seconds=1.0,
            on_loop=Banner(host, port, self.stdout),
            on_stop=lambda: announce("NHVeilig stopt; wat nog bezig is, wordt eerst afgerond.", self.stdout),
        )
        try:
            return supervisor.run()
        except ProgramKeepsDyingError as error:
            raise CommandError(f"De {error} start niet; de melding staat hierboven.") from error
