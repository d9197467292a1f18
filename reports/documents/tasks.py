from celery import shared_task

from nhveilig.jobs.timetable import daily, on_timetable
from reports.documents.services import exports, verifying


@shared_task
def render_export(export_id: int) -> None:
    exports.machine.run(export_id)


@shared_task
@on_timetable(daily(hour=4, minute=10))
def verify_editions() -> None:
    """What is damaged stands in the log, as an error."""
    verifying.damaged_editions()
