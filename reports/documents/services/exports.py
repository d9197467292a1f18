"""Asking for exports and making them; what every job goes through stands in `nhveilig.jobs`."""

import hashlib
import logging
from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.exceptions import PortalError
from nhveilig.jobs.holding import Hold
from nhveilig.jobs.models import Queue
from nhveilig.jobs.services import LOGGED, Machine, register
from nhveilig.trail.kinds import Kind as Trail
from reports.documents.models import Damaged, Edition, Export, OfficialFile
from reports.documents.notices import tell_of_file
from reports.documents.rendering import Progress, Result, content_key, render, renderer_version, unheard
from reports.documents.services.trail import record_edition

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
        data = export.intact()
    except (OSError, Damaged):
        logger.warning("The file of export %s is gone.", export.pk)
        return None
    if len(data) != export.file_size or export.edition.sha256.encode() not in data:
        logger.warning("The file of export %s is not what was made then.", export.pk)
        return None
    return data


@transaction.atomic
def _keep(edition: Edition, made: Result, made_at: datetime, renderer: str) -> OfficialFile:
    values = {
        "data": made.data,
        "sha256": hashlib.sha256(made.data).hexdigest(),
        "size": len(made.data),
        "pages": made.pages,
        "made_at": made_at,
        "renderer": renderer,
    }
    kept, is_new = OfficialFile.objects.get_or_create(edition=edition, defaults=values)
    if is_new:
        record_edition(edition, Trail.FILE, None, {"sha256": kept.sha256, "size": kept.size})
    return kept


State = Export.State
# Laying out pages takes a minute; the other formats are written down in a second.
LAID_OUT = {Export.Format.PDF, Export.Format.CHANGES}


class ExportError(PortalError):
    """The export cannot be made, or not be changed any more."""


class ExportMachine(Machine[Export]):
    model = Export
    task = "reports.documents.tasks.render_export"
    hopeless = "Het maken is {attempts} keer afgebroken. Probeer het later opnieuw."
    unexpected = f"Het document kon niet worden opgemaakt. {LOGGED}"
    too_long = "Het maken duurde langer dan {limit} minuten en is gestopt. Probeer het later opnieuw."

    def load(self, job_id: int) -> Export:
        return Export.objects.select_related("edition__document", "compared_with", "requested_by").get(pk=job_id)

    def work(self, job: Export, hold: Hold) -> None:
        result = file_of(job.edition, Export.Format(job.format), hold.tick, job.compared_with)
        name = _save(job, hold, result.data)
        hold.finish(state=State.DONE, file=name, pages=result.pages, **_measured(result.data))

    def tell(self, job: Export) -> None:
        tell_of_file(job)


machine = register(ExportMachine())


def _measured(data: bytes) -> dict[str, object]:
    return {"file_size": len(data), "file_sha256": hashlib.sha256(data).hexdigest()}


def request_export(
    *, edition: Edition, format: Export.Format, requested_by: User | None, compared_with: Edition | None = None
) -> Export:
    """Ask for a file. The same content is made once: an export that lives or is done is returned instead.

    Raises ExportError while an earlier request for it is being cancelled, and for a comparison that cannot be made.
    """
    refuse_comparison(edition, format, compared_with)
    key = content_key(edition.sha256, format, compared_with.sha256 if compared_with else "")
    if (existing := _reusable(edition, key)) is not None:
        return existing
    try:
        with transaction.atomic():
            export = Export.objects.create(
                edition=edition,
                format=format,
                compared_with=compared_with,
                requested_by=requested_by,
                content_key=key,
                queue=Queue.LONG if format in LAID_OUT else Queue.QUICK,
            )
            transaction.on_commit(lambda: machine.dispatch(export.pk), robust=True)
            return export
    except IntegrityError:
        # Somebody else asked for it in this very moment and theirs serves both; or the live one is being cancelled.
        if (existing := _reusable(edition, key)) is not None:
            return existing
        raise ExportError(
            "De vorige aanvraag van dit bestand wordt nog gestopt. Probeer het over enkele seconden."
        ) from None


def refuse_comparison(edition: Edition, format: Export.Format, compared_with: Edition | None) -> None:
    """Raises ExportError unless a was-wordt, and only that, has an earlier edition of the same document beside it."""
    if format != Export.Format.CHANGES:
        if compared_with is not None:
            raise ExportError("Alleen een was-wordt vergelijkt twee versies. Kies dat formaat, of één versie.")
    elif compared_with is None:
        raise ExportError("Een was-wordt vraagt twee versies. Kies ook de versie waarmee u wilt vergelijken.")
    elif compared_with.document_id != edition.document_id or compared_with.number >= edition.number:
        raise ExportError("Vergelijk een versie met een eerdere versie van hetzelfde document.")


def _reusable(edition: Edition, key: str) -> Export | None:
    exports = Export.objects.filter(edition=edition, content_key=key)
    live = exports.live().filter(cancel_requested=False).first()
    if live is not None:
        return live
    return next((done for done in exports.filter(state=State.DONE) if _is_there(done)), None)


def _is_there(done: Export) -> bool:
    """One that is damaged is made again."""
    try:
        done.intact()
    except (OSError, Damaged):
        return False
    return True


def cancel_export(*, export: Export) -> Export:
    if not machine.cancel(job=export):
        raise ExportError("Deze download loopt niet meer en kan niet worden geannuleerd.")
    export.refresh_from_db()
    return export


def retry_export(*, export: Export, requested_by: User | None) -> Export:
    """Ask again for an export that failed or was cancelled. A new row: the old one keeps its story."""
    if export.state not in {State.FAILED, State.CANCELLED}:
        raise ExportError("Alleen een mislukte of geannuleerde download kan opnieuw worden geprobeerd.")
    return request_export(
        edition=export.edition,
        format=Export.Format(export.format),
        requested_by=requested_by,
        compared_with=export.compared_with,
    )


def _save(export: Export, hold: Hold, data: bytes) -> str:
    """Where the file stands: a folder for this lease alone, so that half a file can be found and removed."""
    storage, name = export.file.storage, f"exports/{hold.lease.hex[:16]}/{export.file_name}"
    hold.undo(partial(storage.delete, name))
    return storage.save(name, ContentFile(data))
