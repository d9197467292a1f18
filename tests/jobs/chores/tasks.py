from celery import shared_task

from tests.jobs.chores.services import machine


@shared_task
def do_chore(chore_id: int) -> None:
    machine.run(chore_id)
