"""What is wrong with a file, and where: every place at once, so that it is mended in one go."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from nhveilig.exceptions import PortalError

LONGEST_VALUE = 80


@dataclass(frozen=True)
class Problem:
    """`message` says what is wrong and how to mend it; `row` is numbered as the spreadsheet numbers it.

    `file` is only said where more files are read at once.
    """

    message: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""
    file: str = ""

    def __post_init__(self) -> None:
        if len(self.value) > LONGEST_VALUE:
            object.__setattr__(self, "value", f"{self.value[:LONGEST_VALUE]}…")

    @property
    def where(self) -> str:
        """`blad “Formatie”, rij 12, kolom “fte”`; empty when it is about the whole of the only file."""
        parts = [
            self.file,
            f"blad “{self.sheet}”" if self.sheet else "",
            f"rij {self.row}" if self.row else "",
            f"kolom “{self.column}”" if self.column else "",
        ]
        return ", ".join(filter(None, parts))

    def __str__(self) -> str:
        value = f", waarde “{self.value}”" if self.value else ""
        return f"{self.where}{value}: {self.message}" if self.where else self.message


class FileRefused(PortalError):
    """Nothing of this file can be used. `problems` has every reason there is."""

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = tuple(Problem(found) if isinstance(found, str) else found for found in problems)
        super().__init__(" ".join(map(str, self.problems)))

    def in_file(self, name: str) -> Self:
        """The same, for who reads more files at once and must be told in which it is."""
        return type(self)(*(replace(found, file=name) for found in self.problems))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """As somebody walks through the file: sheet after sheet, row after row. Each problem once."""
    return sorted(dict.fromkeys(problems), key=lambda found: (found.sheet, found.row, found.column))
