"""How far an export is, in words and as a share, for whoever waits for it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from reports.documents.models import Export, WorkerSign

# A worker says every ten seconds that it lives; after this long nobody can count on it.
SILENCE = timedelta(seconds=45)

# The share of the work that is done when a stage begins and ends, measured on a plan of sixty pages.
STAGE_SHARES = {
    Export.Stage.NONE: (0, 1),
    Export.Stage.HTML: (1, 4),
    Export.Stage.LAYOUT: (4, 68),
    Export.Stage.WRITE: (68, 100),
}
# What a first export of a document is taken to have, until a finished one tells better.
EXPECTED_PAGES = 60

# Where the trail of every page about documents begins.
DOCUMENTS = "Documenten"


@dataclass(frozen=True)
class Progress:
    """`percentage` is None while the export waits. `reason` says why it does."""

    percentage: int | None
    stage: str
    reason: str = ""


def progress_of(export: Export) -> Progress:
    """Two queries for one that waits, one for one that runs, none for one that has ended."""
    if export.state == Export.State.QUEUED:
        return Progress(None, "", _why_it_waits(export))
    if export.state == Export.State.RUNNING:
        return Progress(_percentage(export), _stage(export))
    return Progress(100 if export.state == Export.State.DONE else None, "")


def _why_it_waits(export: Export) -> str:
    ahead = Export.objects.live().filter(requested_at__lt=export.requested_at).exclude(pk=export.pk).count()
    if not _worker_lives():
        return "Er is nu geen achtergrondverwerking actief. Het verzoek blijft staan en begint vanzelf zodra die er is."
    if export.dispatched_at is None:
        return "De wachtrij antwoordt niet. Het verzoek blijft staan en wordt vanzelf opnieuw aangeboden."
    if ahead == 0:
        return "Deze export is als eerste aan de beurt."
    return f"Er {'gaat' if ahead == 1 else 'gaan'} nog {ahead} {'export' if ahead == 1 else 'exports'} voor."


def _worker_lives() -> bool:
    return WorkerSign.objects.filter(name="worker", seen_at__gt=timezone.now() - SILENCE).exists()


def _stage(export: Export) -> str:
    words = export.get_stage_display()
    if export.stage == Export.Stage.LAYOUT and export.done:
        return f"{words}, pagina {export.done}"
    return words


def _percentage(export: Export) -> int:
    start, end = STAGE_SHARES[Export.Stage(export.stage)]
    expected = export.total or _expected_pages(export)
    return start + (end - start) * min(export.done, expected) // expected


def _expected_pages(export: Export) -> int:
    done = Export.objects.filter(edition__document=export.edition.document_id, format=export.format)
    return done.aggregate(pages=Max("pages"))["pages"] or EXPECTED_PAGES
