"""The national targets an eenheid took on for a year, beside what was realised: two queries."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from agenda.models import Indicator, Measurement, RegionalTarget
from agenda.periods import Period
from agenda.standings import IndicatorStanding, over_periods
from nhveilig.figures.formats import date_long
from nhveilig.regions.models import PoliceUnit


def shares_of(police_unit: PoliceUnit, year: int) -> QuerySet[RegionalTarget]:
    return _without_texts(RegionalTarget.objects.filter(police_unit=police_unit, year=year))


def measurements_of(police_unit: PoliceUnit, year: int) -> QuerySet[Measurement]:
    found = Measurement.objects.current().filter(police_unit=police_unit, year=year)
    return _without_texts(found).order_by("indicator", "period")


def _without_texts(found: QuerySet) -> QuerySet:
    """With indicator, objective and agenda, but not the long texts they have."""
    texts = ("indicator__objective__html", "indicator__definition")
    return found.select_related("indicator__objective__agenda").defer(*texts)


@dataclass(frozen=True)
class NationalTarget:
    """One indicator in one year, for one eenheid, with where the realisation comes from."""

    standing: IndicatorStanding
    measured: tuple[Measurement, ...]
    own_source: str = ""

    @property
    def indicator(self) -> Indicator:
        return self.standing.indicator

    @property
    def url(self) -> str:
        objective = self.indicator.objective
        return reverse("agenda:indicator-detail", args=[objective.agenda.slug, objective.code, self.indicator.code])

    @property
    def status(self) -> str:
        """`voorlopig`, `definitief`: of what was measured last."""
        return self.measured[-1].get_status_display() if self.standing.realised else ""

    @property
    def source(self) -> str:
        """Where the realisation comes from and when it was published; empty without one."""
        if not self.standing.realised:
            return ""
        last = self.measured[-1]
        return ", ".join(filter(None, [last.source, date_long(last.published_on) if last.published_on else ""]))

    @property
    def why_not(self) -> str:
        """Why there is no realisation."""
        return "" if self.standing.realised else self.standing.verdict.label


def national_targets(police_unit: PoliceUnit, year: int, until: str = Period.YEAR) -> list[NationalTarget]:
    """What the eenheid has a target or a figure for, in the order of the agenda."""
    measured: dict[Indicator, list[Measurement]] = {}
    for measurement in measurements_of(police_unit, year):
        measured.setdefault(measurement.indicator, []).append(measurement)
    shares = {share.indicator: share for share in shares_of(police_unit, year)}
    indicators = sorted({*shares, *measured}, key=_place)
    return [_of(one, year, until, shares.get(one), measured.get(one, [])) for one in indicators]


def _place(indicator: Indicator) -> tuple[int, int, int]:
    return indicator.objective.agenda_id, indicator.objective.order, indicator.order


def _of(
    indicator: Indicator, year: int, until: str, share: RegionalTarget | None, measured: list[Measurement]
) -> NationalTarget:
    standing = IndicatorStanding(
        indicator,
        year,
        share.figure if share else None,
        over_periods(indicator, measured, until=until),
        words=share.text if share and share.upper is not None else "",
    )
    return NationalTarget(standing, tuple(measured), share.source if share else "")
