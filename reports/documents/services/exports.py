"""The life of an export. Every step is one conditional UPDATE, so that of two workers one wins."""

import logging
import time
import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Self

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.celery import app as celery_app
from nhveilig.exceptions import PortalError
from nhveilig.jobs.heartbeat import Heartbeat
from reports.documents.models import Edition, Export, WorkerSign
from reports.documents.rendering import Result, content_key
from reports.documents.services.official import file_of

logger = logging.getLogger(__name__)

State = Export.State
# A message lost on its way is sent again after this many seconds.
REDISPATCH_SECONDS = 15
SECONDS_BETWEEN_TICKS = 0.5


class ExportError(PortalError):
    """The export cannot be made, or not be changed any more."""


class Interrupted(Exception):
    """This worker no longer owns the export: it was cancelled, or given to another."""


def request_export(
    *, edition: Edition, format: Export.Format, requested_by: User | None, compared_with: Edition | None = None
) -> Export:
    """Ask for a file. The same content is made once: an export that lives or is done is returned instead.

    Raises ExportError while an earlier request for it is being cancelled, and for a comparison that cannot be made.
    """
    refuse_comparison(edition, format, compared_with)
    key = content_key(edition.sha256, format, compared_with.sha256 if compared_with else "")
    existing = _reusable(edition, key)
    if existing is not None:
        return existing
    try:
        with transaction.atomic():
            export = Export.objects.create(
                edition=edition,
                format=format,
                compared_with=compared_with,
                requested_by=requested_by,
                content_key=key,
            )
            transaction.on_commit(partial(dispatch, export.pk), robust=True)
    except IntegrityError:
        return _meanwhile(edition, key)
    return export


def refuse_comparison(edition: Edition, format: Export.Format, compared_with: Edition | None) -> None:
    """Raises ExportError unless a was-wordt, and only that, has an earlier edition of the same document beside it."""
    if format != Export.Format.CHANGES:
        if compared_with is not None:
            raise ExportError("Alleen een was-wordt vergelijkt twee edities. Kies dat formaat, of één editie.")
    elif compared_with is None:
        raise ExportError("Een was-wordt vraagt twee edities. Kies ook de editie waarmee u wilt vergelijken.")
    elif compared_with.document_id != edition.document_id or compared_with.number >= edition.number:
        raise ExportError("Vergelijk een editie met een eerdere editie van hetzelfde document.")


def _reusable(edition: Edition, key: str) -> Export | None:
    exports = Export.objects.filter(edition=edition, content_key=key)
    live = exports.live().filter(cancel_requested=False).first()
    if live is not None:
        return live
    done = exports.filter(state=State.DONE).first()
    return done if done is not None and done.file.storage.exists(done.file.name) else None


def _meanwhile(edition: Edition, key: str) -> Export:
    """Somebody else asked for it in this very moment and theirs serves both; or the live one is being cancelled."""
    existing = _reusable(edition, key)
    if existing is None:
        raise ExportError("De vorige aanvraag van dit bestand wordt nog gestopt. Probeer het over enkele seconden.")
    return existing


def dispatch(export_id: int) -> None:
    """Tell the workers. When no broker answers, the row waits for the sweep; nothing is lost."""
    try:
        celery_app.send_task("reports.documents.tasks.render_export", args=[export_id])
    except Exception:
        logger.warning("Export %s waits: the broker does not answer.", export_id, exc_info=True)
    else:
        Export.objects.filter(pk=export_id).update(dispatched_at=timezone.now())


def cancel_export(*, export: Export) -> Export:
    """Stop an export. A waiting one ends at once, a running one at its worker's next sign of progress."""
    now = timezone.now()
    queued = Export.objects.filter(pk=export.pk, state=State.QUEUED)
    if not queued.update(state=State.CANCELLED, cancel_requested=True, finished_at=now):
        running = Export.objects.filter(pk=export.pk, state=State.RUNNING)
        if not running.update(cancel_requested=True):
            raise ExportError("Deze export loopt niet meer en kan niet worden geannuleerd.")
    export.refresh_from_db()
    return export


def retry_export(*, export: Export, requested_by: User | None) -> Export:
    """Ask again for an export that failed or was cancelled. A new row: the old one keeps its story."""
    if export.state not in {State.FAILED, State.CANCELLED}:
        raise ExportError("Alleen een mislukte of geannuleerde export kan opnieuw worden geprobeerd.")
    return request_export(
        edition=export.edition,
        format=Export.Format(export.format),
        requested_by=requested_by,
        compared_with=export.compared_with,
    )


def run_export(export_id: int) -> bool:
    """Make the file of an export that waits. False: somebody else has it, or there is nothing to do.

    Never raises for what goes wrong with this one export: that ends on its row, other exports go on.
    """
    lease = claim(export_id)
    if lease is None:
        return False
    holder = LeaseHolder(export_id, lease)
    try:
        export = Export.objects.select_related("edition__document", "compared_with").get(pk=export_id)
        with holder:
            result = file_of(export.edition, Export.Format(export.format), holder.tick, export.compared_with)
        _finish(export, lease, result)
    except Interrupted:
        logger.info("Export %s was cancelled or taken over.", export_id)
        _mark_cancelled(export_id, lease)
    except PortalError as error:
        logger.exception("Export %s failed.", export_id)
        _fail(export_id, lease, str(error))
    except OSError:
        # Storage comes back after a while: the sweep tries again when the lease has run out.
        logger.exception("Export %s met a storage error and will be tried again.", export_id)
        _release(export_id, lease)
    except Exception:
        logger.exception("Export %s failed.", export_id)
        _fail(export_id, lease, "Het document kon niet worden opgemaakt. De beheerder vindt de oorzaak in het logboek.")
    return True


