from django.apps import AppConfig
from django.core.signals import request_finished
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CachingConfig(AppConfig):
    name = "nhveilig.caching"
    verbose_name = "bewaarde pagina’s"

    def ready(self) -> None:
        from nhveilig.caching import recording as reading
        from nhveilig.caching import triggers

        connection_created.connect(reading.watch, dispatch_uid="watch")
        request_finished.connect(reading.stop_recording, dispatch_uid="stop_recording")
        for connection in connections.all(initialized_only=True):
            reading.watch(connection=connection)
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="install")
