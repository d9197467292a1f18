from django.urls import path

from nhveilig.worklist.views import TasksView

app_name = "worklist"
urlpatterns = [path("", TasksView.as_view(), name="list")]
