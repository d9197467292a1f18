"""Every source of tasks there is."""

from nhveilig.worklist.base import Source

_SOURCES: dict[str, Source] = {}


def add_source(source: Source) -> Source:
    """Make a source known to the worklist of every reader. Returns it."""
    _SOURCES[source.code] = source
    return source


def all_sources() -> list[Source]:
    return list(_SOURCES.values())


def find_source(code: str) -> Source:
    """Raises KeyError."""
    return _SOURCES[code]
