from django.urls import path

from nhveilig.calendars import views

app_name = "calendars"
urlpatterns = [
    path("account/kalender/", views.CalendarView.as_view(), name="own"),
    path("account/kalender/intrekken/", views.CalendarRevokeView.as_view(), name="revoke"),
    path("kalender/<slug:secret>.ics", views.FeedView.as_view(), name="feed"),
]
