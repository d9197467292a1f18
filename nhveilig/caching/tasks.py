from celery import shared_task

from nhveilig.caching import services


@shared_task
def compact_changes() -> None:
    services.compact()
