from nhveilig.editing.models import Binned, BinnedQuerySet, Versioned


class RegisterRow(Versioned, Binned):
    """A row that people keep: its fields are saved one by one, it has a history, and deleted it stays in the bin."""

    objects = BinnedQuerySet.as_manager()

    class Meta:
        abstract = True
