from datetime import date

from django.urls import include, path, register_converter

from formation.editing.views import cells, tables
from formation.models import StrengthTable
from formation.national.views import NationalAdoptView, NationalFillView
from formation.registers import CHANGE_SETS, CHANGES, NATIONAL_FIGURES, NATIONAL_TABLES
from formation.views import norm, strength
from nhveilig.registers.urls import register_urls


class DayConverter:
    """`2022-01-01`; anything else, the 30th of February too, is no address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return value.isoformat() if isinstance(value, date) else value


register_converter(DayConverter, "day")

FORMATIE = {"kind": StrengthTable.Kind.ESTABLISHMENT.value}
BEZETTING = {"kind": StrengthTable.Kind.OCCUPATION.value}
TABLE = "<slug:slug>/<slug:series>/<day:day>/"
of_one_table = [
    path("bewerken/", cells.TableEditView.as_view(), name="table-edit"),
    path("bewerken/cijfer/", cells.CellSaveView.as_view(), name="cell-save"),
    path("bewerken/blok/", cells.CellsSaveView.as_view(), name="cells-save"),
    path("bewerken/ongedaan-maken/", cells.EditUndoView.as_view(), name="edit-undo"),
    path("wijzigingen/", cells.TableHistoryView.as_view(), name="table-history"),
    path("toelichtingen/", tables.TotalsExplainView.as_view(), name="totals-explain"),
    path("vaststellen/", tables.TableAdoptView.as_view(), name="table-adopt"),
    path("reeks/", tables.TableSeriesView.as_view(), name="table-series"),
    path("overnemen/", tables.TableCopyView.as_view(), name="table-copy"),
    path("verwijderen/", tables.TableDeleteView.as_view(), name="table-delete"),
]

app_name = "formation"
urlpatterns = [
    path("", strength.TableListView.as_view(), name="table-list"),
    path("landelijk/cijfers/", include(register_urls(NATIONAL_FIGURES))),
    path("landelijk/<int:pk>/vaststellen/", NationalAdoptView.as_view(), name="national-adopt"),
    path("landelijk/<int:pk>/vullen/", NationalFillView.as_view(), name="national-fill"),
    path("landelijk/", include(register_urls(NATIONAL_TABLES))),
    path("<slug:slug>/", strength.TableDetailView.as_view(), name="table-detail"),
    path("<slug:slug>/tabel.csv", strength.StrengthCsvView.as_view(), name="table-csv"),
    path("<slug:slug>/beheer/", tables.TableManageView.as_view(), name="table-manage"),
    path("<slug:slug>/nieuwe-tabel/", tables.TableCreateView.as_view(), name="table-create"),
    path(TABLE, include(of_one_table), FORMATIE),
    path(f"{TABLE}bezetting/", include(of_one_table), BEZETTING),
    path("<slug:slug>/reeksen-veranderingen/", include(register_urls(CHANGE_SETS))),
    path("<slug:slug>/veranderingen/", include(register_urls(CHANGES))),
    path("<slug:slug>/wijkagentnorm/", norm.NormView.as_view(), name="norm"),
    path("<slug:slug>/bezetting/", strength.OccupationView.as_view(), name="occupation"),
    path("<slug:slug>/onderdelen/<int:pk>/", norm.PartView.as_view(), name="part"),
    path("<slug:slug>/<slug:series>/ontwikkeling/", strength.DevelopmentView.as_view(), name="development"),
    path("<slug:slug>/<slug:series>/vergelijken/", strength.StrengthComparisonView.as_view(), name="comparison"),
    path(TABLE, strength.DatedTableView.as_view(), FORMATIE, name="dated-table"),
    path(f"{TABLE}bezetting/", strength.DatedTableView.as_view(), BEZETTING, name="dated-table"),
]
