"""Two frozen editions compared: a pure function of their two values, from which the page and the was-wordt are made."""

from reports.comparison.editions import BlockChange, ChapterChange, Comparison, compare
from reports.comparison.summary import in_words
from reports.comparison.tables import TableChange

__all__ = ["BlockChange", "ChapterChange", "Comparison", "TableChange", "compare", "in_words"]
