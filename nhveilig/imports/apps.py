from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ImportsConfig(AppConfig):
    name = "nhveilig.imports"
    verbose_name = "invoer"

    def ready(self) -> None:
        import_module("nhveilig.imports.notices")
        # Each app registers the tables it knows: this one knows none but its own.
        autodiscover_modules("importing")
