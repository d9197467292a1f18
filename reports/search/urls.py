"""The address of the search; reports/urls.py has it under its own name."""

from django.urls import path

from reports.search.views import SearchView

urlpatterns = [path("zoeken/", SearchView.as_view(), name="search")]
