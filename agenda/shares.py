"""What one eenheid takes of the national targets: the first thing its readers look for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from agenda.models import DistributionTotal, Indicator, SafetyAgenda
from nhveilig.figures.formats import number, percentage
from nhveilig.figures.values import Figure
from nhveilig.regions.models import PoliceUnit


@dataclass(frozen=True)
class UnitShare:
    """The target of one eenheid in one year; `national` is the adopted total, None when there is none."""

    indicator: Indicator
    year: int
    figure: Figure
    national: Figure | None = None

    @property
    def percent(self) -> Decimal | None:
        whole = self.national.value if self.national else None
        return self.figure.value * 100 / whole if whole and self.figure.is_known else None

    def stat(self) -> dict[str, str]:
        """For components/stats.html."""
        note = f"{self.indicator.unit} in {self.year}"
        if self.percent is not None:
            note += f", van {number(self.national.value)} landelijk ({percentage(self.percent, 1)})"
        return {"label": self.indicator.objective.title, "value": self.figure.text(), "note": note}


@dataclass(frozen=True)
class Shares:
    """The years of one indicator for one eenheid, oldest first."""

    police_unit: PoliceUnit
    years: tuple[UnitShare, ...]

    def sentence(self) -> str:
        *first, last = [f"{share.figure.text()} in {share.year}" for share in self.years]
        listed = f"{', '.join(first)} en {last}" if first else last
        return f"{self.police_unit}: {listed}."


def shares(agenda: SafetyAgenda, police_unit: PoliceUnit) -> list[Shares]:
    """Per distributed indicator. Expects `SafetyAgenda.objects.with_distribution()`."""
    found = (
        Shares(police_unit, tuple(_of(indicator, police_unit)))
        for objective in agenda.objectives.all()
        for indicator in objective.indicators.all()
    )
    return [one for one in found if one.years]


def latest_stats(agenda: SafetyAgenda, police_unit: PoliceUnit) -> list[dict[str, str]]:
    """The last year of each indicator, for components/stats.html."""
    return [one.years[-1].stat() for one in shares(agenda, police_unit)]


def sentences(indicator: Indicator, police_units: Iterable[PoliceUnit]) -> list[str]:
    """What each of these eenheden takes of one indicator, year by year, in words."""
    found = (Shares(unit, tuple(_of(indicator, unit))) for unit in police_units)
    return [one.sentence() for one in found if one.years]


def _of(indicator: Indicator, police_unit: PoliceUnit) -> Iterator[UnitShare]:
    national = {
        total.year: total.figure
        for total in indicator.distribution_totals.all()
        if total.level == DistributionTotal.Level.NATIONAL
    }
    mine = (share for share in indicator.regional_targets.all() if share.police_unit_id == police_unit.pk)
    for share in sorted(mine, key=lambda share: share.year):
        yield UnitShare(indicator, share.year, share.figure, national.get(share.year))
