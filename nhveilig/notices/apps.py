from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "nhveilig.notices"
    verbose_name = "meldingen"
