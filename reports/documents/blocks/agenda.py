from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.text import capfirst

from agenda.models import (
    Agreement,
    InvestigationType,
    Measurement,
    NationalObjective,
    SafetyAgenda,
    Topic,
    TopicItem,
)
from agenda.periods import period_title
from agenda.presenters import distribution_tables, target_tables, unit_targets_table
from agenda.register.presenters import ObjectiveReport, monitoring, target_cell
from agenda.register.queries import ObjectiveStandings, unit_overview
from agenda.standings import IndicatorStanding
from nhveilig.figures.tables import Cell, Column, Row, Table, text_columns
from reports.documents.blocks.base import FreezingError, Source, freezes, period_of, with_tables
from reports.documents.models import Block


@freezes("national_objectives")
def objectives_block(block: Block, source: Source) -> dict:
    """The agenda in words. Options: `objectives` (true or false) and `topic_groups` (a list of groups)."""
    objectives = source.agenda.objectives.all() if block.options.get("objectives") else []
    groups = [Topic.Group(group) for group in block.options.get("topic_groups", [])]
    return {
        "html": block.html,
        "objectives": [
            {"code": one.code, "title": one.title, "html": one.html + _investigation_types(one)}
            for one in objectives
            if one.html
        ],
        "topic_groups": [_topics(source.agenda, group, titled=len(groups) > 1) for group in groups],
    }


def _topics(agenda: SafetyAgenda, group: Topic.Group, *, titled: bool) -> dict:
    """A group standing alone under a heading of its own needs no second title."""
    topics = [_topic(topic) for topic in agenda.topics.all() if topic.group == group]
    return {"title": group.label if titled else "", "html": "", "topics": topics}


def _topic(topic: Topic) -> dict:
    groups: dict[str, list[str]] = {}
    for item in topic.items.all():
        groups.setdefault(item.kind, []).append(item.text)
    return {
        "number": topic.number,
        "title": topic.title,
        "html": f"<p>{escape(topic.text)}</p>" if topic.text else "",
        "item_groups": [
            {"kind": kind, "label": TopicItem.Kind(kind).label, "items": texts} for kind, texts in groups.items()
        ],
    }


def _investigation_types(objective: NationalObjective) -> str:
    """What counts as which kind of investigation: too many words for a table. Empty for most objectives."""
    kinds = objective.investigation_types.all()
    items = format_html_join(
        "",
        "<li><strong>{}</strong> ({}): {}</li>",
        ((kind.title, _circumstances(kind), kind.core) for kind in kinds),
    )
    return format_html("<h4>Soorten onderzoek</h4><ul>{}</ul>", items) if kinds else ""


def _circumstances(kind: InvestigationType) -> str:
    parts = [kind.scale, kind.executor, f"niveau {kind.level}" if kind.level else ""]
    return "; ".join(filter(None, parts))


@freezes("agreements")
def agreements_block(block: Block, source: Source) -> dict:
    groups = [
        {"code": one.code, "title": one.title, "agreements": [_agreement(made) for made in one.agreements.all()]}
        for one in source.agenda.objectives.all()
    ]
    return {"html": block.html, "groups": [group for group in groups if group["agreements"]]}


def _agreement(agreement: Agreement) -> dict:
    return {
        "code": agreement.code,
        "heading": agreement.heading,
        "text": agreement.text,
        "kind": agreement.kind,
        "kind_label": agreement.get_kind_display(),
        "actors": agreement.actors,
        "term": agreement.term,
        "monitoring": agreement.get_monitoring_display(),
    }


@freezes("target_table")
def targets_block(block: Block, source: Source) -> dict:
    """Option `not_printed`: of which indicators and years the publication gives no figure, though there is one."""
    not_printed = {(one["indicator"], one["year"]) for one in block.options.get("not_printed", [])}
    return with_tables(block, target_tables(source.agenda, not_printed))


@freezes("distribution_table")
def distribution_block(block: Block, source: Source) -> dict:
    tables = distribution_tables(source.distribution)
    return with_tables(block, tables) if tables else _without_division(block, source)


