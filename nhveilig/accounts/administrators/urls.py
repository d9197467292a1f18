from django.urls import path

from nhveilig.accounts.administrators import views

app_name = "administrators"
urlpatterns = [
    path("", views.AdministratorsView.as_view(), name="list"),
    path("benoemen/", views.NameView.as_view(), name="name"),
    path("<int:role>/intrekken/", views.TakeView.as_view(), name="take"),
]
