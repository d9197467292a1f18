from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nhveilig.accounts"
    verbose_name = "Accounts"
