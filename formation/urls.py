from django.urls import path

from formation import views

app_name = "formation"
urlpatterns = [
    path("", views.TableListView.as_view(), name="table-list"),
    path("<slug:slug>/", views.TableDetailView.as_view(), name="table-detail"),
    path("<slug:slug>/tabel.csv", views.TableCsvView.as_view(), name="table-csv"),
]
