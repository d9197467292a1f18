"""Keeping the list of changes short."""

from collections import Counter

from django.db import transaction

from nhveilig.caching.models import MODULUS, Change

AT_ONCE = 10_000


def compact() -> None:
    """Put the rows of each table together in one, with the same sum: to who reads the stamps nothing happens."""
    with transaction.atomic():
        rows = list(Change.objects.oldest(AT_ONCE))
        sums: Counter[str] = Counter()
        for row in rows:
            sums[row.table] += row.mark
        if len(rows) > len(sums):
            Change.objects.filter(pk__in=[row.pk for row in rows]).delete()
            Change.objects.bulk_create(Change(table=table, mark=total % MODULUS) for table, total in sums.items())
