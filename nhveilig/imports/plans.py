"""What an import would do, or why it cannot: what the preview shows and the confirmation repeats."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from nhveilig.sheets.exceptions import Problem, in_order


class RowAction(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class RowChange:
    """One figure. `old` and `new` are what readers see; empty when there is none."""

    action: RowAction
    what: str
    old: str = ""
    new: str = ""
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True)
class TotalCheck:
    """A published total that is not the sum of its parts, written for readers."""

    what: str
    published: str
    computed: str
    explanation: str = ""
    is_new: bool = False


@dataclass
class ImportPlan:
    """`additions` names what the figures need and is not there yet: tables, units, categories."""

    changes: list[RowChange] = field(default_factory=list)
    unchanged: int = 0
    additions: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    totals_checked: int = 0
    totals: list[TotalCheck] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    # Where what changes is to be seen, and to be undone; of a refused file where to go on. A name and an address.
    pages: list[tuple[str, str]] = field(default_factory=list)
    # What stands in the file above a column and means nothing here, and our columns it lacks. `asks_columns`: some of
    # those it must have.
    names: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    asks_columns: bool = False

    @property
    def is_refused(self) -> bool:
        return bool(self.problems)

    @property
    def does_something(self) -> bool:
        return bool(self.changes or self.additions)

    def counts(self) -> dict[str, int]:
        found = Counter(change.action for change in self.changes)
        return {action.value: found[action] for action in RowAction} | {"unchanged": self.unchanged}

    @property
    def fingerprint(self) -> str:
        """Equal for two runs that would do the same to the same figures."""
        said = [list(map(vars, self.changes)), self.additions, list(map(vars, self.totals))]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def as_dict(self) -> dict:
        listed = {
            "changes": list(map(vars, self.changes)),
            "totals": list(map(vars, self.totals)),
            "problems": list(map(vars, in_order(self.problems))),
        }
        return vars(self) | listed

    @classmethod
    def from_dict(cls, stored: dict) -> Self:
        return cls(
            **{
                **stored,
                "changes": [
                    RowChange(**{**change, "action": RowAction(change["action"])}) for change in stored["changes"]
                ],
                "totals": [TotalCheck(**total) for total in stored["totals"]],
                "problems": [Problem(**found) for found in stored["problems"]],
            }
        )
