from datetime import timedelta

from django.utils import timezone

from nhveilig.registers.services import empty_bins
from tests.registers.rows import REGISTERS, WITH_NEW_ROWS, rows_of


def test_what_was_deleted_for_thirty_days_is_gone(demo):
    # What hangs under a row goes with it: first the rows, then what they hang under.
    for register in reversed(WITH_NEW_ROWS):
        long_ago, lately, *_ = rows_of(register)
        now = timezone.now()
        for row, days in ((long_ago, 31), (lately, 29)):
            register.stored().filter(pk=row.pk).update(deleted_at=now - timedelta(days=days))
        empty_bins([register], now)
        assert not register.stored().filter(pk=long_ago.pk).exists()
        assert register.stored().filter(pk=lately.pk).exists()


def test_a_table_without_a_bin_is_left_alone(demo):
    assert {register.code for register in REGISTERS} > {register.code for register in WITH_NEW_ROWS}
    assert empty_bins(REGISTERS, timezone.now()) == 0
