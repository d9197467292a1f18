from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "reports.documents"
    # Its tables and addresses were there before the folder.
    label = "reports"
    verbose_name = "Documenten"

    def ready(self) -> None:
        from reports.documents.services.editions import freeze_adopted_plan
        from themes.signals import plan_adopted

        plan_adopted.connect(freeze_adopted_plan, dispatch_uid="reports.freeze_adopted_plan")
