"""An agenda from a folder of sheets. What people changed in the portal since stays as they left it."""

from pathlib import Path

from agenda.models import (
    Agreement,
    ContextFigure,
    Distribution,
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
from agenda.validators import reconcile
from nhveilig.figures.fields import FigureModel
from nhveilig.imports.kinds import Batch
from nhveilig.imports.seeding import EXPLAIN, load, refuse_unexplained
from nhveilig.seeding.rows import bring_in_line, complete, remove_others, upsert
from nhveilig.seeding.runs import run
from nhveilig.seeding.sheets import Sheet, SheetRow, read_text
from nhveilig.texts.cleaning import clean

Objectives = dict[str, NationalObjective]
Topics = dict[str, Topic]
Indicators = dict[str, Indicator]

TARGETS = "streefcijfers.csv"
TIES = ["parent", "relation"]


@run()
def seed(folder: Path) -> SafetyAgenda:
    """One Veiligheidsagenda. Raises FileRefused; a published figure that its parts contradict is refused too."""
    [agenda] = upsert(
        Sheet(folder / "agenda.csv", "webnaam").read(
            SafetyAgenda,
            slug="webnaam",
            title="titel",
            start_year="eerste jaar",
            end_year="laatste jaar",
            adopted_on="vastgesteld op",
            adopted_by="vastgesteld door",
            distribution_adopted_on="verdeling vastgesteld op",
            source="bron",
        ),
        keys=["slug"],
    )
    if agenda.pk is None:
        # Somebody removed it, and so all that hangs on it.
        return agenda
    objectives = _objectives(folder, agenda)
    _agreements(folder / "agreements.csv", objectives)
    _context(folder, objectives, _topics(folder, agenda))
    indicators = _indicators(folder / "indicators.csv", objectives)
    targets = _figures(folder, indicators)
    _refuse_unexplained(agenda, folder, targets)
    return agenda


def _objective(row: SheetRow, objectives: Objectives) -> NationalObjective:
    return row.lookup("doel", objectives, "deze beleidsdoelstelling")


def _topic(row: SheetRow, topics: Topics) -> Topic | None:
    return row.lookup_or_none("onderwerp", topics, "dit onderwerp")


def _objectives(folder: Path, agenda: SafetyAgenda) -> Objectives:
    def text(row: SheetRow) -> str:
        path = folder / "texts" / f"{row.text('code')}.html"
        return clean(read_text(path)) if path.exists() else ""

    sheet = Sheet(folder / "objectives.csv", "code")
    objectives = sheet.read(
        NationalObjective, "code", of=lambda row: {"agenda": agenda, "html": text(row)}, counted_from=1, title="titel"
    )
    saved = upsert(objectives, keys=["agenda", "code"])
    remove_others(saved, agenda=agenda)
    return {objective.code: objective for objective in saved}


def _agreements(path: Path, objectives: Objectives) -> None:
    agreements = Sheet(path, "code").read(
        Agreement,
        "code monitoring",
        of=lambda row: {"objective": _objective(row, objectives)},
        counted_from=1,
        heading="kop",
        kind="soort",
        text="tekst",
        actors="wie",
        term="termijn",
    )
    remove_others(upsert(agreements, keys=["objective", "code"]), objective__in=objectives.values())


def _topics(folder: Path, agenda: SafetyAgenda) -> Topics:
    about = {"group": "groep", "number": "nummer", "title": "titel", "text": "tekst"}
    sheet = Sheet(folder / "topics.csv", "groep", "nummer")
    saved = upsert(
        sheet.read(Topic, of=lambda row: {"agenda": agenda}, counted_from=1, **about),
        keys=["agenda", "group", "number"],
    )
    remove_others(saved, agenda=agenda)
    topics = {topic.number: topic for topic in saved}
    items = Sheet(folder / "topic_items.csv", "onderwerp", "soort", "nummer").read(
        TopicItem, of=lambda row: {"topic": _topic(row, topics)}, counted_from=1, kind="soort", text="tekst"
    )
    bring_in_line(TopicItem, items, keys=["topic", "order"], topic__in=saved)
    return topics


def _context(folder: Path, objectives: Objectives, topics: Topics) -> None:
    """Investigation types and background figures: small lists, known by their code and by their place."""
    types = Sheet(folder / "investigation_types.csv", "code").read(
        InvestigationType,
        "code",
        of=lambda row: {"objective": _objective(row, objectives)},
        counted_from=1,
        title="titel",
        core="kern",
        scale="schaal",
        executor="uitvoerder",
        level="niveau",
    )
    bring_in_line(InvestigationType, types, keys=["objective", "code"], objective__in=objectives.values())

    def subject(row: SheetRow) -> dict[str, object]:
        topic = _topic(row, topics)
        return {"topic": topic, "objective": None if topic else _objective(row, objectives)}

    about = {"name": "naam", "period": "periode", "unit": "meeteenheid", "order": "volgorde"}
    figures = Sheet(folder / "context_figures.csv", "volgorde").read(
        ContextFigure, of=subject, figure="waarde", **about
    )
    for side, known in (("objective", objectives), ("topic", topics)):
        of_side = [figure for figure in figures if getattr(figure, side) is not None]
        bring_in_line(ContextFigure, of_side, keys=[side, "order"], **{f"{side}__in": known.values()})


def _indicators(path: Path, objectives: Objectives) -> Indicators:
    sheet = Sheet(path, "indicator")
    indicators = sheet.read(
        Indicator,
        of=lambda row: {"objective": _objective(row, objectives)},
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
    )
    # Two rounds: a parent may stand below its parts, and without one a row may not have a relation.
    saved = {indicator.code: indicator for indicator in upsert(indicators, keys=["objective", "code"], later=TIES)}
    for row in sheet:
        indicator = saved[row.text("indicator")]
        indicator.parent = row.lookup_or_none("hoort bij", saved, "deze indicator")
        if indicator.parent is None or indicator.parent.pk:
            indicator.relation = row.values(Indicator, relation="relatie")["relation"]
    complete(saved.values(), TIES)
    remove_others(list(saved.values()), objective__in=objectives.values())
    return saved


def _figures(folder: Path, indicators: Indicators) -> Batch:
    """Targets with their explanations, shares with their decisions, and what was realised; the batch of the targets."""
    ours = {"indicator__in": indicators.values()}

    def of(row: SheetRow) -> dict[str, Indicator]:
        return {"indicator": row.lookup("indicator", indicators, "deze indicator")}

    def loaded(code: str, name: str) -> tuple[Batch, list[FigureModel]]:
        return load(code, folder / name, known={Indicator: list(indicators.values())})

    def if_any(code: str, name: str) -> list[FigureModel]:
        # Of a published agenda the division, or what was realised, may be published nowhere.
        return loaded(code, name)[1] if (folder / name).exists() else []

    explanations = Sheet(folder / "explanations.csv", "indicator", "over", "jaar").read(
        Explanation, of=of, about="over", year="jaar", difference="verschil", text="toelichting"
    )
    bring_in_line(Explanation, explanations, keys=["indicator", "about", "year"], **ours)
    batch, targets = loaded("streefcijfers", TARGETS)
    bring_in_line(Target, targets, keys=["indicator", "year", "period"], **ours)
    # The published shares, and what an eenheid agreed for itself.
    shares = if_any("verdeling", "verdeling.csv")
    remove_others(upsert(shares, keys=["indicator", "police_unit", "year"]), **ours)
    totals = Sheet(folder / "distribution_totals.csv", "indicator", "niveau", "jaar").read(
        DistributionTotal, of=of, figure="totaal", level="niveau", year="jaar"
    )
    remove_others(upsert(totals, keys=["indicator", "level", "year"]), **ours)
    about = {"decided_on": "besloten op", "decided_by": "besloten door", "note": "opmerking"}
    decisions = Sheet(folder / "distributions.csv", "indicator", "jaar").read(
        Distribution, of=of, year="jaar", key="sleutel", **about
    )
    bring_in_line(Distribution, decisions, keys=["indicator", "year"], **ours)
    # First figures only: a period that has one already is left alone, with all its corrections.
    measurements = if_any("realisatie", "realisatie.csv")
    upsert(measurements, keys=["indicator", "police_unit", "year", "period"], follow=False)
    return batch


def _refuse_unexplained(agenda: SafetyAgenda, folder: Path, targets: Batch) -> None:
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
    refuse_unexplained("streefcijfers", folder / TARGETS, targets, found)
