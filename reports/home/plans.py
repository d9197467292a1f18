"""The plans on Start: those somebody works on, and for who decides all of the year that is being made."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import listed
from themes.models import ImplementationPlan, Theme, ThemeMember
from themes.pages.standing import ShownPlan, shown_plans, with_stages
from themes.parts.filling import filled_in
from themes.workflow.transitions import Status

SHOWN = 6


def own_plans(access: Access, today: date) -> list[ShownPlan]:
    """Of the themes somebody leads or works on: this year's and later ones, and what of last year was never adopted.
    Three queries; one for who works on none."""
    wanted = Q(year__gte=today.year) | Q(year=today.year - 1) & ~Q(status=Status.ADOPTED)
    plans = with_stages(ImplementationPlan.objects.of_member(access).filter(wanted), today)
    return shown_plans(plans[:SHOWN], today)


@dataclass(frozen=True)
class ThemeRow:
    """A theme in the year that is being made; without `shown` nobody began its plan."""

    theme: Theme
    year: int
    shown: ShownPlan | None

    @property
    def turn(self) -> str:
        """Whose turn it is."""
        return self.shown.turn(self._leader, "u") if self.shown else self._leader

    @property
    def may_remind(self) -> bool:
        """Whether somebody is still writing, whom one can tell that others wait."""
        return self.has_leader and bool(self.shown and self.shown.plan.is_open)

    @property
    def has_leader(self) -> bool:
        return bool(self.theme.leader_first or self.theme.leader_last)

    @property
    def _leader(self) -> str:
        return (
            f"{self.theme.leader_first} {self.theme.leader_last}".strip() if self.theme.leader_last else "nog niemand"
        )


@dataclass(frozen=True)
class ThemeTable:
    """Those that were begun, each in a row; the others together."""

    year: int
    begun: list[ThemeRow]
    waiting: list[ThemeRow]

    @property
    def names(self) -> str:
        return listed(row.theme.short_title for row in self.waiting)

    @property
    def leaders(self) -> str:
        """Who would begin them."""
        names = dict.fromkeys(row.turn for row in self.waiting if row.has_leader)
        return listed(names) if names else "nog niemand"

    @property
    def unit(self) -> str:
        """For the page where somebody is asked to lead a theme."""
        return self.waiting[0].theme.plan.police_unit.slug


def year_in_the_making(plans: list[ImplementationPlan], today: date) -> int:
    """This year as long as one of its plans was not adopted; then the next."""
    unfinished = any(plan.year == today.year and plan.status != Status.ADOPTED for plan in plans)
    return today.year if unfinished else today.year + 1


def decided_plans(access: Access, today: date) -> list[ImplementationPlan]:
    """Of this year and the next, in the eenheden of who decides. One query."""
    years = (today.year, today.year + 1)
    return list(with_stages(ImplementationPlan.objects.decided_by(access).filter(year__in=years), today))


def visible_plans(access: Access, today: date) -> list[ImplementationPlan]:
    """What somebody may read of this year and the next. One query."""
    plans = ImplementationPlan.objects.visible_to(access).filter(year__in=(today.year, today.year + 1))
    return list(with_stages(plans, today))


def plans_to_read(plans: list[ImplementationPlan], today: date) -> list[ShownPlan]:
    """How this year's plans stand, and what municipalities say of those of the next. One query."""
    put_or_now = [plan for plan in plans if plan.status == Status.CONSULTATION or plan.year == today.year]
    return [replace(one, is_read=True) for one in shown_plans(put_or_now[:SHOWN], today)]


def theme_table(access: Access, plans: list[ImplementationPlan], year: int, today: date) -> ThemeTable:
    """Two queries."""
    leaders = ThemeMember.objects.filter(theme=OuterRef("pk"), kind=ThemeMember.Kind.LEADER).order_by("pk")
    names = {f"leader_{one}": Subquery(leaders.values(f"user__{one}_name")[:1]) for one in ("first", "last")}
    units = access.units_with(Permission.DECIDE_PLANS)
    themes = Theme.objects.in_year(year).filter(plan__police_unit__in=units).select_related("plan__police_unit")
    begun = {one.plan.theme_id: one for one in _filled([plan for plan in plans if plan.year == year], today)}
    order = ("plan__police_unit__order", "-plan__kind", "plan__title", "number")
    rows = [ThemeRow(theme, year, begun.get(theme.pk)) for theme in themes.annotate(**names).order_by(*order)]
    return ThemeTable(year, [row for row in rows if row.shown], [row for row in rows if not row.shown])


def _filled(plans: list[ImplementationPlan], today: date) -> list[ShownPlan]:
    filled = filled_in([plan.pk for plan in plans])
    return [ShownPlan(plan, today, filled[plan.pk]) for plan in plans]
