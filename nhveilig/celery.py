import logging
import os

from celery import Celery
from celery.signals import worker_process_init
from django.conf import settings

from nhveilig.memory import limit_memory

logger = logging.getLogger(__name__)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhveilig.settings.local")

app = Celery("nhveilig")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def limit_memory_of_a_job(**kwargs: object) -> None:
    limit_memory(settings.PROCESS_MEMORY_MB)


def tell_workers(task: str, *, waits: str, **how: object) -> bool:
    """A hint to begin with what stands in the database. When no broker answers, `waits` (who or what) is logged to wait
    for the timetable; nothing is lost. `how` goes to `send_task`."""
    try:
        app.send_task(task, **how)
    except Exception:
        logger.warning("%s: the broker does not answer.", waits, exc_info=True)
        return False
    return True
