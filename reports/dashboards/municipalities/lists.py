"""All municipalities of an eenheid in one year: how much of what is counted in each of them is reached there."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, Q

from nhveilig.accounts.access import Access
from nhveilig.maps.presenters import UnitMap
from nhveilig.regions.models import Municipality, PoliceUnit
from reports.dashboards.queries import Status, shown_plans
from themes.models import ResultTarget, Standing
from themes.progress.validators import last_day

MEASURE = "Bereikt"


@dataclass(frozen=True)
class MunicipalityLine:
    municipality: Municipality
    reached: int
    reported: int
    of: int

    @property
    def text(self) -> str:
        """`3 van 5`"""
        return f"{self.reached} van {self.of}"

    @property
    def silent(self) -> int:
        return self.of - self.reported


@dataclass
class MunicipalityList:
    """Four queries, whatever the number of municipalities."""

    access: Access
    police_unit: PoliceUnit
    year: int
    today: date

    @cached_property
    def targets(self) -> list[int]:
        """What is counted in every municipality, each once."""
        plans = shown_plans(self.access).filter(
            year=self.year, status=Status.ADOPTED, theme__plan__police_unit=self.police_unit
        )
        found = ResultTarget.objects.present().filter(
            plan__in=plans.values("pk"), scope=ResultTarget.Scope.EVERY_MUNICIPALITY
        )
        return list({counts_as or pk for pk, counts_as in found.values_list("pk", "counts_as")})

    @cached_property
    def _counts(self) -> dict[int, tuple[int, int]]:
        """By municipality: reached and reported."""
        told = Standing.objects.filter(target__in=self.targets, municipality__isnull=False).order_by()
        counted = told.values_list("municipality").annotate(reached=Count("pk", Q(reached=True)), reported=Count("pk"))
        return {place: (reached, reported) for place, reached, reported in counted}

    @cached_property
    def lines(self) -> list[MunicipalityLine]:
        """By name."""
        of = len(self.targets)
        found = [MunicipalityLine(one, *self._counts.get(one.pk, (0, 0)), of) for one in self.map.municipalities]
        return sorted(found, key=lambda line: line.municipality.name)

    @cached_property
    def map(self) -> UnitMap:
        return UnitMap(self.police_unit, last_day(self.year, self.today), measure=MEASURE)

    def drawn(self) -> dict:
        """The Map, coloured by the share that is reached; by veiligheidsregio when no municipality is counted."""
        if self.targets:
            self.map.values = {
                line.municipality.code: (Decimal(line.reached) / line.of, line.text) for line in self.lines
            }
        return self.map.as_dict()
