from django.urls import path

from themes.reading import beginning, views

PLAN = "<slug:unit>/<int:year>/<slug:theme>/"

urlpatterns = [
    path("", views.PlanListView.as_view(), name="plan-list"),
    path(PLAN, views.PlanView.as_view(), name="plan-detail"),
    path(f"{PLAN}tabellen/<slug:table>.csv", views.PlanCsvView.as_view(), name="plan-csv"),
    path(f"{PLAN}vervolg/", beginning.ContinueView.as_view(), name="plan-continue"),
    path(f"{PLAN}beginnen/", beginning.StartView.as_view(), name="plan-start"),
]
