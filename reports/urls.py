from django.urls import include, path

from reports.documents.assembling.queries import ASSEMBLIES
from reports.documents.assembling.views import AssembleView, PlanDocumentView
from reports.documents.desk import urls as desk
from reports.documents.desk.views.settings import NewDocumentView
from reports.documents.starting import views as starting
from reports.documents.views import comparison as comparison_views
from reports.documents.views import documents as views
from reports.documents.views import filling, previewing, publishing, returning, word
from reports.search.views import SearchView, SuggestionsView

app_name = "reports"
edition = [
    path("", views.EditionView.as_view(), name="edition-detail"),
    path("editie.json", views.EditionDataView.as_view(), name="edition-data"),
    path("officieel.pdf", views.OfficialFileView.as_view(), name="official-file"),
    path("tabellen/<slug:table_id>.csv", views.EditionTableView.as_view(), name="edition-table"),
    path("afbeeldingen/<slug:picture>/", views.EditionPictureView.as_view(), name="edition-picture"),
    path("openbaar/", publishing.PublicationView.as_view(), name="edition-publication"),
    path("openbaar/maken/", publishing.PublishView.as_view(), name="edition-publish"),
    path("exporteren/", views.ExportRequestView.as_view(), name="export-request"),
    path("vergelijken/<int:other>/", comparison_views.EditionComparisonView.as_view(), name="comparison"),
]
chapter_in_word = [
    path("", returning.ChapterWordView.as_view(), name="chapter-word"),
    path("bestand/", returning.ChapterFileView.as_view(), name="chapter-file"),
    path("terug/", returning.ChapterBackView.as_view(), name="chapter-back"),
    path("weggooien/", returning.ChapterDiscardView.as_view(), name="chapter-discard"),
]
plan_from_word = [
    path("", filling.FillUploadView.as_view(), name="fill-upload"),
    path("bekijken/", filling.FillPreviewView.as_view(), name="fill-preview"),
    path("weggooien/", filling.FillDiscardView.as_view(), name="fill-discard"),
]
document = [
    path("", views.DocumentDetailView.as_view(), name="document-detail"),
    path("bevriezen/", views.FreezeView.as_view(), name="document-freeze"),
    path("vergelijken/", comparison_views.ChooseEditionsView.as_view(), name="comparison-choose"),
    path("voorbeeld/", previewing.DraftView.as_view(), name="document-draft"),
    path(
        "voorbeeld/afbeeldingen/<slug:picture>/", previewing.DraftPictureView.as_view(), name="document-draft-picture"
    ),
    path("voorbeeld/pdf/", previewing.PreviewRequestView.as_view(), name="document-preview-request"),
    path("voorbeeld/pdf/<int:pk>/", previewing.PreviewView.as_view(), name="document-preview"),
    path("voorbeeld/pdf/<int:pk>/bestand/", previewing.PreviewFileView.as_view(), name="document-preview-file"),
    path("klaar/", previewing.ReadyView.as_view(), name="document-ready"),
    path("schrijven/hoofdstuk/<int:pk>/word/", include(chapter_in_word)),
    path("schrijven/", include(desk.urlpatterns)),
    path("word/", word.WordUploadView.as_view(), name="word-upload"),
    path("word/bekijken/", word.WordPreviewView.as_view(), name="word-preview"),
    path("word/afbeeldingen/<int:place>/", word.WordPictureView.as_view(), name="word-picture"),
    path("word/weggooien/", word.WordDiscardView.as_view(), name="word-discard"),
    path("edities/<int:number>/", include(edition)),
]
urlpatterns = [
    path("documenten/", views.DocumentListView.as_view(), name="document-list"),
    path("documenten/nieuw/", NewDocumentView.as_view(), name="document-new"),
    path("documenten/nieuw-beleidsplan/", starting.BeginView.as_view(), name="policy-plan-begin"),
    path("documenten/nieuw-beleidsplan/gegevens/", starting.PlanView.as_view(), name="policy-plan-new"),
    path("documenten/<slug:slug>/", include(document)),
    path(
        "uitvoeringsplannen/<slug:unit>/<int:year>/<slug:theme>/pdf/", PlanDocumentView.as_view(), name="plan-document"
    ),
    path("uitvoeringsplannen/<slug:unit>/<int:year>/<slug:theme>/word/", include(plan_from_word)),
    *(path(one.path, AssembleView.as_view(assembly_type=one), name=one.url_name) for one in ASSEMBLIES.values()),
    path("exports/", views.ExportListView.as_view(), name="export-list"),
    path("exports/<int:pk>/", views.ExportDetailView.as_view(), name="export-detail"),
    path("exports/<int:pk>/bestand/", views.ExportDownloadView.as_view(), name="export-download"),
    path("exports/<int:pk>/annuleren/", views.ExportCancelView.as_view(), name="export-cancel"),
    path("exports/<int:pk>/opnieuw/", views.ExportRetryView.as_view(), name="export-retry"),
    path("", include("reports.opendata.urls")),
    path("", include("reports.dashboards.urls")),
    path("zoeken/", SearchView.as_view(), name="search"),
    path("zoeken/voorstellen/", SuggestionsView.as_view(), name="suggestions"),
]
