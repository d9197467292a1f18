from django.urls import path

from themes.reading import views

PLAN = "<slug:unit>/<int:year>/<slug:theme>/"

urlpatterns = [
    path("", views.PlanListView.as_view(), name="plan-list"),
    path(PLAN, views.PlanView.as_view(), name="plan-detail"),
    path(f"{PLAN}tabellen/<slug:table>.csv", views.PlanCsvView.as_view(), name="plan-csv"),
]
