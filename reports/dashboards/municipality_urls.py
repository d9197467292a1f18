from django.urls import path

from reports.dashboards.views import municipalities as municipality_views
from reports.dashboards.views import teams as team_views

urlpatterns = [
    path("gemeenten/", municipality_views.MunicipalityListView.as_view(), name="municipality-list"),
    path("gemeenten/<slug:code>/", municipality_views.MunicipalityView.as_view(), name="municipality"),
    path(
        "gemeenten/<slug:code>/<int:year>/",
        municipality_views.MunicipalityDashboardView.as_view(),
        name="municipality-dashboard",
    ),
    path(
        "overzicht/<slug:unit>/<int:year>/basisteam/<int:pk>/",
        team_views.TeamDashboardView.as_view(),
        name="team-dashboard",
    ),
]
