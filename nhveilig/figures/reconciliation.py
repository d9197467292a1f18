"""A published total beside the computed one."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Reconciliation:
    """One published figure that should follow from others. `where` names the table, `what` the figure in it."""

    where: str
    what: str
    published: Decimal
    computed: Decimal
    explanation: str = ""
    is_complete: bool = True

    @property
    def difference(self) -> Decimal:
        return self.published - self.computed

    @property
    def agrees(self) -> bool:
        """Parts that are still unknown leave nothing to compare."""
        return not self.is_complete or self.difference == 0

    @property
    def is_unexplained(self) -> bool:
        return not self.agrees and not self.explanation
