"""One package per import path: `from agenda.models import Indicator` holds wherever a model stands."""

from .agendas import (
    Agreement,
    AgreementNote,
    ContextFigure,
    InvestigationType,
    NationalObjective,
    SafetyAgenda,
    SafetyAgendaQuerySet,
    Topic,
    TopicItem,
)
from .indicators import Explanation, Indicator, IndicatorQuerySet, Measurement
from .targets import Distribution, DistributionTotal, RegionalTarget, Target, TargetRevision
