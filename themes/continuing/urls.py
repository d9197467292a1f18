from django.urls import path

from themes.continuing import views

PLAN = "<slug:unit>/<int:year>/<slug:theme>/"

urlpatterns = [
    path(f"{PLAN}vervolg/", views.ContinueView.as_view(), name="plan-continue"),
    path(f"{PLAN}beginnen/", views.StartView.as_view(), name="plan-start"),
]
