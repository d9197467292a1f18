from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "nhveilig.governance"
    verbose_name = "besluiten"

    def ready(self) -> None:
        from nhveilig.calendars.events import add_source
        from nhveilig.governance.calendars import terms_of

        add_source(terms_of)
