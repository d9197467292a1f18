from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorklistConfig(AppConfig):
    name = "nhveilig.worklist"
    verbose_name = "taken"

    def ready(self) -> None:
        # Each app declares what it asks of whom in a module `worklist`: this one asks for nothing itself.
        autodiscover_modules("worklist")
        from nhveilig.web.counters import add_counter
        from nhveilig.worklist.counts import kept_number

        add_counter("tasks", kept_number, page="worklist:list")
