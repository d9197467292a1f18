"""The words of an agenda: objectives, agreements, themes, background."""

from pathlib import Path

from agenda.models import Agreement, ContextFigure, InvestigationType, NationalObjective, SafetyAgenda, Topic, TopicItem
from nhveilig.seeding.rows import bring_in_line, remove_others, upsert
from nhveilig.seeding.sheets import Sheet, SheetRow, read_text
from nhveilig.texts.cleaning import clean

Objectives = dict[str, NationalObjective]
Topics = dict[str, Topic]

OBJECTIVE, TOPIC = "deze beleidsdoelstelling", "dit onderwerp"


def seed_agenda(path: Path) -> SafetyAgenda:
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


def seed_objectives(folder: Path, agenda: SafetyAgenda) -> Objectives:
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


def seed_agreements(path: Path, objectives: Objectives) -> None:
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


def seed_topics(folder: Path, agenda: SafetyAgenda) -> Topics:
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
    by_number = {topic.number: topic for topic in saved}
    _topic_items(folder / "topic_items.csv", by_number)
    return by_number


def _topic_items(path: Path, topics: Topics) -> None:
    sheet = Sheet(path, ["topic_number", "number", "kind", "text"], key=["topic_number", "kind", "number"])
    items = [
        TopicItem(
            topic=row.lookup("topic_number", topics, TOPIC),
            kind=row.choice("kind", TopicItem.Kind),
            text=row.text("text"),
            order=order,
        )
        for order, row in enumerate(sheet, start=1)
    ]
    bring_in_line(TopicItem, items, keys=["topic", "order"], topic__in=topics.values())


def seed_context(folder: Path, objectives: Objectives, topics: Topics) -> None:
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
    columns = ["objective", "topic", "name", "period", "value", "qualifier", "unit", "order"]
    sheet = Sheet(folder / "context_figures.csv", columns, key=["order"])
    figures = [_context_figure(row, objectives, topics) for row in sheet]
    of_objectives, of_topics = ([f for f in figures if f.topic is None], [f for f in figures if f.topic is not None])
    bring_in_line(ContextFigure, of_objectives, keys=["objective", "order"], objective__in=objectives.values())
    bring_in_line(ContextFigure, of_topics, keys=["topic", "order"], topic__in=topics.values())


def _context_figure(row: SheetRow, objectives: Objectives, topics: Topics) -> ContextFigure:
    topic = row.lookup_or_none("topic", topics, TOPIC)
    figure = ContextFigure(
        objective=None if topic else row.lookup("objective", objectives, OBJECTIVE),
        topic=topic,
        name=row.text("name"),
        period=row.text("period", required=False),
        unit=row.text("unit"),
        order=row.integer("order"),
    )
    figure.figure = row.figure()
    return figure
