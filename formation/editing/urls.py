from django.urls import include, path

from formation.editing.views import cells as views
from formation.editing.views import decisions as deciding
from formation.editing.views import tables
from formation.models import StrengthTable

of_one_table = [
    path("bewerken/", views.TableEditView.as_view(), name="table-edit"),
    path("bewerken/cijfer/", views.CellSaveView.as_view(), name="cell-save"),
    path("bewerken/blok/", views.CellsSaveView.as_view(), name="cells-save"),
    path("bewerken/ongedaan-maken/", views.EditUndoView.as_view(), name="edit-undo"),
    path("wijzigingen/", views.TableHistoryView.as_view(), name="table-history"),
    path("toelichtingen/", deciding.TotalsExplainView.as_view(), name="totals-explain"),
    path("vaststellen/", deciding.TableAdoptView.as_view(), name="table-adopt"),
    path("overnemen/", tables.TableCopyView.as_view(), name="table-copy"),
    path("verwijderen/", deciding.TableDeleteView.as_view(), name="table-delete"),
]
ADDRESS = "<slug:slug>/<slug:series>/<day:day>/"

urlpatterns = [
    path("<slug:slug>/beheer/", tables.TableManageView.as_view(), name="table-manage"),
    path("<slug:slug>/nieuwe-tabel/", tables.TableCreateView.as_view(), name="table-create"),
    path(ADDRESS, include(of_one_table), {"kind": StrengthTable.Kind.ESTABLISHMENT.value}),
    path(f"{ADDRESS}bezetting/", include(of_one_table), {"kind": StrengthTable.Kind.OCCUPATION.value}),
]
