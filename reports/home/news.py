"""What somebody was told since they were here before."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import DateTimeField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from nhveilig.accounts.models import AccessEvent, User
from nhveilig.figures.formats import date_long, time_short
from nhveilig.notices.models import Notice
from themes.worklist.base import day_and_month

SHOWN = 5
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
    found = list(notices.filter(Q(at__gte=Coalesce(before, "at")))[:SHOWN])
    return News(found, found[0].before if found else None, today)
