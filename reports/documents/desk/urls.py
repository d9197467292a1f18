from django.urls import path

from nhveilig.editing.comments import views as comments
from reports.documents.desk.views import arranging, keeping, reviewing, settings, writing

DESK = "document-desk"

# Below `documenten/<slug>/schrijven/`.
urlpatterns = [
    path("", writing.DeskView.as_view(), name=DESK),
    path("opbouw/", writing.OutlineView.as_view(), name=f"{DESK}-outline"),
    path("bewaren/", writing.FieldSaveView.as_view(), name=f"{DESK}-save"),
    path("aanwezig/", writing.PresenceView.as_view(), name=f"{DESK}-presence"),
    path("toevoegen/", arranging.AddView.as_view(), name=f"{DESK}-add"),
    path("verplaatsen/", arranging.MoveView.as_view(), name=f"{DESK}-move"),
    path("prullenbak/", arranging.BinView.as_view(), name=f"{DESK}-bin"),
    path("blok/<int:pk>/", settings.BlockSettingsView.as_view(), name=f"{DESK}-block"),
    path("blok/<int:pk>/voorbeeld/", writing.PreviewView.as_view(), name=f"{DESK}-preview"),
    path("blok/<int:pk>/weghalen/", arranging.RemoveView.as_view(), name=f"{DESK}-remove"),
    path("hoofdstuk/<int:pk>/", settings.ChapterTaskView.as_view(), name=f"{DESK}-task"),
    path("hoofdstuk/<int:pk>/stand/", settings.ChapterStateView.as_view(), name=f"{DESK}-state"),
    path("herzien/", reviewing.ReviewView.as_view(), name=f"{DESK}-review"),
    path("opmaak/", settings.DocumentSettingsView.as_view(), name=f"{DESK}-settings"),
    path("geschiedenis/", keeping.HistoryView.as_view(), name=f"{DESK}-history"),
    path("geschiedenis/<int:pk>/terugzetten/", keeping.UndoView.as_view(), name=f"{DESK}-undo"),
    *comments.paths(
        keeping.DocumentComments, keeping.DocumentCommentsPage, f"{DESK}-comments", prefix=f"{DESK}-"
    ),
]  # fmt: skip
