"""What stands on Start: plans to work on or decide on, what the own municipality promised, and what is new."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from django.db.models import DateTimeField, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import AccessEvent, User
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import date_long, listed, time_short
from nhveilig.notices.models import Notice
from nhveilig.regions.models import Municipality
from reports.dashboards.municipalities.beside import PLACE, Near, Place, near_of, place_of
from reports.dashboards.municipalities.promises import Promise, middle_of, sentence
from themes.models import ImplementationPlan, ResultTarget, Standing, Theme, ThemeMember
from themes.pages.standing import ShownPlan, shown_plans, with_stages
from themes.parts.queries import filled_in
from themes.workflow.transitions import Status
from themes.worklist.base import day_and_month

SHOWN_PLANS = 6


def own_plans(access: Access, today: date) -> list[ShownPlan]:
    """Of the themes somebody leads or works on: this year's and later ones, and what of last year was never adopted.
    Three queries; one for who works on none."""
    wanted = Q(year__gte=today.year) | Q(year=today.year - 1) & ~Q(status=Status.ADOPTED)
    plans = with_stages(ImplementationPlan.objects.of_member(access).filter(wanted), today)
    return shown_plans(plans[:SHOWN_PLANS], today)


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
    return [replace(one, is_read=True) for one in shown_plans(put_or_now[:SHOWN_PLANS], today)]


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


# Between two pips, and the radius of one.
STEP, RADIUS = 16, 5.2


@dataclass(frozen=True)
class Pips:
    """So many of so many, as dots. A municipality promises a handful of things."""

    got: int
    of: int

    @property
    def width(self) -> int:
        return STEP * self.of

    @property
    def dots(self) -> list[tuple[int, bool]]:
        """Where each is, and whether it is filled."""
        return [(STEP * place + STEP // 2, place < self.got) for place in range(self.of)]

    @property
    def text(self) -> str:
        return f"{self.got} van {self.of}"


@dataclass(frozen=True)
class Town:
    """One municipality in one year. `kept` is how many promises each municipality of the eenheid kept; `nearby` those
    that the reader sees beside it."""

    municipality: Municipality
    year: int
    promises: list[Promise]
    kept: dict[Place, int]
    near: Near

    @property
    def url(self) -> str:
        return reverse("reports:municipality-dashboard", args=[self.municipality.code, self.year])

    @cached_property
    def own(self) -> Pips:
        return Pips(sum(one.is_kept for one in self.promises), len(self.promises))

    @cached_property
    def middle(self) -> Pips:
        return Pips(middle_of(sorted(self.kept.values())) or 0, len(self.promises))

    @cached_property
    def nearby(self) -> list[tuple[str, Pips]]:
        found = self.near.among(place_of(self.municipality), self.kept)
        return [(place.name, Pips(self.kept[place], len(self.promises))) for place in found]

    @property
    def open(self) -> list[Promise]:
        return [one for one in self.promises if not one.is_kept]

    @property
    def headline(self) -> str:
        return sentence(self.municipality.name, self.own.got, self.own.of, self.middle.got)


def own_towns(access: Access, today: date) -> list[Town]:
    """Those of the reader, by name, in this year. Three queries, and none for who is mayor of nothing."""
    roles = {role.municipality_id: role for role in access.roles if role.municipality_id}
    if not access.municipalities_with(Permission.REACT_TO_PLANS):
        return []
    units = {role.police_unit_id for role in roles.values()}
    targets = list(_promised(units, today))
    told = _told(units, targets, today)
    near = near_of(access, [role.municipality.code for role in roles.values()])
    towns = []
    for role in roles.values():
        own, unit = role.municipality, role.police_unit_id
        promised = [one for one in targets if one.plan.theme.plan.police_unit_id == unit]
        said = told[unit].get(place_of(own), {})
        promises = [Promise(one, said.get(one.pk), today=today) for one in promised]
        kept = {place: sum(one.reached is True for one in here.values()) for place, here in told[unit].items()}
        towns.append(Town(own, today.year, promises, kept, near[own.code]))
    return sorted(towns, key=lambda town: town.municipality.name)


def _promised(units: set[int], today: date):
    """What every municipality of these eenheden does by itself, by the plans of this year."""
    plans = ImplementationPlan.objects.filter(
        status=ImplementationPlan.Status.ADOPTED, year=today.year, theme__plan__police_unit__in=units
    )
    found = ResultTarget.objects.present().filter(
        plan__in=plans, counts_as=None, scope=ResultTarget.Scope.EVERY_MUNICIPALITY
    )
    return found.select_related("plan__theme__plan__police_unit").order_by("plan__theme__number", "order", "pk")


# What Start says of a standing.
TOLD = ("course", "reached", "value", "qualifier")
Told = dict[int, dict[Place, dict[int, Standing]]]


def _told(units: set[int], targets: list[ResultTarget], today: date) -> Told:
    """By eenheid and municipality how it stands with each target somebody reported on."""
    of_these = FilteredRelation("standing_set", condition=Q(standing_set__target__in=[one.pk for one in targets]))
    towns = Municipality.objects.on(today).filter(safety_region__police_unit__in=units).annotate(said=of_these)
    columns = ("safety_region__police_unit", "said__target", *(f"said__{name}" for name in TOLD), *PLACE)
    found: Told = {unit: {} for unit in units}
    for unit, target, *rest in towns.order_by().values_list(*columns):
        here = found[unit].setdefault(Place.of(*rest[len(TOLD) :]), {})
        if target:
            here[target] = Standing(**dict(zip(TOLD, rest, strict=False)))
    return found


SHOWN_NEWS = 5
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
A_WEEK = 7


@dataclass(frozen=True)
class News:
    """`since` is when the visit before this one began; None when there was none, or nobody knows of it any more."""

    notices: list[Notice]
    since: datetime | None
    today: date

    @property
    def title(self) -> str:
        return f"Sinds {_day(timezone.localdate(self.since), self.today)}" if self.since else "Nieuw voor u"

    @property
    def lines(self) -> list[tuple[Notice, str]]:
        return [(one, self._when(one)) for one in self.notices]

    def _when(self, notice: Notice) -> str:
        day = _day(timezone.localdate(notice.at), self.today)
        return f"vandaag {time_short(notice.at)} uur" if day == "vandaag" else day


def _day(day: date, today: date) -> str:
    """`vandaag`, `donderdag` of the last week, `16 november`."""
    ago = (today - day).days
    if ago in (0, 1):
        return ("vandaag", "gisteren")[ago]
    if ago < A_WEEK:
        return DAYS[day.weekday()]
    return day_and_month(day) if day.year == today.year else date_long(day)


def news_for(user: User, today: date) -> News:
    """The newest of what came since the login before the last one. One query."""
    logins = AccessEvent.objects.filter(user=OuterRef("user"), kind=AccessEvent.Kind.LOGGED_IN).order_by("-at", "-pk")
    before = Subquery(logins.values("at")[1:2], output_field=DateTimeField())
    notices = Notice.objects.of_user(user).annotate(before=before)
    found = list(notices.filter(Q(at__gte=Coalesce(before, "at")))[:SHOWN_NEWS])
    return News(found, found[0].before if found else None, today)
