from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OrganisationConfig(AppConfig):
    name = "nhveilig.organisation"
    verbose_name = "organisatie"

    def ready(self) -> None:
        # Each room says in a module `carrying` what it holds of a municipality that merged.
        autodiscover_modules("carrying")
