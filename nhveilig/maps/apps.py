from django.apps import AppConfig


class MapsConfig(AppConfig):
    name = "nhveilig.maps"
    verbose_name = "Kaarten"
