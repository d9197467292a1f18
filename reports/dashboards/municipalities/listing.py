"""The municipalities of an eenheid in a year, on the map and in a table: how many promises each kept, or how far each
is with one of them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, Q

from nhveilig.accounts.access import Access
from nhveilig.figures import findings
from nhveilig.http.ordering import Ordering
from nhveilig.maps.presenters import UnitMap
from nhveilig.regions.models import Municipality, PoliceUnit
from nhveilig.registers.presenters import Head
from reports.dashboards.municipalities.moving import Before, before
from reports.dashboards.municipalities.promises import Promise
from reports.dashboards.queries import counted_everywhere
from themes.models import ResultTarget, Standing
from themes.progress.promises import share_of
from themes.progress.trends import Trend
from themes.progress.validators import last_day


@dataclass(frozen=True)
class MunicipalityLine:
    """How many promises a municipality kept and reported on, of how many; `promise` is the one that is looked at,
    `trend` how that, or the number it kept, moved."""

    municipality: Municipality
    reached: int
    reported: int
    of: int
    promise: Promise | None = None
    trend: Trend | None = None

    @property
    def text(self) -> str:
        """`3 van 5`, or how far it is with the one promise."""
        if self.promise:
            return self.promise.figure_of_aim if self.promise.is_reported else "niet gemeld"
        return f"{self.reached} van {self.of}"

    @property
    def drawn(self) -> str:
        """The same on the map, which has room for its first word; empty where nothing is known."""
        if self.promise and not self.promise.figure.is_known:
            return ""
        return "nee" if self.promise and self.text == "nog niet" else self.text

    @property
    def silent(self) -> int:
        return self.of - self.reported

    @property
    def share(self) -> Decimal | None:
        """By which it is coloured and sorted; None where nothing is known."""
        if self.promise is None:
            return Decimal(self.reached) / self.of if self.of else None
        standing, target = self.promise.standing, self.promise.subject
        if standing is None:
            return None
        return Decimal(1) if standing.reached else min(Decimal(1), share_of(target, standing.figure))


# What the table can be sorted by, and how.
ORDERS: dict[str, Callable[[MunicipalityLine], object]] = {
    "gemeente": lambda line: line.municipality.name,
    "stand": lambda line: -1 if line.share is None else line.share,
    "melden": lambda line: line.silent,
    "regio": lambda line: line.municipality.safety_region.name,
}
# For a phone, which shows no heads of columns.
NAMED_ORDERS = (
    ("", "Op naam"),
    ("stand", "Wie het minst ver is eerst"),
    ("-stand", "Wie het verst is eerst"),
    ("regio", "Per veiligheidsregio"),
)
LIKE_AN_ID = re.compile("[0-9]{1,9}")


@dataclass
class MunicipalityList:
    """Five queries, whatever the number of municipalities. `asked` is the id of the promise to look at, if any."""

    access: Access
    police_unit: PoliceUnit
    year: int
    today: date
    asked: str = ""
    order: str = ""

    @cached_property
    def promises(self) -> dict[int, ResultTarget]:
        """What is counted in every municipality, each once, by the id it is counted under."""
        found = counted_everywhere(self.access, self.police_unit, self.year).select_related("plan__theme")
        return {target.counted: target for target in found.order_by("plan__theme__short_title", "order", "pk")}

    @property
    def choices(self) -> list[tuple[int, str]]:
        return [(pk, f"{target.plan.theme.short_title}: {target}") for pk, target in self.promises.items()]

    @property
    def promise_id(self) -> int:
        return int(self.asked) if LIKE_AN_ID.fullmatch(self.asked) else 0

    @property
    def chosen(self) -> ResultTarget | None:
        """Of another year or eenheid counts as not asked."""
        return self.promises.get(self.promise_id)

    @cached_property
    def _counts(self) -> dict[int, tuple[int, int]]:
        """By municipality: reached and reported."""
        told = Standing.objects.filter(target__in=self.promises, municipality__isnull=False).order_by()
        counts = told.values_list("municipality").annotate(reached=Count("pk", Q(reached=True)), reported=Count("pk"))
        return {place: (reached, reported) for place, reached, reported in counts}

    @cached_property
    def _standings(self) -> dict[int | None, Standing]:
        return {one.municipality_id: one for one in Standing.objects.filter(target=self.promise_id)}

    def _line(self, one: Municipality) -> MunicipalityLine:
        target = self.chosen
        if target is None:
            reached, reported = self._counts.get(one.pk, (0, 0))
            return MunicipalityLine(one, reached, reported, len(self.promises), trend=self._kept_since(one, reached))
        promise = Promise(target, self._standings.get(one.pk), today=self.today)
        trend = promise.trend_since(self._before, one.pk)
        return MunicipalityLine(one, promise.is_kept, promise.is_reported, 1, promise, trend)

    @cached_property
    def _before(self) -> Before:
        shown = [self.chosen] if self.chosen else list(self.promises.values())
        return before(shown, last_day(self.year, self.today))

    def _kept_since(self, one: Municipality, kept: int) -> Trend | None:
        """Only where that is another number: of most it is not."""
        then = self._before.kept(self.promises.values(), one.pk)
        if then == kept or not self._before.is_of(self.year):
            return None
        return Trend("better" if kept > then else "worse", f"{self._before.when} {then}")

    @cached_property
    def _by_name(self) -> list[MunicipalityLine]:
        return sorted(map(self._line, self.map.municipalities), key=ORDERS["gemeente"])

    @cached_property
    def ordering(self) -> Ordering:
        return Ordering(ORDERS, self.order)

    @property
    def lines(self) -> Sequence[MunicipalityLine]:
        """In the order that is asked, by name where that is equal."""
        key = ORDERS[self.ordering.by or "gemeente"]
        return sorted(self._by_name, key=key, reverse=self.ordering.is_descending)

    @property
    def heads(self) -> list[Head]:
        standing = [("Stand" if self.chosen else "Nagekomen", "stand")] if self.promises else []
        reporting = [("Nog te melden", "melden")] if self.promises and not self.chosen else []
        shown = [("Gemeente", "gemeente"), *standing, *reporting, ("Veiligheidsregio", "regio")]
        is_number = {"melden"}
        order = self.ordering
        return [Head(title, one in is_number, order.next(one), order.state(one)) for title, one in shown]

    @property
    def orders(self) -> tuple[tuple[str, str], ...]:
        return NAMED_ORDERS

    @cached_property
    def map(self) -> UnitMap:
        return UnitMap(self.police_unit, last_day(self.year, self.today), measure="Nagekomen")

    @property
    def finding(self) -> str:
        return findings.everywhere([line.reached for line in self._by_name], 1 if self.chosen else len(self.promises))

    def drawn(self) -> dict:
        """The Map, coloured by how far each is; by veiligheidsregio when no municipality is counted."""
        if not self.promises:
            return self.map.as_dict()
        self.map.values = {
            line.municipality.code: (line.share if line.drawn else None, line.drawn) for line in self._by_name
        }
        return self.map.as_dict() | {"finding": self.finding}
