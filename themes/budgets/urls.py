from django.urls import include, path

from nhveilig.registers.urls import register_urls
from themes.budgets.forms import GroupForm, SidedGroupForm
from themes.budgets.registers import GRANT_YEARS, GRANTS
from themes.budgets.views import comparing, editing, grid, reading, rows
from themes.models import BudgetGroup

OF_GROUP = {"model": BudgetGroup}

of_one_budget = [
    path("", reading.BudgetDetailView.as_view(), name="budget-detail"),
    path("<slug:side>.csv", reading.BudgetCsvView.as_view(), name="budget-csv"),
    path("bewerken/", grid.BudgetEditView.as_view(), name="budget-edit"),
    path("bewerken/cel/", grid.CellSaveView.as_view(), name="cell-save"),
    path("bewerken/blok/", grid.BlockSaveView.as_view(), name="block-save"),
    path("bewerken/ongedaan/", grid.CellsUndoView.as_view(), name="cells-undo"),
    path("bewerken/titel/", rows.BudgetWordsView.as_view(), name="budget-words"),
    path("bewerken/totaal/<slug:side>/", rows.TotalChangeView.as_view(), name="total-change"),
    path("bewerken/groepen/nieuw/", rows.GroupFormView.as_view(form_class=SidedGroupForm), name="group-create"),
    path("bewerken/groepen/<int:pk>/", rows.GroupFormView.as_view(form_class=GroupForm), name="group-change"),
    path("bewerken/groepen/<int:pk>/verplaatsen/", rows.RowMoveView.as_view(**OF_GROUP), name="group-move"),
    path("bewerken/groepen/<int:pk>/verwijderen/", rows.RowDeleteView.as_view(**OF_GROUP), name="group-delete"),
    path("bewerken/groepen/<int:pk>/terugzetten/", rows.RowRestoreView.as_view(**OF_GROUP), name="group-restore"),
    path("bewerken/posten/nieuw/", rows.LineFormView.as_view(), name="line-create"),
    path("bewerken/posten/<int:pk>/", rows.LineFormView.as_view(), name="line-change"),
    path("bewerken/posten/<int:pk>/verplaatsen/", rows.RowMoveView.as_view(), name="line-move"),
    path("bewerken/posten/<int:pk>/verwijderen/", rows.RowDeleteView.as_view(), name="line-delete"),
    path("bewerken/posten/<int:pk>/terugzetten/", rows.RowRestoreView.as_view(), name="line-restore"),
    path("geschiedenis/", rows.BudgetHistoryView.as_view(), name="budget-history"),
    path("geschiedenis/<int:pk>/terugzetten/", rows.EditRestoreView.as_view(), name="edit-restore"),
    path("verschillen/", editing.DifferencesExplainView.as_view(), name="differences-explain"),
    path("vaststellen/", editing.BudgetAdoptView.as_view(), name="budget-adopt"),
    path("overnemen/", editing.BudgetCopyView.as_view(), name="budget-copy"),
    path("verwijderen/", editing.BudgetDeleteView.as_view(), name="budget-delete"),
]
of_grants = [
    path("per-jaar.csv", reading.GrantCsvView.as_view(), name="grant-csv"),
    path("jaren/", include(register_urls(GRANT_YEARS))),
    path("", include(register_urls(GRANTS))),
]

app_name = "budgets"
urlpatterns = [
    path("", reading.BudgetListView.as_view(), name="budget-list"),
    path("terugzetten/<int:pk>/", editing.BudgetRestoreView.as_view(), name="budget-restore"),
    path("<slug:slug>/nieuw/", editing.BudgetCreateView.as_view(), name="budget-create"),
    path("<slug:slug>/geldbronnen/", include(of_grants)),
    path("<slug:slug>/<int:year>/", reading.BudgetYearView.as_view(), name="budget-year"),
    path("<slug:slug>/<int:year>/vergelijken/", comparing.VersionComparisonView.as_view(), name="comparison"),
    path(
        "<slug:slug>/<int:year>/vergelijken/<slug:side>.csv",
        comparing.ComparisonCsvView.as_view(),
        name="comparison-csv",
    ),
    path("<slug:slug>/<int:year>/<slug:kind>/<int:number>/", include(of_one_budget)),
]
