from django.urls import path, register_converter

from nhveilig.imports import views
from nhveilig.imports.formats import FORMATS


class FormatConverter:
    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormatConverter, "table_format")

app_name = "imports"
JOB = "invoer/opdrachten/<int:pk>/"
TABLE = "invoer/<slug:kind>/<slug:slug>/"
FILE = "<slug:kind>/<slug:slug>.<table_format:format>"
urlpatterns = [
    path("invoer/", views.ImportListView.as_view(), name="import-list"),
    path(JOB, views.JobDetailView.as_view(), name="job-detail"),
    path(f"{JOB}bevestigen/", views.ConfirmView.as_view(), name="job-confirm"),
    path(f"{JOB}weggooien/", views.DiscardView.as_view(), name="job-discard"),
    path(f"{JOB}fouten.csv", views.ProblemListView.as_view(), name="job-problems"),
    path(TABLE, views.UploadView.as_view(), name="upload"),
    path(f"{TABLE}sjabloon.<table_format:format>", views.TemplateView.as_view(), name="template"),
    path(f"tabellen/{FILE}", views.TableExportView.as_view(), name="table-export"),
]
