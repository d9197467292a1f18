from django.urls import include, path

from nhveilig.registers.urls import register_urls
from nhveilig.units.registers import UNITS

app_name = "units"
urlpatterns = [path("", include(register_urls(UNITS)))]
