"""The addresses of the dashboards; reports/urls.py has them under its own name."""

from django.urls import path

from reports.dashboards.views import neighbours, places, units

UNIT = "overzicht/<slug:unit>/<int:year>/"
THEME = f"{UNIT}thema/<slug:theme>/"
MUNICIPALITY = "gemeenten/<slug:code>/"

urlpatterns = [
    path("overzicht/", units.OwnDashboardView.as_view(), name="dashboard"),
    path("overzicht/bewaard/", units.SavedViewsView.as_view(), name="saved-views"),
    path("overzicht/bewaard/<int:pk>/verwijderen/", units.RemoveViewView.as_view(), name="saved-view-remove"),
    path(UNIT, units.UnitDashboardView.as_view(), name="unit-dashboard"),
    path(f"{UNIT}<slug:table>.csv", units.UnitDashboardCsvView.as_view(), name="unit-dashboard-csv"),
    path(THEME, units.ThemeDashboardView.as_view(), name="theme-dashboard"),
    path(f"{THEME}<slug:table>.csv", units.ThemeCsvView.as_view(), name="theme-dashboard-csv"),
    path("gemeenten/", places.MunicipalityListView.as_view(), name="municipality-list"),
    path(MUNICIPALITY, places.MunicipalityView.as_view(), name="municipality"),
    path(f"{MUNICIPALITY}naast/", neighbours.NeighboursView.as_view(), name="municipality-neighbours"),
    path(f"{MUNICIPALITY}<int:year>/", places.MunicipalityDashboardView.as_view(), name="municipality-dashboard"),
    path(f"{UNIT}basisteam/<int:pk>/", places.TeamDashboardView.as_view(), name="team-dashboard"),
]
