from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "nhveilig.calendars"
    verbose_name = "kalenders"
