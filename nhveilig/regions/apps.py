from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "nhveilig.regions"
    verbose_name = "Regio's"
