from celery import shared_task
from celery.signals import worker_process_init
from django.utils import timezone

from nhveilig.editing.comments.services import empty_comment_bin
from nhveilig.jobs.timetable import daily, on_timetable
from reports.documents.desk.services import empty_bin
from reports.documents.models import DocumentComment
from reports.documents.previewing import services as previewing
from reports.documents.services import exports, verifying


@worker_process_init.connect
def load_what_lays_out(**kwargs: object) -> None:
    """Before the first job comes: whoever asks for a preview does not wait a second for it."""
    import reports.documents.pdf.engine  # noqa: F401


@shared_task
def render_export(export_id: int) -> None:
    exports.machine.run(export_id)


@shared_task
def render_preview(preview_id: int) -> None:
    previewing.machine.run(preview_id)


@shared_task
@on_timetable(daily(hour=3, minute=40))
def empty_document_bins() -> None:
    """What has been in the bin of a document for thirty days goes for good."""
    now = timezone.now()
    empty_bin(now=now)
    empty_comment_bin(DocumentComment, now=now)


@shared_task
@on_timetable(daily(hour=4, minute=10))
def verify_editions() -> None:
    """What is damaged stands in the log, as an error."""
    verifying.damaged_editions()
