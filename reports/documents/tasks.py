from celery import shared_task

from reports.documents.services import exports


@shared_task
def render_export(export_id: int) -> None:
    exports.machine.run(export_id)
