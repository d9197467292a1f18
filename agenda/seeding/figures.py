"""The figures of an agenda. What people changed in the portal since stays as they left it."""

from pathlib import Path

from agenda.models import (
    Distribution,
    DistributionTotal,
    Explanation,
    Indicator,
    RegionalTarget,
    SafetyAgenda,
    Target,
)
from agenda.seeding.objectives import OBJECTIVE, Objectives
from agenda.validators import reconcile
from nhveilig.imports.kinds import Batch
from nhveilig.imports.seeding import EXPLAIN, load
from nhveilig.imports.seeding import refuse_unexplained as refuse
from nhveilig.seeding.rows import bring_in_line, complete, remove_others, upsert
from nhveilig.seeding.runs import run
from nhveilig.seeding.sheets import Sheet, SheetRow

Indicators = dict[str, Indicator]

INDICATOR = "deze indicator"
TARGETS = "streefcijfers.csv"
TIES = ["parent", "relation"]


def seed_indicators(path: Path, objectives: Objectives) -> Indicators:
    sheet = Sheet(path, "indicator")
    indicators = [_indicator(row, objectives) for row in sheet]
    # Two rounds: a parent may stand below its parts, and without one a row may not have a relation.
    saved = {indicator.code: indicator for indicator in upsert(indicators, keys=["objective", "code"], later=TIES)}
    for row in sheet:
        indicator = saved[row.text("indicator")]
        indicator.parent = row.lookup_or_none("hoort bij", saved, INDICATOR)
        if indicator.parent is None or indicator.parent.pk:
            indicator.relation = row.values(Indicator, relation="relatie")["relation"]
    complete(saved.values(), TIES)
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
    batch, targets = load("streefcijfers", path, known={Indicator: list(indicators.values())})
    bring_in_line(Target, targets, keys=["indicator", "year", "period"], indicator__in=indicators.values())
    return batch


def seed_distribution(folder: Path, indicators: Indicators) -> None:
    """The published shares, and what an eenheid agreed for itself."""
    _, shares = load("verdeling", folder / "verdeling.csv", known={Indicator: list(indicators.values())})
    remove_others(upsert(shares, keys=["indicator", "police_unit", "year"]), indicator__in=indicators.values())
    _distribution_totals(folder / "distribution_totals.csv", indicators)
    _decisions(folder / "distributions.csv", indicators)


def _distribution_totals(path: Path, indicators: Indicators) -> None:
    keys = ["indicator", "level", "year"]
    totals = []
    for row in Sheet(path, "indicator", "niveau", "jaar"):
        total = DistributionTotal(
            indicator=row.lookup("indicator", indicators, INDICATOR),
            **row.values(DistributionTotal, level="niveau", year="jaar"),
        )
        total.figure = row.figure("totaal")
        totals.append(total)
    remove_others(upsert(totals, keys=keys), indicator__in=indicators.values())


def _decisions(path: Path, indicators: Indicators) -> None:
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
    bring_in_line(Distribution, decisions, keys=keys, indicator__in=indicators.values())


def seed_measurements(path: Path, indicators: Indicators) -> None:
    """First figures only: a period that has one already is left alone, with all its corrections."""
    _, measurements = load("realisatie", path, known={Indicator: list(indicators.values())})
    upsert(measurements, keys=["indicator", "police_unit", "year", "period"], follow=False)


def refuse_unexplained(agenda: SafetyAgenda, folder: Path, targets: Batch) -> None:
    """Point at the row of the published figure: in the national targets, or under the distribution.

    What somebody changed need not agree with the sheets.
    """
    with run() as current:
        if current.left(Indicator, Target, RegionalTarget, DistributionTotal, Explanation):
            return
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
