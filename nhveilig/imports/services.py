"""The life of an import: upload, preview, confirmation; what every job goes through stands in `nhveilig.jobs`."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.exceptions import PortalError
from nhveilig.imports import engine, kept
from nhveilig.imports.kinds import Order, TableKind
from nhveilig.imports.models import ColumnName, ImportJob
from nhveilig.imports.notices import tell_of_import
from nhveilig.imports.plans import ImportPlan
from nhveilig.imports.resources import UNEXPECTED
from nhveilig.jobs.holding import Hold
from nhveilig.jobs.models import Queue
from nhveilig.jobs.services import Machine, register
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets.cells import LONGEST_NAME, Workbook, plain
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.matching import renamed
from nhveilig.sheets.packages import inspect
from nhveilig.sheets.workbooks import read_workbook

State, Stage = ImportJob.State, ImportJob.Stage
# In which it waits for whoever brought it.
ASKING = (State.READY, State.COLUMNS)
# Above this many rows the work is done in the background, and the page shows how far it is.
MOST_ROWS_AT_ONCE = 2_000
# Above this many it takes so long that smaller files, and other quick work, would wait for it.
MOST_ROWS_QUICKLY = 10_000


class ImportRefused(PortalError):
    """The step cannot be taken (any more)."""


class ImportMachine(Machine[ImportJob]):
    model = ImportJob
    task = "nhveilig.imports.tasks.run_import"
    # Of its two steps the second is asked for by a confirmation.
    waits_since = "started_at"
    hopeless = "Het inlezen is {attempts} keer afgebroken. Er is niets opgeslagen; probeer het later opnieuw."
    unexpected = UNEXPECTED
    too_long = (
        "Het inlezen duurde langer dan {limit} minuten en is gestopt. Er is niets opgeslagen. Verdeel de tabel over "
        "meer bestanden, of probeer het later opnieuw."
    )

    def load(self, job_id: int) -> ImportJob:
        return ImportJob.objects.select_related("police_unit", "requested_by").get(pk=job_id)

    def work(self, job: ImportJob, hold: Hold) -> None:
        try:
            _take_step(job, hold)
        except FileRefused as refused:
            _refuse(job, hold, ImportPlan(problems=list(refused.problems)))

    def tell(self, job: ImportJob) -> None:
        tell_of_import(job)

    def tidy(self, now: datetime) -> None:
        old = now - timedelta(days=settings.IMPORT_RETENTION_DAYS)
        for job in ImportJob.objects.filter(state__in=ASKING, requested_at__lt=old).defer("plan"):
            discard_import(job=job)
        for job in ImportJob.objects.with_a_needless_file():
            _forget_file(job)

    @property
    def lease_seconds(self) -> float:
        """On SQLite nothing is written beside a preview, so no lease is renewed as long as it takes."""
        return max(super().lease_seconds, 120 if connection.vendor == "sqlite" else 0)


machine = register(ImportMachine())


def submit_import(
    *, kind: TableKind, police_unit: PoliceUnit | None, data: bytes, name: str, options: Mapping, user: User
) -> ImportJob:
    """Keep the file and look at it, at once or in the background. Raises FileRefused for what is no spreadsheet."""
    package = inspect(data, name)
    job = ImportJob(kind=kind.code, police_unit=police_unit, requested_by=user, file_name=name[-200:])
    job.options = {name: value for name, value in options.items() if value}
    job.file.save(f"{uuid.uuid4().hex}.{package.format}", ContentFile(data), save=False)
    job.queue, job.dispatched_at = _queue_for(package.rows), _offered(package.rows)
    job.save()
    _start(job, package.rows)
    return job


def confirm_import(*, job: ImportJob, fingerprint: str, answers: Mapping | None = None) -> ImportJob:
    """Do what the preview with this fingerprint shows. Raises ImportRefused when it is no longer that preview."""
    ready = ImportJob.objects.filter(pk=job.pk, state=State.READY, fingerprint=fingerprint)
    options = {**job.options, **(answers or {})}
    rows = sum(job.counts.values())
    offer = {"queue": _queue_for(rows), "dispatched_at": _offered(rows), "attempts": 0}
    if not ready.update(state=State.CONFIRMED, options=options, overtaken=False, **offer):
        raise ImportRefused("Deze controle is niet meer geldig. Bekijk wat er nu staat en bevestig opnieuw.")
    _start(job, rows)
    job.refresh_from_db()
    return job


@transaction.atomic
def match_columns(*, job: ImportJob, chosen: Mapping[str, str] | None) -> ImportJob:
    """Remember for this eenheid what its files call our columns (`chosen`: by their name ours), or with None forget all
    that was said of them; the file waits to be looked at again. Raises ImportRefused when it is past that."""
    own = ColumnName.objects.filter(kind=job.kind, police_unit=job.police_unit)
    offer = {"queue": job.queue, "dispatched_at": timezone.now(), "attempts": 0, "plan": None, "fingerprint": ""}
    if not ImportJob.objects.filter(pk=job.pk, state__in=ASKING).update(state=State.QUEUED, **offer):
        raise ImportRefused("Dit bestand wacht niet (meer) op kolomnamen. Bekijk wat er nu staat.")
    if chosen is None:
        own.delete()
    for name, column in (chosen or {}).items():
        place = {"kind": job.kind, "police_unit": job.police_unit, "name": plain(name)[:LONGEST_NAME]}
        ColumnName.objects.update_or_create(**place, defaults={"column": column})
    return job


def read_again(*, job: ImportJob) -> ImportJob:
    """Look at the file once more, at once or in the background."""
    _start(job, MOST_ROWS_AT_ONCE + 1 if job.queue == Queue.LONG else 0)
    job.refresh_from_db()
    return job


def names_of(job: ImportJob) -> dict[str, str]:
    """By what the files of this eenheid call it, in plain form, our column."""
    found = ColumnName.objects.filter(kind=job.kind, police_unit=job.police_unit)
    return dict(found.values_list("name", "column"))


def discard_import(*, job: ImportJob) -> ImportJob:
    """Throw the upload away, whatever is done with it now. Nothing of it was stored."""
    still_open = ImportJob.objects.live() | ImportJob.objects.filter(state__in=ASKING)
    discarded = {"state": State.DISCARDED, "finished_at": timezone.now(), "plan": None, "lease": None}
    if not still_open.filter(pk=job.pk).update(**discarded):
        raise ImportRefused("Deze import is al afgerond.")
    # A worker may have put another file in its place.
    job.refresh_from_db()
    _forget_file(job)
    return job


def _start(job: ImportJob, rows: int) -> None:
    if rows > MOST_ROWS_AT_ONCE:
        transaction.on_commit(lambda: machine.dispatch(job.pk), robust=True)
    else:
        machine.run(job.pk)
        job.refresh_from_db()


def _queue_for(rows: int) -> Queue:
    return Queue.LONG if rows > MOST_ROWS_QUICKLY else Queue.QUICK


def _offered(rows: int) -> datetime | None:
    """What is done at once counts as offered: the sweep need not send it to a worker meanwhile."""
    return None if rows > MOST_ROWS_AT_ONCE else timezone.now()


def _take_step(job: ImportJob, hold: Hold) -> None:
    kind, order = _kind_of(job), order_of(job)
    if job.police_unit and not order.may_change(job.police_unit_id):
        raise FileRefused(f"U kunt geen tabellen van eenheid {job.police_unit} meer inlezen. Er is niets opgeslagen.")
    book = _read(job, hold)
    if job.state == State.READING:
        hold.tick(Stage.COMPARE, 0, 0)
        plan, before = engine.preview(kind, _called_ours(job, kind, book), order), job.file.name
        if not plan.is_refused or plan.asks_columns:
            _keep_what_was_read(job, hold, book)
        _show(job, hold, plan)
        if job.file.name != before:
            transaction.on_commit(lambda: job.file.storage.delete(before), robust=True)
    else:
        hold.tick(Stage.STORE, 0, 0)
        _store(job, hold, kind, _called_ours(job, kind, book), order)


def _called_ours(job: ImportJob, kind: TableKind, book: Workbook) -> Workbook:
    return renamed(book, kind.columns, names_of(job))


def _kind_of(job: ImportJob) -> TableKind:
    if job.table_kind is None:
        raise FileRefused("Deze soort tabel kent het portaal niet meer.")
    return job.table_kind


def order_of(job: ImportJob) -> Order:
    options = dict(job.options)
    days = {name: date.fromisoformat(options[name]) for name in ("reference_date", "effective_on") if options.get(name)}
    order = Order(police_unit=job.police_unit, user=job.requested_by, **_allowed(job))
    return replace(order, **{**options, **days})


def _allowed(job: ImportJob) -> dict[str, object]:
    """As it is now: between upload and confirmation a role may have been taken."""
    user, kind = job.requested_by, job.table_kind
    if not (user and user.is_active and kind):
        return {"units": frozenset()}
    access = Access(user)
    principal = access.for_whom(kind.permission, job.police_unit_id)
    return {"units": frozenset(access.units_with(kind.permission)), "on_behalf_of": principal}


def _read(job: ImportJob, hold: Hold) -> Workbook:
    with job.file.open() as file:
        data = file.read()
    if job.file.name.endswith(f".{kept.EXTENSION}"):
        return kept.unpack(data)
    return read_workbook(data, job.file_name, lambda rows: hold.tick(Stage.READ, rows, 0))


def _keep_what_was_read(job: ImportJob, hold: Hold, book: Workbook) -> None:
    """In place of the file: it is read once, and what stands in it beside its cells is not for us to keep."""
    if job.file.name.endswith(f".{kept.EXTENSION}"):
        return
    name = f"imports/{uuid.uuid4().hex}.{kept.EXTENSION}"
    hold.undo(partial(job.file.storage.delete, name))
    job.file.name = job.file.storage.save(name, ContentFile(kept.pack(book)))


def _show(job: ImportJob, hold: Hold, plan: ImportPlan, *, overtaken: bool = False) -> None:
    """Put the preview on the row; a file with errors ends here."""
    if plan.is_refused and not plan.asks_columns:
        _refuse(job, hold, plan)
        return
    hold.finish(
        state=State.COLUMNS if plan.asks_columns else State.READY,
        file=job.file.name,
        plan=plan.as_dict(),
        counts=plan.counts(),
        fingerprint=plan.fingerprint,
        overtaken=overtaken,
        attempts=0,
        dispatched_at=None,
        finished_at=None,
    )


def _store(job: ImportJob, hold: Hold, kind: TableKind, book: Workbook, order: Order) -> None:
    try:
        with transaction.atomic():
            engine.apply(kind, book, order, expected=job.fingerprint)
            # In the same transaction: figures that are stored and a job that says so are one fact.
            hold.finish(state=State.DONE)
            transaction.on_commit(lambda: _forget_file(job), robust=True)
    except engine.TableChanged as changed:
        _show(job, hold, changed.plan, overtaken=True)


def _refuse(job: ImportJob, hold: Hold, plan: ImportPlan) -> None:
    hold.finish(state=State.REFUSED, plan=plan.as_dict(), counts=plan.counts())
    transaction.on_commit(lambda: _forget_file(job), robust=True)


def _forget_file(job: ImportJob) -> None:
    if job.file:
        job.file.storage.delete(job.file.name)
        ImportJob.objects.filter(pk=job.pk).update(file="")
