from celery import shared_task

from nhveilig.imports import services


@shared_task
def run_import(job_id: int) -> None:
    services.machine.run(job_id)
