from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "nhveilig.jobs"
    verbose_name = "achtergrondwerk"
