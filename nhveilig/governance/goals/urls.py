from django.urls import include, path

from nhveilig.governance.goals.registers import PRIORITIES, SAFETY_PLANS
from nhveilig.registers.urls import register_urls

app_name = "goals"
urlpatterns = [
    path("prioriteiten/", include(register_urls(PRIORITIES))),
    path("", include(register_urls(SAFETY_PLANS))),
]
