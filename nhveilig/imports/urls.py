from django.urls import path

from nhveilig.imports import views

app_name = "imports"
JOB = "invoer/opdrachten/<int:pk>/"
TABLE = "invoer/<slug:kind>/<slug:slug>/"
FILE = "<slug:kind>/<slug:slug>.<str:format>"
urlpatterns = [
    path("invoer/", views.ImportListView.as_view(), name="import-list"),
    path(JOB, views.JobDetailView.as_view(), name="job-detail"),
    path(f"{JOB}bevestigen/", views.ConfirmView.as_view(), name="job-confirm"),
    path(f"{JOB}kolommen/", views.ColumnsView.as_view(), name="job-columns"),
    path(f"{JOB}weggooien/", views.DiscardView.as_view(), name="job-discard"),
    path(f"{JOB}fouten.csv", views.ProblemListView.as_view(), name="job-problems"),
    path(TABLE, views.UploadView.as_view(), name="upload"),
    path(f"{TABLE}sjabloon.<str:format>", views.TemplateView.as_view(), name="template"),
    path(f"tabellen/{FILE}", views.TableExportView.as_view(), name="table-export"),
]
