from django.urls import path

from nhveilig.notices import views

app_name = "notices"
urlpatterns = [
    path("meldingen/", views.NoticeListView.as_view(), name="list"),
    path("meldingen/gezien/", views.NoticesSeenView.as_view(), name="seen"),
    path("meldingen/<int:pk>/", views.NoticeOpenView.as_view(), name="open"),
    path("account/meldingen/", views.NoticeChoicesView.as_view(), name="choices"),
]
