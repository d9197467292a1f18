from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RegistersConfig(AppConfig):
    name = "nhveilig.registers"
    verbose_name = "registers"

    def ready(self) -> None:
        # Each app declares its registers: this one has none of its own.
        autodiscover_modules("registers")
