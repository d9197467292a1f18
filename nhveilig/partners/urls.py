from django.urls import include, path

from nhveilig.partners.registers import CONTACTS, COVENANTS, MENTIONS, PARTIES, PARTNERS
from nhveilig.registers.urls import register_urls

app_name = "partners"
urlpatterns = [
    path("vermeldingen/", include(register_urls(MENTIONS))),
    path("convenanten/partijen/", include(register_urls(PARTIES))),
    path("convenanten/", include(register_urls(COVENANTS))),
    path("contactpersonen/", include(register_urls(CONTACTS))),
    path("", include(register_urls(PARTNERS))),
]
