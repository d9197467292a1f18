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
from nhveilig.regions.models import PoliceUnit
from nhveilig.seeding.rows import bring_in_line, complete, known, remove_others, upsert
from nhveilig.seeding.runs import run
from nhveilig.seeding.sheets import Sheet, SheetRow

Indicators = dict[str, Indicator]
PoliceUnits = dict[str, PoliceUnit]

TIES = ["parent", "relation"]
INDICATOR, POLICE_UNIT = "deze indicator", "deze eenheid"


def seed_indicators(path: Path, objectives: Objectives) -> Indicators:
    columns = [
        *["objective", "code", "name", "unit", "measure", "parent", "relation", "definition"],
        *["direction", "decimals", "period_rule", "region_rule", "source", "supplier", "order"],
    ]
    sheet = Sheet(path, columns, key=["code"])
    indicators = [_indicator(row, objectives) for row in sheet]
    # Two rounds: a parent may stand below its parts, and without one a row may not have a relation.
    saved = {indicator.code: indicator for indicator in upsert(indicators, keys=["objective", "code"], later=TIES)}
    for row in sheet:
        indicator = saved[row.text("code")]
        indicator.parent = row.lookup_or_none("parent", saved, INDICATOR)
        if indicator.parent is None or indicator.parent.pk:
            indicator.relation = row.choice("relation", Indicator.Relation, required=False)
    complete(saved.values(), TIES)
    remove_others(list(saved.values()), objective__in=objectives.values())
    return saved


def _indicator(row: SheetRow, objectives: Objectives) -> Indicator:
    return Indicator(
        objective=row.lookup("objective", objectives, OBJECTIVE),
        code=row.text("code"),
        name=row.text("name"),
        unit=row.text("unit"),
        measure=row.choice("measure", Indicator.Measure),
        definition=row.text("definition", required=False),
        direction=row.choice("direction", Indicator.Direction),
        decimals=row.integer("decimals"),
        period_rule=row.choice("period_rule", Indicator.Rule),
        region_rule=row.choice("region_rule", Indicator.Rule),
        source=row.text("source", required=False),
        supplier=row.text("supplier", required=False),
        order=row.integer("order"),
    )


def seed_explanations(path: Path, indicators: Indicators) -> None:
    explanations = [
        Explanation(
            indicator=row.lookup("indicator", indicators, INDICATOR),
            about=row.choice("about", Explanation.About),
            year=row.integer("year"),
            difference=row.decimal("difference"),
            text=row.text("text"),
        )
        for row in Sheet(path, ["indicator", "about", "year", "difference", "text"], key=["indicator", "about", "year"])
    ]
    bring_in_line(Explanation, explanations, keys=["indicator", "about", "year"], indicator__in=indicators.values())


def seed_targets(path: Path, indicators: Indicators) -> None:
    columns = ["indicator", "year", "period", "value", "qualifier", "note"]
    targets = []
    for row in Sheet(path, columns, key=["indicator", "year", "period"]):
        target = Target(
            indicator=row.lookup("indicator", indicators, INDICATOR),
            year=row.integer_or_none("year"),
            period=row.text("period", required=False),
            note=row.text("note", required=False),
        )
        target.figure = row.figure()
        targets.append(target)
    bring_in_line(Target, targets, keys=["indicator", "year", "period"], indicator__in=indicators.values())


def seed_distribution(folder: Path, indicators: Indicators) -> None:
    """The published shares, and what an eenheid agreed for itself."""
    police_units = known(PoliceUnit, "code")
    shares = [
        *_shares(folder / "regional_targets.csv", indicators, police_units),
        *_own_targets(folder / "own_targets.csv", indicators, police_units),
    ]
    remove_others(upsert(shares, keys=["indicator", "police_unit", "year"]), indicator__in=indicators.values())
    _distribution_totals(folder / "distribution_totals.csv", indicators)
    _decisions(folder / "distributions.csv", indicators)


def _shares(path: Path, indicators: Indicators, police_units: PoliceUnits) -> list[RegionalTarget]:
    keys = ["indicator", "police_unit", "year"]
    return [_share(row, indicators, police_units) for row in Sheet(path, [*keys, "value", "qualifier"], key=keys)]


