from django.urls import include, path

from reports.documents.assembling.queries import ASSEMBLIES
from reports.documents.assembling.views import AssembleView, PlanDocumentView
from reports.documents.views import comparison as comparison_views
from reports.documents.views import documents as views

app_name = "reports"
urlpatterns = [
    path("documenten/", views.DocumentListView.as_view(), name="document-list"),
    path("documenten/<slug:slug>/", views.DocumentDetailView.as_view(), name="document-detail"),
    path("documenten/<slug:slug>/bevriezen/", views.FreezeView.as_view(), name="document-freeze"),
    path("documenten/<slug:slug>/edities/<int:number>/", views.EditionView.as_view(), name="edition-detail"),
    path(
        "documenten/<slug:slug>/edities/<int:number>/editie.json",
        views.EditionDataView.as_view(),
        name="edition-data",
    ),
    path(
        "documenten/<slug:slug>/edities/<int:number>/officieel.pdf",
        views.OfficialFileView.as_view(),
        name="official-file",
    ),
    path(
        "documenten/<slug:slug>/edities/<int:number>/tabellen/<slug:table_id>.csv",
        views.EditionTableView.as_view(),
        name="edition-table",
    ),
    path(
        "documenten/<slug:slug>/edities/<int:number>/afbeeldingen/<slug:picture>/",
        views.EditionPictureView.as_view(),
        name="edition-picture",
    ),
    path(
        "documenten/<slug:slug>/edities/<int:number>/exporteren/",
        views.ExportRequestView.as_view(),
        name="export-request",
    ),
    path(
        "documenten/<slug:slug>/vergelijken/",
        comparison_views.ChooseEditionsView.as_view(),
        name="comparison-choose",
    ),
    path(
        "documenten/<slug:slug>/edities/<int:number>/vergelijken/<int:other>/",
        comparison_views.EditionComparisonView.as_view(),
        name="comparison",
    ),
    path(
        "uitvoeringsplannen/<slug:unit>/<int:year>/<slug:theme>/pdf/", PlanDocumentView.as_view(), name="plan-document"
    ),
    *(path(one.path, AssembleView.as_view(assembly_type=one), name=one.url_name) for one in ASSEMBLIES.values()),
    path("exports/", views.ExportListView.as_view(), name="export-list"),
    path("exports/<int:pk>/", views.ExportDetailView.as_view(), name="export-detail"),
    path("exports/<int:pk>/bestand/", views.ExportDownloadView.as_view(), name="export-download"),
    path("exports/<int:pk>/annuleren/", views.ExportCancelView.as_view(), name="export-cancel"),
    path("exports/<int:pk>/opnieuw/", views.ExportRetryView.as_view(), name="export-retry"),
    path("", include("reports.opendata.urls")),
    path("", include("reports.dashboards.urls")),
    path("", include("reports.search.urls")),
]
