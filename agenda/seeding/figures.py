"""The figures of an agenda. What people changed in the portal since stays as they left it."""

from pathlib import Path

from agenda.models import (
    Distribution,
    DistributionTotal,
    Explanation,
    Indicator,
    Measurement,
    RegionalTarget,
    SafetyAgenda,
    Target,
)
from agenda.seeding.objectives import OBJECTIVE, Objectives
from agenda.validators import reconcile
from nhveilig.imports.kinds import Batch
from nhveilig.imports.seeding import EXPLAIN, load
from nhveilig.imports.seeding import refuse_unexplained as refuse
from nhveilig.seeding.rows import bring_in_line, remove_others, upsert
from nhveilig.seeding.sheets import Sheet, SheetRow

Indicators = dict[str, Indicator]

INDICATOR = "deze indicator"
TARGETS = "streefcijfers.csv"


def seed_indicators(path: Path, objectives: Objectives) -> Indicators:
    sheet = Sheet(path, "indicator")
    indicators = [_indicator(row, objectives) for row in sheet]
    # Two rounds: a parent may stand below its parts, and without one a row may not have a relation.
    relations = {indicator.code: indicator.relation for indicator in indicators}
    for indicator in indicators:
        indicator.relation = Indicator.Relation.NONE
    saved = {indicator.code: indicator for indicator in upsert(indicators, keys=["objective", "code"])}
    for row in sheet:
        indicator = saved[row.text("indicator")]
        indicator.parent = row.lookup_or_none("hoort bij", saved, INDICATOR)
        indicator.relation = relations[indicator.code]
    Indicator.objects.bulk_update(saved.values(), ["parent", "relation"])
    remove_others(list(saved.values()), objective__in=objectives.values())
    return saved


def _indicator(row: SheetRow, objectives: Objectives) -> Indicator:
    return Indicator(
        objective=row.lookup("doel", objectives, OBJECTIVE),
        **row.values(
            Indicator,
            code="indicator",
            name="naam",
            unit="meeteenheid",
            measure="soort",
            relation="relatie",
            definition="definitie",
            direction="richting",
            decimals="decimalen",
            period_rule="over perioden",
            region_rule="over eenheden",
            source="bron",
            supplier="leverancier",
            order="volgorde",
        ),
    )


def seed_explanations(path: Path, indicators: Indicators) -> None:
    explanations = [
        Explanation(
            indicator=row.lookup("indicator", indicators, INDICATOR),
            **row.values(Explanation, about="over", year="jaar", difference="verschil", text="toelichting"),
        )
        for row in Sheet(path, "indicator", "over", "jaar")
    ]
    bring_in_line(Explanation, explanations, keys=["indicator", "about", "year"], indicator__in=indicators.values())


def seed_targets(path: Path, indicators: Indicators) -> Batch:
    """A target that was revised in the portal keeps the figure it was revised to."""
    batch, targets = load("streefcijfers", path, known={Indicator: list(indicators.values())})
    stored = Target.objects.filter(indicator__in=indicators.values(), revisions__isnull=False)
    revised = {(target.indicator_id, target.year, target.period): target.figure for target in stored}
    for target in targets:
        target.figure = revised.get((target.indicator_id, target.year, target.period), target.figure)
    bring_in_line(Target, targets, keys=["indicator", "year", "period"], indicator__in=indicators.values())
    return batch


def seed_distribution(folder: Path, indicators: Indicators) -> None:
    """The published shares, and what an eenheid agreed for itself. A distribution made in the portal stays."""
    made_here = _made_in_the_portal(indicators)
    _, shares = load("verdeling", folder / "verdeling.csv", known={Indicator: list(indicators.values())})
    kept = RegionalTarget.objects.filter(indicator__in=indicators.values())
    kept = [share for share in kept if (share.indicator_id, share.year) in made_here]
    places = {_place(share) for share in kept}
    seeded = [share for share in _with_revisions(shares) if _place(share) not in places]
    saved = upsert(seeded, keys=["indicator", "police_unit", "year"])
    remove_others([*saved, *kept], indicator__in=indicators.values())
    _distribution_totals(folder / "distribution_totals.csv", indicators, made_here)
    _decisions(folder / "distributions.csv", indicators, made_here)


