from celery.signals import task_prerun
from django.apps import AppConfig
from django.core.signals import request_started

from nhveilig.figures.units import forget_units, units_are_told_by


class UnitsConfig(AppConfig):
    name = "nhveilig.units"
    verbose_name = "meeteenheden"

    def ready(self) -> None:
        from nhveilig.units.models import Unit

        units_are_told_by(Unit.objects.pairs)
        # Another process may have changed them since.
        request_started.connect(forget_units, dispatch_uid="forget_units")
        task_prerun.connect(forget_units, dispatch_uid="forget_units")
