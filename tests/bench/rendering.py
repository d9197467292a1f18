"""One edition made into files, timed in a process of its own so that memory and warmth are its own too; and a report
on a whole agenda, as large as one gets: its pages and seconds beside those of the plan."""

import json
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.conf import settings

from agenda.models import Indicator, Measurement, RegionalTarget, SafetyAgenda, Target
from nhveilig.regions.models import PoliceUnit
from reports.documents.freezing import freeze
from reports.documents.models import Document, Edition, Export
from reports.documents.rendering import content_key, print_page, render
from reports.documents.services.editions import freeze_edition
from reports.documents.services.outlines import Node, write_outline
from tests.agenda.factories import AgreementFactory, IndicatorFactory, NationalObjectiveFactory, SafetyAgendaFactory
from tests.bench.measuring import throwaway_database, timed
from tests.bench.multiplying import PLAN
from tests.regions.factories import PoliceUnitFactory
from tests.themes.factories import PolicyPlanFactory

PDF = Export.Format.PDF
OPTIONS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--allow-file-access-from-files", "--export-tagged-pdf"),
    *("--generate-pdf-document-outline", "--no-pdf-header-footer"),
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
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
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


# In the past: of years to come no figure is missing yet.
INDICATORS, YEARS, REGIONS, OBJECTIVES, AGREEMENTS = 30, range(2015, 2019), 25, 5, 3
# One figure in this many is not filled in.
LACKING = 9
PERIOD = {"start_year": YEARS[0], "end_year": YEARS[-1]}


@dataclass(frozen=True)
class Measured:
    name: str
    pages: int
    freeze: float
    render: float


def measure_agenda() -> list[Measured]:
    """The report first, then the plan; each in the same process, after a first render that warms it up."""
    with throwaway_database():
        report = _report(_agenda())
        plan = Document.objects.for_freezing().get(slug=PLAN)
        _measured(plan)
        return [_measured(report), _measured(plan)]


def _measured(document: Document) -> Measured:
    edition = document.editions.order_by("-number").first() or freeze_edition(
        document=document, status=Edition.Status.CONCEPT, frozen_by=None
    )
    _, freezing = timed(partial(freeze, document))
    result, rendering = timed(partial(render, edition, Export.Format.PDF))
    return Measured(document.title, result.pages, freezing.seconds, rendering.seconds)


def _agenda() -> SafetyAgenda:
    agenda = SafetyAgendaFactory(**PERIOD)
    # As many as there are veiligheidsregio's: more than there ever were eenheden.
    PoliceUnitFactory.create_batch(REGIONS - PoliceUnit.objects.count())
    units = list(PoliceUnit.objects.all())
    for objective in NationalObjectiveFactory.create_batch(OBJECTIVES, agenda=agenda):
        AgreementFactory.create_batch(AGREEMENTS, objective=objective)
        for indicator in IndicatorFactory.create_batch(INDICATORS // OBJECTIVES, objective=objective):
            _fill(indicator, units)
    return agenda


def _fill(indicator: Indicator, units: Sequence[PoliceUnit]) -> None:
    Target.objects.bulk_create(Target(indicator=indicator, year=year, value=1000) for year in YEARS)
    places = [{"indicator": indicator, "police_unit": unit, "year": year} for year in YEARS for unit in units]
    RegionalTarget.objects.bulk_create(RegionalTarget(value=40, **place) for place in places)
    Measurement.objects.bulk_create(
        Measurement(value=30 + (place["police_unit"].order + place["year"]) % 20, source="Meting", **place)
        for number, place in enumerate(places)
        if number % LACKING
    )


def _report(agenda: SafetyAgenda) -> Document:
    unit = PoliceUnit.objects.order_by("order").first()
    plan = PolicyPlanFactory(police_unit=unit, agenda=agenda, **PERIOD)
    title = "Monitoring Veiligheidsagenda"
    document = Document.objects.create(slug="monitoring", title=title, plan=plan, police_unit=unit, **PERIOD)
    shown = {"year": YEARS[-1], "period": "jaar"}
    contents = Node("contents", "inhoud", title="Inhoudsopgave")
    write_outline(
        document,
        [Node("cover", "omslag"), contents, Node("monitoring", "monitoring", title="Monitoring", options=shown)],
    )
    return Document.objects.for_freezing().get(pk=document.pk)
