from django.urls import include, path

from nhveilig.national.registers import MUNICIPALITIES, REGIONS, UNITS
from nhveilig.national.views import NeighboursView
from nhveilig.registers.urls import register_urls

app_name = "national"
urlpatterns = [
    path("eenheden/", include(register_urls(UNITS))),
    path("veiligheidsregios/", include(register_urls(REGIONS))),
    path("gemeenten/", include(register_urls(MUNICIPALITIES))),
    path("gemeenten/<str:code>/buren/", NeighboursView.as_view(), name="neighbours"),
]
