"""One package per import path: `from agenda.models import Indicator` holds wherever a model stands."""

from .agendas import (
    Agreement,
    AgreementNote,
    NationalObjective,
    SafetyAgenda,
    SafetyAgendaQuerySet,
)
from .indicators import Explanation, Indicator, IndicatorQuerySet, Measurement
from .targets import Distribution, DistributionTotal, RegionalTarget, Target, TargetRevision
from .topics import ContextFigure, InvestigationType, Topic, TopicItem
