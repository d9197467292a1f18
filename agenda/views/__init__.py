from agenda.views.agendas import (
    AgendaDetailView,
    AgendaListView,
    AgreementsView,
    DistributionView,
    TableCsvView,
    TopicsView,
)
from agenda.views.agreements import AgreementNoteView, AgreementUpdateView, AgreementView
from agenda.views.distributions import DistributeView
from agenda.views.downloads import IndicatorCsvView, MissingCsvView, UnitCsvView
from agenda.views.measurements import MeasurementRecordView, MeasurementRestoreView
from agenda.views.register import IndicatorView, MissingView, OverviewView, UnitView
from agenda.views.targets import ShareReviseView, TargetReviseView

__all__ = [
    "AgendaDetailView",
    "AgendaListView",
    "AgreementNoteView",
    "AgreementUpdateView",
    "AgreementView",
    "AgreementsView",
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
