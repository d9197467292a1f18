"""Why a change to a strength table is refused. Every message is a Dutch sentence for the one who asked."""

from dataclasses import dataclass
from datetime import datetime

from nhveilig.exceptions import PortalError


@dataclass(frozen=True)
class CellProblem:
    """One text that cannot stand in its cell. `where` names it: “Basisteam Alkmaar, wijkagent”."""

    key: str
    where: str
    text: str
    message: str


@dataclass(frozen=True)
class CellConflict:
    """Somebody else changed the cell since the editor read it: `mine` was typed, `theirs` stands there now."""

    key: str
    where: str
    mine: str
    theirs: str
    version: int
    changed_by: str
    changed_at: datetime | None


class CellsRefused(PortalError):
    """Nothing was stored: some texts cannot stand where they were typed, or others changed the same cells."""

    def __init__(self, problems: list[CellProblem], conflicts: list[CellConflict]) -> None:
        self.problems, self.conflicts = problems, conflicts
        lines = [f"{problem.where}: {problem.message}" for problem in problems]
        lines += [
            f"{conflict.where}: {conflict.changed_by} maakte hier intussen “{conflict.theirs}” van; "
            f"u typte “{conflict.mine}”."
            for conflict in conflicts
        ]
        super().__init__("\n".join(lines))


class TableIsAdopted(PortalError):
    """Nobody changes an adopted table, whatever they may do elsewhere."""

    def __init__(self) -> None:
        super().__init__(
            "Deze tabel is vastgesteld en verandert niet meer. Neem hem over naar een nieuwe peildatum en wijzig die."
        )


class TableChanged(PortalError):
    """The table is no longer as the one who decides on it saw it."""

    def __init__(self) -> None:
        super().__init__("Iemand heeft deze tabel gewijzigd terwijl u keek. Bekijk de tabel opnieuw en beslis daarna.")


class TableExists(PortalError):
    """An eenheid has one table of a series, kind and date."""


class CannotBeUndone(PortalError):
    """The change was undone already, or something happened to the cell since."""


class NotReadyToAdopt(PortalError):
    """The law asks for what the table does not hold yet."""


class NothingToExplain(PortalError):
    """The published total is the sum of its parts, or was never published."""


class NoUnits(PortalError):
    """The eenheid has no parts on the date of a new table, so it would have no rows."""
