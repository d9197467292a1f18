from celery import shared_task

from reports.services import exports


@shared_task
def render_export(export_id: int) -> None:
    exports.sign_of_life()
    exports.run_export(export_id)


@shared_task
def sweep_exports() -> None:
    exports.sweep()
