from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "reports.search"
    verbose_name = "Zoeken"

    def ready(self) -> None:
        from reports.documents.signals import edition_frozen
        from reports.search.signals import keep_passages_of_edition

        edition_frozen.connect(keep_passages_of_edition, dispatch_uid="search.keep_passages")
