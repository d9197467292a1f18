from django.urls import path

from reports.home.views import HomeView

urlpatterns = [path("", HomeView.as_view(), name="home")]
