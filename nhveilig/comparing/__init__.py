"""Two texts compared word by word, as readers of a history or of two editions see it."""

from nhveilig.comparing.changes import ADDED, CHANGED, REMOVED, SAME, PassageChange, changes_between, html_changes

__all__ = ["ADDED", "CHANGED", "REMOVED", "SAME", "PassageChange", "changes_between", "html_changes"]
