"""How far an export is, in words and as a share, for whoever waits for it; and the trail above pages of a document."""

from dataclasses import dataclass

from django.db.models import Max
from django.urls import reverse

from nhveilig.http.views import Above
from nhveilig.jobs.presenters import why_it_waits
from reports.documents.models import Document, Export

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


def above(document: Document, title: str = "") -> Above:
    """`title` is what the document is called on the page, when that differs."""
    own = reverse("reports:document-detail", args=[document.slug])
    return [(DOCUMENTS, reverse("reports:document-list")), (title or document.title, own)]


@dataclass(frozen=True)
class Progress:
    """`percentage` is None while the export waits. `reason` says why it does."""

    percentage: int | None
    stage: str
    reason: str = ""


def progress_of(export: Export) -> Progress:
    """Two queries for one that waits, one for one that runs, none for one that has ended."""
    if export.state == Export.State.QUEUED:
        return Progress(None, "", why_it_waits(export))
    if export.state == Export.State.RUNNING:
        at_page = f", pagina {export.done}" if export.stage == Export.Stage.LAYOUT and export.done else ""
        return Progress(_percentage(export), export.get_stage_display() + at_page)
    return Progress(100 if export.state == Export.State.DONE else None, "")


def _percentage(export: Export) -> int:
    start, end = STAGE_SHARES[Export.Stage(export.stage)]
    expected = export.total or _expected_pages(export)
    return start + (end - start) * min(export.done, expected) // expected


def _expected_pages(export: Export) -> int:
    done = Export.objects.filter(edition__document=export.edition.document_id, format=export.format)
    return done.aggregate(pages=Max("pages"))["pages"] or EXPECTED_PAGES
