from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class QuestionsConfig(AppConfig):
    name = "nhveilig.questions"
    verbose_name = "vragen"

    def ready(self) -> None:
        import_module("nhveilig.questions.notices")
        autodiscover_modules("asking")
