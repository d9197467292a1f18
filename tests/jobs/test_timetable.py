"""One timetable, kept by beat and by the portal command alike."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from nhveilig.celery import app
from nhveilig.jobs import timetable
from nhveilig.jobs.models import TimetableRun
from nhveilig.jobs.timetable import Timekeeper, TimetableScheduler, daily, every

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> time_machine.travel:
    return time_machine.travel(datetime(2026, 10, day, hour, minute, second, tzinfo=AMSTERDAM), tick=False)


class Work:
    __module__ = "tests.jobs"

    def __init__(self, name: str) -> None:
        self.__name__, self.times, self.fails = name, 0, False

    def __call__(self) -> None:
        if self.fails:
            raise ValueError("not now")
        self.times += 1


@pytest.fixture(autouse=True)
def _in_the_transaction_of_the_test(monkeypatch) -> None:
    monkeypatch.setattr(timetable, "close_old_connections", lambda: None)


@pytest.fixture
def nightly(monkeypatch) -> Work:
    """The whole timetable: one piece of work every night, one every five minutes."""
    monkeypatch.setattr(timetable, "_entries", {})
    monkeypatch.setattr(timetable, "import_tasks", lambda: None)
    work = Work("nightly")
    timetable.on_timetable(daily(hour=3, minute=30))(work)
    return work


@pytest.fixture
def often(nightly) -> Work:
    work = Work("often")
    timetable.on_timetable(every(seconds=300))(work)
    return work


def sent_by_beat(monkeypatch) -> list[str]:
    """What a beat that starts now sends at once."""
    sent: list[str] = []
    scheduler = TimetableScheduler(app=app)
    monkeypatch.setattr(scheduler, "apply_async", lambda entry, **kwargs: sent.append(entry.task))
    for _ in range(2 * len(timetable.entries())):
        scheduler.tick()
    return sent


def test_every_task_in_the_timetable_exists():
    app.loader.import_default_modules()
    assert timetable.entries()
    assert set(timetable.entries()) <= set(app.tasks)


def test_beat_and_the_portal_keep_the_same_hours(db):
    """Neither has work or hours of its own."""
    entries = timetable.entries()
    kept_by_beat = TimetableScheduler(app=app).schedule
    assert {name: (entry.task, entry.schedule) for name, entry in kept_by_beat.items()} == {
        name: (entry.task, entry.when) for name, entry in entries.items()
    }
    assert {name.rpartition(".")[2] for name in entries} == {
        "sweep_jobs",
        "forget_what_is_over",
        "mail_griffies",
        "mail_asked_links",
        "verify_editions",
        "check_trail",
        "compact_changes",
        "empty_bins",
        "empty_question_bin",
        "empty_register_bins",
        "empty_document_bins",
        "mail_at_once",
        "mail_digests",
    }


@pytest.mark.parametrize(("day", "hour"), [(1, 13), (2, 1), (2, 4), (5, 12)])
def test_beat_and_the_portal_begin_the_same_work(db, often, nightly, monkeypatch, day, hour):
    """Each started at this hour, when the nightly work was last done at noon of the first."""
    last = TimetableRun(task="tests.jobs.nightly", ran_at=datetime(2026, 10, 1, 12, tzinfo=AMSTERDAM))
    with at(day, hour):
        last.save()
        sent = sent_by_beat(monkeypatch)
        last.save()
        Timekeeper()()
    assert sorted(sent) == [f"tests.jobs.{work.__name__}" for work in (nightly, often) if work.times]


def test_nightly_work_is_done_when_the_portal_first_starts_and_then_every_night(db, nightly):
    keeper = Timekeeper()
    for (day, hour, minute), times in (
        ((1, 12, 0), 1),
        ((1, 12, 5), 1),
        ((2, 3, 29), 1),
        ((2, 3, 30), 2),
        ((2, 3, 31), 2),
        ((2, 23, 0), 2),
        ((3, 3, 30), 3),
    ):
        with at(day, hour, minute):
            keeper()
        assert nightly.times == times


def test_a_night_that_was_missed_is_made_up_for_once(db, nightly, monkeypatch):
    """By another process: what was done stands in the database."""
    with at(1, 12):
        Timekeeper()()
    with at(5, 9):
        assert sent_by_beat(monkeypatch) == ["tests.jobs.nightly"]
        Timekeeper()()
        assert sent_by_beat(monkeypatch) == []
    assert nightly.times == 1
    with at(8, 9):
        Timekeeper()()
        Timekeeper()()
    assert nightly.times == 2


def test_the_hour_is_dutch_in_summer_and_in_winter(db, nightly):
    keeper = Timekeeper()
    with at(24, 12):
        keeper()
    # The clock goes back in the night of 25 October.
    for day, hour, minute, times in ((25, 3, 29, 1), (25, 3, 30, 2), (26, 3, 29, 2), (26, 3, 30, 3)):
        with at(day, hour, minute):
            keeper()
        assert nightly.times == times


def test_an_interval_leaves_nothing_in_the_database(db, often):
    keeper = Timekeeper()
    for minute, times in ((0, 1), (4, 1), (5, 2), (9, 2), (10, 3)):
        with at(1, 12, minute):
            keeper()
        assert often.times == times
    assert set(TimetableRun.objects.values_list("task", flat=True)) == {"tests.jobs.nightly"}


def test_work_that_failed_is_tried_again_and_keeps_nothing_else_waiting(db, often, nightly):
    nightly.fails = True
    keeper = Timekeeper()
    with at(1, 12):
        keeper()
        assert (nightly.times, often.times) == (0, 1)
        nightly.fails = False
        keeper()
        keeper()
    assert (nightly.times, often.times) == (1, 1)
