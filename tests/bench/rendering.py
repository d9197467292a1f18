"""One edition made into files, timed in a process of its own so that memory and warmth are its own too."""

import json
import platform
import resource
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from reports.documents.freezing import freeze
from reports.documents.models import Document, Edition, Export
from reports.documents.rendering import content_key, render

CHILD = "from tests.bench.rendering import report; report({slug!r}, {times})"


@dataclass
class Stopwatch:
    """Seconds spent in each stage of a render, told by the stages themselves."""

    seconds: dict[str, float] = field(default_factory=dict)
    _stage: str = ""
    _since: float = 0.0

    def tick(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage:
            self.stop()
            self._stage, self._since = stage, time.perf_counter()

    def stop(self) -> None:
        if self._stage:
            self.seconds[self._stage] = time.perf_counter() - self._since
        self._stage = ""


def measured_apart(slug: str, times: int) -> list[dict]:
    """`times` PDF renders of the newest edition, one after another in one new process.

    Each: seconds per stage, `total`, `pages`, and `megabytes` (the process's resident memory after it).
    """
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", CHILD.format(slug=slug, times=times)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def report(slug: str, times: int) -> None:
    """Called in the new process: prints a line of JSON a render."""
    document = Document.objects.for_freezing().get(slug=slug)
    edition = document.editions.order_by("-number").first()
    for _ in range(times):
        sys.stdout.write(json.dumps(_one_render(document, edition)) + "\n")
        sys.stdout.flush()


def _one_render(document: Document, edition: Edition) -> dict:
    start = time.perf_counter()
    freeze(document)
    frozen = time.perf_counter()
    watch = Stopwatch()
    result = render(edition, Export.Format.PDF, watch.tick)
    watch.stop()
    end = time.perf_counter()
    return {
        "freeze": frozen - start,
        **watch.seconds,
        "total": end - frozen,
        "pages": result.pages,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "megabytes": _resident_megabytes(),
    }


def _resident_megabytes() -> float:
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def unchanged_milliseconds(edition: Edition) -> float:
    """How long it takes to find the file that an equal request made before."""
    start = time.perf_counter()
    Export.objects.filter(content_key=content_key(edition.sha256, Export.Format.PDF), state="done").first()
    return (time.perf_counter() - start) * 1000


def python_name() -> str:
    return f"Python {platform.python_version()} ({sys.base_prefix}, {platform.python_compiler()})"
