from celery import shared_task
from celery.signals import worker_ready, worker_shutting_down

from nhveilig.jobs.heartbeat import Heartbeat
from reports.documents.services import exports

SECONDS_BETWEEN_SIGNS = 10

_signs = Heartbeat(exports.sign_of_life, every=SECONDS_BETWEEN_SIGNS)


@shared_task
def render_export(export_id: int) -> None:
    exports.run_export(export_id)


@shared_task
def sweep_exports() -> None:
    exports.sweep()


@worker_ready.connect
def start_giving_signs(**kwargs: object) -> None:
    """From the worker's main process, so that a long render does not make the worker look dead."""
    exports.sign_of_life()
    _signs.start()


@worker_shutting_down.connect
def stop_giving_signs(**kwargs: object) -> None:
    _signs.stop()
