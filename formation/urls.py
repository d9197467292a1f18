from django.urls import include, path, register_converter

from formation.addresses import DayConverter
from formation.models import StrengthTable
from formation.views import norm, strength

register_converter(DayConverter, "day")

FORMATIE = {"kind": StrengthTable.Kind.ESTABLISHMENT.value}
BEZETTING = {"kind": StrengthTable.Kind.OCCUPATION.value}
TABLE = "<slug:slug>/<slug:series>/<day:day>/"

app_name = "formation"
urlpatterns = [
    path("", strength.TableListView.as_view(), name="table-list"),
    path("<slug:slug>/", strength.TableDetailView.as_view(), name="table-detail"),
    path("<slug:slug>/tabel.csv", strength.StrengthCsvView.as_view(), name="table-csv"),
    path("", include("formation.editing.urls")),
    path("<slug:slug>/wijkagentnorm/", norm.NormView.as_view(), name="norm"),
    path("<slug:slug>/bezetting/", strength.OccupationView.as_view(), name="occupation"),
    path("<slug:slug>/onderdelen/<int:pk>/", norm.PartView.as_view(), name="part"),
    path("<slug:slug>/<slug:series>/ontwikkeling/", strength.DevelopmentView.as_view(), name="development"),
    path("<slug:slug>/<slug:series>/vergelijken/", strength.StrengthComparisonView.as_view(), name="comparison"),
    path("<slug:slug>/<slug:series>/<day:day>/", strength.DatedTableView.as_view(), FORMATIE, name="dated-table"),
    path(
        "<slug:slug>/<slug:series>/<day:day>/bezetting/",
        strength.DatedTableView.as_view(),
        BEZETTING,
        name="dated-table",
    ),
]
