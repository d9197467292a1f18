"""What a new agenda takes over from an earlier one, each row with what it came from."""

import re
from copy import copy
from typing import TypeVar

from django.db import models

from agenda.models import (
    Agreement,
    Explanation,
    Indicator,
    InvestigationType,
    NationalObjective,
    SafetyAgenda,
    Target,
    Topic,
)

Row = TypeVar("Row", bound=models.Model)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# How the note of a target begins that nobody decided on yet.
TAKEN_OVER = "overgenomen uit"
LONGEST_NOTE = Target._meta.get_field("note").max_length


class _Copy:
    def __init__(self, agenda: SafetyAgenda, basis: SafetyAgenda) -> None:
        self.agenda, self.basis = agenda, basis
        self.offset = agenda.start_year - basis.start_year
        self.objectives: dict[int, NationalObjective] = {}
        self.indicators: dict[int, Indicator] = {}

    def structure(self) -> None:
        for one in NationalObjective.objects.filter(agenda=self.basis):
            self.objectives[one.pk] = _stored(one, agenda=self.agenda, continues=one)
        for one in self._of_objectives(Agreement):
            status = Agreement.Status.NOT_STARTED
            place = {"objective": self.objectives[one.objective_id], "continues": one}
            _stored(one, **place, term=self._later(one.term), status=status)
        for one in self._of_objectives(InvestigationType):
            _stored(one, objective=self.objectives[one.objective_id])
        for one in Topic.objects.filter(agenda=self.basis).prefetch_related("items"):
            topic = _stored(one, agenda=self.agenda)
            for item in one.items.all():
                _stored(item, topic=topic)

    def counted(self) -> None:
        """What something is a part of, before its parts."""
        found = self._of_objectives(Indicator).select_related("parent__parent__parent")
        for one in sorted(found, key=lambda indicator: len(indicator.line)):
            parent = self.indicators.get(one.parent_id)
            relation = one.relation if parent else Indicator.Relation.NONE
            place = {"objective": self.objectives[one.objective_id], "continues": one}
            self.indicators[one.pk] = _stored(one, **place, parent=parent, relation=relation)

    def targets(self) -> None:
        """As a proposal: each says where it comes from, until somebody decides on it."""
        note = f"{TAKEN_OVER} {self.basis}, nog niet herzien"[:LONGEST_NOTE]
        for one in Target.objects.filter(indicator__in=self.indicators):
            if one.year is None or one.year + self.offset <= self.agenda.end_year:
                when = {"year": one.year and one.year + self.offset, "period": self._later(one.period)}
                _stored(one, indicator=self.indicators[one.indicator_id], note=note, **when)
        within = Explanation.objects.exclude(about=Explanation.About.DISTRIBUTION)
        for one in within.filter(indicator__in=self.indicators, year__lte=self.agenda.end_year - self.offset):
            _stored(one, indicator=self.indicators[one.indicator_id], year=one.year + self.offset)

    def _of_objectives(self, model: type[Row]) -> models.QuerySet[Row]:
        return model.objects.filter(objective__in=self.objectives)

    def _later(self, text: str) -> str:
        """“2019-2022” becomes “2023-2026”; other years stay as they are."""

        def shifted(found: re.Match[str]) -> str:
            year = int(found[0])
            return str(year + self.offset) if year in self.basis.years else found[0]

        return _YEAR.sub(shifted, text)


def copy_into(agenda: SafetyAgenda, basis: SafetyAgenda, *, with_targets: bool) -> None:
    """Objectives, agreements, indicators and topics, with their targets where asked; nothing of what was realised."""
    work = _Copy(agenda, basis)
    work.structure()
    work.counted()
    if with_targets:
        work.targets()


def _stored(row: Row, **values: object) -> Row:
    """A new row like this one, with these values."""
    new = copy(row)
    new._state, new._prefetched_objects_cache = copy(row._state), {}
    new._state.fields_cache = {}
    new.pk, new._state.adding = None, True
    if hasattr(new, "versions"):
        new.version, new.versions = 1, {}
    for name, value in values.items():
        setattr(new, name, value)
    new.save(force_insert=True)
    return new
