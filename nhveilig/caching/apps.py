from django.apps import AppConfig
from django.core.signals import request_finished
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CachingConfig(AppConfig):
    name = "nhveilig.caching"
    verbose_name = "bewaarde pagina’s"

    def ready(self) -> None:
        from nhveilig.caching import recording, triggers

        connection_created.connect(recording.watch, dispatch_uid="watch")
        request_finished.connect(recording.stop_recording, dispatch_uid="stop_recording")
        for connection in connections.all(initialized_only=True):
            recording.watch(connection=connection)
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="install")
