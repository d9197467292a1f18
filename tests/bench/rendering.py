"""One edition made into files, timed in a process of its own so that memory and warmth are its own too."""

import json
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.conf import settings

from reports.documents.freezing import freeze
from reports.documents.models import Document, Edition, Export
from reports.documents.rendering import content_key, print_page, render
from tests.bench.measuring import timed

PDF = Export.Format.PDF
OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--allow-file-access-from-files",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
    "--no-pdf-header-footer",
]
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


def report(slug: str, times: int) -> None:
    """`times` PDF renders of the newest edition, one after another in one new process, as lines of JSON.

    Each: seconds per stage, `total`, `pages`, and `megabytes` (the process's resident memory after it).
    """
    document = Document.objects.for_freezing().get(slug=slug)
    edition = document.editions.order_by("-number").first()
    for _ in range(times):
        sys.stdout.write(json.dumps(_one_render(document, edition)) + "\n")
        sys.stdout.flush()


def _one_render(document: Document, edition: Edition) -> dict:
    _, freezing = timed(partial(freeze, document))
    watch = Stopwatch()
    result, rendering = timed(partial(render, edition, PDF, watch.tick))
    watch.stop()
    return {
        "freeze": freezing.seconds,
        **watch.seconds,
        "total": rendering.seconds,
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
    _, cost = timed(lambda: Export.objects.filter(content_key=content_key(edition.sha256, PDF), state="done").first())
    return cost.seconds * 1000


def seconds_to_print(edition: Edition) -> float | None:
    """The same HTML as a tagged PDF by headless Chromium, its start included; None when there is no Chromium here."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "edition.html")
        page.write_text(print_page(edition).replace("/static/", f"file://{settings.BASE_DIR}/static/"), "utf-8")
        output = Path(folder, "edition.pdf")
        command = [chromium, *OPTIONS, f"--user-data-dir={folder}/profile", f"--print-to-pdf={output}", page.as_uri()]
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True, timeout=300)
        taken = time.perf_counter() - start
        if not output.exists():
            return None
    return taken


def python_name() -> str:
    return f"Python {platform.python_version()} ({sys.base_prefix}, {platform.python_compiler()})"
