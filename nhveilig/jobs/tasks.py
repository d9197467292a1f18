import gc

from celery import shared_task
from celery.signals import worker_init, worker_process_init, worker_ready, worker_shutting_down

from nhveilig.jobs import services
from nhveilig.jobs.holding import Heartbeat, this_process_may_be_ended
from nhveilig.jobs.models import Queue
from nhveilig.jobs.timetable import every, on_timetable

SECONDS_BETWEEN_SIGNS = 10

_signs: list[Heartbeat] = []


@shared_task
@on_timetable(every(seconds=5))
def sweep_jobs() -> None:
    services.sweep_all()


@worker_init.connect
def share_memory(**kwargs: object) -> None:
    """What was imported by now, the children share with their parent, as long as no collector touches it."""
    gc.collect()
    gc.freeze()


@worker_process_init.connect
def be_a_child(**kwargs: object) -> None:
    this_process_may_be_ended()


@worker_ready.connect
def start_giving_signs(sender, **kwargs: object) -> None:
    """From the worker's main process, so that a long job does not make the worker look dead."""
    queues = [queue for queue in Queue.values if queue in sender.app.amqp.queues.consume_from]
    services.sign_of_life(queues)
    heartbeat = Heartbeat(lambda: services.sign_of_life(queues), every=SECONDS_BETWEEN_SIGNS)
    _signs.append(heartbeat)
    heartbeat.start()


@worker_shutting_down.connect
def stop_giving_signs(**kwargs: object) -> None:
    while _signs:
        _signs.pop().stop()
