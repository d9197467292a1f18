from django.urls import include, path

from nhveilig.editing.comments.views import paths
from nhveilig.questions.views import OfQuestions, QuestionListView, QuestionsPage

app_name = "questions"
urlpatterns = [
    path("", QuestionListView.as_view(), name="list"),
    path("<slug:unit>/<slug:subject>/<int:row>/", include(paths(OfQuestions, QuestionsPage, "about", base=""))),
]
