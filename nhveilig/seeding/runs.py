"""One time that demo data is loaded: what it may assume, and what it left as somebody made it."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db.models import Model

Kind = type[Model]


@dataclass
class Run:
    """`before_notes`: the portal holds demo data of before anybody noted what the demo data had put there."""

    before_notes: bool = False
    changed: dict[Kind, set[str]] = field(default_factory=lambda: defaultdict(set))
    removed: dict[Kind, set[str]] = field(default_factory=lambda: defaultdict(set))
    _filled: dict[Kind, bool] = field(default_factory=dict)

    def was_filled(self, model: Kind) -> bool:
        """Of before there were notes: whether the table held rows when this run came to it."""
        if model not in self._filled:
            self._filled[model] = self.before_notes and model._base_manager.exists()
        return self._filled[model]

    def left(self, *models: Kind) -> bool:
        """Whether anything in these tables is somebody's own, so that sums of the sheets need not hold."""
        return any(self.changed[model] or self.removed[model] for model in models)

    def sentences(self) -> Iterator[str]:
        """One for each kind of row."""
        kinds = {model for found in (self.changed, self.removed) for model, keys in found.items() if keys}
        for model in sorted(kinds, key=lambda model: str(model._meta.verbose_name_plural)):
            parts = [
                *([f"{len(self.changed[model])} veranderd"] if self.changed[model] else []),
                *([f"{len(self.removed[model])} verwijderd"] if self.removed[model] else []),
            ]
            yield f"{model._meta.verbose_name_plural}: gelaten zoals iemand ze maakte ({', '.join(parts)})."


_current: ContextVar[Run | None] = ContextVar("seeding_run", default=None)


@contextmanager
def run(*, before_notes: bool = False) -> Iterator[Run]:
    """The run that is going on, or a new one. Decorates a function as well: `@run()`."""
    if (current := _current.get()) is not None:
        yield current
        return
    token = _current.set(Run(before_notes))
    try:
        yield _current.get()
    finally:
        _current.reset(token)
