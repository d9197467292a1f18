from celery import shared_task

from nhveilig.imports import services


@shared_task
def run_import(job_id: int) -> None:
    services.run_job(job_id)


@shared_task
def sweep_imports() -> None:
    services.sweep()
