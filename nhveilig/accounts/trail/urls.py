from django.urls import path

from nhveilig.accounts.trail import views

app_name = "trail"
urlpatterns = [
    path("", views.TrailView.as_view(), name="list"),
    path("spoor.csv", views.TrailFileView.as_view(), name="csv"),
]
