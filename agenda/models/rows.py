"""What the rows of an agenda have in common that people keep for the whole country."""

from django.db import models
from django.db.models import Max

from nhveilig.editing.models import BinnedQuerySet
from nhveilig.registers.models import RegisterRow


def outside_bin(*above: str, rows: type[BinnedQuerySet] = BinnedQuerySet) -> models.Manager:
    """Only what is not in the bin, and does not hang on a row (`above`) that is: on pages, in figures and in files.

    A plain `BinnedQuerySet(model)` has all rows.
    """
    hidden = {"deleted_at": None} | {f"{path}__deleted_at": None for path in above}
    base = models.Manager.from_queryset(rows)

    class Outside(base):
        def get_queryset(self) -> BinnedQuerySet:
            return super().get_queryset().filter(**hidden)

    return Outside()


class AgendaRow(RegisterRow):
    """A row with a place among others; without one it stands below them."""

    order = models.PositiveSmallIntegerField("volgorde", blank=True)

    class Meta:
        abstract = True

    @property
    def siblings(self) -> BinnedQuerySet:
        """The rows among which it has a place."""
        raise NotImplementedError

    def save(self, *args, **kwargs) -> None:
        if self.order is None:
            self.order = (self.siblings.aggregate(last=Max("order"))["last"] or 0) + 1
        super().save(*args, **kwargs)
