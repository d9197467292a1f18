from django.urls import path

from themes.history import views

PLAN = "<slug:unit>/<int:year>/<slug:theme>/"

urlpatterns = [
    path(f"{PLAN}geschiedenis/", views.HistoryView.as_view(), name="plan-history"),
    path(f"{PLAN}geschiedenis/<int:pk>/terugzetten/", views.EditRestoreView.as_view(), name="edit-restore"),
    path(f"{PLAN}prullenbak/", views.BinView.as_view(), name="plan-bin"),
    path(f"{PLAN}prullenbak/terugzetten/", views.PartRestoreView.as_view(), name="part-restore"),
]
