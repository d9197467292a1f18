from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "reports.search"
    verbose_name = "Zoeken"

    def ready(self) -> None:
        from reports.documents.services.editions import edition_frozen
        from reports.search.passages import keep_passages

        edition_frozen.connect(keep_passages, dispatch_uid="search.keep_passages")
