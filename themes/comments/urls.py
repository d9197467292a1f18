from django.urls import path

from themes.comments import views

PLAN = "<slug:unit>/<int:year>/<slug:theme>/"
COMMENT = f"{PLAN}opmerkingen/<int:pk>/"

urlpatterns = [
    path(f"{PLAN}opmerkingen/", views.CommentsView.as_view(), name="plan-comments"),
    path(f"{COMMENT}antwoorden/", views.CommentAnswerView.as_view(), name="comment-answer"),
    path(f"{COMMENT}aanpassen/", views.CommentEditView.as_view(), name="comment-edit"),
    path(f"{COMMENT}verwijderen/", views.CommentDeleteView.as_view(), name="comment-delete"),
    path(f"{COMMENT}terugzetten/", views.CommentRestoreView.as_view(), name="comment-restore"),
    path(f"{COMMENT}afhandelen/", views.CommentResolveView.as_view(), name="comment-resolve"),
    path(f"{COMMENT}heropenen/", views.CommentReopenView.as_view(), name="comment-reopen"),
]
