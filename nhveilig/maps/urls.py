from django.urls import path

from nhveilig.maps import views

# Named after what the pages are about: others link to a region's map without knowing who draws it.
app_name = "regions"
urlpatterns = [
    path("", views.OwnMapView.as_view(), name="map"),
    path("<slug:slug>/", views.UnitMapView.as_view(), name="unit-map"),
    path("<slug:slug>/gemeenten.csv", views.UnitMapCsvView.as_view(), name="unit-map-csv"),
]
