from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Documenten"

    def ready(self) -> None:
        from reports.receivers import freeze_adopted_plan
        from themes.signals import plan_adopted

        plan_adopted.connect(freeze_adopted_plan, dispatch_uid="reports.freeze_adopted_plan")
