from collections.abc import Sequence

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from reports.documents.models import Document, Edition
from tests.bench import crowds, desk, imports, pages, rendering, searching, start
from tests.bench.crowds import Met, demo_database
from tests.bench.measuring import PageCost, told_by_a_new_process

STAGES = ["freeze", "html", "layout", "write", "total"]


class Command(BaseCommand):
    help = "Measure exports and pages. Read the ratios and counts; the seconds are this machine's."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--document", default="imv-nh-2019-2022")
        parser.add_argument(
            "--exports", type=int, default=3, help="renders in one worker process (50 shows its memory)"
        )
        parser.add_argument(
            "--only",
            choices=["exports", "pages", "agenda", "imports", "editing", "dashboards", "start", "desk", "search"],
            help="measure one part",
        )

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{rendering.python_name()}, {connection.vendor}")
        parts = {
            "exports": lambda: self._exports(options["document"], max(options["exports"], 2)),
            "pages": self._pages,
            "agenda": self._agenda,
            "imports": lambda: imports.measure(self.stdout),
            "editing": self._editing,
            "dashboards": self._dashboards,
            "start": self._start,
            "desk": self._desk,
            "search": self._search,
        }
        for name in [options["only"]] if options["only"] else parts:
            parts[name]()

    def _exports(self, slug: str, times: int) -> None:
        edition = self._edition(slug)
        renders = told_by_a_new_process(rendering.CHILD.format(slug=slug, times=times))
        cold, warm = renders[0], min(renders[1:], key=lambda render: render["total"])
        self.stdout.write(f"\nPDF of {slug}, edition {edition.number}: {cold['pages']} pages")
        self._row("", STAGES)
        self._row("cold (s)", [f"{cold[stage]:.2f}" for stage in STAGES])
        self._row("warm (s)", [f"{warm[stage]:.2f}" for stage in STAGES])
        self.stdout.write(f"peak memory {renders[-1]['peak']:.0f} MB")
        self._memory(renders)
        self._compare(edition, warm["total"])
        self.stdout.write(f"unchanged edition: {rendering.unchanged_milliseconds(edition):.1f} ms (the existing file)")

    def _edition(self, slug: str) -> Edition:
        document = Document.objects.filter(slug=slug).first()
        edition = document and document.editions.order_by("-number").first()
        if not edition:
            raise CommandError(f"There is no edition of {slug}: run manage.py seed first.", returncode=2)
        return edition

    def _memory(self, renders: list[dict]) -> None:
        first, last = renders[1]["megabytes"], renders[-1]["megabytes"]
        self.stdout.write(f"worker memory after export 2: {first:.0f} MB, after export {len(renders)}: {last:.0f} MB")

    def _compare(self, edition: Edition, warm: float) -> None:
        seconds = rendering.seconds_to_print(edition)
        if seconds is None:
            self.stdout.write("Chromium: not installed here, so no ratio")
        else:
            self.stdout.write(f"Chromium, same HTML, tagged: {seconds:.2f} s; ours is {warm / seconds:.2f}x")

    def _search(self) -> None:
        self.stdout.write("\nSearching while somebody types (queries at most, ms; 95 of 100 within 150)")
        for name, queries, typical, slow in searching.measure_typing():
            self.stdout.write(f"  {name}: {queries} queries, half within {typical:.0f} ms, 95 of 100 within {slow:.0f}")

    def _desk(self) -> None:
        self.stdout.write("\nDesk of a document, of 60 and of 200 pages")
        self._compared(*desk.measure_desk())
        self.stdout.write("\nPreviews (pages, seconds; 2 s for a chapter)")
        for name, count, seconds in desk.measure_previews():
            self.stdout.write(f"  {name}: {count}, {seconds:.2f}")

    def _pages(self) -> None:
        self.stdout.write("\nPages")
        self._compared(*pages.measure_pages())

    def _start(self) -> None:
        self.stdout.write("\nStart: one eenheid in one year, and ten in twenty")
        self._compared(*start.measure_start())

    def _dashboards(self) -> None:
        (anew, kept), (anew_at_ten, kept_at_ten), reading, reporting = pages.measure_dashboards()
        self.stdout.write("\nDashboards: one eenheid in one year, and ten in twenty")
        self.stdout.write("made anew, for the first reader after a change:")
        self._compared(anew, anew_at_ten)
        self.stdout.write("kept, for the next:")
        self._compared(kept, kept_at_ten)
        self.stdout.write(f"{pages.READERS} readers, a page every {pages.PAUSE_SECONDS:.0f} s for {pages.SECONDS} s")
        self._reading("nothing kept before", reading)
        self._reading(f"and a report every {pages.REPORT_SECONDS:.0f} s", reporting)

    def _reading(self, name: str, found: Met) -> None:
        p50, p95 = (f"{found.percentile(share):.0f}" for share in (0.5, 0.95))
        pages = f"{len(found.milliseconds)} pages, {len(found.errors)} errors"
        self.stdout.write(f"  {name}: {pages}, p50 {p50} ms, p95 {p95} ms")
        for error in sorted(set(found.errors)):
            self.stdout.write(f"  {error}")

    def _compared(self, at_one: Sequence[PageCost], at_ten: Sequence[PageCost]) -> None:
        self._row("", ["queries 1", "queries 10", "ms 1", "ms 10", "ratio"])
        for one, ten in zip(at_one, at_ten, strict=True):
            cells = [str(one.queries), str(ten.queries), f"{one.milliseconds:.1f}", f"{ten.milliseconds:.1f}"]
            cells.append(f"{ten.milliseconds / one.milliseconds:.2f}")
            self._row(one.name, cells)

    def _agenda(self) -> None:
        self.stdout.write(f"\nMonitoring: {rendering.INDICATORS} indicators, {rendering.REGIONS} regions, 4 years")
        self._row("", ["pages", "freeze (s)", "render (s)"])
        for one in rendering.measure_agenda():
            self._row(one.name, [str(one.pages), f"{one.freeze:.2f}", f"{one.render:.2f}"])

    def _editing(self) -> None:
        with demo_database():
            costs, (crowd, lost) = crowds.costs(), crowds.crowd()
        self.stdout.write("\nWriting in a plan")
        self._row("", ["queries", "ms"])
        for cost in costs:
            self._row(cost.name, [str(cost.queries), f"{cost.milliseconds:.1f}"])
        shares = [f"{crowd.percentile(share):.0f}" for share in (0.5, 0.95, 1)]
        self.stdout.write(
            f"{crowds.PEOPLE} people, {len(crowd.milliseconds)} saves, p50 {shares[0]} ms, p95 {shares[1]} ms"
        )
        self.stdout.write(f"longest {shares[2]} ms, {len(crowd.errors)} errors, {lost} texts lost")

    def _row(self, name: str, cells: Sequence[str]) -> None:
        self.stdout.write(f"{name:<62}" + "".join(f"{cell:>12}" for cell in cells))
