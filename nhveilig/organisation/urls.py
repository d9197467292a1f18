from django.urls import path

from nhveilig.organisation import views
from nhveilig.organisation.mergers import views as merger_views

app_name = "organisation"
urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("<slug:unit>/", views.TreeView.as_view(), name="tree"),
    path("<slug:unit>/toevoegen/", views.AddView.as_view(), name="add"),
    path("<slug:unit>/herindelingen/", merger_views.MergerListView.as_view(), name="mergers"),
    path("<slug:unit>/herindelingen/<slug:code>/<int:year>/", merger_views.MergerView.as_view(), name="merger"),
    path("<slug:unit>/<int:pk>/", views.ChangeView.as_view(), name="change"),
    path("<slug:unit>/<int:pk>/eindigt/", views.EndView.as_view(), name="end"),
    path("<slug:unit>/<int:pk>/verandert/", views.ContinueView.as_view(), name="continue"),
    path("<slug:unit>/<int:pk>/verwijderen/", views.RemoveView.as_view(), name="remove"),
    path("<slug:unit>/<int:pk>/geschiedenis/", views.HistoryView.as_view(), name="history"),
    path("<slug:unit>/<int:pk>/geschiedenis/<int:edit>/terugzetten/", views.UndoView.as_view(), name="undo"),
]
