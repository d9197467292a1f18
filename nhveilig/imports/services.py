"""The life of an import: upload, preview, confirmation. Every step is one conditional UPDATE, so that one wins."""

import logging
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.celery import app as celery_app
from nhveilig.exceptions import PortalError
from nhveilig.imports import engine, kept
from nhveilig.imports.kinds import Order, TableKind
from nhveilig.imports.models import ImportJob
from nhveilig.imports.plans import Plan
from nhveilig.imports.resources import UNEXPECTED
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets.cells import Workbook
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.packages import inspect
from nhveilig.sheets.workbooks import read_workbook

logger = logging.getLogger(__name__)

State = ImportJob.State
# Above this many rows the work is done in the background, and the page shows how far it is.
MOST_ROWS_AT_ONCE = 2_000
MAX_ATTEMPTS = 3
LEASE = timedelta(seconds=120)
# A message lost on its way is sent again after this long.
REDISPATCH = timedelta(seconds=15)


class ImportRefused(PortalError):
    """The step cannot be taken (any more)."""


class Interrupted(Exception):
    """Another worker has taken this job over, or it was thrown away."""


def submit_import(
    *, kind: TableKind, police_unit: PoliceUnit | None, data: bytes, name: str, options: Mapping, user: User
) -> ImportJob:
    """Keep the file and look at it, at once or in the background. Raises FileRefused for what is no spreadsheet."""
    package = inspect(data, name)
    job = ImportJob(kind=kind.code, police_unit=police_unit, requested_by=user, file_name=name[-200:])
    job.options = {name: value for name, value in options.items() if value}
    job.file.save(f"{uuid.uuid4().hex}.{package.format}", ContentFile(data), save=False)
    job.save()
    _start(job, in_background=package.rows > MOST_ROWS_AT_ONCE)
    return job


def confirm_import(*, job: ImportJob, fingerprint: str, answers: Mapping | None = None) -> ImportJob:
    """Do what the preview with this fingerprint shows. Raises ImportRefused when it is no longer that preview."""
    missing = [question for question in (job.plan or {}).get("questions", []) if not (answers or {}).get(question)]
    if missing:
        raise ImportRefused("Vul de reden en de ingangsdatum in: zo blijft te zien waarom een streefcijfer veranderde.")
    ready = ImportJob.objects.filter(pk=job.pk, state=State.READY, fingerprint=fingerprint)
    options = {**job.options, **(answers or {})}
    if not ready.update(state=State.CONFIRMED, options=options, attempts=0, overtaken=False):
        raise ImportRefused("Deze controle is niet meer geldig. Bekijk wat er nu staat en bevestig opnieuw.")
    _start(job, in_background=sum(job.counts.values()) > MOST_ROWS_AT_ONCE)
    job.refresh_from_db()
    return job


def discard_import(*, job: ImportJob) -> ImportJob:
    """Throw the upload away. Nothing of it was stored."""
    waiting = ImportJob.objects.filter(pk=job.pk, state__in=[State.READY, State.QUEUED, State.READING])
    if not waiting.update(state=State.DISCARDED, finished_at=timezone.now(), plan=None, lease=None):
        raise ImportRefused("Deze import is al afgerond.")
    _forget_file(job)
    job.refresh_from_db()
    return job


def _start(job: ImportJob, *, in_background: bool) -> None:
    if in_background:
        transaction.on_commit(partial(dispatch, job.pk), robust=True)
    else:
        run_job(job.pk)
        job.refresh_from_db()


def dispatch(job_id: int) -> None:
    """Tell the workers. When no broker answers, the row waits for the sweep; nothing is lost."""
    try:
        celery_app.send_task("nhveilig.imports.tasks.run_import", args=[job_id])
    except Exception:
        logger.warning("Import %s waits: the broker does not answer.", job_id, exc_info=True)
    else:
        ImportJob.objects.filter(pk=job_id).update(dispatched_at=timezone.now())


def run_job(job_id: int) -> bool:
    """Take the next step of a job that waits. False: somebody else has it, or there is nothing to do.

    Never raises for what goes wrong with this one file: that ends on its row.
    """
    lease = _claim(job_id)
    if lease is None:
        return False
    job = ImportJob.objects.select_related("police_unit", "requested_by").get(pk=job_id)
    try:
        _take_step(job)
    except Interrupted:
        logger.info("Import %s was thrown away or taken over.", job_id)
    except FileRefused as refused:
        _refuse(job, Plan(problems=list(refused.problems)))
    except OSError:
        # Storage comes back after a while: the sweep tries again when the lease has run out.
        logger.exception("Import %s met a storage error and will be tried again.", job_id)
    except Exception:
        logger.exception("Import %s failed.", job_id)
        _end(job, state=State.FAILED, error=UNEXPECTED)
    return True


