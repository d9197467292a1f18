from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "reports.documents"
    # Its tables and addresses were there before the folder.
    label = "reports"
    verbose_name = "Documenten"

    def ready(self) -> None:
        from nhveilig.triggers import keep_rows
        from reports.documents.models import Edition, OfficialFile, Publication
        from reports.documents.services.editions import freeze_adopted_plan
        from themes.signals import plan_adopted

        import_module("reports.documents.desk.notices")
        import_module("reports.documents.notices")
        import_module("reports.documents.pictures")
        # Who froze it is forgotten with the account.
        keep_rows(self, Edition, but={"frozen_by_id"})
        keep_rows(self, OfficialFile)
        # Publishing is a row, withdrawing it is said in that row.
        keep_rows(self, Publication, but={"published_by_id", "withdrawn_at", "withdrawn_by_id", "reason"})
        plan_adopted.connect(freeze_adopted_plan, dispatch_uid="reports.freeze_adopted_plan")
