from django.urls import include, path, register_converter

from formation import views
from formation.addresses import DayConverter
from formation.models import StrengthTable

register_converter(DayConverter, "day")

FORMATIE = {"kind": StrengthTable.Kind.ESTABLISHMENT.value}
BEZETTING = {"kind": StrengthTable.Kind.OCCUPATION.value}

app_name = "formation"
urlpatterns = [
    path("", views.TableListView.as_view(), name="table-list"),
    path("<slug:slug>/", views.TableDetailView.as_view(), name="table-detail"),
    path("<slug:slug>/tabel.csv", views.StrengthCsvView.as_view(), name="table-csv"),
    path("", include("formation.editing.urls")),
    path("<slug:slug>/wijkagentnorm/", views.NormView.as_view(), name="norm"),
    path("<slug:slug>/bezetting/", views.OccupationView.as_view(), name="occupation"),
    path("<slug:slug>/onderdelen/<int:pk>/", views.PartView.as_view(), name="part"),
    path("<slug:slug>/<slug:series>/ontwikkeling/", views.DevelopmentView.as_view(), name="development"),
    path("<slug:slug>/<slug:series>/vergelijken/", views.StrengthComparisonView.as_view(), name="comparison"),
    path("<slug:slug>/<slug:series>/<day:day>/", views.DatedTableView.as_view(), FORMATIE, name="dated-table"),
    path(
        "<slug:slug>/<slug:series>/<day:day>/bezetting/", views.DatedTableView.as_view(), BEZETTING, name="dated-table"
    ),
]
