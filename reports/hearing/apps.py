from importlib import import_module

from django.apps import AppConfig


class HearingConfig(AppConfig):
    name = "reports.hearing"
    label = "hearing"
    verbose_name = "Horen"

    def ready(self) -> None:
        import_module("reports.hearing.notices")