def _place(share: RegionalTarget) -> tuple[int, int, int]:
    return share.indicator_id, share.police_unit_id, share.year


def _with_revisions(shares: list[RegionalTarget]) -> list[RegionalTarget]:
    """A share that was changed since keeps the figure it was changed to."""
    revised = {_place(share): share for share in RegionalTarget.objects.filter(revisions__isnull=False)}
    for share in shares:
        if found := revised.get(_place(share)):
            share.figure, share.upper = found.figure, found.upper
    return shares


def _made_in_the_portal(indicators: Indicators) -> set[tuple[int, int]]:
    """Indicator and year of each distribution that is not a published one."""
    made = Distribution.objects.filter(indicator__in=indicators.values()).exclude(key=Distribution.Key.PUBLISHED)
    return set(made.values_list("indicator_id", "year"))


def _distribution_totals(path: Path, indicators: Indicators, made_here: set[tuple[int, int]]) -> None:
    keys = ["indicator", "level", "year"]
    totals = []
    for row in Sheet(path, "indicator", "niveau", "jaar"):
        total = DistributionTotal(
            indicator=row.lookup("indicator", indicators, INDICATOR),
            **row.values(DistributionTotal, level="niveau", year="jaar"),
        )
        total.figure = row.figure("totaal")
        totals.append(total)
    kept = [
        total
        for total in DistributionTotal.objects.filter(indicator__in=indicators.values())
        if (total.indicator_id, total.year) in made_here
    ]
    seeded = [total for total in totals if (total.indicator.pk, total.year) not in made_here]
    remove_others([*upsert(seeded, keys=keys), *kept], indicator__in=indicators.values())


def _decisions(path: Path, indicators: Indicators, made_here: set[tuple[int, int]]) -> None:
    keys = ["indicator", "year"]
    decisions = [
        Distribution(
            indicator=row.lookup("indicator", indicators, INDICATOR),
            **row.values(
                Distribution,
                year="jaar",
                key="sleutel",
                decided_on="besloten op",
                decided_by="besloten door",
                note="opmerking",
            ),
        )
        for row in Sheet(path, "indicator", "jaar")
    ]
    published = [one for one in decisions if (one.indicator.pk, one.year) not in made_here]
    bring_in_line(Distribution, published, keys=keys, indicator__in=indicators.values(), key=Distribution.Key.PUBLISHED)


def seed_measurements(path: Path, indicators: Indicators) -> None:
    """First figures only: a period that has one already is left alone, with all its corrections."""
    _, measurements = load("realisatie", path, known={Indicator: list(indicators.values())})
    keys = ["indicator_id", "police_unit_id", "year", "period"]
    known = set(Measurement.objects.filter(indicator__in=indicators.values()).values_list(*keys))
    Measurement.objects.bulk_create(m for m in measurements if tuple(getattr(m, key) for key in keys) not in known)


def refuse_unexplained(agenda: SafetyAgenda, folder: Path, targets: Batch) -> None:
    """Point at the row of the published figure: in the national targets, or under the distribution."""
    found = [total for total in reconcile(agenda) if total.is_unexplained]
    rows = {
        (row.text("indicator"), row.integer("jaar"), row.text("niveau")): row
        for row in Sheet(folder / "distribution_totals.csv")
    }
    for total in found:
        if total.level:
            row = rows[total.indicator, total.year, total.level]
            row.fail("totaal", f"De delen tellen op tot {total.computed}. Herstel een van beide, of {EXPLAIN}.")
    refuse("streefcijfers", folder / TARGETS, targets, found)
