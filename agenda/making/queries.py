"""What there is of an agenda that is being made, and what it lacks before it can be adopted."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from agenda.making.services.copying import TAKEN_OVER
from agenda.models import (
    Agreement,
    ContextFigure,
    Indicator,
    InvestigationType,
    NationalObjective,
    SafetyAgenda,
    Topic,
    TopicItem,
)
from nhveilig.figures.values import Qualifier

# The pages of its parts, with what each counts and the way from there to the agenda.
PARTS = (
    ("Doelen", "agenda:objective-list", NationalObjective, "agenda"),
    ("Indicatoren", "agenda:indicator-row-list", Indicator, "objective__agenda"),
    ("Afspraken", "agenda:agreement-list", Agreement, "objective__agenda"),
    ("Onderwerpen", "agenda:topic-list", Topic, "agenda"),
    ("Onderdelen van onderwerpen", "agenda:topic-item-list", TopicItem, "topic__agenda"),
    ("Onderzoekstypen", "agenda:investigation-type-list", InvestigationType, "objective__agenda"),
    ("Achtergrondcijfers bij doelen", "agenda:context-figure-list", ContextFigure, "objective__agenda"),
)


def with_counts() -> QuerySet[SafetyAgenda]:
    """With how many there are of each part, and with the targets of its indicators."""
    counts = {f"count_{place}": _number(model, path) for place, (_, _, model, path) in enumerate(PARTS)}
    indicators = "objectives__indicators"
    return SafetyAgenda.objects.annotate(**counts).prefetch_related(f"{indicators}__targets", "objectives__agreements")


def _number(model: type, path: str) -> Coalesce:
    found = model.objects.filter(**{path: OuterRef("pk")}).order_by().values(path)
    counted = found.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@dataclass(frozen=True)
class PartLine:
    label: str
    address: str
    count: int


def parts_of(agenda: SafetyAgenda) -> list[PartLine]:
    """Expects `with_counts()`."""
    return [
        PartLine(label, address, getattr(agenda, f"count_{place}")) for place, (label, address, *_) in enumerate(PARTS)
    ]


@dataclass(frozen=True)
class TargetLine:
    """`filled` counts the years with a target; `open` those of them still to be decided."""

    indicator: Indicator
    years: int
    filled: int
    undecided: int
    taken_over: int

    @property
    def words(self) -> str:
        if self.indicator.targets.all() and not self.filled:
            return "voor een andere periode dan een jaar"
        more = [
            f"{self.undecided} nog te bepalen" if self.undecided else "",
            f"{self.taken_over} overgenomen en nog niet herzien" if self.taken_over else "",
        ]
        return ", ".join(filter(None, [f"{self.filled} van de {self.years} jaren", *more]))


def target_lines(agenda: SafetyAgenda) -> list[TargetLine]:
    """Expects `with_counts()`."""
    return [_line(indicator, len(agenda.years)) for indicator in agenda.indicators]


def _line(indicator: Indicator, years: int) -> TargetLine:
    yearly = [target for target in indicator.targets.all() if target.year]
    undecided = sum(target.qualifier == Qualifier.UNDECIDED for target in yearly)
    taken_over = sum(target.note.startswith(TAKEN_OVER) for target in indicator.targets.all())
    return TargetLine(indicator, years, len(yearly), undecided, taken_over)


def lacking(agenda: SafetyAgenda) -> Iterator[str]:
    """Sentences. Expects `with_counts()`."""
    if not agenda.objectives.all():
        yield "Er zijn nog geen doelen."
    for objective in agenda.objectives.all():
        if not objective.indicators.all() and not objective.agreements.all():
            yield f"Doel {objective} heeft geen indicator en geen afspraak."
    lines = target_lines(agenda)
    if without := sum(not line.indicator.targets.all() for line in lines):
        yield f"{without} van de {len(lines)} indicatoren hebben nog geen streefcijfer."
    if undecided := sum(line.undecided for line in lines):
        yield f"{undecided} streefcijfers zijn nog te bepalen."
    if taken_over := sum(line.taken_over for line in lines):
        yield f"{taken_over} streefcijfers zijn overgenomen en nog niet herzien."
