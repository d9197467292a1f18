from pathlib import Path

from agenda.checks import reconcile
from agenda.models import (
    Agreement,
    ContextFigure,
    DistributionTotal,
    Explanation,
    Indicator,
    InvestigationType,
    NationalObjective,
    RegionalTarget,
    SafetyAgenda,
    Target,
    Topic,
    TopicItem,
)
from nhveilig.regions.models import PoliceUnit
from nhveilig.seeding import bring_in_line, remove_others, upsert
from nhveilig.sheets import Sheet, SheetRow, read_text
from nhveilig.texts import clean

Objectives = dict[str, NationalObjective]
Indicators = dict[str, Indicator]

OBJECTIVE, INDICATOR = "deze beleidsdoelstelling", "deze indicator"


def seed(folder: Path) -> SafetyAgenda:
    """One Veiligheidsagenda. Raises SheetError; a published figure that its parts contradict is refused too."""
    agenda = _agenda(folder / "agenda.csv")
    objectives = _objectives(folder, agenda)
    _agreements(folder / "agreements.csv", objectives)
    _topics(folder, agenda)
    _context(folder, objectives)
    indicators = _indicators(folder / "indicators.csv", objectives)
    _explanations(folder / "explanations.csv", indicators)
    _targets(folder / "targets.csv", indicators)
    _distribution(folder, indicators)
    _refuse_unexplained(agenda, folder)
    return agenda


def _agenda(path: Path) -> SafetyAgenda:
    sheet = Sheet(path, ["slug", "title", "start_year", "end_year", "adopted_on", "adopted_by", "source"], key=["slug"])
    agendas = [
        SafetyAgenda(
            slug=row.text("slug"),
            title=row.text("title"),
            start_year=row.integer("start_year"),
            end_year=row.integer("end_year"),
            adopted_on=row.day_or_none("adopted_on"),
            adopted_by=row.text("adopted_by", required=False),
            distribution_adopted_on=row.day_or_none("distribution_adopted_on"),
            source=row.text("source"),
        )
        for row in sheet
    ]
    return upsert(agendas, keys=["slug"])[0]


def _objectives(folder: Path, agenda: SafetyAgenda) -> Objectives:
    objectives = []
    for order, row in enumerate(Sheet(folder / "objectives.csv", ["code", "title"], key=["code"]), start=1):
        html = clean(read_text(folder / "texts" / f"{row.text('code')}.html"))
        objectives.append(
            NationalObjective(agenda=agenda, code=row.text("code"), title=row.text("title"), html=html, order=order)
        )
    # The agreements on monitoring and the frequency of reporting belong to chapter 5 of the agenda.
    objectives.append(NationalObjective(agenda=agenda, code="5", title="Monitoring en evaluatie", order=99))
    saved = upsert(objectives, keys=["agenda", "code"])
    remove_others(saved, agenda=agenda)
    return {objective.code: objective for objective in saved}


def _agreements(path: Path, objectives: Objectives) -> None:
    columns = ["objective", "code", "heading", "kind", "monitoring", "text", "actors", "term"]
    agreements = [
        Agreement(
            objective=row.lookup("objective", objectives, OBJECTIVE),
            code=row.text("code"),
            heading=row.text("heading"),
            kind=row.choice("kind", Agreement.Kind),
            monitoring=row.choice("monitoring", Agreement.Monitoring),
            text=row.text("text"),
            actors=row.text("actors", required=False),
            term=row.text("term", required=False),
            order=order,
        )
        for order, row in enumerate(Sheet(path, columns, key=["code"]), start=1)
    ]
    remove_others(upsert(agreements, keys=["objective", "code"]), objective__in=objectives.values())


def _topics(folder: Path, agenda: SafetyAgenda) -> None:
    sheet = Sheet(folder / "topics.csv", ["group", "number", "title", "text"], key=["group", "number"])
    topics = [
        Topic(
            agenda=agenda,
            group=row.choice("group", Topic.Group),
            number=row.text("number"),
            title=row.text("title"),
            text=row.text("text", required=False),
            order=order,
        )
        for order, row in enumerate(sheet, start=1)
    ]
    saved = upsert(topics, keys=["agenda", "group", "number"])
    remove_others(saved, agenda=agenda)
    _topic_items(folder / "topic_items.csv", {topic.number: topic for topic in saved})


