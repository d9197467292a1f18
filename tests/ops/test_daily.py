import pytest
from django.conf import settings
from nhveilig.jobs.daily import DAY, OnceADay

from nhveilig.celery import app


class Work:
    def __init__(self) -> None:
        self.times, self.now, self.fails = 0, 0.0, False

    def __call__(self) -> None:
        self.times += 1
        if self.fails:
            raise ValueError("not now")


def test_daily_work_is_done_at_the_start_and_a_day_later():
    work = Work()
    daily = OnceADay(work, lambda: work.now)
    for now, times in ((0, 1), (10, 1), (DAY - 1, 1), (DAY, 2), (DAY + 10, 2)):
        work.now = now
        daily()
        assert work.times == times


def test_daily_work_that_failed_is_tried_again():
    work = Work()
    work.fails = True
    daily = OnceADay(work, lambda: work.now)
    with pytest.raises(ValueError, match="not now"):
        daily()
    work.fails = False
    daily()
    daily()
    assert work.times == 2


def test_every_task_in_the_timetable_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
