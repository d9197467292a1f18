from django.urls import path

from themes.history.views import bin as bin_views
from themes.history.views import history

PLAN = "<slug:unit>/<int:year>/<slug:theme>/"

urlpatterns = [
    path(f"{PLAN}geschiedenis/", history.HistoryView.as_view(), name="plan-history"),
    path(f"{PLAN}geschiedenis/<int:pk>/terugzetten/", history.EditRestoreView.as_view(), name="edit-restore"),
    path(f"{PLAN}prullenbak/", bin_views.BinView.as_view(), name="plan-bin"),
    path(f"{PLAN}prullenbak/terugzetten/", bin_views.PartRestoreView.as_view(), name="part-restore"),
]