def claim(export_id: int) -> uuid.UUID | None:
    """Take the export for this worker. None when it is not to be had."""
    now, lease = timezone.now(), uuid.uuid4()
    taken = (
        Export.objects.claimable(now)
        .filter(pk=export_id, attempts__lt=settings.EXPORT_MAX_ATTEMPTS)
        .update(
            state=State.RUNNING,
            attempts=F("attempts") + 1,
            lease=lease,
            lease_until=_lease_end(now),
            started_at=now,
            stage="",
            done=0,
            total=0,
        )
    )
    return lease if taken else None


class LeaseHolder:
    """Keeps an export ours while a long step runs, and passes on that it was cancelled.

    Rendering is one long call, so a thread renews the lease; `tick` is called from the rendering itself.
    """

    def __init__(self, export_id: int, lease: uuid.UUID) -> None:
        self._mine = {"pk": export_id, "lease": lease, "state": State.RUNNING}
        self._heartbeat = Heartbeat(self._renew, every=settings.EXPORT_LEASE_SECONDS / 3)
        self._stage, self._furthest, self._written_at = "", 0, 0.0

    def __enter__(self) -> Self:
        self._heartbeat.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._heartbeat.stop()

    def _renew(self) -> None:
        Export.objects.filter(**self._mine).update(lease_until=_lease_end(timezone.now()))

    def tick(self, stage: str, done: int, total: int) -> None:
        """Write progress down, twice a second at most. Raises Interrupted when the export is no longer ours."""
        if stage == self._stage and time.monotonic() - self._written_at < SECONDS_BETWEEN_TICKS:
            return
        # Pages are laid out again once their numbers are known; what a reader sees only goes forward.
        self._furthest = max(self._furthest, done) if stage == self._stage else done
        self._stage, self._written_at = stage, time.monotonic()
        kept = Export.objects.filter(**self._mine, cancel_requested=False).update(
            stage=stage, done=self._furthest, total=total, lease_until=_lease_end(timezone.now())
        )
        if not kept:
            raise Interrupted


def _finish(export: Export, lease: uuid.UUID, result: Result) -> None:
    """Put the file in place and the row with it; a file without a row is not left behind."""
    name = _save(export, lease, result.data)
    done = Export.objects.filter(pk=export.pk, lease=lease, state=State.RUNNING, cancel_requested=False).update(
        state=State.DONE,
        file=name,
        file_size=len(result.data),
        pages=result.pages,
        finished_at=timezone.now(),
        lease=None,
        error="",
    )
    if not done:
        export.file.storage.delete(name)
        raise Interrupted


def _save(export: Export, lease: uuid.UUID, data: bytes) -> str:
    """Where the file stands: a folder for this lease alone, so that half a file can be found and removed."""
    storage, name = export.file.storage, f"exports/{lease.hex[:16]}/{export.file_name}"
    try:
        return storage.save(name, ContentFile(data))
    except OSError:
        with suppress(OSError):
            storage.delete(name)
        raise


def _fail(export_id: int, lease: uuid.UUID, message: str) -> None:
    Export.objects.filter(pk=export_id, lease=lease, state=State.RUNNING).update(
        state=State.FAILED, error=message, finished_at=timezone.now(), lease=None
    )


def _mark_cancelled(export_id: int, lease: uuid.UUID) -> None:
    """Only when it was cancelled: one that another worker took over is theirs to end."""
    Export.objects.filter(pk=export_id, lease=lease, state=State.RUNNING, cancel_requested=True).update(
        state=State.CANCELLED, finished_at=timezone.now(), lease=None
    )


def _release(export_id: int, lease: uuid.UUID) -> None:
    """Back in the queue, unless it was cancelled: that would wait for ever, and stand in the way of a new request."""
    Export.objects.filter(pk=export_id, lease=lease, state=State.RUNNING, cancel_requested=False).update(
        state=State.QUEUED, lease=None, lease_until=None, dispatched_at=timezone.now()
    )
    _mark_cancelled(export_id, lease)


def sweep() -> int:
    """Send what waits to the workers again, end what cannot succeed. Returns how many were sent; safe anywhere."""
    now = timezone.now()
    _end_cancelled(now)
    _end_hopeless(now)
    late = now - timedelta(seconds=REDISPATCH_SECONDS)
    waiting = Export.objects.claimable(now).exclude(state=State.QUEUED, dispatched_at__gt=late)
    ids = list(waiting.order_by("requested_at").values_list("pk", flat=True))
    for export_id in ids:
        dispatch(export_id)
    return len(ids)


def _end_cancelled(now: datetime) -> None:
    Export.objects.filter(state=State.RUNNING, cancel_requested=True, lease_until__lt=now).update(
        state=State.CANCELLED, finished_at=now, lease=None
    )


def _end_hopeless(now: datetime) -> None:
    Export.objects.claimable(now).filter(attempts__gte=settings.EXPORT_MAX_ATTEMPTS).update(
        state=State.FAILED,
        error=f"Het maken is {settings.EXPORT_MAX_ATTEMPTS} keer afgebroken. Probeer het later opnieuw.",
        finished_at=now,
        lease=None,
    )


def sign_of_life() -> None:
    """Note that a worker lives, so that pages can say why an export waits."""
    WorkerSign.objects.update_or_create(name="worker", defaults={"seen_at": timezone.now()})


def _lease_end(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.EXPORT_LEASE_SECONDS)
