from django.urls import include, path

from nhveilig.national.registers import MUNICIPALITIES, REGIONS, UNITS
from nhveilig.national.views import NeighboursView, OutlinesView
from nhveilig.registers.urls import register_urls

app_name = "national"
urlpatterns = [
    path("eenheden/", include(register_urls(UNITS))),
    path("veiligheidsregios/", include(register_urls(REGIONS))),
    # Before the pages of municipalities, which take any word for a code.
    path("gemeenten/grenzen/", OutlinesView.as_view(), name="outlines"),
    path("gemeenten/", include(register_urls(MUNICIPALITIES))),
    path("gemeenten/<str:code>/buren/", NeighboursView.as_view(), name="neighbours"),
]
