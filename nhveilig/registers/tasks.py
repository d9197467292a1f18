from celery import shared_task
from django.utils import timezone

from nhveilig.jobs.timetable import daily, on_timetable
from nhveilig.registers.registry import all_registers
from nhveilig.registers.services import empty_bins


@shared_task
@on_timetable(daily(hour=3, minute=45))
def empty_register_bins() -> int:
    return empty_bins(all_registers(), timezone.now())
