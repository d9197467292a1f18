from django.urls import include, path

from reports.documents.assembling.views import annual_reports as annual_views
from reports.documents.assembling.views import period_reports as period_views
from reports.documents.assembling.views import year_plans as plan_views
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
        comparison_views.ComparisonView.as_view(),
        name="comparison",
    ),
    path(
        "uitvoeringsplannen/<slug:unit>/<int:year>/<slug:theme>/pdf/",
        plan_views.PlanDocumentView.as_view(),
        name="plan-document",
    ),
    path("jaarverslagen/<slug:unit>/<int:year>/", annual_views.AnnualReportView.as_view(), name="annual-report"),
    path("jaarplannen/<slug:unit>/<int:year>/", plan_views.YearPlanView.as_view(), name="year-plan-assemble"),
    path(
        "rapportages/<slug:unit>/<int:year>/<slug:period>/",
        period_views.PeriodReportView.as_view(),
        name="period-report",
    ),
    path("exports/", views.ExportListView.as_view(), name="export-list"),
    path("exports/<int:pk>/", views.ExportDetailView.as_view(), name="export-detail"),
    path("exports/<int:pk>/bestand/", views.ExportDownloadView.as_view(), name="export-download"),
    path("exports/<int:pk>/annuleren/", views.ExportCancelView.as_view(), name="export-cancel"),
    path("exports/<int:pk>/opnieuw/", views.ExportRetryView.as_view(), name="export-retry"),
    path("", include("reports.opendata.urls")),
    path("", include("reports.dashboards.urls")),
    path("", include("reports.search.urls")),
    path("", include("reports.dashboards.municipality_urls")),
]
