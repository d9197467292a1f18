"""A policy plan as the page about it shows it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import strip_tags

from nhveilig.accounts.access import Access
from nhveilig.editing.models import Continued
from themes.members.queries import themes_with_own_goals
from themes.models import ImplementationPlan, PolicyPlan, Theme, ThemeMember, ThemePart


@dataclass(frozen=True)
class PartLine:
    part: ThemePart
    words: int


@dataclass(frozen=True)
class ThemeOnPage:
    """Of one theme: what it consists of, who is on it, and what hangs on it."""

    theme: Theme
    parts: list[PartLine]
    leaders: int
    plans: int
    may_edit_goals: bool

    @property
    def unreviewed(self) -> int:
        parts = [line.part for line in self.parts if line.words]
        return count_unreviewed([*parts, *self.theme.objectives.all(), *self.theme.elements.all()])

    @property
    def lacks_parts(self) -> bool:
        return len(self.parts) < len(ThemePart.Kind)


def count_unreviewed(rows: Iterable[Continued]) -> int:
    return sum(row.is_unreviewed for row in rows)


def themes_on_page(plan: PolicyPlan, access: Access) -> list[ThemeOnPage]:
    """With what hangs on each of its themes."""
    themes = plan.themes.prefetch_related("parts", "objectives", "elements").order_by("number")
    leaders = ThemeMember.objects.filter(theme__plan=plan, kind=ThemeMember.Kind.LEADER)
    led = Counter(leaders.values_list("theme", flat=True))
    begun = Counter(ImplementationPlan.objects.filter(theme__plan=plan).values_list("theme", flat=True))
    own = themes_with_own_goals(plan, access)
    return [
        ThemeOnPage(theme, _parts(theme), led[theme.pk], begun[theme.pk], own is None or theme.pk in own)
        for theme in themes
    ]


def kinds_of_parts(plan: PolicyPlan) -> list[str]:
    """Which parts the chapters of its themes have."""
    return list(ThemePart.objects.filter(theme__plan=plan).order_by().values_list("kind", flat=True).distinct())


def _parts(theme: Theme) -> list[PartLine]:
    order = list(ThemePart.Kind)
    found = sorted(theme.parts.all(), key=lambda part: order.index(part.kind))
    return [PartLine(part, len(strip_tags(part.html.replace("<", " <")).split())) for part in found]