def _without_division(block: Block, source: Source) -> dict:
    """Says that no eenheid has a share. Raises FreezingError when some have: then something is missing here."""
    sentence = source.agenda.without_division()
    if not sentence:
        raise FreezingError(
            f"“{source.agenda}” heeft geen streefcijfers van {source.unit}. Voer eerst de verdeling in."
        )
    return with_tables(block, []) | {"html": f"{block.html}<p>{escape(sentence)}</p>"}


@freezes("unit_targets")
def unit_targets_block(block: Block, source: Source) -> dict:
    """Everything the document's own eenheid is held to, as one table."""
    agenda = SafetyAgenda.objects.with_targets_of(source.unit).get(pk=source.agenda.pk)
    table = unit_targets_table(agenda, source.unit)
    return with_tables(block, [table]) if table else _without_division(block, source)


@freezes("monitoring")
def monitoring_block(block: Block, source: Source) -> dict:
    """Progress of the whole agenda for the LOVP. Options: `year`, and `period` (h1 or jaar)."""
    agenda = SafetyAgenda.objects.with_register().get(pk=source.agenda.pk)
    year = block.options.get("year")
    if year not in agenda.years:
        raise FreezingError(f"Het blok “{block}” vraagt een jaar uit “{agenda}”, niet “{year}”.")
    period = period_of(block, "period")
    reports = monitoring(agenda, year, period, timezone.localdate())
    return {
        "html": block.html,
        "period": period_title(year, period),
        "tables": [table.as_dict() for report in reports for table in report.tables],
        "objectives": [_monitored(report) for report in reports],
    }


def _monitored(report: ObjectiveReport) -> dict:
    return {
        "code": report.objective.code,
        "title": report.objective.title,
        "table_ids": [table.id for table in report.tables],
        "changes": report.changes,
        "agreements": [
            {"code": one.code, "heading": one.heading, "status": one.get_status_display(), "owner": one.owner}
            for one in report.agreements
        ],
        "missing": report.missing,
    }


@freezes("national_results")
def national_results_block(block: Block, source: Source) -> dict:
    """What the eenheid was held to by the Veiligheidsagenda in a year, and what it realised, in one table."""
    year = source.year_of(block)
    agenda = SafetyAgenda.objects.with_register_of(source.unit).get(pk=source.agenda.pk)
    sections = [one for one in unit_overview(agenda, source.unit, year, "jaar") if one.standings]
    if not sections and agenda.without_division():
        return _without_division(block, source)
    if not sections:
        raise FreezingError(f"“{agenda}” heeft geen streefcijfer of realisatie van {source.unit} in {year}.")
    caption = f"Landelijke doelen {year}: streefcijfer en realisatie van {source.unit}"
    return with_tables(block, [_results_table(f"{block.anchor}-realisatie", caption, sections)])


def _results_table(table_id: str, caption: str, sections: list[ObjectiveStandings]) -> Table:
    measurements = [one for section in sections for standing in section.standings for one in _measured(standing)]
    rows = []
    for section in sections:
        rows += [Row(str(section.objective), role="heading"), *map(_result_row, section.standings)]
    return Table(
        id=table_id,
        caption=caption,
        row_header="Indicator",
        columns=[
            Column("streefcijfer", "Streefcijfer"),
            Column("realisatie", "Realisatie"),
            *text_columns(eenheid="Uitgedrukt in", stand="Stand"),
        ],
        rows=rows,
        notes=list(dict.fromkeys(f"{capfirst(one.indicator.name)}: {one.note}" for one in measurements if one.note)),
        source="; ".join(dict.fromkeys(one.source for one in measurements if one.source)),
    )


def _measured(standing: IndicatorStanding) -> list[Measurement]:
    return [one for one in standing.indicator.current_measurements if one.year == standing.year]


def _result_row(standing: IndicatorStanding) -> Row:
    realised, indicator = standing.realised, standing.indicator
    said = ", ".join(filter(None, [standing.verdict.label, standing.remark]))
    measured = Cell.of(realised.figure, indicator.decimals) if realised else Cell.words("niet gemeten")
    cells = [target_cell(standing), measured, *map(Cell.words, (indicator.unit, said))]
    return Row(capfirst(indicator.name), cells, level=2)
