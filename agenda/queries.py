"""What the pages of an agenda show, gathered per objective, group or indicator; templates only set it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from agenda.models import DistributionTotal, Indicator, NationalObjective, SafetyAgenda, Topic, TopicItem
from agenda.presenters import anchor, distribution_chart, distribution_tables, objective_tables
from agenda.validators import distribution_totals
from nhveilig.figures.formats import date_long, listed, number, percentage
from nhveilig.figures.tables import Table
from nhveilig.figures.units import unit_of
from nhveilig.figures.values import Figure
from nhveilig.regions.models import Inhabitants, Municipality, PoliceUnit
from nhveilig.texts import footnotes, headings


def facts(agenda: SafetyAgenda) -> list[tuple[str, str]]:
    """For components/data_list.html; what is not known is left out."""
    known = [
        ("Looptijd", f"{agenda.start_year} tot en met {agenda.end_year}"),
        ("Vastgesteld op", agenda.adopted_on and date_long(agenda.adopted_on)),
        ("Vastgesteld door", agenda.adopted_by),
        ("Beëindigd op", agenda.ended_on and date_long(agenda.ended_on)),
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
    """(anchor, name) of each."""
    return [(f"doel-{anchor(o.code)}", str(o)) for o in agenda.objectives.all()]


@dataclass(frozen=True)
class Distribution:
    indicator: Indicator
    table: dict
    chart: dict
    own: list[str]
    differs: bool


def distributions(agenda: SafetyAgenda, own_units: Sequence[PoliceUnit]) -> list[Distribution]:
    """One for each indicator that is distributed. Expects `with_distribution()`."""
    return [
        Distribution(
            indicator=indicator,
            table=_with_own_rows(table, own_units).as_dict(),
            chart=distribution_chart(agenda, indicator.code),
            own=sentences(indicator, own_units),
            differs=any(not total.agrees for total in distribution_totals(agenda, indicator)),
        )
        for indicator, table in zip(agenda.indicators, distribution_tables(agenda), strict=True)
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


@dataclass(frozen=True)
class UnitShare:
    """The target of one eenheid in one year; `national` is the adopted total, None when there is none."""

    indicator: Indicator
    year: int
    figure: Figure
    national: Figure | None = None

    @property
    def percent(self) -> Decimal | None:
        whole = self.national.value if self.national else None
        return self.figure.value * 100 / whole if whole and self.figure.is_known else None

    def stat(self) -> dict[str, str]:
        """For components/stats.html."""
        note = f"{unit_of(self.figure, self.indicator.unit)} in {self.year}"
        if self.percent is not None:
            note += f", van {number(self.national.value)} landelijk ({percentage(self.percent, 1)})"
        return {"label": self.indicator.objective.title, "value": self.figure.text(), "note": note}


@dataclass(frozen=True)
class Shares:
    """The years of one indicator for one eenheid, oldest first."""

    police_unit: PoliceUnit
    years: tuple[UnitShare, ...]

    def sentence(self) -> str:
        return f"{self.police_unit}: {listed(f'{share.figure.text()} in {share.year}' for share in self.years)}."


def shares(agenda: SafetyAgenda, police_unit: PoliceUnit) -> list[Shares]:
    """Per distributed indicator. Expects `SafetyAgenda.objects.with_distribution()`."""
    found = (Shares(police_unit, tuple(_of(indicator, police_unit))) for indicator in agenda.indicators)
    return [one for one in found if one.years]


def latest_stats(agenda: SafetyAgenda, police_unit: PoliceUnit) -> list[dict[str, str]]:
    """The last year of each indicator, for components/stats.html."""
    return [one.years[-1].stat() for one in shares(agenda, police_unit)]


def sentences(indicator: Indicator, police_units: Iterable[PoliceUnit]) -> list[str]:
    """What each of these eenheden takes of one indicator, year by year, in words."""
    found = (Shares(unit, tuple(_of(indicator, unit))) for unit in police_units)
    return [one.sentence() for one in found if one.years]


def _of(indicator: Indicator, police_unit: PoliceUnit) -> Iterator[UnitShare]:
    national = {
        total.year: total.figure
        for total in indicator.distribution_totals.all()
        if total.level == DistributionTotal.Level.NATIONAL
    }
    mine = (share for share in indicator.regional_targets.all() if share.police_unit_id == police_unit.pk)
    for share in sorted(mine, key=lambda share: share.year):
        yield UnitShare(indicator, share.year, share.figure, national.get(share.year))


def inhabitants_of(police_units: Iterable[PoliceUnit], day: date) -> dict[int, Decimal]:
    """Per id of an eenheid; one that lacks a count of any of its municipalities on `day` is left out. Two queries."""
    units = [unit.pk for unit in police_units]
    counts = Inhabitants.objects.filter(reference_date=day, municipality__safety_region__police_unit__in=units)
    figures = {count.municipality_id: count.figure for count in counts}
    there = Municipality.objects.on(day).filter(safety_region__police_unit__in=units)
    municipalities: dict[int, list[int]] = {}
    for pk, unit in there.values_list("pk", "safety_region__police_unit"):
        municipalities.setdefault(unit, []).append(pk)
    return {
        unit: sum((figures[pk].value for pk in pks), Decimal(0))
        for unit, pks in municipalities.items()
        if all(pk in figures and figures[pk].is_known for pk in pks)
    }


def reference_dates() -> list[date]:
    """The days on which inhabitants of municipalities were counted, newest first."""
    counted = Inhabitants.objects.filter(municipality__isnull=False)
    return list(counted.order_by("-reference_date").values_list("reference_date", flat=True).distinct())
