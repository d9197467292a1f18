from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorklistConfig(AppConfig):
    name = "nhveilig.worklist"
    verbose_name = "taken"

    def ready(self) -> None:
        # Each app declares what it asks of whom in a module `worklist`: this one asks for nothing itself.
        autodiscover_modules("worklist")
