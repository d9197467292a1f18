"""Why a change to a plan is refused. Every message is a Dutch sentence for the one who asked."""

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


class SaveRefused(PortalError):
    """Nothing was stored: some texts cannot stand where they were typed, or others changed the same fields."""

    def __init__(self, problems: list[FieldProblem], conflicts: list[FieldConflict]) -> None:
        self.problems, self.conflicts = problems, conflicts
        lines = [f"{problem.where}: {problem.message}" for problem in problems]
        lines += [f"{one.where}: {one.changed_by} heeft dit intussen ook gewijzigd." for one in conflicts]
        super().__init__("\n".join(lines))


class PlanIsClosed(PortalError):
    """The plan is under review, put to the municipalities or adopted: nobody writes in it now."""

    def __init__(self, status: str) -> None:
        super().__init__(
            f"Dit plan is nu {status} en kan niet worden gewijzigd. Uw tekst is niet opgeslagen; kopieer hem als u hem "
            "wilt bewaren."
        )


class PartIsGone(PortalError):
    """The part is in the bin. What was typed for it is not stored."""

    def __init__(self, label: str, deleted_by: str) -> None:
        super().__init__(
            f"“{label}” is intussen verwijderd door {deleted_by}. Zet het terug uit de prullenbak om verder te werken."
        )
