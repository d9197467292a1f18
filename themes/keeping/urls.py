from django.urls import path

from themes.keeping.views import bin as bin_views
from themes.keeping.views import comments, history

PLAN = "<slug:unit>/<int:year>/<slug:theme>/"
COMMENT = f"{PLAN}opmerkingen/<int:pk>/"

urlpatterns = [
    path(f"{PLAN}geschiedenis/", history.HistoryView.as_view(), name="plan-history"),
    path(f"{PLAN}geschiedenis/<int:pk>/terugzetten/", history.EditRestoreView.as_view(), name="edit-restore"),
    path(f"{PLAN}opmerkingen/", comments.CommentsView.as_view(), name="plan-comments"),
    path(f"{COMMENT}antwoorden/", comments.CommentAnswerView.as_view(), name="comment-answer"),
    path(f"{COMMENT}aanpassen/", comments.CommentEditView.as_view(), name="comment-edit"),
    path(f"{COMMENT}verwijderen/", comments.CommentDeleteView.as_view(), name="comment-delete"),
    path(f"{COMMENT}terugzetten/", comments.CommentRestoreView.as_view(), name="comment-restore"),
    path(f"{COMMENT}afhandelen/", comments.CommentResolveView.as_view(), name="comment-resolve"),
    path(f"{COMMENT}heropenen/", comments.CommentReopenView.as_view(), name="comment-reopen"),
    path(f"{PLAN}prullenbak/", bin_views.BinView.as_view(), name="plan-bin"),
    path(f"{PLAN}prullenbak/terugzetten/", bin_views.PartRestoreView.as_view(), name="part-restore"),
]
