"""Two folders read as one, so that a variant need hold only what differs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Self


class LayeredFolder:
    """`upper` laid over `lower`. A path to a file is a real path: the upper one when it is there, else the lower one.

    Has of `Path` what reading fixtures takes: `/`, `glob` of names in the folder itself, and `name`.
    """

    def __init__(self, upper: Path, lower: Path) -> None:
        self.upper, self.lower = upper, lower

    @property
    def name(self) -> str:
        return self.upper.name

    def __truediv__(self, name: str) -> Path | Self:
        upper, lower = self.upper / name, self.lower / name
        if upper.is_dir():
            return type(self)(upper, lower)
        return upper if upper.exists() else lower

    def glob(self, pattern: str) -> Iterator[Path]:
        found = {path.name: path for folder in (self.lower, self.upper) for path in folder.glob(pattern)}
        yield from (found[name] for name in sorted(found))
