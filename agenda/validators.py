"""Published figures of a Veiligheidsagenda against what their parts compute to."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst

from agenda.models import (
    DistributionTotal,
    Explanation,
    Indicator,
    RegionalTarget,
    SafetyAgenda,
    Target,
)
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.figures.values import Total, total
from nhveilig.regions.models import PoliceUnit


@dataclass(frozen=True)
class AgendaTotal(Reconciliation):
    """`indicator` is a code; `level` is empty for a national target and else that of the published total."""

    indicator: str = ""
    year: int = 0
    level: str = ""


def reconcile(agenda: SafetyAgenda) -> list[AgendaTotal]:
    """Sums of parts, shares of a parent, and sums of the regional distribution. Reads what it needs."""
    indicators = list(
        Indicator.objects.filter(objective__agenda=agenda)
        .select_related("parent")
        .prefetch_related("targets", "regional_targets__police_unit", "distribution_totals", "explanations")
    )
    found = []
    for indicator in indicators:
        found += _parts(agenda, indicator, [part for part in indicators if part.parent_id == indicator.pk])
        found += distribution_totals(agenda, indicator)
    return found


def overtaken_totals(agenda: SafetyAgenda) -> Iterator[AgendaTotal]:
    """Each division of a target that was changed since; the change itself says why. One query."""
    divisions = DistributionTotal.objects.filter(indicator__objective__agenda=agenda).select_related("indicator")
    for divided in divisions.with_target():
        now, indicator = divided.overtaken_by, divided.indicator
        if now is None or not divided.figure.is_known:
            continue
        yield AgendaTotal(
            where=agenda.title,
            what=f"{indicator.name}, {divided.year} (verdeeld totaal tegenover het landelijke streefcijfer)",
            published=divided.figure.value,
            computed=now.value,
            explanation=capfirst(divided.overtaken_because),
            indicator=indicator.code,
            year=divided.year,
        )


def distribution_totals(agenda: SafetyAgenda, indicator: Indicator) -> Iterator[AgendaTotal]:
    """Each total printed under the distribution of `indicator`. Expects `SafetyAgenda.objects.with_distribution()`."""
    for published in indicator.distribution_totals.all():
        shares = [share.figure for share in indicator.regional_targets.all() if _belongs(share, published)]
        computed = total(shares)
        yield from _compared(agenda, indicator, published, computed, Explanation.About.DISTRIBUTION)


def _belongs(share: RegionalTarget, published: DistributionTotal) -> bool:
    if share.year != published.year or share.source:
        return False
    is_regional = share.police_unit.kind == PoliceUnit.Kind.REGIONAL
    return is_regional or published.level == DistributionTotal.Level.NATIONAL


def _parts(agenda: SafetyAgenda, indicator: Indicator, children: list[Indicator]) -> Iterator[AgendaTotal]:
    parts = [child for child in children if child.relation == Indicator.Relation.PART]
    shares = [child for child in children if child.relation == Indicator.Relation.SHARE]
    of_which = [child for child in children if child.relation == Indicator.Relation.OF_WHICH]
    for published in _yearly(indicator):
        if parts:
            computed = total(
                target.figure for part in parts for target in _yearly(part) if target.year == published.year
            )
            yield from _compared(agenda, indicator, published, computed, Explanation.About.PARTS)
    for number in of_which:
        for share in shares:
            yield from _share(agenda, indicator, number, share)


def _share(agenda: SafetyAgenda, whole: Indicator, number: Indicator, share: Indicator) -> Iterator[AgendaTotal]:
    """A "waarvan" number against its percentage of the whole, for each year in which all three are known."""
    wholes, percentages = _known_by_year(whole), _known_by_year(share)
    for published in _yearly(number):
        if published.year in wholes.keys() & percentages.keys():
            computed = Total(wholes[published.year] * percentages[published.year] / 100)
            yield from _compared(agenda, number, published, computed, Explanation.About.SHARE)


def _yearly(indicator: Indicator) -> list[Target]:
    return [target for target in indicator.targets.all() if target.year]


def _known_by_year(indicator: Indicator) -> dict[int, Decimal]:
    return {target.year: target.value for target in _yearly(indicator) if target.figure.is_known}


def _compared(
    agenda: SafetyAgenda,
    indicator: Indicator,
    published: Target | DistributionTotal,
    computed: Total,
    about: Explanation.About,
) -> Iterator[AgendaTotal]:
    if not published.figure.is_known or computed.value is None:
        return
    difference = published.figure.value - computed.value
    yield AgendaTotal(
        where=agenda.title,
        what=f"{indicator.name}, {published.year} ({about.label})",
        published=published.figure.value,
        computed=computed.value.normalize() + 0,
        explanation=_explanation(indicator, about, published.year, difference),
        is_complete=computed.is_complete,
        indicator=indicator.code,
        year=published.year,
        level=getattr(published, "level", ""),
    )


def _explanation(indicator: Indicator, about: Explanation.About, year: int, difference: Decimal) -> str:
    """The owner's words on this very difference; empty when there are none."""
    found = (e for e in indicator.explanations.all() if (e.about, e.year, e.difference) == (about, year, difference))
    return next((explanation.text for explanation in found), "")
