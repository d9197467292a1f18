from django.urls import include, path

from agenda import views
from agenda.registers import AGREEMENTS
from nhveilig.registers.urls import register_urls

app_name = "agenda"
indicator_urls = [
    path("", views.IndicatorView.as_view(), name="indicator-detail"),
    path("tabel-<slug:rows>.csv", views.IndicatorCsvView.as_view(), name="indicator-csv"),
    path("realisatie/", views.MeasurementRecordView.as_view(), name="measurement-record"),
    path("streefcijfer/<slug:when>/", views.TargetReviseView.as_view(), name="target-revise"),
    path("eenheden/<slug:unit>/<int:year>/", views.ShareReviseView.as_view(), name="share-revise"),
    path("verdelen/", views.DistributeView.as_view(), name="indicator-distribute"),
]
agenda_urls = [
    path("", views.AgendaDetailView.as_view(), name="agenda-detail"),
    path("stand-van-zaken/", views.OverviewView.as_view(), name="agenda-overview"),
    path("afspraken/", include(register_urls(AGREEMENTS))),
    path("afspraken/<str:code>/toelichting/", views.AgreementNoteView.as_view(), name="agreement-note"),
    path("verdeling/", views.DistributionView.as_view(), name="agenda-distribution"),
    path("realisatie/<int:pk>/terugdraaien/", views.MeasurementRestoreView.as_view(), name="measurement-restore"),
    path("themas/", views.TopicsView.as_view(), name="agenda-topics"),
    path("ontbreekt/", views.MissingView.as_view(), name="agenda-missing"),
    path("ontbreekt.csv", views.MissingCsvView.as_view(), name="missing-csv"),
    path("eenheden/<slug:unit>/", views.UnitView.as_view(), name="unit-detail"),
    path("eenheden/<slug:unit>/streefcijfers.csv", views.UnitCsvView.as_view(), name="unit-csv"),
    path("indicatoren/<str:objective>/<slug:code>/", include(indicator_urls)),
    path("tabellen/<slug:table_id>.csv", views.TableCsvView.as_view(), name="table-csv"),
]
urlpatterns = [
    path("", views.AgendaListView.as_view(), name="agenda-list"),
    path("<slug:slug>/", include(agenda_urls)),
]
