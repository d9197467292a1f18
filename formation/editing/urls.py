from django.urls import include, path

from formation.editing.views import cells, tables
from formation.models import StrengthTable

of_one_table = [
    path("bewerken/", cells.TableEditView.as_view(), name="table-edit"),
    path("bewerken/cijfer/", cells.CellSaveView.as_view(), name="cell-save"),
    path("bewerken/blok/", cells.CellsSaveView.as_view(), name="cells-save"),
    path("bewerken/ongedaan-maken/", cells.EditUndoView.as_view(), name="edit-undo"),
    path("wijzigingen/", cells.TableHistoryView.as_view(), name="table-history"),
    path("toelichtingen/", tables.TotalsExplainView.as_view(), name="totals-explain"),
    path("vaststellen/", tables.TableAdoptView.as_view(), name="table-adopt"),
    path("overnemen/", tables.TableCopyView.as_view(), name="table-copy"),
    path("verwijderen/", tables.TableDeleteView.as_view(), name="table-delete"),
]
ADDRESS = "<slug:slug>/<slug:series>/<day:day>/"

urlpatterns = [
    path("<slug:slug>/beheer/", tables.TableManageView.as_view(), name="table-manage"),
    path("<slug:slug>/nieuwe-tabel/", tables.TableCreateView.as_view(), name="table-create"),
    path(ADDRESS, include(of_one_table), {"kind": StrengthTable.Kind.ESTABLISHMENT.value}),
    path(f"{ADDRESS}bezetting/", include(of_one_table), {"kind": StrengthTable.Kind.OCCUPATION.value}),
]
