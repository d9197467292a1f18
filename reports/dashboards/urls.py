"""The addresses of the dashboards; reports/urls.py has them under its own name."""

from django.urls import path

from reports.dashboards.views import municipalities as municipality_views
from reports.dashboards.views import saved as saved_views
from reports.dashboards.views import teams as team_views
from reports.dashboards.views import units as views

UNIT = "overzicht/<slug:unit>/<int:year>/"
THEME = f"{UNIT}thema/<slug:theme>/"
MUNICIPALITY = "gemeenten/<slug:code>/"

urlpatterns = [
    path("overzicht/", views.OwnDashboardView.as_view(), name="dashboard"),
    path("overzicht/bewaard/", saved_views.SavedViewsView.as_view(), name="saved-views"),
    path("overzicht/bewaard/<int:pk>/verwijderen/", saved_views.RemoveViewView.as_view(), name="saved-view-remove"),
    path(UNIT, views.UnitDashboardView.as_view(), name="unit-dashboard"),
    path(f"{UNIT}<slug:table>.csv", views.UnitDashboardCsvView.as_view(), name="unit-dashboard-csv"),
    path(THEME, views.ThemeDashboardView.as_view(), name="theme-dashboard"),
    path(f"{THEME}<slug:table>.csv", views.ThemeCsvView.as_view(), name="theme-dashboard-csv"),
    path("gemeenten/", municipality_views.MunicipalityListView.as_view(), name="municipality-list"),
    path(MUNICIPALITY, municipality_views.MunicipalityView.as_view(), name="municipality"),
    path(
        f"{MUNICIPALITY}<int:year>/",
        municipality_views.MunicipalityDashboardView.as_view(),
        name="municipality-dashboard",
    ),
    path(f"{UNIT}basisteam/<int:pk>/", team_views.TeamDashboardView.as_view(), name="team-dashboard"),
]
