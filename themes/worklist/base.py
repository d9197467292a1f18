"""What every task about a plan has: the plan, and whose task it is."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import MONTHS
from nhveilig.regions.models import PoliceUnit
from nhveilig.worklist.base import Expression, Row, Source
from themes.models import ImplementationPlan, PlanStep, ThemeMember
from themes.workflow.transitions import Status

LEADER = ThemeMember.Kind.LEADER
LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)
OPEN = (Status.CONCEPT, Status.RETURNED)
# So many words say where a plan is: the eenheid, the theme by its address, and what it is called.
PLACE = 3
# From a plan to its eenheid.
UNIT = "theme__plan__police_unit"


@dataclass(frozen=True)
class PlanPlace:
    """What a title says of a plan, and where its pages are."""

    unit: str
    theme: str
    short_title: str
    year: int

    @property
    def name(self) -> str:
        return f"{self.short_title} {self.year}"

    def url(self, page: str, **more: object) -> str:
        place = {"unit": self.unit, "year": self.year, "theme": self.theme}
        return reverse(f"themes:{page}", kwargs=place | more)


class PlanSource(Source):
    def of_plan(
        self,
        rows: QuerySet,
        *,
        path: str = "",
        year: Expression = None,
        words: Sequence[Expression] = (),
        numbers: Sequence[Expression] = (),
        **columns: Expression,
    ) -> QuerySet:
        """As `asked()`; `path` leads from a row to its plan (`plan__`), `year` is that of the plan if not there."""
        place = [unit_slug(f"{path}{UNIT}"), f"{path}theme__slug", f"{path}theme__short_title"]
        return self.asked(rows, words=[*place, *words], numbers=[year or f"{path}year", *numbers], **columns)

    def told(self, row: Row) -> dict[str, str]:
        place = PlanPlace(*row.words[:PLACE], year=row.numbers[0])
        return self.told_of(place, replace(row, words=row.words[PLACE:], numbers=row.numbers[1:]))

    @abstractmethod
    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        """The same, with the words and numbers that were given beside those of the plan."""


def seats(access: Access, permission: Permission, **more: object) -> QuerySet:
    """Where the reader, or somebody for whom they stand in, works on a theme and may do this."""
    held = access.whose(permission, user="user", unit="theme__plan__police_unit")
    return ThemeMember.objects.filter(held, **more)


def has_seat(
    access: Access, permission: Permission, *, theme: str = "theme", unit: str = UNIT, **more: object
) -> Exists:
    """Whether one of `seats()` is in the theme of the outer query.

    Its eenheid is asked of the outer query, which joins it anyway: with each table that is joined the database takes
    longer to choose a way than to go it.
    """
    own = ThemeMember.objects.annotate(unit=ExpressionWrapper(OuterRef(unit), BigIntegerField()))
    held = access.whose(permission, user="user", unit="unit")
    return Exists(own.filter(held, theme=OuterRef(theme), **more))


def unit_slug(unit: str) -> Subquery:
    """Of the eenheid to which the path leads."""
    return Subquery(PoliceUnit.objects.filter(pk=OuterRef(unit)).order_by().values("slug"))


def seated(access: Access, members: QuerySet, theme: str) -> Expression:
    """Whose task it is: the reader's own before that of somebody for whom they stand in."""
    if not access.principals:
        return None
    own_first = Case(When(user=access.user, then=Value(0)), default=Value(1))
    return Subquery(members.filter(theme=OuterRef(theme)).order_by(own_first, "pk").values("user")[:1])


def number_of(rows: QuerySet, by: str = "plan") -> Coalesce:
    """How many of them are of the plan in the outer query, by which they are filtered already."""
    return Coalesce(Subquery(rows.order_by().values(by).annotate(number=Count("pk")).values("number")), 0)


def last_step(field: str, plan: str = "pk", **filters: object) -> Subquery:
    """Of the last step a plan took to some status."""
    found = PlanStep.objects.filter(plan=OuterRef(plan), **filters).order_by("-taken_at", "-pk")
    return Subquery(found.values(field)[:1])


def round_began(plan: str = "pk") -> Coalesce:
    """When the plan was last put to the municipalities; long ago for one that never was here."""
    put = PlanStep.objects.filter(plan=OuterRef(plan), to_status=Status.CONSULTATION)
    put = put.exclude(from_status=Status.CONSULTATION).order_by("-taken_at")
    return Coalesce(Subquery(put.values("taken_at")[:1]), Value(LONG_AGO))


def decided(access: Access, status: Status) -> QuerySet | None:
    """Plans of which the reader takes the next step."""
    units = access.units_with(Permission.DECIDE_PLANS)
    return ImplementationPlan.objects.filter(theme__plan__police_unit__in=units, status=status) if units else None


def led_by_others(access: Access, plans: QuerySet) -> QuerySet:
    return plans.exclude(Exists(ThemeMember.objects.filter(theme=OuterRef("theme"), user=access.user, kind=LEADER)))


def day_and_month(day: date) -> str:
    """`9 juni`: in a sentence about this year."""
    return f"{day.day} {MONTHS[day.month - 1]}"