def _topic_items(path: Path, topics: dict[str, Topic]) -> None:
    sheet = Sheet(path, ["topic_number", "number", "kind", "text"], key=["topic_number", "kind", "number"])
    items = [
        TopicItem(
            topic=row.lookup("topic_number", topics, "dit onderwerp"),
            kind=row.choice("kind", TopicItem.Kind),
            text=row.text("text"),
            order=order,
        )
        for order, row in enumerate(sheet, start=1)
    ]
    bring_in_line(TopicItem, items, keys=["topic", "order"], topic__in=topics.values())


def _context(folder: Path, objectives: Objectives) -> None:
    """Investigation types and background figures: small lists, known by their code and by their place."""
    sheet = Sheet(folder / "investigation_types.csv", ["code", "title", "scale", "executor", "level", "core"], ["code"])
    types = [
        InvestigationType(
            objective=objectives["2c.1"],
            order=order,
            title=row.text("title"),
            core=row.text("core"),
            **{name: row.text(name, required=False) for name in ("code", "scale", "executor", "level")},
        )
        for order, row in enumerate(sheet, start=1)
    ]
    bring_in_line(InvestigationType, types, keys=["objective", "code"], objective__in=objectives.values())
    columns = ["objective", "name", "period", "value", "qualifier", "unit", "order"]
    figures = [
        _context_figure(row, objectives) for row in Sheet(folder / "context_figures.csv", columns, key=["order"])
    ]
    bring_in_line(ContextFigure, figures, keys=["objective", "order"], objective__in=objectives.values())


def _context_figure(row: SheetRow, objectives: Objectives) -> ContextFigure:
    figure = ContextFigure(
        objective=row.lookup("objective", objectives, OBJECTIVE),
        name=row.text("name"),
        period=row.text("period", required=False),
        unit=row.text("unit"),
        order=row.integer("order"),
    )
    figure.figure = row.figure()
    return figure


def _indicators(path: Path, objectives: Objectives) -> Indicators:
    columns = ["objective", "code", "name", "unit", "measure", "parent", "relation", "definition", "order"]
    sheet = Sheet(path, columns, key=["code"])
    indicators = [_indicator(row, objectives) for row in sheet]
    # Two rounds: a parent may stand below its parts, and without one a row may not have a relation.
    relations = {indicator.code: indicator.relation for indicator in indicators}
    for indicator in indicators:
        indicator.relation = Indicator.Relation.NONE
    saved = {indicator.code: indicator for indicator in upsert(indicators, keys=["objective", "code"])}
    for row in sheet:
        indicator = saved[row.text("code")]
        indicator.parent = row.lookup_or_none("parent", saved, INDICATOR)
        indicator.relation = relations[indicator.code]
    Indicator.objects.bulk_update(saved.values(), ["parent", "relation"])
    remove_others(list(saved.values()), objective__in=objectives.values())
    return saved


def _indicator(row: SheetRow, objectives: Objectives) -> Indicator:
    return Indicator(
        objective=row.lookup("objective", objectives, OBJECTIVE),
        code=row.text("code"),
        name=row.text("name"),
        unit=row.text("unit"),
        measure=row.choice("measure", Indicator.Measure),
        relation=row.choice("relation", Indicator.Relation, required=False),
        definition=row.text("definition", required=False),
        order=row.integer("order"),
    )


def _explanations(path: Path, indicators: Indicators) -> None:
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


def _targets(path: Path, indicators: Indicators) -> None:
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


def _distribution(folder: Path, indicators: Indicators) -> None:
    police_units = {unit.code: unit for unit in PoliceUnit.objects.all()}
    keys = ["indicator", "police_unit", "year"]
    shares = []
    for row in Sheet(folder / "regional_targets.csv", [*keys, "value", "qualifier"], key=keys):
        share = RegionalTarget(
            indicator=row.lookup("indicator", indicators, INDICATOR),
            police_unit=row.lookup("police_unit", police_units, "deze eenheid"),
            year=row.integer("year"),
        )
        share.figure = row.figure()
        shares.append(share)
    remove_others(upsert(shares, keys=keys), indicator__in=indicators.values())
    _distribution_totals(folder / "distribution_totals.csv", indicators)


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


def _refuse_unexplained(agenda: SafetyAgenda, folder: Path) -> None:
    """Point at the row of the published figure: in the national targets, or under the distribution."""
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
