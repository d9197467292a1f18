from django.apps import AppConfig


class EditingConfig(AppConfig):
    name = "nhveilig.editing"
    verbose_name = "Bewerken"
