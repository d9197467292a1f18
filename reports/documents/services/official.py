"""The official file of an adopted edition: made once, handed out ever after."""

import hashlib
import logging
from datetime import datetime

from django.utils import timezone

from reports.documents.models import Edition, Export, OfficialFile
from reports.documents.rendering import Progress, Result, render, renderer_version, unheard

logger = logging.getLogger(__name__)

PDF = Export.Format.PDF


def file_of(
    edition: Edition, format: Export.Format, on_progress: Progress = unheard, compared_with: Edition | None = None
) -> Result:
    """What somebody asks for: of what is adopted the official PDF, otherwise a file made now. Raises PortalError."""
    if format != PDF or not edition.is_official:
        return render(edition, format, on_progress, compared_with)
    kept = official_file(edition=edition, on_progress=on_progress)
    return Result(kept.intact(), kept.pages)


def official_file(*, edition: Edition, on_progress: Progress = unheard) -> OfficialFile:
    """The one of this edition, kept now when there is none. Raises PortalError.

    What a reader was given before files were kept is the official one; only without such a file it is made by the code
    of today. Of two workers at once one keeps its file, and both go on with that one.
    """
    found = OfficialFile.objects.filter(edition=edition).first() or _given_before(edition)
    return found or _keep(edition, render(edition, PDF, on_progress), timezone.now(), renderer_version())


def without_official_file() -> list[Edition]:
    """The adopted editions of which no file is kept yet, oldest first."""
    adopted = Edition.objects.filter(status=Edition.Status.ADOPTED, official_file=None)
    return list(adopted.select_related("document").order_by("frozen_at", "pk"))


def _given_before(edition: Edition) -> OfficialFile | None:
    """Out of the first export whose file is still there, and is the one that was made then."""
    done = Export.objects.filter(edition=edition, format=PDF, state=Export.State.DONE).exclude(file="")
    for export in done.order_by("finished_at", "pk"):
        data = _read(export)
        if data is not None:
            return _keep(edition, Result(data, export.pages), export.finished_at or export.requested_at, "")
    return None


def _read(export: Export) -> bytes | None:
    """None of a file that is gone, cut short, or of another edition: a PDF names its edition by the hash of that."""
    try:
        with export.file.open() as file:
            data = file.read()
    except OSError:
        logger.warning("The file of export %s is gone.", export.pk)
        return None
    if len(data) != export.file_size or export.edition.sha256.encode() not in data:
        logger.warning("The file of export %s is not what was made then.", export.pk)
        return None
    return data


def _keep(edition: Edition, made: Result, made_at: datetime, renderer: str) -> OfficialFile:
    values = {
        "data": made.data,
        "sha256": hashlib.sha256(made.data).hexdigest(),
        "size": len(made.data),
        "pages": made.pages,
        "made_at": made_at,
        "renderer": renderer,
    }
    return OfficialFile.objects.get_or_create(edition=edition, defaults=values)[0]
