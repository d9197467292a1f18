"""The rows of a theme that have a page: what each is called in an address, and its form."""

from dataclasses import dataclass

from django.db.models import Model

from themes.models import Objective, Theme, ThemeElement, ThemePart
from themes.policy.forms import ElementForm, GoalForm, PartForm, ThemeForm, WithProse


@dataclass(frozen=True)
class RowKind:
    """`to_theme` is the way from a row to its theme; the theme itself has none."""

    code: str
    name: str
    many: str
    model: type
    form: type
    to_theme: str = "theme"

    @property
    def has_prose(self) -> bool:
        return issubclass(self.form, WithProse)


THEME = RowKind("thema", "thema", "thema’s", Theme, ThemeForm, "")
PART = RowKind("delen", "deel", "delen", ThemePart, PartForm)
ELEMENT = RowKind("elementen", "element", "elementen", ThemeElement, ElementForm)
GOAL = RowKind("doelen", "doel", "doelen", Objective, GoalForm)
# What has a bin; a part is emptied instead.
REMOVED = (THEME, ELEMENT, GOAL)
# Goals have addresses of their own: project leaders may be allowed to change them.
BY_STAFF = {kind.code: kind for kind in (THEME, PART, ELEMENT)}


def kind_of(row: Model) -> RowKind:
    return next(kind for kind in (THEME, PART, ELEMENT, GOAL) if isinstance(row, kind.model))
