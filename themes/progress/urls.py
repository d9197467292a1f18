from django.urls import path

from themes.progress.views import matrix as matrix_views
from themes.progress.views import reports as views

PLAN = "uitvoeringsplannen/<slug:unit>/<int:year>/<slug:theme>/voortgang/"
YEAR = "voortgang/<slug:unit>/<int:year>/"

urlpatterns = [
    path(PLAN, views.ProgressView.as_view(), name="progress"),
    path(f"{PLAN}<slug:part>/", views.ReportView.as_view(), name="progress-report"),
    path(f"{PLAN}<slug:part>/onveranderd/", views.UnchangedView.as_view(), name="progress-unchanged"),
    path(f"{PLAN}<slug:part>/verbeteren/<int:pk>/", views.CorrectView.as_view(), name="progress-correct"),
    path(f"{YEAR}gemeenten/", matrix_views.MatrixView.as_view(), name="matrix"),
    path(f"{YEAR}gemeenten.csv", matrix_views.MatrixCsvView.as_view(), name="matrix-csv"),
    path(f"{YEAR}nog-niet-gemeld/", matrix_views.NotReportedView.as_view(), name="not-reported"),
    path("voortgang/antwoord/<str:token>/", views.AnswerView.as_view(), name="answer"),
]
