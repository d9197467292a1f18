"""Two frozen editions compared: a pure function of their two values, from which the page and the was-wordt are made."""

from reports.documents.comparison.editions import BlockChange, ChapterChange, Comparison, compare, in_words
from reports.documents.comparison.figures import TableChange

__all__ = ["BlockChange", "ChapterChange", "Comparison", "TableChange", "compare", "in_words"]
