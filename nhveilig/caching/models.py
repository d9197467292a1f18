"""Which tables changed. A page that was kept is shown as long as no table it was made from did."""

from typing import Self

from django.db import models
from django.db.models import Sum

# Marks add up below this: the sum of millions of rows still fits an integer of the database.
MODULUS = 2**40


class ChangeQuerySet(models.QuerySet):
    def stamps(self) -> dict[str, int]:
        """By table a number that is another one after every change of it. One query.

        The sum of marks by chance: it is what it was only when exactly the same changes are there, in whatever order
        their transactions ended.
        """
        sums = self.order_by().values_list("table").annotate(total=Sum("mark"))
        return {table: total % MODULUS for table, total in sums}

    def oldest(self, number: int) -> Self:
        """Rows nobody else is putting together now."""
        return self.select_for_update(skip_locked=True).order_by("pk")[:number]


class Change(models.Model):
    """A transaction wrote in a table. A trigger stores it with what was written: seen, and undone, together with it."""

    table = models.CharField("tabel", max_length=63)
    mark = models.BigIntegerField("merk")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "wijziging"
        verbose_name_plural = "wijzigingen"

    def __str__(self) -> str:
        return self.table
