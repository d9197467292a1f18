from agenda.views.agendas import (
    AgendaDetailView,
    AgendaListView,
    DistributionView,
    TableCsvView,
    TopicsView,
)
from agenda.views.agreements import AgreementNoteView
from agenda.views.distributions import DistributeView
from agenda.views.downloads import IndicatorCsvView, MissingCsvView, UnitCsvView
from agenda.views.measurements import MeasurementRecordView, MeasurementRestoreView
from agenda.views.register import IndicatorView, MissingView, OverviewView, UnitView
from agenda.views.targets import ShareReviseView, TargetReviseView

__all__ = [
    "AgendaDetailView",
    "AgendaListView",
    "AgreementNoteView",
    "DistributeView",
    "DistributionView",
    "IndicatorCsvView",
    "IndicatorView",
    "MeasurementRecordView",
    "MeasurementRestoreView",
    "MissingCsvView",
    "MissingView",
    "OverviewView",
    "ShareReviseView",
    "TableCsvView",
    "TargetReviseView",
    "TopicsView",
    "UnitCsvView",
    "UnitView",
]
