from django.urls import path

from agenda import views

app_name = "agenda"
urlpatterns = [
    path("", views.AgendaListView.as_view(), name="agenda-list"),
    path("<slug:slug>/", views.AgendaDetailView.as_view(), name="agenda-detail"),
    path("<slug:slug>/afspraken/", views.AgreementsView.as_view(), name="agenda-agreements"),
    path("<slug:slug>/verdeling/", views.DistributionView.as_view(), name="agenda-distribution"),
    path("<slug:slug>/themas/", views.TopicsView.as_view(), name="agenda-topics"),
    path("<slug:slug>/tabellen/<slug:table_id>.csv", views.TableCsvView.as_view(), name="table-csv"),
]