def _own_targets(path: Path, indicators: Indicators, police_units: PoliceUnits) -> list[RegionalTarget]:
    keys = ["indicator", "police_unit", "year"]
    targets = []
    for row in Sheet(path, [*keys, "value", "qualifier", "upper", "note", "source"], key=keys):
        target = _share(row, indicators, police_units)
        target.upper = row.decimal("upper") if row.text("upper", required=False) else None
        target.note, target.source = row.text("note", required=False), row.text("source")
        targets.append(target)
    return targets


def _share(row: SheetRow, indicators: Indicators, police_units: PoliceUnits) -> RegionalTarget:
    share = RegionalTarget(
        indicator=row.lookup("indicator", indicators, INDICATOR),
        police_unit=row.lookup("police_unit", police_units, POLICE_UNIT),
        year=row.integer("year"),
    )
    share.figure = row.figure()
    return share


def _distribution_totals(path: Path, indicators: Indicators) -> None:
    keys = ["indicator", "level", "year"]
    totals = []
    for row in Sheet(path, [*keys, "value", "qualifier"], key=keys):
        total = DistributionTotal(
            indicator=row.lookup("indicator", indicators, INDICATOR),
            level=row.choice("level", DistributionTotal.Level),
            year=row.integer("year"),
        )
        total.figure = row.figure()
        totals.append(total)
    remove_others(upsert(totals, keys=keys), indicator__in=indicators.values())


def _decisions(path: Path, indicators: Indicators) -> None:
    keys = ["indicator", "year"]
    decisions = [
        Distribution(
            indicator=row.lookup("indicator", indicators, INDICATOR),
            year=row.integer("year"),
            key=row.choice("key", Distribution.Key),
            decided_on=row.day_or_none("decided_on"),
            decided_by=row.text("decided_by", required=False),
            note=row.text("note", required=False),
        )
        for row in Sheet(path, [*keys, "key", "decided_on", "decided_by", "note"], key=keys)
    ]
    bring_in_line(Distribution, decisions, keys=keys, indicator__in=indicators.values())


def seed_measurements(path: Path, indicators: Indicators) -> None:
    """First figures only: a period that has one already is left alone, with all its corrections."""
    police_units = known(PoliceUnit, "code")
    keys = ["indicator", "police_unit", "year", "period"]
    columns = [*keys, "value", "qualifier", "status", "source", "published_on", "note"]
    upsert(
        [_measurement(row, indicators, police_units) for row in Sheet(path, columns, key=keys)], keys=keys, follow=False
    )


def _measurement(row: SheetRow, indicators: Indicators, police_units: PoliceUnits) -> Measurement:
    measurement = Measurement(
        indicator=row.lookup("indicator", indicators, INDICATOR),
        police_unit=row.lookup_or_none("police_unit", police_units, POLICE_UNIT),
        year=row.integer("year"),
        period=row.choice("period", Measurement.Period),
        status=row.choice("status", Measurement.Status),
        source=row.text("source"),
        published_on=row.day_or_none("published_on"),
        note=row.text("note", required=False),
    )
    measurement.figure = row.figure()
    return measurement


def refuse_unexplained(agenda: SafetyAgenda, folder: Path) -> None:
    """Point at the row of the published figure: in the national targets, or under the distribution.

    What somebody changed need not agree with the sheets.
    """
    with run() as current:
        if current.left(Indicator, Target, RegionalTarget, DistributionTotal, Explanation):
            return
    targets = {
        (row.text("indicator"), row.text("year", required=False)): row
        for row in Sheet(folder / "targets.csv", ["indicator", "year", "value"])
    }
    totals = {
        (row.text("indicator"), row.text("year"), row.text("level")): row
        for row in Sheet(folder / "distribution_totals.csv", ["indicator", "level", "year", "value"])
    }
    for found in reconcile(agenda):
        if found.is_unexplained:
            year = str(found.year)
            row = totals[found.indicator, year, found.level] if found.level else targets[found.indicator, year]
            row.fail("value", f"de delen geven {found.computed}. Herstel een van beide of licht dit toe.")
