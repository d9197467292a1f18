"""Why a change is refused. Every message is a Dutch sentence for the one who asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nhveilig.exceptions import PortalError


@dataclass(frozen=True)
class FieldProblem:
    """One text that cannot stand in its field. `where` names it: “Menukaart voorlichting, uiterlijk”."""

    part: str
    field: str
    where: str
    text: str
    message: str


@dataclass(frozen=True)
class FieldConflict:
    """Somebody else changed the field since the editor read it: `mine` was typed, `theirs` stands there now.

    `same_person` when it was the editor's own other tab. `version` is what the next save has to name.
    """

    part: str
    field: str
    where: str
    mine: str
    theirs: str
    version: int
    changed_by: str
    changed_at: datetime | None
    same_person: bool = False


class FieldRefused(PortalError):
    """The text cannot stand in the field. The message says why, and how to mend it."""


class SaveRefused(PortalError):
    """Nothing was stored: some texts cannot stand where they were typed, or others changed the same fields."""

    def __init__(self, problems: Sequence[FieldProblem], conflicts: Sequence[FieldConflict]) -> None:
        self.problems, self.conflicts = list(problems), list(conflicts)
        lines = [f"{problem.where}: {problem.message}" for problem in problems]
        lines += [f"{one.where}: {one.changed_by} heeft dit intussen ook gewijzigd." for one in conflicts]
        super().__init__("\n".join(lines))


class WholeIsClosed(PortalError):
    """What the row belongs to was adopted or is being decided on: nobody writes in it now."""


class RowIsGone(PortalError):
    """The row is in the bin, or not there any more. What was typed for it is not stored."""

    def __init__(self, label: str, deleted_by: str) -> None:
        super().__init__(
            f"“{label}” is intussen verwijderd door {deleted_by}. Zet het terug uit de prullenbak om verder te werken."
        )


class CannotBeUndone(PortalError):
    """What came, went or moved as a whole is put back from the bin or by hand."""


class NotReadyToAdopt(PortalError):
    """What is asked of it first, by law or by its own sums, is not there yet."""


class NothingToExplain(PortalError):
    """The amounts are equal, or differ by something else than was explained."""
