import os

from celery import Celery
from celery.signals import worker_process_init
from django.conf import settings

from nhveilig.memory import limit_memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhveilig.settings.local")

app = Celery("nhveilig")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def limit_memory_of_a_job(**kwargs: object) -> None:
    limit_memory(settings.PROCESS_MEMORY_MB)
