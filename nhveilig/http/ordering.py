"""In which order somebody asks for rows: `?volgorde=naam`, and `-naam` the other way round."""

from collections.abc import Container

PARAMETER = "volgorde"


class Ordering:
    """What is none of `known` counts as not asked: then `by` is empty."""

    def __init__(self, known: Container[str], asked: str) -> None:
        self.known = known
        self.is_descending, self.by = asked.startswith("-"), asked.removeprefix("-")
        if self.by not in known:
            self.by, self.is_descending = "", False

    def state(self, parameter: str) -> str:
        """For `aria-sort`; empty for a column the table is not sorted by."""
        if not self.by or parameter != self.by:
            return ""
        return "descending" if self.is_descending else "ascending"

    def next(self, parameter: str) -> str:
        """What the head of that column asks for; empty when the table cannot be sorted by it."""
        if parameter not in self.known:
            return ""
        return f"-{parameter}" if self.state(parameter) == "ascending" else parameter
