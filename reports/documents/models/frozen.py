"""Rows that are added once and stay as they are."""

from django.db import models


class FrozenQuerySet(models.QuerySet):
    """Neither a bulk operation changes what is frozen."""

    def update(self, **values: object) -> int:
        raise TypeError(f"{self.model.FROZEN}: make a new one that says what it rectifies.")

    def bulk_create(self, objs, *args: object, update_conflicts: bool = False, **kwargs: object) -> list:
        if update_conflicts:
            raise TypeError(f"{self.model.FROZEN}: an insert that updates would change one that is there.")
        return super().bulk_create(objs, *args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self.model.FROZEN}: it stays, so that what councils saw can always be shown.")


class FrozenModel(models.Model):
    """Never changed and never deleted."""

    # The beginning of what a programmer is told who tries.
    FROZEN = ""

    class Meta:
        abstract = True

    def save(self, **kwargs: object) -> None:
        if not self._state.adding:
            raise TypeError(f"{self.FROZEN}: make a new one that says what it rectifies.")
        super().save(**kwargs)

    def delete(self, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self.FROZEN}: it stays, so that what councils saw can always be shown.")
