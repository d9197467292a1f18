from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "nhveilig.partners"
    verbose_name = "partners"
