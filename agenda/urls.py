from django.urls import include, path

from agenda.making import views as making
from agenda.registers import AGREEMENTS, IN_MAKING
from agenda.views import downloads, editing, reading
from nhveilig.registers.urls import register_urls

app_name = "agenda"
indicator_urls = [
    path("", reading.IndicatorView.as_view(), name="indicator-detail"),
    path("tabel-<slug:rows>.csv", downloads.IndicatorCsvView.as_view(), name="indicator-csv"),
    path("realisatie/", editing.MeasurementRecordView.as_view(), name="measurement-record"),
    path("streefcijfers/", making.TargetsView.as_view(), name="target-fill"),
    path("streefcijfer/<slug:when>/", editing.TargetReviseView.as_view(), name="target-revise"),
    path("eenheden/<slug:unit>/<int:year>/", editing.ShareReviseView.as_view(), name="share-revise"),
    path("verdelen/", editing.DistributeView.as_view(), name="indicator-distribute"),
]
making_urls = [
    path("", making.MakingView.as_view(), name="agenda-making"),
    path("wijzigen/", making.AgendaChangeView.as_view(), name="agenda-change"),
    path("vaststellen/", making.AdoptView.as_view(), name="agenda-adopt"),
    path("beeindigen/", making.EndView.as_view(), name="agenda-end"),
    path("verwijderen/", making.AgendaDeleteView.as_view(), name="agenda-delete"),
    *(path(f"{folder}/", include(register_urls(register))) for folder, register in IN_MAKING.items()),
]
agenda_urls = [
    path("", reading.AgendaDetailView.as_view(), name="agenda-detail"),
    path("maken/", include(making_urls)),
    path("stand-van-zaken/", reading.OverviewView.as_view(), name="agenda-overview"),
    path("afspraken/", include(register_urls(AGREEMENTS))),
    path("afspraken/<str:code>/toelichting/", editing.AgreementNoteView.as_view(), name="agreement-note"),
    path("verdeling/", reading.DistributionView.as_view(), name="agenda-distribution"),
    path("realisatie/<int:pk>/terugdraaien/", editing.MeasurementRestoreView.as_view(), name="measurement-restore"),
    path("themas/", reading.TopicsView.as_view(), name="agenda-topics"),
    path("ontbreekt/", reading.MissingView.as_view(), name="agenda-missing"),
    path("ontbreekt.csv", downloads.MissingCsvView.as_view(), name="missing-csv"),
    path("eenheden/<slug:unit>/", reading.UnitView.as_view(), name="unit-detail"),
    path("eenheden/<slug:unit>/streefcijfers.csv", downloads.UnitCsvView.as_view(), name="unit-csv"),
    path("indicatoren/<str:objective>/<slug:code>/", include(indicator_urls)),
    path("tabellen/<slug:table_id>.csv", downloads.TableCsvView.as_view(), name="table-csv"),
]
urlpatterns = [
    path("", reading.AgendaListView.as_view(), name="agenda-list"),
    path("nieuw/", making.NewAgendaView.as_view(), name="agenda-new"),
    path("<slug:slug>/", include(agenda_urls)),
]
