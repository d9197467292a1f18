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
    sheet = Sheet(
        path,
        ["webnaam", "titel", "eerste jaar", "laatste jaar", "vastgesteld op", "vastgesteld door", "bron"],
        key=["webnaam"],
    )
    agendas = [
        SafetyAgenda(
            slug=row.text("webnaam"),
            title=row.text("titel"),
            start_year=row.integer("eerste jaar"),
            end_year=row.integer("laatste jaar"),
            adopted_on=row.day_or_none("vastgesteld op"),
            adopted_by=row.text("vastgesteld door", required=False),
            distribution_adopted_on=row.day_or_none("verdeling vastgesteld op"),
            source=row.text("bron"),
        )
        for row in sheet
    ]
    return upsert(agendas, keys=["slug"])[0]


def seed_objectives(folder: Path, agenda: SafetyAgenda) -> Objectives:
    objectives = []
    for order, row in enumerate(Sheet(folder / "objectives.csv", ["code", "titel"], key=["code"]), start=1):
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
    """Status and owner are not in the sheet: they stay what people made of them."""
    known = {(a.objective_id, a.code): a for a in Agreement.objects.filter(objective__in=objectives.values())}
    columns = ["doel", "code", "kop", "soort", "monitoring", "tekst", "wie", "termijn"]
    agreements = [
        Agreement(
            objective=row.lookup("doel", objectives, OBJECTIVE),
            code=row.text("code"),
            heading=row.text("kop"),
            kind=row.choice("soort", Agreement.Kind),
            monitoring=row.choice("monitoring", Agreement.Monitoring),
            text=row.text("tekst"),
            actors=row.text("wie", required=False),
            term=row.text("termijn", required=False),
            order=order,
        )
        for order, row in enumerate(Sheet(path, columns, key=["code"]), start=1)
    ]
    for agreement in agreements:
        if found := known.get((agreement.objective.pk, agreement.code)):
            agreement.status, agreement.owner = found.status, found.owner
    remove_others(upsert(agreements, keys=["objective", "code"]), objective__in=objectives.values())


def seed_topics(folder: Path, agenda: SafetyAgenda) -> Topics:
    sheet = Sheet(folder / "topics.csv", ["groep", "nummer", "titel", "tekst"], key=["groep", "nummer"])
    topics = [
        Topic(
            agenda=agenda,
            group=row.choice("groep", Topic.Group),
            number=row.text("nummer"),
            title=row.text("titel"),
            text=row.text("tekst", required=False),
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
    sheet = Sheet(path, ["onderwerp", "nummer", "soort", "tekst"], key=["onderwerp", "soort", "nummer"])
    items = [
        TopicItem(
            topic=row.lookup("onderwerp", topics, TOPIC),
            kind=row.choice("soort", TopicItem.Kind),
            text=row.text("tekst"),
            order=order,
        )
        for order, row in enumerate(sheet, start=1)
    ]
    bring_in_line(TopicItem, items, keys=["topic", "order"], topic__in=topics.values())


def seed_context(folder: Path, objectives: Objectives, topics: Topics) -> None:
    """Investigation types and background figures: small lists, known by their code and by their place."""
    sheet = Sheet(
        folder / "investigation_types.csv", ["code", "titel", "schaal", "uitvoerder", "niveau", "kern"], ["code"]
    )
    types = [
        InvestigationType(
            objective=objectives["2c.1"],
            order=order,
            title=row.text("titel"),
            core=row.text("kern"),
            code=row.text("code", required=False),
            scale=row.text("schaal", required=False),
            executor=row.text("uitvoerder", required=False),
            level=row.text("niveau", required=False),
        )
        for order, row in enumerate(sheet, start=1)
    ]
    bring_in_line(InvestigationType, types, keys=["objective", "code"], objective__in=objectives.values())
    columns = ["doel", "onderwerp", "naam", "periode", "waarde", "meeteenheid", "volgorde"]
    sheet = Sheet(folder / "context_figures.csv", columns, key=["volgorde"])
    figures = [_context_figure(row, objectives, topics) for row in sheet]
    of_objectives, of_topics = ([f for f in figures if f.topic is None], [f for f in figures if f.topic is not None])
    bring_in_line(ContextFigure, of_objectives, keys=["objective", "order"], objective__in=objectives.values())
    bring_in_line(ContextFigure, of_topics, keys=["topic", "order"], topic__in=topics.values())


def _context_figure(row: SheetRow, objectives: Objectives, topics: Topics) -> ContextFigure:
    topic = row.lookup_or_none("onderwerp", topics, TOPIC)
    figure = ContextFigure(
        objective=None if topic else row.lookup("doel", objectives, OBJECTIVE),
        topic=topic,
        name=row.text("naam"),
        period=row.text("periode", required=False),
        unit=row.text("meeteenheid"),
        order=row.integer("volgorde"),
    )
    figure.figure = row.figure("waarde")
    return figure
