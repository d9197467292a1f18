"""What is asked of who keeps the organisation: what goes on when municipalities merged."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import date_long
from nhveilig.regions.carrying import carriers
from nhveilig.regions.models import Municipality
from nhveilig.worklist.base import Kind, Row, Source
from nhveilig.worklist.registry import add_source


class MergerToCarryOver(Source):
    """One for each new municipality, from its day on, as long as there is something the reader may carry over."""

    code, kind = "merger-carry-over", Kind.DECIDE

    def rows(self, access: Access, today: date) -> QuerySet | None:
        units = access.units_with(Permission.EDIT_ORGANISATION)
        if not units:
            return None
        theirs = (
            one.left() & Q(safety_region__police_unit__in=access.units_with(one.permission)) for one in carriers()
        )
        gone = Municipality.objects.filter(valid_until__lte=today, safety_region__police_unit__in=units)
        left = gone.filter(Q(*theirs, _connector=Q.OR))
        latest = left.filter(successor=OuterRef("pk")).order_by("-valid_until", "pk")
        unit = Subquery(latest.values("safety_region__police_unit__slug")[:1])
        return self.asked(
            Municipality.objects.filter(pk__in=left.values("successor")),
            since=Subquery(latest.values("valid_until")[:1]),
            words=["name", "code", unit],
        )

    def told(self, row: Row) -> dict[str, str]:
        name, code, unit = row.words[:3]
        return {
            "title": f"Kies wat overgaat naar {name}",
            "why": f"Herindeling van {date_long(row.since)}: bij een oude gemeente loopt nog iets door.",
            "button": "Bekijk",
            "url": reverse("organisation:merger", args=[unit, code, row.since.year]),
        }


add_source(MergerToCarryOver())
