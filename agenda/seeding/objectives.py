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
    agendas = [
        SafetyAgenda(
            **row.values(
                SafetyAgenda,
                slug="webnaam",
                title="titel",
                start_year="eerste jaar",
                end_year="laatste jaar",
                adopted_on="vastgesteld op",
                adopted_by="vastgesteld door",
                distribution_adopted_on="verdeling vastgesteld op",
                source="bron",
            )
        )
        for row in Sheet(path, "webnaam")
    ]
    return upsert(agendas, keys=["slug"])[0]


def seed_objectives(folder: Path, agenda: SafetyAgenda) -> Objectives:
    objectives = []
    for order, row in enumerate(Sheet(folder / "objectives.csv", "code"), start=1):
        html = clean(read_text(folder / "texts" / f"{row.text('code')}.html"))
        objectives.append(
            NationalObjective(agenda=agenda, code=row.text("code"), title=row.text("titel"), html=html, order=order)
        )
    # The agreements on monitoring and the frequency of reporting belong to chapter 5 of the agenda.
    objectives.append(NationalObjective(agenda=agenda, code="5", title="Monitoring en evaluatie", order=99))
    saved = upsert(objectives, keys=["agenda", "code"])
    remove_others(saved, agenda=agenda)
    return {objective.code: objective for objective in saved}


def seed_agreements(path: Path, objectives: Objectives) -> None:
    agreements = [
        Agreement(
            objective=row.lookup("doel", objectives, OBJECTIVE),
            order=order,
            **row.values(
                Agreement, "code monitoring", heading="kop", kind="soort", text="tekst", actors="wie", term="termijn"
            ),
        )
        for order, row in enumerate(Sheet(path, "code"), start=1)
    ]
    remove_others(upsert(agreements, keys=["objective", "code"]), objective__in=objectives.values())


def seed_topics(folder: Path, agenda: SafetyAgenda) -> Topics:
    sheet = Sheet(folder / "topics.csv", "groep", "nummer")
    topics = [
        Topic(
            agenda=agenda, order=order, **row.values(Topic, group="groep", number="nummer", title="titel", text="tekst")
        )
        for order, row in enumerate(sheet, start=1)
    ]
    saved = upsert(topics, keys=["agenda", "group", "number"])
    remove_others(saved, agenda=agenda)
    by_number = {topic.number: topic for topic in saved}
    _topic_items(folder / "topic_items.csv", by_number)
    return by_number


def _topic_items(path: Path, topics: Topics) -> None:
    sheet = Sheet(path, "onderwerp", "soort", "nummer")
    items = [
        TopicItem(
            topic=row.lookup("onderwerp", topics, TOPIC),
            order=order,
            **row.values(TopicItem, kind="soort", text="tekst"),
        )
        for order, row in enumerate(sheet, start=1)
    ]
    bring_in_line(TopicItem, items, keys=["topic", "order"], topic__in=topics.values())


def seed_context(folder: Path, objectives: Objectives, topics: Topics) -> None:
    """Investigation types and background figures: small lists, known by their code and by their place."""
    sheet = Sheet(folder / "investigation_types.csv", "code")
    types = [
        InvestigationType(
            objective=objectives["2c.1"],
            order=order,
            **row.values(
                InvestigationType,
                "code",
                title="titel",
                core="kern",
                scale="schaal",
                executor="uitvoerder",
                level="niveau",
            ),
        )
        for order, row in enumerate(sheet, start=1)
    ]
    bring_in_line(InvestigationType, types, keys=["objective", "code"], objective__in=objectives.values())
    sheet = Sheet(folder / "context_figures.csv", "volgorde")
    figures = [_context_figure(row, objectives, topics) for row in sheet]
    of_objectives, of_topics = ([f for f in figures if f.topic is None], [f for f in figures if f.topic is not None])
    bring_in_line(ContextFigure, of_objectives, keys=["objective", "order"], objective__in=objectives.values())
    bring_in_line(ContextFigure, of_topics, keys=["topic", "order"], topic__in=topics.values())


def _context_figure(row: SheetRow, objectives: Objectives, topics: Topics) -> ContextFigure:
    topic = row.lookup_or_none("onderwerp", topics, TOPIC)
    figure = ContextFigure(
        objective=None if topic else row.lookup("doel", objectives, OBJECTIVE),
        topic=topic,
        **row.values(ContextFigure, name="naam", period="periode", unit="meeteenheid", order="volgorde"),
    )
    figure.figure = row.figure("waarde")
    return figure
