from django.apps import AppConfig


class NHVeiligConfig(AppConfig):
    name = "nhveilig"
