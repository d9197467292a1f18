"""What the rows of an agenda have in common that people keep for the whole country."""

from django.db import models
from django.db.models import Max

from nhveilig.editing.models import BinnedQuerySet
from nhveilig.registers.models import RegisterRow


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
