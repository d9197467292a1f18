"""What the pages of an agenda show, gathered per objective, group or indicator; templates only set it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agenda.charts import distribution_chart
from agenda.models import Agreement, Indicator, NationalObjective, SafetyAgenda, Topic, TopicItem
from agenda.presenters import anchor, distribution_tables, objective_tables
from agenda.shares import sentences
from agenda.validators import distribution_totals
from nhveilig.figures.formats import date_long
from nhveilig.figures.tables import Table
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts import footnotes, headings


def facts(agenda: SafetyAgenda) -> list[tuple[str, str]]:
    """For components/data_list.html; what is not known is left out."""
    known = [
        ("Looptijd", f"{agenda.start_year} tot en met {agenda.end_year}"),
        ("Vastgesteld op", agenda.adopted_on and date_long(agenda.adopted_on)),
        ("Vastgesteld door", agenda.adopted_by),
        ("Verdeling vastgesteld op", agenda.distribution_adopted_on and date_long(agenda.distribution_adopted_on)),
        ("Bron", agenda.source),
    ]
    return [(label, value) for label, value in known if value]


@dataclass(frozen=True)
class ObjectiveSection:
    objective: NationalObjective
    anchor: str
    html: str
    notes: list[tuple[str, str]]
    tables: list[dict]


def objective_sections(agenda: SafetyAgenda) -> list[ObjectiveSection]:
    """Expects `with_targets()`, `with_agreements()` and the investigation types."""
    return [_section(agenda, objective) for objective in agenda.objectives.all()]


def _section(agenda: SafetyAgenda, objective: NationalObjective) -> ObjectiveSection:
    html, notes = footnotes.apart(headings.under(objective.html, 2), f"noot-{anchor(objective.code)}")
    tables = [table.as_dict() for table in objective_tables(agenda, objective)]
    return ObjectiveSection(objective, f"doel-{anchor(objective.code)}", html, notes, tables)


def objective_links(agenda: SafetyAgenda) -> list[tuple[str, str]]:
    """(anchor, name) of the objectives themselves; monitoring holds agreements, but is no objective."""
    return [(f"doel-{anchor(o.code)}", str(o)) for o in agenda.objectives.all() if o.html]


@dataclass(frozen=True)
class AgreementGroup:
    objective: NationalObjective
    anchor: str
    headings: list[tuple[str, list[Agreement]]]

    @property
    def count(self) -> int:
        return sum(len(agreements) for _, agreements in self.headings)


def agreement_groups(agreements: Iterable[Agreement]) -> list[AgreementGroup]:
    """Per objective, and in it per heading, in the order in which the agenda has them."""
    groups: dict[NationalObjective, dict[str, list[Agreement]]] = {}
    for agreement in agreements:
        groups.setdefault(agreement.objective, {}).setdefault(agreement.heading, []).append(agreement)
    return [
        AgreementGroup(objective, f"doel-{anchor(objective.code)}", list(headings.items()))
        for objective, headings in groups.items()
    ]


@dataclass(frozen=True)
class Distribution:
    indicator: Indicator
    table: dict
    chart: dict
    own: list[str]
    differs: bool


def distributions(agenda: SafetyAgenda, own_units: Sequence[PoliceUnit]) -> list[Distribution]:
    """One for each indicator that is distributed. Expects `with_distribution()`."""
    indicators = [i for objective in agenda.objectives.all() for i in objective.indicators.all()]
    return [
        Distribution(
            indicator=indicator,
            table=_with_own_rows(table, own_units).as_dict(),
            chart=distribution_chart(agenda, indicator.code),
            own=sentences(indicator, own_units),
            differs=any(not total.agrees for total in distribution_totals(agenda, indicator)),
        )
        for indicator, table in zip(indicators, distribution_tables(agenda), strict=True)
    ]


def difference_alert(found: Sequence[Distribution]) -> str:
    """One line when sums of shares differ from what was adopted; empty when none does."""
    differing = sum(distribution.differs for distribution in found)
    if not differing:
        return ""
    which = "deze verdeling" if len(found) == 1 else f"{differing} van de {len(found)} verdelingen"
    return f"Bij {which} is de som van de eenheden niet gelijk aan het landelijke streefcijfer"


def _with_own_rows(table: Table, own_units: Sequence[PoliceUnit]) -> Table:
    """Says in words which rows are the reader's own: colour alone would leave some readers searching."""
    names = {unit.name for unit in own_units}
    rows = [
        replace(row, label=f"{row.label} (uw eenheid)") if row.label in names and row.role == "detail" else row
        for row in table.rows
    ]
    return replace(table, rows=rows)


@dataclass(frozen=True)
class TopicSection:
    topic: Topic
    items: list[tuple[str, list[str]]]


def topic_groups(agenda: SafetyAgenda) -> list[tuple[Topic.Group, list[TopicSection]]]:
    """Groups without a topic are left out. Expects `with_topics()`."""
    sections = [TopicSection(topic, _items(topic)) for topic in agenda.topics.all()]
    found = ((group, [section for section in sections if section.topic.group == group]) for group in Topic.Group)
    return [(group, topics) for group, topics in found if topics]


def _items(topic: Topic) -> list[tuple[str, list[str]]]:
    """The items per kind, each under its heading; what is only called a subject stands under none."""
    kinds: dict[str, list[str]] = {}
    for item in topic.items.all():
        kinds.setdefault("" if item.kind == TopicItem.Kind.SUBJECT else item.get_kind_display(), []).append(item.text)
    return list(kinds.items())