def _claim(job_id: int) -> uuid.UUID | None:
    now, lease = timezone.now(), uuid.uuid4()
    waiting = ImportJob.objects.claimable(now).filter(pk=job_id, attempts__lt=MAX_ATTEMPTS)
    fields = {"attempts": F("attempts") + 1, "lease": lease, "lease_until": now + LEASE, "rows_read": 0}
    first = waiting.filter(state__in=[State.QUEUED, State.READING]).update(state=State.READING, **fields)
    second = (
        0 if first else waiting.filter(state__in=[State.CONFIRMED, State.STORING]).update(state=State.STORING, **fields)
    )
    return lease if first or second else None


def _take_step(job: ImportJob) -> None:
    kind, order = _kind_of(job), order_of(job)
    book = _read(job)
    if job.state == State.READING:
        plan = engine.preview(kind, book, order)
        if not plan.is_refused:
            _keep_what_was_read(job, book)
        _show(job, plan)
    else:
        _store(job, kind, book, order)


def _kind_of(job: ImportJob) -> TableKind:
    if job.table_kind is None:
        raise FileRefused("Deze soort tabel kent het portaal niet meer.")
    return job.table_kind


def order_of(job: ImportJob) -> Order:
    options = dict(job.options)
    days = {name: date.fromisoformat(options[name]) for name in ("reference_date", "effective_on") if options.get(name)}
    return replace(Order(police_unit=job.police_unit, user=job.requested_by), **{**options, **days})


def _read(job: ImportJob) -> Workbook:
    with job.file.open() as file:
        data = file.read()
    if job.file.name.endswith(f".{kept.EXTENSION}"):
        return kept.unpack(data)
    return read_workbook(data, job.file_name, lambda rows: _progress(job, rows))


def _keep_what_was_read(job: ImportJob, book: Workbook) -> None:
    """In place of the file: it is read once, and what stands in it beside its cells is not for us to keep."""
    if job.file.name.endswith(f".{kept.EXTENSION}"):
        return
    name = job.file.storage.save(f"imports/{uuid.uuid4().hex}.{kept.EXTENSION}", ContentFile(kept.pack(book)))
    if not _mine(job).update(file=name):
        job.file.storage.delete(name)
        raise Interrupted
    transaction.on_commit(partial(job.file.storage.delete, job.file.name), robust=True)
    job.file.name = name


def _progress(job: ImportJob, rows: int) -> None:
    if not _mine(job).update(rows_read=rows, lease_until=timezone.now() + LEASE):
        raise Interrupted


def _mine(job: ImportJob):
    return ImportJob.objects.filter(pk=job.pk, lease=job.lease, state=job.state)


def _show(job: ImportJob, plan: Plan, *, overtaken: bool = False) -> None:
    """Put the preview on the row; a file with errors ends here."""
    if plan.is_refused:
        _refuse(job, plan)
        return
    _mine(job).update(
        state=State.READY,
        plan=plan.as_dict(),
        counts=plan.counts(),
        fingerprint=plan.fingerprint,
        overtaken=overtaken,
        lease=None,
        attempts=0,
    )


def _store(job: ImportJob, kind: TableKind, book: Workbook, order: Order) -> None:
    try:
        with transaction.atomic():
            engine.apply(kind, book, order, expected=job.fingerprint)
            # In the same transaction: figures that are stored and a job that says so are one fact.
            _end(job, state=State.DONE, must=True)
    except engine.TableChanged as changed:
        _show(job, changed.plan, overtaken=True)


def _refuse(job: ImportJob, plan: Plan) -> None:
    _end(job, state=State.REFUSED, plan=plan.as_dict(), counts=plan.counts())


def _end(job: ImportJob, *, must: bool = False, **fields: object) -> None:
    done = _mine(job).update(finished_at=timezone.now(), lease=None, **fields)
    if must and not done:
        raise Interrupted
    if done:
        transaction.on_commit(partial(_forget_file, job), robust=True)


def _forget_file(job: ImportJob) -> None:
    if job.file:
        job.file.storage.delete(job.file.name)
        ImportJob.objects.filter(pk=job.pk).update(file="")


def sweep() -> int:
    """Send what waits to the workers again, end what cannot succeed, and remove what nobody came back for."""
    now = timezone.now()
    _end_hopeless(now)
    _throw_away_old(now)
    waiting = ImportJob.objects.claimable(now).filter(requested_at__lt=now - REDISPATCH)
    ids = list(waiting.exclude(dispatched_at__gt=now - REDISPATCH).values_list("pk", flat=True))
    for job_id in ids:
        dispatch(job_id)
    return len(ids)


def _end_hopeless(now: datetime) -> None:
    for job in ImportJob.objects.claimable(now).filter(attempts__gte=MAX_ATTEMPTS).defer("plan"):
        error = f"Het inlezen is {MAX_ATTEMPTS} keer afgebroken. Er is niets opgeslagen; probeer het later opnieuw."
        if ImportJob.objects.filter(pk=job.pk, state=job.state).update(
            state=State.FAILED, error=error, finished_at=now, lease=None
        ):
            _forget_file(job)


def _throw_away_old(now: datetime) -> None:
    old = now - timedelta(days=settings.IMPORT_RETENTION_DAYS)
    for job in ImportJob.objects.filter(state=State.READY, requested_at__lt=old).defer("plan"):
        discard_import(job=job)
