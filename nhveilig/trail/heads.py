"""The numbers and hashes of rows, kept in a file outside the database: what is cut off at its end, this tells."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone

logger = logging.getLogger(__name__)


class HeadsUnreadable(Exception):
    """A line of the file is none of ours."""


def path() -> Path | None:
    """Nowhere when the setting is empty."""
    return Path(settings.TRAIL_HEADS) if settings.TRAIL_HEADS else None


def keep(number: int, hash: str) -> None:
    """Add a line, as a whole, also when other processes do so too. An act never fails for it."""
    file = path()
    if file is None:
        return
    line = f"{number} {hash} {timezone.now().isoformat(timespec='seconds')}\n"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        there = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            os.write(there, line.encode())
        finally:
            os.close(there)
    except OSError:
        logger.exception("Row %s of the trail could not be noted in %s.", number, file)


def kept() -> Iterator[tuple[int, str]]:
    """The lines of the file, oldest first; none where there is no file. Raises HeadsUnreadable."""
    file = path()
    if file is None or not file.exists():
        return
    with file.open(encoding="utf-8", errors="replace") as lines:
        for order, line in enumerate(lines, start=1):
            words = line.split()
            if len(words) != 3 or not words[0].isdecimal():
                raise HeadsUnreadable(f"Regel {order} van {file} is niet te lezen.")
            yield int(words[0]), words[1]
