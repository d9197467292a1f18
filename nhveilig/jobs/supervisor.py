"""Keeps a few programs running for as long as this process lives, and none of them a moment longer.

Each program gets a session of its own, so that Ctrl-C reaches only the supervisor and a program's leftover
children can be ended with it. The kernel tells every program when its supervisor dies, even by SIGKILL.
"""

import ctypes
import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.25
# A program that lives this long has started well; the count of early deaths begins again.
SETTLED_SECONDS = 15.0
MAX_EARLY_DEATHS = 5
MAX_PAUSE_SECONDS = 15.0
PAUSE_AFTER_KILL = 1.0
# A worker that is writing a PDF gets this long to finish; what it drops is done again from its export row.
STOP_SECONDS = 25.0

_libc = ctypes.CDLL(None)


class ProgramKeepsDyingError(Exception):
    """A program ended MAX_EARLY_DEATHS times in a row soon after its start. Carries the program's name."""


@dataclass
class Program:
    """One command that must always be running."""

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    early_deaths: int = 0

    def start(self) -> None:
        parent = os.getpid()
        # preexec_fn is safe here: the supervisor has one thread.
        self.process = subprocess.Popen(
            self.argv,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=lambda: _die_with(parent),
        )
        self.started_at = time.monotonic()

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def note_death(self, now: float) -> None:
        """Plan the next start: at once after a long life, with growing pauses after short ones.

        What was killed from outside, as for want of memory, may go well the next time: that is no failing start.
        """
        self.start_again_at = now + self._pause(now - self.started_at)
        self.signal(signal.SIGKILL)
        self.process = None

    def _pause(self, lived: float) -> float:
        if self.process.returncode == -signal.SIGKILL:
            return PAUSE_AFTER_KILL
        self.early_deaths = self.early_deaths + 1 if lived < SETTLED_SECONDS else 0
        return min(MAX_PAUSE_SECONDS, 2.0 ** (self.early_deaths - 1)) if self.early_deaths else 0.0

    def signal(self, number: signal.Signals) -> None:
        """Signal the program itself; SIGKILL goes to everything it started as well."""
        if self.process is None:
            return
        if number != signal.SIGKILL:
            self.process.send_signal(number)
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


def _die_with(parent: int) -> None:
    """Runs in the child between fork and exec."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


@dataclass
class Supervisor:
    """Runs programs until SIGINT, SIGTERM or SIGHUP; a second signal ends them without waiting.

    `tick` is called every `tick_seconds` in this process; what it raises is logged and does not stop anything.
    `on_loop` is called at every turn (four times a second) and must return quickly, `on_stop` when stopping begins.
    """

    programs: Sequence[Program]
    tick: Callable[[], object]
    tick_seconds: float = 5.0
    on_loop: Callable[[], object] = lambda: None
    on_stop: Callable[[], object] = lambda: None
    # The signals, in the order in which they came.
    received: list[int] = field(default_factory=list)

    def run(self) -> int:
        """Return the exit status: 130 after Ctrl-C, 0 after another signal. Raises ProgramKeepsDyingError."""
        self._listen()
        try:
            self._watch()
        finally:
            self._stop()
        return 130 if self.received[:1] == [signal.SIGINT] else 0

    def _listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # What the caller told us to ignore (nohup, a background job) stays ignored.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, lambda received, _frame: self.received.append(received))

    def _watch(self) -> None:
        next_tick = time.monotonic() + self.tick_seconds
        while not self.received:
            self._revive()
            self.on_loop()
            if time.monotonic() >= next_tick:
                self._tick_safely()
                next_tick = time.monotonic() + self.tick_seconds
            time.sleep(POLL_SECONDS)

    def _tick_safely(self) -> None:
        try:
            self.tick()
        except Exception:
            logger.exception("The periodic work failed; it is tried again in %s seconds", self.tick_seconds)

    def _revive(self) -> None:
        now = time.monotonic()
        for program in self.programs:
            if program.has_died():
                logger.warning("%s ended with status %s", program.name, program.process.returncode)
                program.note_death(now)
                if program.early_deaths >= MAX_EARLY_DEATHS:
                    raise ProgramKeepsDyingError(program.name)
            if program.process is None and now >= program.start_again_at:
                program.start()

    def _stop(self) -> None:
        self.on_stop()
        for program in self.programs:
            program.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while self._alive() and time.monotonic() < deadline and len(self.received) < 2:
            time.sleep(POLL_SECONDS / 5)
        for program in self.programs:
            program.signal(signal.SIGKILL)
            if program.process is not None:
                program.process.wait()

    def _alive(self) -> list[Program]:
        return [program for program in self.programs if program.process is not None and not program.has_died()]
