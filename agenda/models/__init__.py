"""One package per import path: `from agenda.models import Indicator` holds wherever a model stands."""

from .agendas import (
    ContextFigure,
    InvestigationType,
    NationalObjective,
    SafetyAgenda,
    SafetyAgendaQuerySet,
    Topic,
    TopicItem,
)
from .agreements import Agreement, AgreementNote
from .indicators import Explanation, Indicator, IndicatorQuerySet
from .measurements import Measurement
from .targets import Distribution, DistributionTotal, RegionalTarget, Target, TargetRevision
