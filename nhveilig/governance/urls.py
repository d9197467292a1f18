from django.urls import include, path

from nhveilig.governance.registers import (
    BODIES,
    DECISIONS,
    MANDATES,
    MEETINGS,
    MEMBERS,
    MENTIONS,
    NATIONAL_BODIES,
    NATIONAL_DECISIONS,
    NATIONAL_MANDATES,
    NATIONAL_TERMS,
    TERMS,
)
from nhveilig.registers.urls import register_urls

app_name = "governance"
urlpatterns = [
    path("gremia/leden/", include(register_urls(MEMBERS))),
    path("gremia/landelijk/", include(register_urls(NATIONAL_BODIES))),
    path("gremia/", include(register_urls(BODIES))),
    path("bevoegdheden/landelijk/", include(register_urls(NATIONAL_MANDATES))),
    path("bevoegdheden/", include(register_urls(MANDATES))),
    path("termijnen/landelijk/", include(register_urls(NATIONAL_TERMS))),
    path("termijnen/", include(register_urls(TERMS))),
    path("vergaderingen/", include(register_urls(MEETINGS))),
    path("vermeldingen/", include(register_urls(MENTIONS))),
    path("landelijk/", include(register_urls(NATIONAL_DECISIONS))),
    path("", include(register_urls(DECISIONS))),
]
