from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nhveilig.accounts"
    verbose_name = "mensen en rollen"

    def ready(self) -> None:
        from nhveilig.accounts.models import RoleChange
        from nhveilig.triggers import keep_rows

        keep_rows(self, RoleChange)
