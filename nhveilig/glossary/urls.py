from django.urls import include, path

from nhveilig.glossary.registers import TERMS, UNIT_TERMS
from nhveilig.glossary.views import GlossaryView
from nhveilig.registers.urls import register_urls

app_name = "glossary"
urlpatterns = [
    path("", GlossaryView.as_view(), name="list"),
    path("landelijk/", include(register_urls(TERMS))),
    path("eenheid/", include(register_urls(UNIT_TERMS))),
]
