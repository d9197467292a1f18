from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    name = "nhveilig.web"
    verbose_name = "pagina’s"

    def ready(self) -> None:
        # Each room declares in a module `setup` what it takes to set up an eenheid.
        autodiscover_modules("setup")
