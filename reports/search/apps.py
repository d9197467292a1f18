from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "reports.search"
    verbose_name = "Zoeken"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from reports.documents.services.editions import edition_frozen
        from reports.search.on_sqlite import add_function
        from reports.search.passages import keep_passages

        connection_created.connect(add_function, dispatch_uid="search.add_function")
        edition_frozen.connect(keep_passages, dispatch_uid="search.keep_passages")
